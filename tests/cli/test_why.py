"""newsmonitor why: what became of an article."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.core.deliveries import DeadLetter, Done
from monitor.core.ids import FeedId, digest, short
from monitor.core.leases import Judged
from tests.builders import NOW, channel, keyed, match, outcome
from tests.cli.newsroom import FERRY, Newsroom
from tests.cli.verbs import Shell, told
from tests.contracts.test_everything_new import AGES_AGO, NEW, OLD, again, some
from tests.contracts.test_feed_table import leased, polled
from tests.contracts.test_inboxes import entries
from tests.contracts.test_outbox import claimed


@pytest.fixture
async def newsmonitor(tmp_path: Path, client: Any) -> Shell:
    return await Shell.over(tmp_path, client)


async def test_an_article_that_was_told_tells_its_whole_story(newsmonitor: Shell, store: RedisStore) -> None:
    alert = await told(store)
    await store.outbox.finish(claimed(await store.outbox.claim(channel("desk"))), Done())
    await store.outbox.finish(
        claimed(await store.outbox.claim(channel("mail"))), DeadLetter(detail="mail.example answered 535")
    )
    result = await newsmonitor("why", "https://news.example/talks")
    assert result.exit_code == 0
    for piece in (
        "headline   Truce talks stalled, official says",
        "published  2023-12-02 15:27",
        "language   en",
        "Seen 2023-12-02 15:30 in feed bbc-world: matched by talks-stalled",
        "rule talks-stalled found “talks stalled”",
        f"rule talks-stalled: alert raised, #{short(alert)}",
        "desk: sent ",
        "1 attempt: mail.example answered 535",
        "(nothing of this was sent)",
        "talks-stalled fires: “talks stalled”",
    ):
        assert piece in result.stdout


@pytest.mark.parametrize(
    ("named", "detected", "shown"),
    [
        (None, "fr", "fr (guessed from the words)"),
        ("en", "ar", "ar (guessed from the words; the feed says en)"),
        (None, None, "unknown, read as English"),
    ],
)
async def test_a_language_says_where_it_is_from(
    newsmonitor: Shell, store: RedisStore, named: str | None, detected: str | None, shown: str
) -> None:
    found = keyed("a")
    await polled(store, replace(found, article=replace(found.article, language=named, detected=detected)))
    assert f"language   {shown}" in (await newsmonitor("why", "https://news.example/a")).stdout


async def test_programs_get_the_same(newsmonitor: Shell, store: RedisStore) -> None:
    alert = await told(store)
    found = await newsmonitor.json("why", "truce talks")
    assert found["article"]["link"] == "https://news.example/talks"
    (record,) = found["recorded"]
    assert record["matched"] == [{"rule": "talks-stalled", "words": ["talks stalled"]}]
    (decided,) = record["desk"]
    assert (decided["reason"], decided["alert"], decided["means"]) == ("new", alert, "alert raised")
    assert {each["channel"] for each in decided["deliveries"]} == {"desk", "mail"}
    assert found["today"]["fires"] == [{"rule": "talks-stalled", "words": ["talks stalled"]}]


async def test_an_article_of_the_backlog_says_why_it_was_held_back(
    newsmonitor: Shell, store: RedisStore
) -> None:
    await polled(store, keyed("old"), backlog=0)
    result = await newsmonitor("why", "talks stalled")
    assert "held back: it stood in the feed already when the feed was first read" in result.stdout
    assert "talks-stalled fires: “talks stalled”" in result.stdout


async def test_an_edit_shows_both_of_its_texts(newsmonitor: Shell, store: RedisStore) -> None:
    await told(store)
    edited = keyed("talks", title="Truce talks stalled, Doha says")
    later = replace(edited.article, fetched=NOW + timedelta(minutes=5))
    await polled(store, replace(edited, article=later))
    (received,) = await entries(store.articles)
    await store.articles.advance([Judged(received=received, matches=())])
    shown = (await newsmonitor("why", "https://news.example/talks")).stdout
    assert "Seen 2023-12-02 15:30 in feed bbc-world: matched by talks-stalled" in shown
    assert (
        "Seen 2023-12-02 15:35 in feed bbc-world (headline edited: “Doha” in place of “official”): no rule"
        in shown
    )


async def test_what_waits_says_so(newsmonitor: Shell, store: RedisStore) -> None:
    await polled(store, keyed("talks"))
    assert "not judged yet" in (await newsmonitor("why", "talks")).stdout
    (received,) = await entries(store.articles)
    await store.articles.advance([Judged(received=received, matches=(match(received.value),))])
    assert "rule talks-stalled: not decided yet" in (await newsmonitor("why", "talks")).stdout


async def test_several_articles_are_candidates(newsmonitor: Shell, store: RedisStore) -> None:
    await polled(store, *(keyed(f"n{number}", title=f"Talks, day {number}") for number in range(12)))
    result = await newsmonitor("why", "talks, DAY")
    assert result.exit_code == 1
    first, _, _, *rows = result.stdout.splitlines()
    assert (
        first == "12 articles fit, the newest 10 of them. Ask again with an id, or with more of the headline:"
    )
    assert len(rows) == 10
    named = rows[0].split()[0]
    assert (await newsmonitor("why", named)).exit_code == 0
    assert len((await newsmonitor.json("why", "talks"))["candidates"]) == 10


async def test_an_unknown_article_says_how_far_back_the_archive_reaches(
    newsmonitor: Shell, store: RedisStore
) -> None:
    result = await newsmonitor("why", "nowhere")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the archive is empty" in result.stderr
    await polled(store, keyed("talks"))
    result = await newsmonitor("why", "nowhere")
    assert result.exit_code == 1
    assert "The archive reaches back to 2023-12-02 15:30 (archive.keep is 14d)" in result.stderr


async def test_rules_that_are_close_say_what_they_lack(newsmonitor: Shell, store: RedisStore) -> None:
    rules = newsmonitor.config.parent / "rules"
    (rules / "more.yaml").write_text("rules: [{id: gaza, match: 'talks AND stalled AND Gaza'}]\n")
    (rules / "wrong.yaml").write_text("rules: [{id: wrong, mtach: [x]}]\n")
    await told(store)
    shown = (await newsmonitor("why", "stalled")).stdout
    assert "gaza is close: no “Gaza”" in shown
    assert "wrong.yaml holds mistakes and was left out" in shown


async def test_a_tree_shows_what_each_rule_found(newsmonitor: Shell, store: RedisStore) -> None:
    rules = newsmonitor.config.parent / "rules"
    (rules / "more.yaml").write_text("rules: [{id: gaza, match: 'talks AND stalled AND Gaza'}]\n")
    await told(store)
    shown = (await newsmonitor("why", "https://news.example/talks", "--tree")).stdout
    assert shown.partition("(nothing of this was sent):\n")[2].partition("\n\n")[0].splitlines() == [
        "  talks-stalled fires: “talks stalled”",
        "    talks-stalled  FIRES (high)  Truce talks stalled",
        '    └─ event   ok  "talks stalled" → “talks stalled” title 7–19',
        "  gaza is close: no “Gaza”",
        "    gaza  quiet  Gaza",
        "    └─ event   no  all of",
        "       ├─ ok  talks → “talks” title 7–11",
        "       ├─ ok  stalled → “stalled” title 13–19",
        "       └─ no  Gaza",
    ]


class TestStories:
    """Articles that went over the real desk."""

    @pytest.fixture
    async def room(self, newsmonitor: Shell, store: RedisStore, client: Any) -> Newsroom:
        room = Newsroom(store, client, newsmonitor.config.parent)
        await room.hears_of_two_events()
        return room

    @pytest.fixture(autouse=True)
    def heard(self, room: Newsroom) -> None:
        pass

    async def test_the_order_is_article_rules_story_decision(self, newsmonitor: Shell) -> None:
        shown = (await newsmonitor("why", "https://news.example/talks")).stdout
        pieces = [
            "headline ",
            "known by   the id its feed gives it, its link, its headline",
            "Seen 2023-12-02 15:30 in feed bbc-world: matched by talks-stalled",
            "Seen 2023-12-02 15:42 in feed bbc-world (headline edited: “Qatar” in place of “official”): matched",
            "Judged afresh",
            "Story ",
            "4 articles from 3 independent outlets: BBC, Harbour Herald, North Wire",
            "It founded the story",
            "counts as: independent, edited since.",
            "The desk's decision:",
            "rule talks-stalled (as of 2023-12-02 15:30): alert raised, #",
            "rule talks-stalled (as of 2023-12-02 15:42): told as an update, #",
            "All that was told of the story:",
        ]
        places = [shown.index(piece) for piece in pieces]
        assert places == sorted(places)

    async def test_a_copy_says_whose_it_is_and_why_nothing_was_told(self, newsmonitor: Shell) -> None:
        shown = (await newsmonitor("why", "https://news.example/copied")).stdout
        assert "Among its outlets this article counts as: a copy of BBC." in shown
        assert "rule talks-stalled: not told, nobody new tells it: its story was last told " in shown

    async def test_terms_are_shown_with_the_score_that_was_needed(self, newsmonitor: Shell) -> None:
        shown = (await newsmonitor("why", "https://news.example/regret")).stdout
        found = re.search(r"It belongs to the story: (\S+) in common, \S+ needed\.\n +(.+) = (\S+)\n", shown)
        assert found is not None
        assert found[1] == found[3]
        assert f"{sum(float(term.split()[-1]) for term in found[2].split(' + ')):.2f}" == found[3]

    async def test_what_waits_says_for_what_and_how_long(self, newsmonitor: Shell) -> None:
        shown = (await newsmonitor("why", "Ferry sinks")).stdout
        assert "rule ferry-lost: held back for a second source: 1 of 2 independent outlets" in shown
        assert re.search(r"ferry-lost waits for a second source: .* \(until \d{4}-", shown)

    async def test_programs_get_all_of_it(self, newsmonitor: Shell) -> None:
        found = await newsmonitor.json("why", "https://news.example/regret")
        assert found["story"]["outlets"] == ["BBC", "Harbour Herald", "North Wire"]
        (record,) = found["recorded"]
        assert sum(score for _, score in record["placed"]["terms"]) == pytest.approx(
            record["placed"]["score"]
        )
        (decided,) = record["desk"]
        assert (decided["reason"], decided["detail"]) == ("update", "3 independent outlets tell it")
        assert [each["channel"] for each in decided["deliveries"]] == ["desk"]
        assert (await newsmonitor.json("why", "https://news.example/talks"))["known_by"][1] == "its link"


async def test_a_story_that_is_nearest_and_not_its_own_is_named(
    newsmonitor: Shell, store: RedisStore, client: Any
) -> None:
    room = Newsroom(store, client, newsmonitor.config.parent)
    await room.hears("ferry", "Ferry sinks off Samar, sixty aboard", FERRY)
    await room.hears("pay", "Talks over pay of nurses stall on Samar", "The union walked out.", minute=2)
    shown = (await newsmonitor("why", "nurses")).stdout
    assert re.search(
        r"It founded the story\. The nearest is \w{5} \(“Ferry sinks off Samar, sixty aboard”\): 0\.\d\d in common, "
        r"below 0\.\d+\.\n    samar 0\.\d\d = 0\.\d\d\n",
        shown,
    )


async def test_backfill_names_its_remedy(newsmonitor: Shell, store: RedisStore) -> None:
    await polled(store, *map(some, OLD))
    await again(store, some("late"), *(some(name, AGES_AGO) for name in NEW))
    shown = (await newsmonitor("why", "Report d")).stdout
    assert "held back as backfill: it is older than the last good poll of its feed" in shown
    assert "newsmonitor feeds release bbc-world hands on what is held back" in shown


async def test_the_same_text_from_another_feed_of_the_outlet_is_one_article(
    newsmonitor: Shell, store: RedisStore
) -> None:
    found = keyed("talks")
    await polled(store, found)
    later = replace(found.article, feed=FeedId("bbc-top"), fetched=NOW + timedelta(minutes=3))
    lease = await leased(store)
    await store.feeds.commit_poll(
        lease, outcome(replace(found, article=later, keys=(f"g:{digest('another', size=8)}",)))
    )
    shown = (await newsmonitor("why", "https://news.example/talks")).stdout
    assert "feeds      bbc-world, bbc-top" in shown
    assert "Seen 2023-12-02 15:33 in feed bbc-top (the same text): not judged yet" in shown
