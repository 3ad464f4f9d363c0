"""`newsmonitor rules list | check | try`: what is watched for, whether it is written well, and why it fires."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import options
from monitor.core.errors import ConfigError, Problem, UsageError

if TYPE_CHECKING:
    from monitor.core.clauses import Explanation, Fields
    from monitor.core.matching import Evidence
    from monitor.core.rules import Rule

app = typer.Typer(help="Rules: what people asked to be told.", no_args_is_help=True)

Config = Annotated[Path | None, typer.Option(help="The config.yaml that names the rule files.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_MOST_CLOSE = 3  # rules that did not fire and are worth a look
_CLOSE_ENOUGH = 0.5
_MOST_ALTERNATIVES = 3


@app.command("list")
def list_rules(*, config: Config = None, as_json: AsJson = False) -> None:
    """The rules in force, in the order of their files."""
    rules = _load(config)
    if as_json:
        typer.echo(_dump([_described(rule) for rule in rules]))
        return
    width = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        channels = f"  -> {', '.join(rule.policy.channels)}" if rule.policy.channels else ""
        typer.echo(f"{rule.id:{width}}  {rule.policy.severity:8}  {rule.policy.title}{channels}")


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Rule files or folders; those of the configuration if none.")
    ] = None,
    *,
    config: Config = None,
    as_json: AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Find every mistake in rule files and run their examples. Exit 0: good, 1: problems."""
    problems: tuple[Problem, ...] = ()
    rules: tuple[Rule, ...] = ()
    try:
        rules = _load(config, tuple(files or ()))
    except ConfigError as error:
        problems = error.problems
    count = sum(len(rule.examples.fires) + len(rule.examples.quiet) for rule in rules)
    if as_json:
        found = [asdict(problem) for problem in problems]
        typer.echo(_dump({"rules": len(rules), "examples": count, "problems": found}))
    elif problems:
        typer.echo("\n".join(map(str, problems)))
        typer.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}")
    elif not quiet:
        typer.echo(f"{len(rules)} rules, {count} examples: good")
    raise typer.Exit(1 if problems else 0)


@app.command("try")
def try_headline(
    headline: Annotated[str, typer.Argument(help="A headline as a feed would bring it.")],
    *,
    lead: Annotated[str, typer.Option(help="The first lines of its article.")] = "",
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Which rules fire on a headline and on which words, and which were close."""
    from monitor.core import clauses, matching
    from monitor.core.text import Words

    text: Fields = {"title": Words(headline), "lead": Words(lead)}
    explained = [(rule, clauses.explain(rule.clause, text)) for rule in _load(config)]
    firing = [(rule, matching.evidence(found.hits, text)) for rule, found in explained if found.holds]
    silent = [(rule, found) for rule, found in explained if not found.holds]
    close = sorted(
        (pair for pair in silent if pair[1].nearness >= _CLOSE_ENOUGH), key=lambda pair: -pair[1].nearness
    )[:_MOST_CLOSE]
    if as_json:
        fires = [_described(rule) | {"evidence": [asdict(each) for each in found]} for rule, found in firing]
        near = [_described(rule) | {"explanation": _tree(found)} for rule, found in close]
        typer.echo(_dump({"headline": headline, "lead": lead, "fires": fires, "close": near}))
        return
    for rule, evidence in firing:
        typer.echo("\n".join(_fired(rule, evidence, text)))
    if not firing:
        typer.echo(f"None of {len(explained)} rules fires.")
    for rule, found in close:
        typer.echo(f"\n{rule.id} is close and does not fire:")
        typer.echo("\n".join(_branches(found, "  ")))


def _load(config: Path | None, files: tuple[Path, ...] = ()) -> tuple["Rule", ...]:
    """The rules of these files, or of those that config.yaml names. Raises ConfigError and UsageError.

    Files given by name need no configuration; where there is one, the channels they name are checked.
    """
    from monitor.cli.findings import from_here
    from monitor.config import documents, load, references, rulefiles
    from monitor.core.ids import ChannelName

    try:
        document = documents.read(load.find(config, os.environ, Path.cwd()))
    except UsageError:
        if config is not None or not files:
            raise
        return rulefiles.load_rules(files, channels=None)
    channels = frozenset(ChannelName(name) for name in references.channel_names(document.source))
    if not files and (missing := document.missing_files()):
        raise ConfigError(missing)
    return rulefiles.load_rules(files or tuple(map(from_here, document.rules)), channels=channels)


def _described(rule: "Rule") -> dict[str, Any]:
    from monitor.core import clauses

    return {
        "id": rule.id,
        "title": rule.policy.title,
        "severity": rule.policy.severity,
        "channels": list(rule.policy.channels),
        "match": clauses.show(rule.clause),
        "file": rule.file,
        "line": rule.line,
    }


def _fired(rule: "Rule", evidence: tuple["Evidence", ...], text: "Fields") -> Iterator[str]:
    """The rule, and each field it found something in with its words underlined."""
    yield f"{rule.id} fires ({rule.policy.severity}): {rule.policy.title}"
    for field, words in text.items():
        spans = [(each.start, each.end) for each in evidence if each.field == field]
        if spans:
            yield f"  {' '.join(words.text.split(chr(10)))}"
            yield f"  {_underline(words.text, spans)}"


def _underline(text: str, spans: list[tuple[int, int]]) -> str:
    """Carets below the spans; characters that fill two cells of a terminal get two."""
    from rich.cells import cell_len

    marked = {position for start, end in spans for position in range(start, end)}
    return "".join(
        ("^" if position in marked else " ") * cell_len(character) for position, character in enumerate(text)
    ).rstrip()


def _branches(found: "Explanation", indent: str) -> Iterator[str]:
    """The clause as a tree: what holds, and of what does not, what came nearest."""
    from monitor.core.clauses import AllOf, AnyOf, Not, Phrase

    verdict = "yes" if found.holds else "no "
    deeper = indent + "  "
    match found.clause:
        case Phrase(text=text):
            yield f'{indent}{verdict} "{text}"{_lacking(found)}'
        case Not():
            yield f"{indent}{verdict} NOT" + (": nothing of it is there" if found.holds else "")
            if not found.holds:
                yield from _branches(found.parts[0], deeper)
        case AllOf():
            yield f"{indent}{verdict} all of"
            for part in found.parts:
                yield from _branches(part, deeper)
        case AnyOf():
            yield f"{indent}{verdict} any of {len(found.parts)}"
            held = [part for part in found.parts if part.holds]
            ranked = held or sorted(found.parts, key=lambda part: -part.nearness)
            for part in ranked[:_MOST_ALTERNATIVES]:
                yield from _branches(part, deeper)


def _lacking(found: "Explanation") -> str:
    if found.holds:
        return ""
    return f": no {', '.join(found.missing)}" if found.missing else ": its words are there, but not in a row"


def _tree(found: "Explanation") -> dict[str, Any]:
    from monitor.core.clauses import AllOf, AnyOf, Not, Phrase

    tree: dict[str, Any] = {"holds": found.holds, "nearness": round(found.nearness, 3)}
    parts = [_tree(part) for part in found.parts]
    match found.clause:
        case Phrase(text=text):
            return {"phrase": text} | tree | {"missing": list(found.missing)}
        case AllOf():
            return {"all": parts} | tree
        case AnyOf():
            return {"any": parts} | tree
        case Not():
            return {"not": parts[0]} | tree


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
