"""Labelled headlines: which rules should fire on each, as people have written it down."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.config import places
from monitor.config import source as nodes
from monitor.config.rulefiles import languages
from monitor.config.rulefiles.page import Page
from monitor.core.errors import Problem, UsageError
from monitor.core.ids import RuleId
from monitor.core.rules import Example

SHAPE = (
    "rule ids with commas between or -, a tab, the headline; if you like a tab, the lead, a tab, its language"
)
NONE = "-"  # no rule should fire
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLUMNS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One headline and the rules that should fire on it. line: in its file, from 1."""

    line: int
    rules: frozenset[RuleId]
    example: Example


class Labels:
    """The lines of a file that say something, and every mistake of the others."""

    def __init__(self, path: Path, text: str) -> None:
        written = tuple(text.split("\n"))
        self._page = Page(nodes.Source(path=str(path), lines=written, root=None))
        self._first: dict[RuleId, nodes.Mark] = {}
        numbered = enumerate(written, 1)
        read = (self._line(number, line) for number, line in numbered if _says_something(line))
        self.lines = tuple(label for label in read if label is not None)
        if not self.lines and not self.problems:
            self._page.report(None, "no headline in it", f"write a line for each: {SHAPE}")

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._page.problems)

    @property
    def rules(self) -> frozenset[RuleId]:
        """Those that a line names."""
        return frozenset(self._first)

    def unknown(self, known: Collection[RuleId]) -> Iterator[Problem]:
        """A mistake for each rule that a line names and nobody has written, at its first place."""
        source = self._page.source
        for rule, mark in self._first.items():
            if rule not in known:
                yield source.problem(mark, f"no rule {rule!r}", places.nearest(rule, known))
        if not self._first and self.lines:
            yield source.problem(
                None, "no line names a rule, and only rules that are named count", "or name one with --rule"
            )

    def _line(self, number: int, line: str) -> Label | None:
        cells = line.rstrip("\t").split("\t")
        before = len(self.problems)
        if len(cells) < 2:  # noqa: PLR2004 - ids and headline
            self._page.report(
                nodes.Mark(number, 1), "no tab and headline behind the rule ids", f"write {SHAPE}"
            )
            return None
        if len(cells) > _COLUMNS:
            column = len("\t".join(cells[:_COLUMNS])) + 2
            self._page.report(nodes.Mark(number, column), f"{len(cells)} columns", f"write {SHAPE}")
        rules = self._ids(number, cells[0])
        title, lead = (cell.strip() for cell in (*cells[1:3], "")[:2])
        if not title:
            self._page.report(nodes.Mark(number, len(cells[0]) + 2), "no headline", f"write {SHAPE}")
        example = Example(title, lead, self._language(number, cells))
        if len(self.problems) > before:
            return None
        return Label(line=number, rules=rules, example=example)

    def _ids(self, number: int, cell: str) -> frozenset[RuleId]:
        if cell.strip() == NONE:
            return frozenset()
        found = set[RuleId]()
        start = 0
        for piece in cell.split(","):
            mark = nodes.Mark(number, start + len(piece) - len(piece.lstrip()) + 1)
            start += len(piece) + 1
            if _ID.fullmatch(piece.strip()):
                found.add(RuleId(piece.strip()))
                self._first.setdefault(RuleId(piece.strip()), mark)
            else:
                what = f"{piece.strip()!r} is no rule id" if piece.strip() else "a rule id is missing"
                self._page.report(mark, what, f"write {SHAPE}")
        return frozenset(found)

    def _language(self, number: int, cells: list[str]) -> str | None:
        if len(cells) < _COLUMNS or not cells[_COLUMNS - 1].strip():
            return None
        column = len("\t".join(cells[: _COLUMNS - 1])) + 2
        text = cells[_COLUMNS - 1].strip()
        cell = nodes.Scalar(
            text=text, plain=True, line=number, column=column, end_line=number, end_column=column + len(text)
        )
        return languages.code(self._page, cell)


def read(path: Path) -> Labels:
    """The labels of a file, UTF-8. Raises UsageError when it cannot be read."""
    try:
        return Labels(path, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
