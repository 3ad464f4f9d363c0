"""The script of the demonstration: every item survives its format, and the rules tell what they are meant to tell."""

import random
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.sax import SAXParseException, parseString
from xml.sax.handler import ContentHandler

import pytest

from monitor.adapters.feed_parser import FeedParser
from monitor.config import rulefiles
from monitor.core import articles
from monitor.core.articles import Article
from monitor.core.feeds import Feed
from monitor.core.grouping import Grouping, features
from monitor.core.matching import Index
from monitor.core.parsing import Parsed
from monitor.core.rules import RuleSet
from monitor.demo import day as script
from monitor.demo import formats
from monitor.demo.day import Format, Item, Kind, Source
from monitor.demo.hands import Hands
from tests.builders import article

DAY = script.load()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TOLD = {Kind.NEWS, Kind.COPY, Kind.HOSTILE}


@pytest.fixture
async def parser() -> AsyncIterator[FeedParser]:
    running = FeedParser()
    yield running
    await running.aclose()


async def read(parser: FeedParser, source: Source, items: Iterable[Item]) -> Parsed:
    body = formats.document(source, tuple(items))
    return await parser.parse(body, url=source.site, content_type=formats.CONTENT_TYPES[source.format])


def seen(title: str) -> str:
    """A title without what no parser lets through: controls become white space, and bidi controls nothing."""
    title = re.sub("[\u202a-\u202e]", "", title)
    return " ".join(re.sub(r"[\x00-\x1f]", " ", title).split())


def test_all_formats_take_part() -> None:
    assert {source.format for source in DAY.sources} == set(Format)


@pytest.mark.parametrize("kind", Kind)
def test_all_kinds_of_items_take_part(kind: Kind) -> None:
    assert any(item.kind is kind and item.at > DAY.begins for item in DAY.items)


def test_every_item_is_published_within_the_day_or_before_it() -> None:
    assert all(item.at < DAY.ends - timedelta(hours=1) for item in DAY.items)
    assert all(item.at != DAY.begins for item in DAY.items)


def test_every_feed_holds_something_when_the_day_begins() -> None:
    assert all(DAY.standing(source.id, DAY.begins) for source in DAY.sources)


def test_an_edit_replaces_what_it_edits_and_keeps_its_date() -> None:
    edits = [item for item in DAY.items if item.kind is Kind.EDIT]
    for edit in edits:
        standing = DAY.standing(edit.feed, edit.at)
        assert [item.title for item in standing if item.link == edit.link] == [edit.title]
        assert edit.at - edit.published > timedelta(hours=12), "--fast would jump over what it replaces"


@pytest.mark.parametrize("source", DAY.sources, ids=lambda source: source.id)
async def test_every_item_is_read_as_it_was_written(parser: FeedParser, source: Source) -> None:
    written = DAY.standing(source.id, DAY.ends)
    parsed = await read(parser, source, written)
    assert parsed.malformed is None
    assert [(entry.link, entry.published or entry.updated) for entry in parsed.entries] == [
        (i.link, i.published) for i in written
    ]
    assert [(seen(entry.title), entry.summary) for entry in parsed.entries] == [
        (seen(item.title), item.summary) for item in written
    ]


@pytest.mark.parametrize("format_", Format)
async def test_markup_in_titles_stays_text_in_every_format(parser: FeedParser, format_: Format) -> None:
    source = replace(DAY.sources[0], format=format_)
    item = replace(DAY.items[0], title="5 < 6 & \"7\" > 'x' ]]> & co", summary="a < b & c > d")
    (entry,) = (await read(parser, source, [item])).entries
    assert (entry.title, entry.summary) == (item.title, item.summary)


async def test_a_malformed_document_is_refused_by_xml_and_still_read_by_us(parser: FeedParser) -> None:
    source = DAY.sources[0]
    items = DAY.standing(source.id, DAY.ends)
    body = formats.malformed(formats.document(source, items))
    with pytest.raises(SAXParseException):
        parseString(body, ContentHandler())
    parsed = await parser.parse(body, url=source.site, content_type=None)
    assert parsed.malformed
    assert len(parsed.entries) == len(items)


async def _articles(parser: FeedParser, item: Item) -> tuple[Article, ...]:
    source = next(source for source in DAY.sources if source.id == item.feed)
    feed = Feed(id=source.id, url=source.site, outlet=source.outlet, language="en")
    parsed = await read(parser, source, [item])
    return tuple(keyed.article for keyed in articles.from_entries(feed, parsed, fetched=NOW))


async def test_the_rules_tell_what_is_news_once_each_and_nothing_else(parser: FeedParser) -> None:
    index = Index.of(RuleSet.of(rulefiles.load_rules((script.folder() / "rules",), channels=None)))
    wrong = []
    for item in DAY.items:
        if item.kind is Kind.EDIT:
            continue
        (article,) = await _articles(parser, item)
        fired = [match.rule for match in index.match(article)]
        if len(fired) != (1 if item.kind in TOLD else 0):
            wrong.append((item.kind, item.title, fired))
    assert wrong == []


@pytest.mark.parametrize("order", range(20))
def test_each_event_is_one_story_in_whatever_order_it_is_read(order: int) -> None:
    index = Index.of(RuleSet.of(rulefiles.load_rules((script.folder() / "rules",), channels=None)))
    told = [item for item in DAY.items if item.kind in TOLD and item.at > DAY.begins]
    random.Random(order).shuffle(told)
    grouping, homes = Grouping(), set()
    for number, item in enumerate(told):
        fired = index.match(article(title=item.title, text=item.summary))
        read = features(
            f"{number}", item.title, item.summary, "en", rules=[str(match.rule) for match in fired]
        )
        homes.add((item.event, grouping.place(read, number).home))
    assert len(homes) == len(grouping.stories) == len({item.event for item in told})


class TestHands:
    def test_stand_still_until_they_are_started(self) -> None:
        hands = Hands(begins=DAY.begins, ends=DAY.ends, pace=timedelta(hours=1), seconds=lambda: 100.0)
        assert hands.now() == DAY.begins
        assert not hands.over

    def test_move_by_their_pace_and_stop_at_the_end(self) -> None:
        seconds = iter([10.0, 12.0, 1000.0, 1001.0])
        hands = Hands(
            begins=DAY.begins, ends=DAY.ends, pace=timedelta(hours=1), seconds=lambda: next(seconds)
        )
        hands.start()
        assert hands.now() == DAY.begins + timedelta(hours=2)
        assert hands.now() == DAY.ends
        assert hands.over
