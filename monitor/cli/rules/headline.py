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
    from monitor.core.articles import Article
    from monitor.core.ids import RuleId
    from monitor.core.matching import Explained
    from monitor.core.rules import Rule

_INDENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the headline is from, as far as somebody said so."""

    language: str | None = None
    outlet: str | None = None
    tags: tuple[str, ...] = ()
    tier: int | None = None

    @property
    def is_known(self) -> bool:
        return self.outlet is not None or self.tier is not None or bool(self.tags)


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
    headline: Annotated[str | None, typer.Argument(help="A headline as a feed would bring it.")] = None,
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

    Without --outlet, --tag and --tier it is taken to come from where each rule listens.
    """
    from monitor.cli.rules import files, spellings
    from monitor.core.errors import ConfigError, UsageError

    if (headline is None) == (word is None):
        raise UsageError(
            'give a headline in quotes, or --word WORD: newsmonitor rules try "Truce talks stall"'
        )
    rules, problems = files.read(config).link()
    if problems and not rules:
        raise ConfigError(problems)
    for file in sorted({problem.file for problem in problems}):
        typer.echo(f"{file} holds mistakes: newsmonitor rules check", err=True)
    if word is not None:
        spellings.show(word, language, rules, as_json=as_json)
        return
    origin = Origin(language=language, outlet=outlet, tags=tuple(tag or ()), tier=tier)
    wanted = files.only(rules, rule)
    judged = _judged(rules, wanted, headline or "", lead, origin)
    if as_json:
        _print_json(judged, headline or "", lead)
    else:
        _print(judged, headline or "", lead, origin, whole=rule is not None)


def _judged(
    rules: "Sequence[Rule]", wanted: "Sequence[Rule]", headline: str, lead: str, origin: Origin
) -> list[_Judged]:
    from monitor.cli.progress import progress
    from monitor.core.matching import Index
    from monitor.core.rules import RuleSet

    index = Index.of(RuleSet.of(rules if len(wanted) > 1 else wanted))
    judged = []
    with progress("trying rules", len(wanted)) as done:
        for rule in wanted:
            article = _article(rule, headline, lead, origin)
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


def _article(rule: "Rule", headline: str, lead: str, origin: Origin) -> "Article":
    """The headline as this rule would get it."""
    from dataclasses import replace

    from monitor.config.rulefiles.proving import article_of
    from monitor.core.rules import Example

    article = article_of(Example(title=headline, lead=lead, language=origin.language), rule)
    if not origin.is_known:
        return article
    tier = origin.tier if origin.tier is not None else _USUAL_TIER
    return replace(article, outlet=origin.outlet or "", tags=origin.tags, tier=tier)


_USUAL_TIER = 3  # of a feed whose tier nobody states


def _close(judged: Sequence[_Judged]) -> list[_Judged]:
    """Rules that lack little. Of the event at least something is there: what a rule is about alone is no news."""
    from monitor.core.why import CLOSE_ENOUGH, MOST_CLOSE

    near = [each for each in judged if not each.explained.fires and each.explained.nearness >= CLOSE_ENOUGH]
    return sorted(near, key=lambda each: -each.explained.nearness)[:MOST_CLOSE]


def _print(judged: Sequence[_Judged], headline: str, lead: str, origin: Origin, *, whole: bool) -> None:
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


def _print_json(judged: Sequence[_Judged], headline: str, lead: str) -> None:
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
    tables.print_json({"headline": headline, "lead": lead, "fires": fires, "close": close})
