"""Rules and an article for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.core import clauses, rules
from monitor.core.articles import Article
from monitor.core.clauses import Clause
from monitor.core.ids import ArticleId, FeedId, Fingerprint, RuleId
from monitor.core.matching import Index
from monitor.core.policies import Policy
from monitor.core.rules import Rule, RuleSet, Sources

ARTICLE = Article(
    id=ArticleId("a1"),
    fingerprint=Fingerprint("f1"),
    feed=FeedId("wire"),
    outlet="The Wire",
    tier=1,
    language="en",
    tags=(),
    title="",
    lead="",
    summary="",
    link="https://wire.example/1",
    author="",
    categories=(),
    published=None,
    fetched=datetime(2026, 1, 2, tzinfo=UTC),
)


EVERYWHERE = Sources()


def rule(
    name: str,
    what: str | Clause,
    *,
    about: str | None = None,
    unless: str | None = None,
    sources: Sources = EVERYWHERE,
    policy: Policy | None = None,
    extends: str | None = None,
    vocabulary: Mapping[str, Sequence[str]] | None = None,
) -> Rule:
    """A rule of this id. what, about, unless: expressions, or a clause ready made; vocabulary: items by name."""
    named = {
        each: clauses.any_of(tuple(map(clauses.parse_item, items)))
        for each, items in (vocabulary or {}).items()
    }
    event, context, exception = (
        None
        if each is None
        else clauses.resolve(clauses.parse(each) if isinstance(each, str) else each, named)
        for each in (what, about, unless)
    )
    assert event is not None
    policy = policy or Policy(title=name.title())
    return Rule(
        id=RuleId(name),
        event=event,
        about=context,
        unless=exception,
        sources=sources,
        policy=policy,
        extends=RuleId(extends) if extends else None,
        file="rules.yaml",
        line=1,
        fingerprint=rules.fingerprint(
            event=event,
            about=context,
            unless=exception,
            sources=sources,
            policy=policy,
            extends=RuleId(extends) if extends else None,
            vocabularies={each: "|".join(items) for each, items in (vocabulary or {}).items()},
        ),
    )


def index(*given: Rule, **expressions: str) -> Index:
    """The index of these rules; an expression is a rule of that name."""
    return Index.of(RuleSet.of([*given, *(rule(name, what) for name, what in expressions.items())]))


def article(title: str, lead: str = "", *, summary: str | None = None, **more: Any) -> Article:
    """An article of this headline; its summary is its lead unless given."""
    return replace(ARTICLE, title=title, lead=lead, summary=lead if summary is None else summary, **more)
