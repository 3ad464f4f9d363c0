"""Trees on a terminal and in a pipe."""

import io
import re
from contextlib import redirect_stdout

import pytest

from monitor.cli.rules.branch import Branch, branch, show
from monitor.cli.tables import Cell

TREE = branch(
    Cell("talks-stalled", "bold"),
    "  FIRES",
    below=[
        branch("event   ok  ", "$talks → “talks” title 7–11 · “negotiators” title 20–30 · “mediators” title 40–50",
               below=[branch("ok  talks"), branch("ok  停火谈判停火谈判停火谈判停火谈判停火谈判停火谈判停火谈判")]),
        branch("unless  ok  ", Cell("", "dim"), "$sport  none of it"),
    ],
)  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_one_line_per_branch(capsys: pytest.CaptureFixture[str]) -> None:
    show(TREE, indent=2)
    lines = capsys.readouterr().out.splitlines()
    assert [line[:14] for line in lines] == [
        "  talks-stalle",
        "  ├─ event   o",
        "  │  ├─ ok  ta",
        "  │  └─ ok  停火",
        "  └─ unless  o",
    ]


def test_a_terminal_wraps_below_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COLUMNS": "48", "NO_COLOR": "1", "TERM": "xterm"}.items():
        monkeypatch.setenv(name, value)
    with redirect_stdout(Terminal()) as terminal:
        show(TREE)
    assert re.sub("\x1b\\[[0-9;]*m", "", terminal.getvalue()).splitlines() == [
        "talks-stalled  FIRES",
        "├─ event   ok  $talks → “talks” title 7–11 ·",
        "│  │  “negotiators” title 20–30 · “mediators”",
        "│  │  title 40–50",
        "│  ├─ ok  talks",
        "│  └─ ok",
        "│        停火谈判停火谈判停火谈判停火谈判停火谈",
        "│        判停火谈判停火谈判",
        "└─ unless  ok  $sport  none of it",
    ]


def test_empty_pieces_are_none() -> None:
    assert branch("", Cell("", "dim"), "a") == Branch((Cell("a"),))
