"""`newsmonitor rules check`: every mistake of rule files, and what is hardly meant."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options as everywhere
from monitor.cli import tables
from monitor.cli.rules import options
from monitor.core.errors import ConfigError, Problem

if TYPE_CHECKING:
    from monitor.cli.rules.notes import Located


class Format(StrEnum):
    """Who reads the findings: a person, a program, or GitHub, which shows them beside the lines of a change."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """rules: how many there are in files without a mistake; examples: how many these have."""

    problems: tuple[Problem, ...]
    notes: "tuple[Located, ...]" = ()
    rules: int = 0
    examples: int = 0

    @property
    def summary(self) -> str:
        notes = _many(len(self.notes), "note") if self.notes else ""
        if self.problems:
            return ", ".join(part for part in (_many(len(self.problems), "problem"), notes) if part)
        good = f"{_many(self.rules, 'rule')}, {_many(self.examples, 'example')}: good"
        return f"{good}, {notes}" if notes else good


def check(
    files: options.Files = None,
    *,
    config: options.Config = None,
    strict: Annotated[bool, typer.Option("--strict", help="Notes count as mistakes.")] = False,
    as_json: options.AsJson = False,
    form: Annotated[Format, typer.Option("--format", help="How findings are written.")] = Format.TEXT,
    quiet: everywhere.Quiet = False,
) -> None:
    """Find every mistake in rule files, run their examples, and note what is hardly meant.

    Exit 0: good, 1: mistakes. Notes alone are good, unless --strict.
    """
    found = _examined(config, files, quiet=quiet)
    failed = bool(found.problems or (strict and found.notes))
    notes = found.notes if strict or not quiet else ()
    if as_json or form is Format.JSON:
        _print_json(found)
    elif form is Format.GITHUB:
        _print_annotations(found.problems, notes, strict=strict)
    else:
        for each in (*found.problems, *notes):
            typer.echo(str(each))
        if failed or not quiet:
            typer.echo(found.summary)
    raise typer.Exit(1 if failed else 0)


def _examined(config: options.Config, named: options.Files, *, quiet: bool) -> _Found:
    from monitor.cli.rules import files

    try:
        read = files.read(config, named, quiet=quiet)
    except ConfigError as error:
        return _Found(problems=error.problems)
    rules, problems = read.settle()
    from monitor.cli.rules.notes import notes

    return _Found(
        problems=problems,
        notes=notes(read.drafts, rules, read.feeds, quiet=quiet),
        rules=len(rules),
        examples=sum(len(rule.examples.fires) + len(rule.examples.quiet) for rule in rules),
    )


def _print_json(found: _Found) -> None:
    tables.print_json(
        {
            "rules": found.rules,
            "examples": found.examples,
            "problems": [asdict(problem) for problem in found.problems],
            "notes": [{"lint": note.lint, **asdict(note.at)} for note in found.notes],
        }
    )


def _print_annotations(problems: Sequence[Problem], notes: "Sequence[Located]", *, strict: bool) -> None:
    """As GitHub's workflow commands, one line each."""
    for problem in problems:
        typer.echo(_annotation("error", problem, "newsmonitor rules"))
    for note in notes:
        typer.echo(_annotation("error" if strict else "warning", note.at, f"newsmonitor rules: {note.lint}"))


def _annotation(level: str, at: Problem, title: str) -> str:
    place = {"file": at.file, "line": at.line, "col": at.column}
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in place.items() if value)
    message = f"{at.message}\nfix: {at.hint}" if at.hint else at.message
    return f"::{level} {shown},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"
