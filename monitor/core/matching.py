"""A match is a rule that fired on an article, with its evidence."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.core import clauses
from monitor.core.articles import Article
from monitor.core.clauses import Fields, Hit
from monitor.core.ids import MatchId, RuleId, digest
from monitor.core.presearch import Index
from monitor.core.rules import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a term of the rule stands in the article: text == article.<field>[start:end], in characters."""

    field: str
    start: int
    end: int
    text: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why a rule fired. Same rule, article and text: same id; an edited text is a new match."""

    id: MatchId
    rule: RuleId
    policy: Policy
    article: Article
    evidence: tuple[Evidence, ...]


def match(article: Article, index: Index) -> tuple[Match, ...]:
    """Every rule of the index that fires on the article, in the order of the rule set."""
    text = clauses.fields(article)
    return tuple(
        Match(
            id=match_id(rule.id, article),
            rule=rule.id,
            policy=rule.policy,
            article=article,
            evidence=evidence(hits, text),
        )
        for rule in index.candidates(text)
        if (hits := clauses.evaluate(rule.clause, text)) is not None
    )


def match_id(rule: RuleId, article: Article) -> MatchId:
    """The same for the same rule and the same text of the same article."""
    return MatchId(digest(rule, article.id, article.fingerprint))


def evidence(hits: Iterable[Hit], text: Fields) -> tuple[Evidence, ...]:
    """Hits with the words they point at, each once: title first, then as they stand in the text."""
    order = list(text)
    ordered = sorted(set(hits), key=lambda hit: (order.index(hit.field), hit.start, hit.end, hit.term))
    return tuple(
        Evidence(
            field=hit.field,
            start=hit.start,
            end=hit.end,
            text=text[hit.field].text[hit.start : hit.end],
            term=hit.term,
        )
        for hit in ordered
    )
