"""The reading side of stories, for verbs: what is kept of them, their articles, and when their timers go off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monitor.adapters.redis_store import archive_notes
from monitor.adapters.redis_store.codec import moment, unpack, unpack_plain
from monitor.adapters.redis_store.scripts import Scripts, key, reaching_the_store
from monitor.core.ids import ArticleId, RuleId, StoryId, short
from monitor.core.reports import Archived, Member, StoryReport
from monitor.core.stories import Origin, Story, corroboration, throttling

_FORGET = "forget:"  # each story has this timer; it is set anew with whatever happens to the story
_AT_ONCE = 200
_SHORTEST_ID = 4  # characters


class StoryReading:
    def __init__(self, scripts: Scripts) -> None:
        self._client: Any = scripts.client

    async def newest(self, limit: int, *, ended: bool = False) -> tuple[StoryReport, ...]:
        """Without their articles, newest activity first. ended: also those that no article can join any more."""
        with reaching_the_store():
            live = {raw.decode() for raw in await self._client.hkeys(key("grouping"))}
        names = [name for name in await self._names() if ended or name in live]
        found: list[StoryReport] = []
        while names and len(found) < limit:
            some, names = names[:_AT_ONCE], names[_AT_ONCE:]
            stories = [story for story in await self._stories(some) if story and not story.merged_into]
            found += [StoryReport(story=story, live=story.id in live) for story in stories]
        return tuple(found[:limit])

    async def find(self, wanted: str) -> StoryId | None:
        """A story by its short id (with or without #), its id, or the beginning of it."""
        wanted = wanted.strip().lstrip("#")
        names = await self._names()
        begun = [name for name in names if len(wanted) >= _SHORTEST_ID and name.startswith(wanted.lower())]
        return next(iter(begun), None) or next((n for n in names if short(n) == wanted.upper()), None)

    async def kept(self, stories: Sequence[StoryId]) -> dict[StoryId, Story]:
        """As they are kept under these names; those that are forgotten are left out."""
        found = await self._stories(list(dict.fromkeys(stories)))
        return {story.id: story for story in found if story is not None}

    async def home(self, story: StoryId) -> Story | None:
        """The story of this name, or the one it has become; None when it is forgotten."""
        seen: set[StoryId] = set()
        (found,) = await self._stories([story])
        while found is not None and found.merged_into is not None and found.id not in seen:
            seen.add(found.id)
            (found,) = await self._stories([found.merged_into])
        return found

    async def report(self, story: StoryId) -> StoryReport | None:
        """The story, or the one it has become, with its articles and theirs that merged into it."""
        found = await self.home(story)
        if found is None:
            return None
        with reaching_the_store():
            live = await self._client.hexists(key("grouping"), found.id)
        return StoryReport(
            story=found,
            live=bool(live),
            due=await self._due(_timers(found)),
            members=await self._members([found.id, *found.merged]),
        )

    async def texts(self, story: Story) -> tuple[Archived, ...]:
        """What the independent outlets said first, as far as the archive has it; edits came later."""
        wanted = [(voice.origin, voice.rules) for voice in story.voices]
        return tuple(record for record in await self._archived(wanted) if record is not None)

    async def _names(self) -> list[StoryId]:
        """Of all stories that are kept, newest activity first."""
        with reaching_the_store():
            raws = await self._client.zrange(key("timers"), 0, -1, desc=True)
        names = [raw.decode() for raw in raws]
        return [StoryId(name.removeprefix(_FORGET)) for name in names if name.startswith(_FORGET)]

    async def _stories(self, names: Sequence[StoryId]) -> list[Story | None]:
        with reaching_the_store():
            async with self._client.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.hget(key(f"story:{name}"), "story")
                found = await pipe.execute()
        return [unpack(Story, packed) if packed else None for packed in found]

    async def _due(self, names: Sequence[str]) -> dict[str, datetime]:
        with reaching_the_store():
            found = await self._client.zmscore(key("timers"), list(names))
        return {
            name: moment(int(score)) for name, score in zip(names, found, strict=True) if score is not None
        }

    async def _members(self, stories: Sequence[StoryId]) -> tuple[Member, ...]:
        """In the order in which they came; an article that is known by two ids is there once."""
        found: dict[Origin, tuple[ArticleId, dict[str, Any]]] = {}
        with reaching_the_store():
            rows = [await self._client.hgetall(key(f"story:{story}")) for story in stories]
        for row in rows:
            for name, packed in row.items():
                kind, _, article = name.decode().partition(":")
                if kind == "article":
                    told = unpack_plain(packed)
                    place = Origin(hour=told["hour"], field=told["field"])
                    if place not in found or told["field"].startswith(f"{article}:"):
                        found[place] = (ArticleId(article), told)
        records = await self._archived([(place, told["rules"]) for place, (_, told) in found.items()])
        members = [
            _member(article, place, told, record)
            for (place, (article, told)), record in zip(found.items(), records, strict=True)
        ]
        return tuple(sorted(members, key=lambda member: (member.fetched, member.id)))

    async def _archived(self, wanted: Sequence[tuple[Origin, Sequence[str]]]) -> list[Archived | None]:
        """What lies there in the archive, with what the desk says of these rules now."""
        names = [["verdict", "story", *(f"desk|{rule}" for rule in rules)] for _, rules in wanted]
        with reaching_the_store():
            async with self._client.pipeline(transaction=False) as pipe:
                for (place, _), notes in zip(wanted, names, strict=True):
                    fields = [place.field, *(f"{place.field}|{note}" for note in notes)]
                    pipe.hmget(key(f"archive:{place.hour}"), fields)
                answers = await pipe.execute()
        return [
            archive_notes.archived(
                place, article, {note: text for note, text in zip(notes, texts, strict=True) if text}
            )
            if article
            else None
            for (place, _), notes, (article, *texts) in zip(wanted, names, answers, strict=True)
        ]


def _timers(story: Story) -> tuple[str, ...]:
    """Those that something of this story waits for."""
    rules = story.pending.alert.rules if story.pending is not None else ()
    return (
        *(corroboration.timer(story.id, rule) for rule in story.waiting),
        throttling.story_timer(story.id),
        *(throttling.rule_timer(rule) for rule in rules),
    )


def _member(article: ArticleId, place: Origin, told: dict[str, Any], record: Archived | None) -> Member:
    reasons = {RuleId(rule): reason for rule, reason in zip(told["rules"], told["reasons"], strict=False)}
    return Member(
        id=article,
        origin=place,
        title=told["title"],
        outlet=told["outlet"],
        link=told["link"],
        fetched=datetime.fromisoformat(told["fetched"]),
        reasons=reasons,
        record=record,
    )
