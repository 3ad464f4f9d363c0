"""newsmonitor why: what became of an article."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.core.deliveries import DeadLetter, Done
from monitor.core.ids import short
from monitor.core.leases import Judged
from tests.builders import channel, keyed, match
from tests.cli.verbs import Shell, told
from tests.contracts.test_feed_table import polled
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
    await polled(store, keyed("talks", title="Truce talks stalled, Doha says"))
    (received,) = await entries(store.articles)
    await store.articles.advance(
        [Judged(received=received, matches=[match(received.value)], suppressed="edit")]
    )
    shown = (await newsmonitor("why", "https://news.example/talks")).stdout
    assert shown.count("Seen 2023-12-02 15:30 in feed bbc-world: ") == 2
    assert "only its text has changed" in shown


async def test_what_waits_says_so(newsmonitor: Shell, store: RedisStore) -> None:
    await polled(store, keyed("talks"))
    assert "not judged yet" in (await newsmonitor("why", "talks")).stdout
    (received,) = await entries(store.articles)
    await store.articles.advance(
        [Judged(received=received, matches=[match(received.value)], suppressed=None)]
    )
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
    assert shown.partition("(nothing of this was sent):\n")[2].splitlines() == [
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
