"""Which article is meant by a link, the beginning of an id, or part of a headline."""

from collections.abc import Iterable
from enum import IntEnum

from monitor.core.articles import Article
from monitor.core.reports import Archived

_SHORTEST_ID = 4  # characters; fewer are more likely meant as a word


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


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
