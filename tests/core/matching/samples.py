"""Rules, phrases and articles of which only the parts that a test names matter."""

from datetime import UTC, datetime

from monitor.core.articles import Article
from monitor.core.clauses.tree import Clause, Phrase, Spelling
from monitor.core.ids import ArticleId, FeedId, Fingerprint, RuleId
from monitor.core.policies import Policy
from monitor.core.rules import Rule, Sources
from monitor.core.text import tokens

EVERYWHERE = Sources()


def article(
    *,
    title: str = "",
    lead: str = "",
    summary: str = "",
    author: str = "",
    categories: tuple[str, ...] = (),
    language: str | None = "en",
    detected: str | None = None,
    tier: int = 1,
    tags: tuple[str, ...] = (),
    outlet: str = "BBC",
) -> Article:
    """An article of which only these parts matter."""
    return Article(
        id=ArticleId("a1"),
        fingerprint=Fingerprint("f1"),
        feed=FeedId("bbc-world"),
        outlet=outlet,
        tier=tier,
        language=language,
        tags=tags,
        title=title,
        lead=lead,
        summary=summary,
        link="https://news.example/a1",
        author=author,
        categories=categories,
        published=None,
        fetched=datetime(2023, 12, 2, tzinfo=UTC),
        detected=detected,
    )


def phrase(text: str, *, spelling: Spelling = Spelling.INFLECTED, language: str | None = None) -> Phrase:
    """The phrase that a rule's author means by this text."""
    return Phrase(text=text, tokens=tokens(text, wildcards=True), spelling=spelling, language=language)


def rule(
    name: str,
    event: Clause,
    *,
    about: Clause | None = None,
    unless: Clause | None = None,
    sources: Sources = EVERYWHERE,
    extends: str | None = None,
) -> Rule:
    """A rule of which only these parts matter."""
    return Rule(
        id=RuleId(name),
        event=event,
        about=about,
        unless=unless,
        sources=sources,
        policy=Policy(title=name),
        extends=RuleId(extends) if extends else None,
        file="rules.yaml",
        line=1,
        fingerprint=name,
    )
