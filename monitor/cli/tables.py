"""How verbs print what they list: for people on a terminal, for programs in a pipe, as JSON where asked.

A table's last column is the long one. On a terminal too narrow for it, it goes below its row; in a pipe every row
is one line.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_GAP = 2  # columns apart
_SHORTEST_LAST = 40  # a last column narrower than this reads badly
_WORDS = {
    "bold red reverse": ("critical",),
    "bold red": ("high", "dead", "failing"),
    "yellow": ("medium", "retry", "asked to wait", "stale"),
    "magenta": ("held",),
    "cyan": ("low", "waiting", "sending"),
    "blue": ("info",),
    "green": ("sent", "fine"),
    "dim": ("moved", "digested", "dropped", "never read"),
}
_STYLES = {word: style for style, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Cell:
    """Text with a style of rich. Text that others wrote has been through core/sanitise.plain."""

    text: str
    style: str = ""


def word(text: str) -> Cell:
    """A severity, a state of a delivery or the health of a feed, in its colour."""
    return Cell(text, _STYLES.get(text, ""))


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str | Cell]], *, none: str) -> None:
    """One row per thing; none is what is said when there are none."""
    if not rows:
        typer.echo(none)
        return
    cells = [[_cell(each) for each in row] for row in rows]
    whole = [[Cell(title, "bold") for title in titles], *cells]
    widths = [max(_width(row[column]) for row in whole) for column in range(len(titles))]
    if not is_for_people():
        for row in whole:
            typer.echo(
                "".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
            )
        return
    console = screen()
    indent = sum(widths[:-1]) + _GAP * len(widths[:-1])
    if indent + min(widths[-1], _SHORTEST_LAST) <= console.width:
        console.print(_grid(whole, widths))
        return
    for number, row in enumerate(whole):
        console.print(_grid([row[:-1]], widths[:-1]))
        if number and row[-1].text:
            print_lines([row[-1]], indent=_GAP)


def print_card(fields: Sequence[tuple[str, str | Cell]]) -> None:
    """One thing: a name and a value per line; a long value is wrapped below itself."""
    rows = [[Cell(name, "dim"), _cell(value)] for name, value in fields]
    widths = [max(_width(row[column]) for row in rows) for column in (0, 1)]
    if is_for_people():
        screen().print(_grid(rows, widths))
        return
    for name, value in rows:
        typer.echo(f"{_padded(name, widths[0])}{value.text}".rstrip())


def print_lines(lines: Sequence[str | Cell], *, indent: int = 0, mark: str = "") -> None:
    """Sentences, each after its indent and mark; on a terminal a long one is wrapped below its own beginning."""
    before = " " * indent + mark
    for cell in map(_cell, lines):
        if not is_for_people():
            typer.echo(f"{before}{cell.text}".rstrip())
        elif before:
            screen().print(_grid([[Cell(before, cell.style), cell]], [len(before), 0], gap=0))
        else:
            screen().print(_styled(cell))


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def local(moment: datetime | None, zone: tzinfo) -> str:
    """A date as people read it, in the zone of the configuration."""
    return "-" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def iso(moment: datetime | None) -> str | None:
    """The same for programs, in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat()


def is_for_people() -> bool:
    """Whether standard output is a terminal, or FORCE_COLOR says that it ends on one: `| less -R`."""
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def screen() -> "Console":
    """Standard output, styled where it is for people and NO_COLOR is not set."""
    from rich.console import Console

    styles: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"  # bold is a style as well
    return Console(highlight=False, markup=False, emoji=False, color_system=styles)


def _cell(given: str | Cell) -> Cell:
    return given if isinstance(given, Cell) else Cell(given)


def _grid(rows: Sequence[Sequence[Cell]], widths: Sequence[int], *, gap: int = _GAP) -> "Table":
    """Columns of these widths; the last one takes what is left of the line, and wraps."""
    from rich.table import Table

    grid = Table.grid(padding=(0, gap, 0, 0))
    for width in widths[:-1]:
        grid.add_column(width=width, no_wrap=True)
    grid.add_column(overflow="fold")
    for row in rows:
        grid.add_row(*map(_styled, row))
    return grid


def _styled(cell: Cell) -> "Text":
    from rich.text import Text

    return Text(cell.text, style=cell.style)


def _width(cell: Cell) -> int:
    """In columns of a terminal: an ideograph takes two."""
    from rich.cells import cell_len

    return cell_len(cell.text)


def _padded(cell: Cell, width: int) -> str:
    return cell.text + " " * (width - _width(cell) + _GAP)
