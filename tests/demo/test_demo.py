"""`newsmonitor demo` as people start it: a child process."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.core import sanitise
from monitor.demo import day as script
from monitor.demo.day import Item, Kind

pytestmark = pytest.mark.slow

DAY = script.load()
TOLD = {Kind.NEWS, Kind.COPY, Kind.HOSTILE}
SAFETY = 60  # seconds
ALERT = re.compile(
    r"^\d\d:\d\d:\d\d \[(?:CRITICAL|HIGH|MEDIUM|LOW|INFO)\] .+\n(?:Note: (.+)\n)?(?:Update: (.+)\n)?"
    r"(.+)\n(?:was: .+\n)?(.+) · \d{4}-",
    re.MULTILINE,
)
UPDATES = {  # of the events that are told more than once, what is told again
    "truce-over": ["3 independent outlets tell it", "headline edited"],
    "targets": ["the figure is 400 now, 200 was told"],
    "toll": ["the figure is 15,207 now, 15,000 was told"],
    "team-home": ["3 independent outlets tell it"],
}


@contextmanager
def demo(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Whatever it puts aside goes into folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "demo", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"TMPDIR": str(folder), "PYTHONUTF8": "1"},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def shown(item: Item) -> tuple[str, str]:
    """The headline and the outlet as a terminal shows them."""
    outlet = next(source.outlet for source in DAY.sources if source.id == item.feed)
    title = re.sub(r"[\x00-\x1f]", " ", item.title)
    return sanitise.line(title, 300).replace(sanitise.JOINER, ""), outlet


@pytest.fixture(scope="module")
def fast() -> Iterator[tuple[int, str, str, tuple[str, ...]]]:
    """One day at full speed: exit status, what it wrote, and what it left behind."""
    with tempfile.TemporaryDirectory() as name, demo(Path(name), "--fast") as process:
        out, err = process.communicate(timeout=SAFETY)
        yield process.returncode, out, err, tuple(path.name for path in Path(name).iterdir())


def test_the_day_ends_by_itself_and_leaves_nothing(fast: tuple[int, str, str, tuple[str, ...]]) -> None:
    status, out, err, left = fast
    assert (status, err, left) == (0, "", ()), out


def test_every_event_is_told_once_and_then_only_what_changes(
    fast: tuple[int, str, str, tuple[str, ...]],
) -> None:
    _, out, _, _ = fast
    told = [item for item in DAY.items if item.kind in TOLD and item.at > DAY.begins]
    events = {shown(item): item.event for item in DAY.items if item.at > DAY.begins}
    updates: defaultdict[str, list[str]] = defaultdict(list)
    for _, update, *article in ALERT.findall(out):
        updates[events[tuple(article)]].append(update)
    assert updates == {event: ["", *UPDATES.get(event, ())] for event in (item.event for item in told)}


def test_what_one_outlet_alone_tells_is_marked(fast: tuple[int, str, str, tuple[str, ...]]) -> None:
    _, out, _, _ = fast
    marked = [headline for note, _, headline, _ in ALERT.findall(out) if note == "one outlet only"]
    assert marked == ["Aid trucks turned back at Rafah on first day without a truce"]
    assert len(re.findall(r"^also told by: .*Northline Wire", out, re.MULTILINE)) > 0


def test_no_title_reaches_the_terminal_alive(fast: tuple[int, str, str, tuple[str, ...]]) -> None:
    _, out, _, _ = fast
    assert "you have been hacked" in out
    assert not set(out) & {"\x1b", "\a", "\u202e", "\u202c"}
    assert "<!channel>" not in out


def test_trouble_is_told_in_one_line_each(fast: tuple[int, str, str, tuple[str, ...]]) -> None:
    _, out, _, _ = fast
    for told in (
        "Ember Daily sent broken XML",
        "Ember Daily cannot be read: ",
        "Ember Daily answers again",
        "Fieldnote Relief asks us to wait (429)",
    ):
        assert len(re.findall(rf"^-- {re.escape(told)}.*$", out, re.MULTILINE)) == 1, told


def test_the_summary_counts_what_was_told_and_what_was_not(
    fast: tuple[int, str, str, tuple[str, ...]],
) -> None:
    _, out, _, _ = fast
    alerts = len(ALERT.findall(out))
    counted = re.search(
        r"^\d+ articles from 8 feeds in \d+ polls: (\d+) matches, (\d+) stories, (\d+) alerts\.$",
        out,
        re.MULTILINE,
    )
    assert counted, out
    matches, stories, raised = map(int, counted.groups())
    assert raised == alerts
    assert stories == len({item.event for item in DAY.items if item.kind in TOLD and item.at > DAY.begins})
    reasons = dict(re.findall(r"^(\S.*\S) +(\d+)$", out.partition("kept quiet because")[2], re.MULTILINE))
    reasons.pop("there before we began to watch")
    assert sum(map(int, reasons.values())) == matches - alerts
    for quiet in ("sport", "looking back", "there before we began to watch"):
        assert re.search(rf"^{quiet} +\d+ +0$", out, re.MULTILINE), quiet
    assert "newsmonitor init" in out


def test_ctrl_c_ends_it_with_its_summary(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "the day begins" in line:
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SAFETY)
        assert (process.returncode, err) == (0, ""), out
        assert "articles from 8 feeds" in out
        assert list(tmp_path.iterdir()) == []


def test_quiet_leaves_the_alerts_and_nothing_else(tmp_path: Path) -> None:
    with demo(tmp_path, "--fast", "--quiet") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        said = first + process.stdout.read()
        process.wait(timeout=SAFETY)
    assert ALERT.match(said), said
    assert "-- " not in said
    assert "newsmonitor" not in said
    assert process.returncode == 0
