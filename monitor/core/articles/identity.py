"""Entries to articles, with the keys by which an article is known again.

Feeds repeat ids, change ids, rewrite a headline under the same id and decorate links, but rarely two of these at once.
So an article has up to three keys (guid, link, title) and is known when two of them were seen before, or its only one.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.core import ids
from monitor.core.articles import links
from monitor.core.articles.article import Article
from monitor.core.articles.sentences import first_sentence
from monitor.core.feeds import Feed
from monitor.core.ids import ArticleId, Fingerprint
from monitor.core.parsing import Entry, Parsed

_SHORTEST_GUID = 4  # "1", "17": the place in the list, not the article
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_TIME_ZONES = timedelta(hours=14)  # a local time that is passed off as UTC is ahead by so much at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """An article and its keys, best first: g: guid, l: link, t: title; x: the whole text if nothing else is its own.

    ids_repeat: its guid stands at another article of the document as well, and is no key.
    """

    article: Article
    keys: tuple[str, ...]
    ids_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An entry on its way: title as shown, and what might identify it, by the letter of the key."""

    entry: Entry
    title: str
    fingerprint: Fingerprint
    marks: Mapping[str, str]


def from_entries(feed: Feed, parsed: Parsed, *, fetched: datetime) -> tuple[Keyed, ...]:
    """In document order. Exact repetitions are one article; an entry without any text, link and id is none."""
    drafts = [_draft(entry) for entry in parsed.entries if _says_something(entry)]
    shared = _shared(drafts)
    keyed: dict[tuple[ArticleId, Fingerprint], Keyed] = {}
    for draft in drafts:
        own = {kind: mark for kind, mark in draft.marks.items() if (kind, mark) not in shared}
        own = own or {"x": f"{_folded(draft.title)}\n{_folded(draft.entry.summary)}"}
        article = _article(feed, parsed, draft, identity=next(iter(own.items())), fetched=fetched)
        keys = tuple(f"{kind}:{ids.digest(mark, size=8)}" for kind, mark in own.items())
        ids_repeat = _has_guid(draft) and "g" not in own
        place = (article.id, article.fingerprint)
        if place in keyed:  # a twin may have a key that the other has not; which stands first must not matter
            keys = _united(keyed[place].keys, keys)
            article = keyed[place].article
            ids_repeat |= keyed[place].ids_repeat
        keyed[place] = Keyed(article=article, keys=keys, ids_repeat=ids_repeat)
    return tuple(keyed.values())


def _united(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """One key of each kind, the same whichever comes first."""
    kinds: dict[str, str] = {}
    for key in sorted({*one, *other}):
        kinds.setdefault(key[0], key)
    return tuple(kinds.values())


def newest_first(keyed: Iterable[Keyed]) -> tuple[Keyed, ...]:
    """By the date the feed claims; undated ones last, in document order, which usually has the newest on top.

    A date in the future is that of an event, or a mistake: the article counts as undated, so that it takes no other's
    place.
    """
    return tuple(sorted(keyed, key=_age, reverse=True))


def _age(keyed: Keyed) -> datetime:
    published = keyed.article.published
    if published is None or published > keyed.article.fetched + _TIME_ZONES:
        return _LONG_AGO
    return published


def _says_something(entry: Entry) -> bool:
    return any((entry.guid, entry.link, entry.title, entry.summary))


def _draft(entry: Entry) -> _Draft:
    title = entry.title or first_sentence(entry.summary)
    link = links.comparable(_composed(entry.link))
    # Without a guid the link stands in for it: then a rewritten headline still leaves two keys as they were.
    marks = {"g": _guid(entry, link) or link, "l": link, "t": _folded(title).casefold()}
    return _Draft(
        entry=entry,
        title=title,
        fingerprint=Fingerprint(ids.digest(_folded(title), _folded(entry.summary), size=8)),
        marks={kind: mark for kind, mark in marks.items() if mark},
    )


def _guid(entry: Entry, link: str) -> str:
    guid = _composed(entry.guid.strip())
    if len(guid) < _SHORTEST_GUID and link:
        return ""
    return links.comparable(guid)


def _has_guid(draft: _Draft) -> bool:
    """One of its own, which no link stands in for."""
    return "g" in draft.marks and draft.marks["g"] != draft.marks.get("l")


def _shared(drafts: Iterable[_Draft]) -> set[tuple[str, str]]:
    """What stands at several entries of one document with different texts, and so identifies none of them."""
    texts: defaultdict[tuple[str, str], set[Fingerprint]] = defaultdict(set)
    for draft in drafts:
        for mark in draft.marks.items():
            texts[mark].add(draft.fingerprint)
    return {mark for mark, fingerprints in texts.items() if len(fingerprints) > 1}


def _article(
    feed: Feed, parsed: Parsed, draft: _Draft, *, identity: tuple[str, str], fetched: datetime
) -> Article:
    kind, mark = identity
    entry = draft.entry
    # A guid that is an address and a link are one namespace: the same article in two feeds of one outlet.
    parts = (feed.outlet, mark) if kind in ("g", "l") else (feed.outlet, kind, mark)
    return Article(
        id=ArticleId(ids.digest(*parts)),
        fingerprint=draft.fingerprint,
        feed=feed.id,
        outlet=feed.outlet,
        owner=feed.owner,
        tier=feed.tier,
        language=_primary(entry.language or feed.language or parsed.language),
        tags=feed.tags,
        title=draft.title,
        lead=first_sentence(entry.summary),
        summary=entry.summary,
        link=entry.link,
        author=entry.author,
        categories=entry.categories,
        published=entry.published or entry.updated,
        fetched=fetched,
    )


def _primary(language: str | None) -> str | None:
    return language.replace("_", "-").partition("-")[0].lower() or None if language else None


def _folded(text: str) -> str:
    return " ".join(_composed(text).split())


def _composed(text: str) -> str:
    """Letters with marks in one of their two spellings."""
    return unicodedata.normalize("NFC", text)
