"""Rules and an article for tests."""

from datetime import UTC, datetime

from monitor.core import clauses
from monitor.core.articles import Article
from monitor.core.clauses import Clause
from monitor.core.ids import ArticleId, FeedId, Fingerprint, RuleId
from monitor.core.rules import Examples, Policy, Rule

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


def rule(name: str, what: str | Clause) -> Rule:
    """A rule of this id. what: an expression, or a clause ready made."""
    return Rule(
        id=RuleId(name),
        clause=clauses.parse(what) if isinstance(what, str) else what,
        policy=Policy(title=name.title()),
        examples=Examples(),
        file="rules.yaml",
        line=1,
    )
