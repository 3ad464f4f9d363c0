"""A tree as it is shown: on a terminal wrapped and in colour, in a pipe one line per branch."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from monitor.cli import tables
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_NARROWEST = 24  # columns that the words of a branch have, however deep it hangs


@dataclass(frozen=True, slots=True)
class Branch:
    """One line in pieces of several styles, and what hangs below it."""

    pieces: tuple[Cell, ...]
    below: "tuple[Branch, ...]" = ()


def branch(*pieces: Cell | str, below: Iterable[Branch] = ()) -> Branch:
    """The same from plain texts and cells; empty ones are left out."""
    cells = (piece if isinstance(piece, Cell) else Cell(piece) for piece in pieces)
    return Branch(tuple(cell for cell in cells if cell.text), tuple(below))


def show(tree: Branch, *, indent: int = 0) -> None:
    """Print it."""
    before = " " * indent
    if not sys.stdout.isatty():
        for guide, _, each in _hung(tree, before, before):
            typer.echo(guide + "".join(piece.text for piece in each.pieces))
        return
    from rich.text import Text

    console = tables.screen()
    for guide, rest, each in _hung(tree, before, before):
        text = Text.assemble(*((piece.text, piece.style) for piece in each.pieces))
        for number, line in enumerate(_wrapped(text, console, console.width - len(guide))):
            console.print(Text.assemble((guide if number == 0 else rest, "dim"), line), soft_wrap=True)


def _hung(tree: Branch, guide: str, rest: str) -> Iterator[tuple[str, str, Branch]]:
    """Every branch, with what stands before it and before the further lines of a long one."""
    yield guide, rest + ("│  " if tree.below else "   "), tree
    for place, each in enumerate(tree.below):
        is_last = place == len(tree.below) - 1
        yield from _hung(each, rest + ("└─ " if is_last else "├─ "), rest + ("   " if is_last else "│  "))


def _wrapped(text: "Text", console: "Console", width: int) -> "Iterator[Text]":
    for line in text.wrap(console, max(width - 3, _NARROWEST) if text.cell_len > width else width):
        line.rstrip()
        yield line
