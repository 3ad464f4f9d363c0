"""`newsmonitor rules try`: what rules make of a headline, or of a single word."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import tables
from monitor.cli.rules import options
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.cli.rules.files import Files
    from monitor.cli.rules.origin import Origin
    from monitor.core.articles import Article
    from monitor.core.ids import RuleId
    from monitor.core.matching import Explained
    from monitor.core.rules import Rule

_INDENT = 2
_NOTHING_GIVEN = 'give a headline in quotes, or --word WORD: newsmonitor rules try "Truce talks stall"'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One rule's answer to the article as it was put to it. outdone_by: the copy that counts in its stead."""

    explained: "Explained"
    article: "Article"
    outdone_by: "RuleId | None" = None

    @property
    def rule(self) -> "Rule":
        return self.explained.rule


def try_headline(
    headline: Annotated[
        list[str] | None, typer.Argument(metavar="HEADLINE", help="As a feed would bring it, in quotes.")
    ] = None,
    *,
    lead: Annotated[str, typer.Option(help="The summary that comes with it.")] = "",
    word: Annotated[
        str | None, typer.Option(metavar="WORD", help="Instead: which spellings a word of a rule finds.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="The language of the article: en, fr, ar …")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    tag: Annotated[
        list[str] | None, typer.Option(help="A tag of its feed; several times for several.")
    ] = None,
    tier: Annotated[int | None, typer.Option(min=1, max=5, help="The tier of its feed.")] = None,
    rule: options.OnlyRule = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
) -> None:
    """Which rules fire on a headline, on which words, and which are close.

    With the --outlet of a feed of config.yaml it comes as that feed brings it. Without --outlet, --tag and --tier it
    is taken to come from where each rule listens.
    """
    from monitor.cli.rules import files, origin, spellings
    from monitor.core.errors import UsageError

    given = _one(headline or ())
    if (not given) == (word is None):
        raise UsageError(_NOTHING_GIVEN)
    language = origin.code(language)
    read = files.read(config)
    rules = _linked(read)
    if word is not None:
        spellings.show(word, language, rules, as_json=as_json)
        return
    told = origin.of(
        given, lead, language=language, outlet=outlet, tags=tag or (), tier=tier, feeds=read.feeds or ()
    )
    wanted = files.only(rules, rule)
    judged = _judged(rules, wanted, given, lead, told)
    if as_json:
        _print_json(judged, given, lead, told)
    else:
        _print(judged, given, lead, told, whole=rule is not None)


def _linked(read: "Files") -> "Sequence[Rule]":
    """The rules without a mistake; files with one are named. Raises ConfigError when there are no others."""
    from monitor.core.errors import ConfigError

    rules, problems = read.link()
    if problems and not rules:
        raise ConfigError(problems)
    for file in sorted({problem.file for problem in problems}):
        typer.echo(f"{file} holds mistakes: newsmonitor rules check", err=True)
    return rules


def _one(words: Sequence[str]) -> str:
    """The headline; "-" reads it from standard input. Raises UsageError for one without its quotes."""
    from monitor.core.errors import UsageError

    if len(words) > 1:
        raise UsageError(f'put the headline in quotes: newsmonitor rules try "{" ".join(words)}"')
    if list(words) == ["-"]:
        return " ".join(sys.stdin.read().split())
    return "".join(words)


def _judged(
    rules: "Sequence[Rule]", wanted: "Sequence[Rule]", headline: str, lead: str, origin: "Origin"
) -> list[_Judged]:
    from monitor.cli.progress import progress
    from monitor.cli.rules.origin import article as put
    from monitor.core.matching import Index
    from monitor.core.rules import RuleSet

    index = Index.of(RuleSet.of(rules if len(wanted) > 1 else wanted))
    judged = []
    with progress("trying rules", len(wanted)) as done:
        for rule in wanted:
            article = put(rule, headline, lead, origin)
            judged.append(_Judged(explained=index.explain(rule.id, article), article=article))
            done()
    copies = _copies(judged)
    return [
        _Judged(explained=each.explained, article=each.article, outdone_by=copies.get(each.rule.id))
        for each in judged
    ]


def _copies(judged: Sequence[_Judged]) -> "Mapping[RuleId, RuleId]":
    """Of every rule that another one extends, a copy that fires."""
    by_name = {each.rule.id: each.rule for each in judged}
    copies: dict[RuleId, RuleId] = {}
    for each in judged:
        parent = each.rule.extends if each.explained.fires else None
        while parent is not None and parent not in copies:
            copies[parent] = each.rule.id
            parent = by_name[parent].extends if parent in by_name else None
    return copies


def _close(judged: Sequence[_Judged]) -> list[_Judged]:
    """Rules that lack little. Of the event at least something is there: what a rule is about alone is no news."""
    from monitor.core.why import CLOSE_ENOUGH, MOST_CLOSE

    near = [each for each in judged if not each.explained.fires and each.explained.nearness >= CLOSE_ENOUGH]
    return sorted(near, key=lambda each: -each.explained.nearness)[:MOST_CLOSE]


def _print(judged: Sequence[_Judged], headline: str, lead: str, origin: "Origin", *, whole: bool) -> None:
    """whole: also a rule that stays quiet is shown with all its parts."""
    from monitor.cli.rules import branch, tree

    firing = [each for each in judged if each.explained.fires]
    close = _close(judged)
    counting = [each for each in firing if each.outdone_by is None]
    shown = counting or (list(judged) if whole else close[:1])
    if not firing and not whole:
        tables.print_lines([Cell(_none_fires(len(judged)), "bold")])
        typer.echo("")
    _print_text(headline, lead, shown)
    tables.print_lines([Cell(note, "dim") for note in origin.notes])
    for each in shown:
        typer.echo("")
        branch.show(tree.of_rule(each.explained, each.article, assumed=not origin.is_known))
    outdone = [
        f"{each.rule.id} fires too: {each.outdone_by} extends it, and counts"
        for each in firing
        if each.outdone_by
    ]
    others = [each for each in close if each not in shown]
    if outdone:
        tables.print_lines(["", *(Cell(line, "dim") for line in outdone)])
    if others:
        tables.print_lines(["", Cell("Close:", "bold")])
    for each in others:
        branch.show(tree.one_line(each.explained, each.article), indent=_INDENT)


def _none_fires(count: int) -> str:
    return "The rule does not fire." if count == 1 else f"None of {count:,} rules fires."


def _print_text(headline: str, lead: str, shown: Sequence[_Judged]) -> None:
    """The headline, and the summary where something was found in it, with the words underlined."""
    from monitor.cli.rules import tree
    from monitor.cli.rules.underline import underlined

    found = {each for judged in shown for each in tree.found_words(judged.explained)}
    width = tables.screen().width if sys.stdout.isatty() else None
    # The lead is how the summary begins, so that what stands in it stands at the same place there.
    for text, fields in ((headline, {"title"}), (lead, {"lead", "body"})):
        spans = {(each.start, each.end) for each in found if each.field in fields}
        if fields == {"title"} or spans:
            for line, carets in underlined(text, spans, width):
                tables.print_lines([Cell(line)])
                if carets:
                    tables.print_lines([Cell(carets, "green")])


def _print_json(judged: Sequence[_Judged], headline: str, lead: str, origin: "Origin") -> None:
    from monitor.cli.rules import plain
    from monitor.cli.rules.table import plain as plain_rule
    from monitor.core.matching.lacking import lacks

    def shown(each: _Judged) -> dict[str, Any]:
        return plain_rule(each.rule) | {"explanation": plain.explained(each.explained)}

    fires = [
        shown(each)
        | {"evidence": [asdict(found) for found in each.explained.evidence], "outdone_by": each.outdone_by}
        for each in judged
        if each.explained.fires
    ]
    close = [shown(each) | {"lacks": list(lacks(each.explained))} for each in _close(judged)]
    told = {"headline": headline, "lead": lead, "origin": origin.plain}
    tables.print_json(told | {"fires": fires, "close": close})
