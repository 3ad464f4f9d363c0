"""The first session of somebody new, typed into a terminal, and every screen they see.

The screens are tests/golden/screens. After a change that was meant: NEWSMONITOR_NEW_SCREENS=1 ./run test terminal
writes them anew; read the difference before you keep it.
"""

import difflib
import os
from pathlib import Path

from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.terminal.terminal import COLUMNS, PROMPT, ROWS, Terminal

SCREENS = Path(__file__).parents[1] / "golden" / "screens"
NEW_SCREENS = "NEWSMONITOR_NEW_SCREENS"

RULE = """\
  - id: port-strike
    title: A port on strike
    severty: high
    match: [port strike, dockers walk out]
    examples:
      fires: ["Port strike enters its second week"]"""

RAIN = Item(name="rain", title="Rain expected on Friday")
STRIKE = Item(name="strike", title="Dockers walk out, harbour at a standstill")


def test_a_first_session_reads_as_written_down(terminal: Terminal, feeds: FeedServer) -> None:
    feeds.publish("/world.xml", rss(RAIN))

    terminal.enter("newsmonitor init desk")
    compare("01-init", shell(terminal, "newsmonitor run"))

    terminal.enter("cd desk", "cat >> rules/my-rules.yaml <<END", *RULE.splitlines(), "END")
    compare("02-own-rule", shell(terminal, "> END"))

    terminal.enter("newsmonitor check")
    compare("03-typo", shell(terminal, "severty"))

    terminal.enter("sed -i.bak s/severty/severity/ rules/my-rules.yaml", "newsmonitor check")
    compare("04-mended", shell(terminal, "2 rules"))

    terminal.enter(f"newsmonitor rules try '{STRIKE.title}'")
    compare("05-tried", shell(terminal, "port-strike"))

    watch_nothing_else(terminal.home / "desk" / "config.yaml")
    terminal.enter(f"newsmonitor feeds add {feeds.url('/world.xml')} --outlet 'Harbour Herald'")
    compare("06-feed-added", shell(terminal, "added"))

    terminal.enter("newsmonitor run")
    compare("07-running", terminal.screen(holding="polled", ending="new=1"))

    feeds.publish("/world.xml", rss(STRIKE, RAIN))
    compare("08-alert", terminal.screen(holding="A port on strike", ending="#00000"))

    terminal.press("C-c")
    compare("09-stopped", shell(terminal, "stopped"))


def test_every_screen_fits() -> None:
    for path in sorted(SCREENS.iterdir()):
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) <= ROWS, path.name
        assert max(map(len, lines)) <= COLUMNS, path.name


def shell(terminal: Terminal, text: str) -> str:
    """The screen once a command has said this and its shell waits for the next one."""
    return terminal.screen(holding=text, ending=f"\n{PROMPT}")


def watch_nothing_else(config: Path) -> None:
    """As if in an editor: no feed of the world outside, and this machine asked every second."""
    lines = config.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("  - {id: ")]
    text = "\n".join(kept).replace("poll: {min: 2m,", "poll: {min: 1s,").replace("\nfeeds: ", "\nfeeds: []")
    config.write_text(text + '\nnetwork: {allow_private: ["127.0.0.0/8"]}\n', "utf-8")


def compare(name: str, screen: str) -> None:
    """Holds a screen to its file; writes the file instead when new screens are asked for."""
    path = SCREENS / f"{name}.txt"
    if os.environ.get(NEW_SCREENS):
        path.write_text(f"{screen}\n", "utf-8")
    assert path.exists(), f"{path} is missing: {NEW_SCREENS}=1 writes it"
    kept = path.read_text("utf-8").splitlines()
    difference = "\n".join(difflib.unified_diff(kept, screen.splitlines(), path.name, "now", lineterm=""))
    assert not difference, f"another screen than {path.name} (meant? {NEW_SCREENS}=1 writes it)\n{difference}"
