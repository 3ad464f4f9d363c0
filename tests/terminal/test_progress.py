"""How far it is, as a person at a terminal sees it."""

import re

from tests.acceptance.feed_server import FeedServer
from tests.terminal.one_round import WAITING, under_way
from tests.terminal.terminal import PROMPT, Terminal


def test_one_round_shows_how_many_feeds_are_done(terminal: Terminal, feeds: FeedServer) -> None:
    with under_way(terminal, feeds, "newsmonitor run --once"):
        during = terminal.screen(holding="#00000", ending=WAITING)
    *above, bar = during.splitlines()
    assert re.fullmatch(r"polling feeds ━+[╸╺]?━* 1/3 -:--:--", bar), during
    assert sum("polling feeds" in line for line in above) == 0
    after = terminal.screen(holding="stopped", ending=f"\n{PROMPT}")
    assert "polling feeds" not in after
    assert after.count("A port on strike") == after.count("\n#00000\n") == 3
    assert all(
        re.match(r"00:00:00 |\$|Dockers |[abc] · |http|Why: |#00000|$", line) for line in after.splitlines()
    ), after


def test_alerts_in_a_pipe_are_alone_there(terminal: Terminal, feeds: FeedServer) -> None:
    with under_way(terminal, feeds, "newsmonitor run --once > alerts"):
        terminal.screen(holding="polled", ending=WAITING)
    terminal.screen(holding="stopped", ending=f"\n{PROMPT}")
    alerts = (terminal.home / "alerts").read_text()
    assert [line[:1] + line[-1:] for line in alerts.splitlines()] == ["{}"] * 3


def test_quiet_leaves_the_alerts_and_nothing_else(terminal: Terminal, feeds: FeedServer) -> None:
    with under_way(terminal, feeds, "newsmonitor run --once --quiet"):
        terminal.screen(holding="#00000", ending="#00000")
    after = terminal.screen(holding="district 3", ending=f"\n{PROMPT}")
    assert after.count("A port on strike") == 3
    assert "[info" not in after
