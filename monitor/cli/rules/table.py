"""`newsmonitor rules list`: the rules in force."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from monitor.cli import tables
from monitor.cli.rules import options
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.core.rules import Rule, Sources


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
        (title, cell) for title, cell, always in _COLUMNS if always or any(cell(rule) for rule in rules)
    ]
    rows: list[Sequence[str | Cell]] = [[cell(rule) for _, cell in columns] for rule in rules]
    tables.print_table([title for title, _ in columns], rows, none="There are no rules.")


def plain(rule: "Rule") -> dict[str, Any]:
    """A rule for programs, its clauses as expressions."""
    from monitor.core import clauses

    return {
        "id": rule.id,
        "title": rule.policy.title,
        "severity": rule.policy.severity,
        "channels": list(rule.policy.channels),
        "match": clauses.show(rule.event),
        "about": clauses.show(rule.about) if rule.about is not None else None,
        "unless": clauses.show(rule.unless) if rule.unless is not None else None,
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


def shown_sources(sources: "Sources") -> str:
    """Where a rule listens, in a few words; empty for everywhere."""
    parts = [
        " or ".join(map(str, sources.include)),
        f"not {', '.join(map(str, sources.exclude))}" if sources.exclude else "",
        f"in {', '.join(sources.languages)}" if sources.languages else "",
    ]
    return ", ".join(part for part in parts if part)


def _examples(rule: "Rule") -> str:
    count = len(rule.examples.fires) + len(rule.examples.quiet)
    return str(count) if count else "none"


_COLUMNS: tuple[tuple[str, "Callable[[Rule], str | Cell]", bool], ...] = (
    ("rule", lambda rule: rule.id, True),
    ("severity", lambda rule: tables.word(rule.policy.severity), True),
    ("channels", lambda rule: ", ".join(rule.policy.channels), False),
    ("extends", lambda rule: rule.extends or "", False),
    ("listens to", lambda rule: shown_sources(rule.sources), False),
    ("examples", _examples, True),
    ("title", lambda rule: rule.policy.title, True),
)
