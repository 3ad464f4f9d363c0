"""Why an article was told or was not: what was recorded, in words, and what today's rules make of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from monitor.core.articles import Article
from monitor.core.ids import RuleId
from monitor.core.matching import Explained, Index
from monitor.core.matching.lacking import lacks
from monitor.core.reports import Archived, DeskRecord, Verdict
from monitor.core.rules import Rule

CLOSE_ENOUGH = 0.5  # nearness from which on a rule that did not fire is worth a look
MOST_CLOSE = 3
_SHORTEST_ID = 4  # characters; fewer are more likely meant as a word

_SUPPRESSED = {
    "backlog": "held back: it stood in the feed already when the feed was first read (poll.backlog)",
    "edit": "held back: it was known before and only its text has changed",
}
_DECIDED = {
    "new": "alert raised",
    "duplicate": "not told: this very match had been told before",
    "edit": "not told: its story was told before, and only its text has changed",
    "no-channel": "not told: no channel is named by its rule, and no route of config.yaml leads anywhere",
}


class Found(IntEnum):
    """How an article fits what a person asked for; more is better."""

    HEADLINE = 1
    ID = 2
    LINK = 3


def found(article: Article, wanted: str) -> Found | None:
    """wanted: a link, the beginning of an id, or part of a headline (case does not count)."""
    wanted = wanted.strip()
    if wanted and article.link == wanted:
        return Found.LINK
    if len(wanted) >= _SHORTEST_ID and article.id.startswith(wanted.lower()):
        return Found.ID
    if wanted and _folded(wanted) in _folded(article.title):
        return Found.HEADLINE
    return None


def best(candidates: Iterable[tuple[Found, Archived]]) -> tuple[tuple[Archived, ...], ...]:
    """What fits best, newest first, one group per article: its records (feeds, edits), newest first."""
    pairs = tuple(candidates)
    highest = max((how for how, _ in pairs), default=None)
    ranked = sorted(
        (archived for how, archived in pairs if how is highest),
        key=lambda archived: archived.article.fetched,
        reverse=True,
    )
    groups: dict[str, list[Archived]] = {}
    for archived in ranked:
        groups.setdefault(archived.article.id, []).append(archived)
    return tuple(tuple(group) for group in groups.values())


def verdict(recorded: Verdict | None) -> str:
    """What the match stage said."""
    if recorded is None:
        return "not judged yet"
    if recorded.suppressed is not None:
        return _SUPPRESSED.get(recorded.suppressed, f"held back: {recorded.suppressed}")
    if not recorded.matched:
        return "no rule matched"
    return "matched by " + ", ".join(rule for rule, _ in recorded.matched)


def decision(record: DeskRecord) -> str:
    """What the desk said about one rule's match."""
    return _DECIDED.get(record.reason, record.reason)


def undecided(archived: Archived) -> tuple[RuleId, ...]:
    """Rules whose match was handed on and has not been decided."""
    recorded = archived.verdict
    if recorded is None or recorded.suppressed is not None:
        return ()
    decided = {record.rule for record in archived.desk}
    return tuple(rule for rule, _ in recorded.matched if rule not in decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """A rule that does not fire, and what it lacks, each in words."""

    rule: Rule
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """An article judged afresh. quiet: how many rules neither fire nor are close."""

    fires: tuple[Explained, ...]
    close: tuple[Close, ...]
    quiet: int


def today(article: Article, index: Index) -> Today:
    """By the rules of this index; the closest of those that stay quiet first."""
    explained = [index.explain(rule.id, article) for rule in index.ruleset.rules]
    counted = {match.rule for match in index.match(article)}
    fires = tuple(each for each in explained if each.rule.id in counted)
    near = sorted(
        (each for each in explained if not each.fires and each.nearness >= CLOSE_ENOUGH),
        key=lambda each: -each.nearness,
    )[:MOST_CLOSE]
    close = tuple(Close(rule=each.rule, lacks=lacks(each)) for each in near)
    return Today(fires=fires, close=close, quiet=len(explained) - len(fires) - len(close))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
