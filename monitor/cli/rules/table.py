"""`newsmonitor rules list`: the rules in force."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from monitor.cli import tables
from monitor.cli.rules import options
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.core.rules import Rule, Source, Sources

_Column = tuple[str, list[Cell]]
_GAP = 2  # columns apart
_LISTENS = "listens to"
_MOST_SOURCES = 2  # of each kind that are named


def list_rules(*, config: options.Config = None, as_json: options.AsJson = False) -> None:
    """The rules in force, in the order of their files."""
    from monitor.cli.rules import files
    from monitor.core.errors import ConfigError

    rules, problems = files.read(config).settle()
    if problems:
        raise ConfigError(problems)
    if as_json:
        tables.print_json([plain(rule) for rule in rules])
        return
    columns = [
        (title, [_cell(cell(rule)) for rule in rules])
        for title, cell, always in _COLUMNS
        if always or any(cell(rule) for rule in rules)
    ]
    if tables.is_for_people():
        columns = _fitting(columns, tables.screen().width)
    rows: list[Sequence[str | Cell]] = list(zip(*(cells for _, cells in columns), strict=True))
    tables.print_table([title for title, _ in columns], rows, none="There are no rules.")


def _fitting(columns: "list[_Column]", width: int) -> "list[_Column]":
    """As many as a line holds, the sources cut first: a table that is too wide would cut the ids of rules.

    The title has a line of its own where there is no room for it.
    """
    kept = [each for each in columns if each[0] not in {_LISTENS, "title"}]
    for title in ("extends", "policy", "channels", "examples"):
        if sum(map(_width, kept)) > width:
            kept = [each for each in kept if each[0] != title]
    left = width - sum(map(_width, kept)) - _GAP
    shown = {title: cells for title, cells in columns if title == _LISTENS and left >= len(_LISTENS)}
    shown = {title: [Cell(_cut(cell.text, left)) for cell in cells] for title, cells in shown.items()}
    shown |= dict(kept)
    return [
        (title, shown.get(title, cells)) for title, cells in columns if title in shown or title == "title"
    ]


def _width(column: "_Column") -> int:
    title, cells = column
    return max(len(title), *(len(cell.text) for cell in cells), 0) + _GAP


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _cell(given: str | Cell) -> Cell:
    return given if isinstance(given, Cell) else Cell(given)


def plain(rule: "Rule") -> dict[str, Any]:
    """A rule for programs, its clauses as expressions."""
    from monitor.cli.rules import policies
    from monitor.core import clauses
    from monitor.core.guards import GuardKind

    return {
        "id": rule.id,
        "title": rule.policy.title,
        "severity": rule.policy.severity,
        "channels": list(rule.policy.channels),
        **policies.plain(rule.policy),
        "match": clauses.show(rule.event),
        "about": clauses.show(rule.about) if rule.about is not None else None,
        "unless": clauses.show(rule.unless) if rule.unless is not None else None,
        "guards": {kind.value: rule.guards.verdict(kind).value for kind in GuardKind},
        "extends": rule.extends,
        "sources": {
            "include": list(map(str, rule.sources.include)),
            "exclude": list(map(str, rule.sources.exclude)),
            "language": list(rule.sources.languages),
        },
        "examples": {"fires": len(rule.examples.fires), "quiet": len(rule.examples.quiet)},
        "fingerprint": rule.fingerprint,
        "file": rule.file,
        "line": rule.line,
    }


def shown_sources(sources: "Sources", most: int | None = None) -> str:
    """Where a rule listens, in a few words; empty for everywhere. most: how many of each kind are named, if not all."""
    include, exclude = (_few(each, most) for each in (sources.include, sources.exclude))
    parts = [
        " or ".join(include),
        f"not {', '.join(exclude)}" if sources.exclude else "",
        f"in {', '.join(sources.languages)}" if sources.languages else "",
    ]
    return ", ".join(part for part in parts if part)


def _few(sources: "Sequence[Source]", most: int | None) -> list[str]:
    named = list(map(str, sources[:most]))
    if len(sources) > len(named):
        named[-1] += f" +{len(sources) - len(named)}"
    return named


def _examples(rule: "Rule") -> str:
    count = len(rule.examples.fires) + len(rule.examples.quiet)
    return str(count) if count else "none"


def _policy(rule: "Rule") -> str:
    """The keys of its policy that do something."""
    from monitor.cli.rules import policies

    return ", ".join(policies.said(rule.policy))


_COLUMNS: tuple[tuple[str, "Callable[[Rule], str | Cell]", bool], ...] = (
    ("rule", lambda rule: rule.id, True),
    ("severity", lambda rule: tables.word(rule.policy.severity), True),
    ("channels", lambda rule: ", ".join(rule.policy.channels), False),
    ("policy", _policy, False),
    ("extends", lambda rule: rule.extends or "", False),
    (_LISTENS, lambda rule: shown_sources(rule.sources, _MOST_SOURCES), False),
    ("examples", _examples, True),
    ("title", lambda rule: rule.policy.title, True),
)
