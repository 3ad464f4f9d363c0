"""What became of the day, read from the store as `newsmonitor status` and `newsmonitor why` would."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.adapters.redis_store import RedisStore
from monitor.core.articles import Article
from monitor.core.reports import Archived
from monitor.demo.day import Day, Item, Kind

_BACKLOG = "backlog"
_MOST_STORIES = 1000  # a day has a handful


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Articles of one sort, and how many of them were told."""

    name: str
    articles: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """rows cover every article. failed and waiting count feeds.

    matches: of a rule and an article; each is told or, by reason, in suppressed, which is as the store counts it.
    """

    feeds: int
    rows: tuple[Row, ...]
    polls: int
    matches: int
    stories: int
    alerts: int
    suppressed: Mapping[str, int]
    failed: int
    waiting: int

    @property
    def articles(self) -> int:
        return sum(row.articles for row in self.rows)


_NAMES = {
    Kind.NEWS: "news",
    Kind.COPY: "an agency's report in another outlet",
    Kind.HOSTILE: "news with a hostile title",
    Kind.EDIT: "edited after it was told",
    Kind.HEDGE: "not a fact yet: fears, ifs, denials",
    Kind.BACKGROUND: "looking back",
    Kind.SPORT: "sport",
    Kind.ALIKE: "the same words about something else",
    Kind.OTHER: "anything else",
}
_BEFORE = "there before we began to watch"
_AGAIN = "the same article in the outlet's other feed"


async def read(store: RedisStore, day: Day, *, failed: int, waiting: int) -> Summary:
    """Raises StoreAway."""
    counters = await store.housekeeping.counters()
    found = [each async for each in store.reading.articles()]
    return Summary(
        feeds=len(day.sources),
        rows=_rows(found, day),
        polls=counters.get("polls", 0),
        matches=counters.get("matches", 0),
        stories=len(await store.reading.stories.newest(_MOST_STORIES, ended=True)),
        alerts=counters.get("alerts", 0),
        suppressed={
            name.partition(":")[2]: count
            for name, count in sorted(counters.items())
            if name.startswith("suppressed:") and count
        },
        failed=failed,
        waiting=waiting,
    )


def _rows(found: list[Archived], day: Day) -> tuple[Row, ...]:
    """In the order of Kind. Of one text in two feeds, one is what it is and the other is there again."""
    told: dict[str, list[bool]] = {}
    kinds = {_identity(item): item.kind for item in day.items}
    first: set[tuple[str, str]] = set()
    for each in sorted(found, key=_was_told, reverse=True):
        text = _identity(each.article)
        name = _NAMES[kinds[text]]
        if each.verdict is not None and each.verdict.suppressed == _BACKLOG:
            name = _BEFORE
        elif text in first:
            name = _AGAIN
        first.add(text)
        told.setdefault(name, []).append(_was_told(each))
    order = [*_NAMES.values(), _AGAIN, _BEFORE]
    return tuple(
        Row(name=name, articles=len(told[name]), told=sum(told[name])) for name in order if name in told
    )


def _was_told(each: Archived) -> bool:
    return any(record.alert for record in each.desk)


def _identity(text: Article | Item) -> tuple[str, str]:
    """Script and archive name the same text by it: a parser takes the control characters out of a title."""
    return text.link, "".join(filter(str.isalnum, text.title))
