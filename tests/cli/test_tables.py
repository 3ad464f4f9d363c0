"""How lists look: on a terminal of some width, and in a pipe."""

import os
import pty
import re
import subprocess
import sys

import pytest

TABLE = """
from monitor.cli import tables
tables.print_table(
    ("id", "state", "headline"),
    [("a1", tables.word("dead"), "{long}"), ("b2", tables.word("sent"), "停战 news"), ("c3", "", "")],
    none="Nothing.",
)
"""
LONG = "Officials say truce talks have stalled over the exchange of hostages"
CARD = 'from monitor.cli import tables\ntables.print_card([("id", "a1"), ("headline", "{long}")])'
LINES = 'from monitor.cli import tables\ntables.print_lines(["{long}"], indent=2, mark="-> ")'


def screen(program: str, *, columns: int, **environ: str) -> str:
    """What a terminal is told to show."""
    ours, theirs = pty.openpty()
    env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLUMNS": str(columns), **environ}
    subprocess.run(
        [sys.executable, "-c", program.format(long=LONG)], stdout=theirs, env=env, check=True, timeout=60
    )
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        return terminal.read(65536).decode()


def on_a_terminal(program: str, *, columns: int) -> list[str]:
    """What a person sees, line by line, without its colours."""
    shown = screen(program, columns=columns)
    return [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines()]


def piped(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program.format(long=LONG)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"PATH": os.environ["PATH"], "COLUMNS": "40", "PYTHONIOENCODING": "utf-8"},
    )
    return done.stdout.splitlines()


def test_in_a_pipe_every_row_is_one_line() -> None:
    assert piped(TABLE) == [
        "id  state  headline",
        f"a1  dead   {LONG}",
        "b2  sent   停战 news",
        "c3",
    ]
    assert piped(CARD) == ["id        a1", f"headline  {LONG}"]
    assert piped(LINES) == [f"  -> {LONG}"]


def test_a_wide_terminal_shows_a_table() -> None:
    assert on_a_terminal(TABLE, columns=100) == [
        "id  state  headline",
        f"a1  dead   {LONG}",
        "b2  sent   停战 news",
        "c3",
    ]


def test_the_last_column_is_wrapped_while_it_reads_well() -> None:
    assert on_a_terminal(TABLE, columns=60)[1:3] == [
        "a1  dead   Officials say truce talks have stalled over the",
        "           exchange of hostages",
    ]


def test_on_a_narrow_terminal_the_last_column_goes_below_its_row() -> None:
    assert on_a_terminal(TABLE, columns=45) == [
        "id  state",
        "a1  dead",
        "  Officials say truce talks have stalled over",
        "  the exchange of hostages",
        "b2  sent",
        "  停战 news",
        "c3",
    ]


@pytest.mark.parametrize(
    ("program", "second"),
    [(CARD, "headline  Officials say truce talks have"), (LINES, "     over the exchange of hostages")],
)
def test_long_values_are_wrapped_below_their_own_beginning(program: str, second: str) -> None:
    assert on_a_terminal(program, columns=44)[1] == second


def test_a_terminal_gets_colours_unless_it_wants_none() -> None:
    dead = "\x1b[1;31mdead"
    assert dead in screen(TABLE, columns=80)
    assert dead not in screen(TABLE, columns=80, NO_COLOR="1")
