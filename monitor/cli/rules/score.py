"""`newsmonitor rules score`: how good rules are, on headlines of which people have said which rules should fire."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import options as everywhere
from monitor.cli import tables
from monitor.cli.rules import options
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.cli.rules.branch import Branch
    from monitor.cli.rules.labels import Label, Labels
    from monitor.core.articles import Article
    from monitor.core.ids import RuleId
    from monitor.core.matching import Explained, Index
    from monitor.core.rules import Rule
    from monitor.core.scoring import Tally, Verdict

_MICRO = "all"
_LONGEST = 60  # characters of a part of a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mistaken:
    """A rule that does not do with a headline what its label says."""

    label: "Label"
    article: "Article"
    explained: "Explained"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """misses and false alarms in the order of the file."""

    headlines: int
    rules: "Mapping[RuleId, Tally]"
    misses: tuple[_Mistaken, ...]
    false_alarms: tuple[_Mistaken, ...]


def score(
    labels: Annotated[
        Path,
        typer.Argument(
            help="A line for each headline: rule ids with commas between or -, a tab, the headline."
        ),
    ],
    *,
    rules: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Rule files or folders; those of the configuration if none."),
    ] = None,
    rule: options.OnlyRule = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    quiet: everywhere.Quiet = False,
) -> None:
    """How often rules fire when they should and stay quiet when they should, and what decided where they do not.

    Only rules that the labels name count. A third column may be the lead and a fourth the language. Exit 0: scored,
    1: mistakes in a file.
    """
    from monitor.cli.rules import labels as labelled

    told = labelled.read(labels)
    wanted, index = _counting(told, rules, rule, config, quiet=quiet)
    scored = _scored(told, wanted, index, quiet=quiet)
    if as_json:
        _print_json(scored)
    else:
        _print(scored, labels, quiet=quiet)


def _counting(
    told: "Labels", named: list[Path] | None, only: str | None, config: Path | None, *, quiet: bool
) -> "tuple[Sequence[Rule], Index]":
    """The rules that count, and what judges by them. Exits with 1 and every mistake when there is one."""
    from monitor.cli.rules import files
    from monitor.core.errors import ConfigError
    from monitor.core.matching import Index
    from monitor.core.rules import RuleSet

    try:
        linked, problems = files.read(config, named, quiet=quiet).link()
    except ConfigError as error:
        linked, problems = (), error.problems
    problems = (*told.problems, *problems)
    if not problems and only is None:
        problems = tuple(told.unknown({each.id for each in linked}))
    if problems:
        for problem in problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1)
    wanted = files.only(linked, only)
    if only is None:
        wanted = tuple(each for each in wanted if each.id in told.rules)
    return wanted, Index.of(RuleSet.of(wanted))


def _scored(told: "Labels", rules: "Sequence[Rule]", index: "Index", *, quiet: bool) -> _Scored:
    from monitor.cli.progress import progress
    from monitor.core import scoring

    verdicts: list[Verdict] = []
    misses: list[_Mistaken] = []
    false_alarms: list[_Mistaken] = []
    with progress("scoring headlines", len(told.lines), quiet=quiet) as done:
        for label in told.lines:
            verdict = judge(label, rules, index)
            verdicts.append(verdict)
            misses += _mistaken(label, verdict.misses, rules, index)
            false_alarms += _mistaken(label, verdict.false_alarms, rules, index)
            done()
    return _Scored(
        headlines=len(told.lines),
        rules=scoring.tallies([rule.id for rule in rules], verdicts),
        misses=tuple(misses),
        false_alarms=tuple(false_alarms),
    )


def judge(label: "Label", rules: "Sequence[Rule]", index: "Index") -> "Verdict":
    """These rules on one headline. index: of a set that has them all."""
    from monitor.config.rulefiles.proving import article_of
    from monitor.core.scoring import verdict

    fires = [rule.id for rule in rules if index.fires(rule.id, article_of(label.example, rule))]
    return verdict(rules, fires, label.rules & {rule.id for rule in rules})


def _mistaken(
    label: "Label", wrong: "frozenset[RuleId]", rules: "Sequence[Rule]", index: "Index"
) -> Iterator[_Mistaken]:
    from monitor.config.rulefiles.proving import article_of

    for rule in rules:
        if rule.id in wrong:
            article = article_of(label.example, rule)
            yield _Mistaken(label=label, article=article, explained=index.explain(rule.id, article))


def _print(scored: _Scored, file: Path, *, quiet: bool) -> None:
    """What went wrong first: the figures are what stays on the screen."""
    for title, mistaken in (("Missed", scored.misses), ("False alarms", scored.false_alarms)):
        if mistaken:
            tables.print_lines([Cell(f"{title}: {len(mistaken):,}", "bold")])
            _print_mistaken(mistaken, file)
            typer.echo("")
    if not quiet:
        count, rules = scored.headlines, len(scored.rules)
        headlines = "1 headline" if count == 1 else f"{count:,} headlines"
        typer.echo(f"{headlines}, {'1 rule' if rules == 1 else f'{rules:,} rules'}\n")
    _print_figures(scored)


def _print_mistaken(mistaken: Sequence[_Mistaken], file: Path) -> None:
    from monitor.cli.rules import branch, tree
    from monitor.core.sanitise import plain

    line = 0
    for each in mistaken:
        if each.label.line != line:
            line = each.label.line
            tables.print_lines([f"{file}:{line}: {plain(each.label.example.title)}"], indent=2)
        is_alarm = each.explained.fires
        why = _alarm(each.explained) if is_alarm else tree.one_line(each.explained, each.article)
        branch.show(why, indent=4)


def _alarm(explained: "Explained") -> "Branch":
    """Why a rule fires, in a line: the words of the article, and the parts of the rule that they fit."""
    from monitor.cli.rules.branch import branch
    from monitor.core.matching.deciding import decided
    from monitor.core.sanitise import plain

    words = dict.fromkeys(each.text for each in explained.evidence)
    shown = ", ".join(f"“{plain(each)}”" for each in words) or "by what is absent"
    parts = (each if len(each) <= _LONGEST else each[: _LONGEST - 1] + "…" for each in decided(explained))
    return branch(Cell(explained.rule.id, "bold"), f"  {shown}", Cell(f"  {', '.join(parts)}", "dim"))


def _print_figures(scored: _Scored) -> None:
    from monitor.core.scoring import micro

    every = [*scored.rules.items(), (_MICRO, micro(scored.rules))]
    rows: list[list[str | Cell]] = []
    for name, tally in every if len(scored.rules) > 1 else every[:1]:
        agreement = tally.agreement
        figures = [f"{each:.3f}" for each in (agreement.precision, agreement.recall, agreement.f1)]
        counts = [f"{each:,}" for each in (tally.hits, tally.misses, tally.false_alarms)]
        rows.append([Cell(name, "bold"), *figures, *counts])
    titles = ("rule", "precision", "recall", "F1", "right", "missed", "false alarms")
    tables.print_table(titles, rows, none="")


def _print_json(scored: _Scored) -> None:
    from monitor.core.matching.deciding import decided
    from monitor.core.matching.lacking import lacks
    from monitor.core.scoring import micro

    counts = ("hits", "misses", "false_alarms")
    tables.print_json(
        {
            "micro": _figures(micro(scored.rules)),
            "rules": {
                name: _figures(tally) | {count: getattr(tally, count) for count in counts}
                for name, tally in scored.rules.items()
            },
            "misses": [
                _place(each) | {"lacks": list(lacks(each.explained)), "blocked": _blocked(each.explained)}
                for each in scored.misses
            ],
            "false_alarms": [
                _place(each)
                | {
                    "decided": list(decided(each.explained)),
                    "evidence": [asdict(found) for found in each.explained.evidence],
                }
                for each in scored.false_alarms
            ],
        }
    )


def _blocked(explained: "Explained") -> dict[str, str] | None:
    """The guard that keeps a rule quiet."""
    found = explained.judgement.deciding if explained.is_blocked and explained.judgement else None
    return None if found is None else {"kind": found.kind.value, "cue": found.cue.text}


def _figures(tally: "Tally") -> dict[str, float]:
    agreement = tally.agreement
    return {
        "precision": round(agreement.precision, 4),
        "recall": round(agreement.recall, 4),
        "f1": round(agreement.f1, 4),
    }


def _place(mistaken: _Mistaken) -> dict[str, Any]:
    example = mistaken.label.example
    return {
        "rule": mistaken.explained.rule.id,
        "line": mistaken.label.line,
        "headline": example.title,
        "lead": example.lead,
    }
