"""What the store knows of an article: the records of the archive, its story, and the alerts that tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli import tables

if TYPE_CHECKING:
    from monitor.adapters.redis_store import RedisStore
    from monitor.config.settings import Config
    from monitor.core.articles import Article
    from monitor.core.ids import AlertId, StoryId
    from monitor.core.matching import Index
    from monitor.core.reports import AlertReport, Archived, StoryReport
    from monitor.core.stories import Story
    from monitor.core.why import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """fitting: one group per article, see core/why.best. since: the oldest article kept; None: there is none."""

    fitting: "tuple[tuple[Archived, ...], ...]"
    since: datetime | None
    keep: timedelta
    zone: tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The one article that fits. records: of its texts, the newest first; keys: the letters of what it is known by.

    story: None where no rule matched, or it is forgotten; known: stories that its own was held against.
    faulty: rule files that were left out of the index.
    """

    records: "tuple[Archived, ...]"
    keys: tuple[str, ...]
    story: "StoryReport | None"
    known: "Mapping[StoryId, Story]"
    alerts: "Mapping[AlertId, AlertReport]"
    index: "Index"
    faulty: tuple[str, ...]
    now: datetime
    zone: tzinfo

    @property
    def article(self) -> "Article":
        """As it was last seen."""
        return self.records[0].article


async def ask(path: Path | None, wanted: str, *, quiet: bool) -> tuple[Search, Case | None]:
    """Case: None unless exactly one article fits."""
    from monitor.cli.connected import connected
    from monitor.core import why

    async with connected(path) as (config, store):
        candidates, since = await _candidates(store, wanted, quiet=quiet)
        search = Search(fitting=why.best(candidates), since=since, keep=config.archive.keep, zone=config.zone)
        if len(search.fitting) != 1:
            return search, None
        return search, await _case(store, config, search.fitting[0])


async def _case(store: "RedisStore", config: "Config", records: "tuple[Archived, ...]") -> Case:
    from monitor.cli.stories.belonging import stories_of

    decided = [record for archived in records for record in archived.desk]
    name = next((record.story for record in decided if record.story), None)
    story = await store.reading.stories.report(name) if name else None
    told = [told.alert for told in story.story.told if told.alert] if story else []
    alerts = await store.reading.alerts_named([*(each.alert for each in decided if each.alert), *told])
    near = [name for archived in records for name in stories_of(archived.placed)]
    feeds = dict.fromkeys(archived.article.feed for archived in records)
    letters = {
        letter for feed in feeds for letter in await store.reading.keys_of(records[0].article.id, feed)
    }
    index, faulty = _rules(config)
    return Case(
        records=records,
        keys=tuple(letter for letter in "gltx" if letter in letters),
        story=story,
        known=await store.reading.stories.kept([*near, *(story.story.merged if story else ())]),
        alerts=alerts,
        index=index,
        faulty=faulty,
        now=await store.reading.now(),
        zone=config.zone,
    )


async def _candidates(
    store: "RedisStore", wanted: str, *, quiet: bool
) -> "tuple[list[tuple[Found, Archived]], datetime | None]":
    """Every record that fits, and how far back the archive reaches."""
    from monitor.cli.progress import progress
    from monitor.core.why import found

    candidates: list[tuple[Found, Archived]] = []
    since: datetime | None = None
    hours = await store.reading.hours()
    with progress("reading the archive", len(hours), quiet=quiet) as done:
        for hour in hours:
            for archived in await store.reading.hour(hour):
                fetched = archived.article.fetched
                since = fetched if since is None else min(since, fetched)
                if how := found(archived.article, wanted):
                    candidates.append((how, archived))
            done()
    return candidates, since


def _rules(config: "Config") -> "tuple[Index, tuple[str, ...]]":
    """The rules as the files say them now, and the files with mistakes, whose rules are left out."""
    from monitor.config import rulefiles
    from monitor.core.matching import Index
    from monitor.core.rules import RuleSet

    loaded = rulefiles.load(config.rules, channels=frozenset(config.channels))
    faulty = dict.fromkeys(problem.file for problem in loaded.problems)
    return Index.of(RuleSet.of(loaded.rules)), tuple(faulty)


def unknown(wanted: str, search: Search) -> str:
    """What to say when nothing fits."""
    from monitor.core.durations import show

    if search.since is None:
        return f"no article fits {wanted!r}: the archive is empty, no feed has been read yet"
    return (
        f"no article fits {wanted!r}. The archive reaches back to {tables.local(search.since, search.zone)} "
        f"(archive.keep is {show(search.keep)})"
    )
