"""`newsmonitor rules test`: what rules make of their own examples."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from monitor.cli import options as everywhere
from monitor.cli import tables
from monitor.cli.rules import options
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.config.rulefiles import Draft
    from monitor.config.rulefiles.drafts import ExampleDraft, Place
    from monitor.core.articles import Article
    from monitor.core.matching import Explained, Index
    from monitor.core.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """An example that does not do what it should. fires: what it should."""

    fires: bool
    place: "Place"
    article: "Article"
    explained: "Explained"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    rule: "Rule"
    count: int
    failed: tuple[_Failure, ...]


def run_examples(
    files: options.Files = None,
    *,
    rule: options.OnlyRule = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    quiet: everywhere.Quiet = False,
) -> None:
    """Run the examples of rules and show what decided where one fails. Exit 0: all behave, 1: some fail."""
    from monitor.cli.rules import files as rule_files
    from monitor.core.errors import ConfigError

    read = rule_files.read(config, files, quiet=quiet)
    rules, problems = read.link()
    if problems and not rules:
        raise ConfigError(problems)
    left_out = sorted({problem.file for problem in problems})
    tested = _tested(read.drafts, rule_files.only(rules, rule), rules, quiet=quiet)
    failed = sum(len(each.failed) for each in tested)
    if as_json:
        tables.print_json(
            {"rules": list(map(_plain, tested)), "failed": failed, "files_with_mistakes": left_out}
        )
    else:
        _print(tested, quiet=quiet)
        for file in left_out:
            tables.print_lines([Cell(f"{file} holds mistakes: newsmonitor rules check", "yellow")])
        if failed or not quiet:
            typer.echo(_summary(tested, failed))
    raise typer.Exit(1 if failed or left_out else 0)


def _tested(
    drafts: "Sequence[Draft]", wanted: "Sequence[Rule]", rules: "Sequence[Rule]", *, quiet: bool
) -> list[_Tested]:
    from monitor.cli.progress import progress
    from monitor.core.matching import Index
    from monitor.core.rules import RuleSet

    index = Index.of(RuleSet.of(rules))
    own = {(draft.file, each.id): each for draft in drafts for each in draft.rules}
    tested: list[_Tested] = []
    with progress("running examples", len(wanted), quiet=quiet) as done:
        for rule in wanted:
            draft = own[rule.file, rule.id]
            examples = {True: draft.fires, False: draft.quiet}
            count = len(draft.fires) + len(draft.quiet)
            tested.append(_Tested(rule=rule, count=count, failed=tuple(_failures(rule, examples, index))))
            done()
    return tested


def _failures(
    rule: "Rule", examples: "Mapping[bool, Sequence[ExampleDraft]]", index: "Index"
) -> Iterator[_Failure]:
    from monitor.config.rulefiles.proving import article_of

    for fires, drafts in examples.items():
        for each in drafts:
            article = article_of(each.example, rule)
            if index.fires(rule.id, article) is not fires:
                explained = index.explain(rule.id, article)
                yield _Failure(fires=fires, place=each.place, article=article, explained=explained)


def _print(tested: Sequence[_Tested], *, quiet: bool) -> None:
    width = max((len(each.rule.id) for each in tested), default=0)
    for each in tested:
        if each.failed or not quiet:
            tables.print_lines([_line(each, width)])
        for failure in each.failed:
            _print_failure(each.rule, failure)


def _line(tested: _Tested, width: int) -> Cell:
    name = f"{tested.rule.id:{width}}"
    if not tested.count:
        return Cell(f"{name}  no examples", "dim")
    failed = len(tested.failed)
    counted = f"{name}  ok {tested.count - failed}"
    return Cell(f"{counted}  failed {failed}", "bold red") if failed else Cell(counted, "green")


def _print_failure(rule: "Rule", failure: _Failure) -> None:
    from monitor.cli.rules import branch, tree
    from monitor.core.sanitise import plain

    should = "should fire and does not" if failure.fires else "should stay quiet and fires"
    tables.print_lines([f"{rule.file}:{failure.place.line}: {should}"], indent=2)
    shown = branch.branch(
        Cell(plain(failure.article.title), "bold"), below=tree.of_failure(failure.explained, failure.article)
    )
    branch.show(shown, indent=2)


def _summary(tested: Sequence[_Tested], failed: int) -> str:
    count = sum(each.count for each in tested)
    rules = "1 rule" if len(tested) == 1 else f"{len(tested):,} rules"
    examples = "1 example" if count == 1 else f"{count:,} examples"
    return f"{rules}, {examples}: {f'{failed:,} failed' if failed else 'good'}"


def _plain(tested: _Tested) -> dict[str, Any]:
    from monitor.cli.rules import plain

    failed = [
        {
            "title": each.article.title,
            "lead": each.article.summary,
            "expected": "fires" if each.fires else "quiet",
            "file": tested.rule.file,
            "line": each.place.line,
            "column": each.place.column,
            "explanation": plain.explained(each.explained),
        }
        for each in tested.failed
    ]
    return {"id": tested.rule.id, "ok": tested.count - len(failed), "failed": failed}
