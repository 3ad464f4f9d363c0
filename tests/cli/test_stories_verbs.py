"""newsmonitor stories list and show: what is kept of an event, who tells it, and what was told."""

from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.ids import short
from tests.cli.newsroom import FERRY, RULES, STALLED, Newsroom
from tests.cli.verbs import Shell


@pytest.fixture
async def newsmonitor(tmp_path: Path, client: Any) -> Shell:
    return await Shell.over(tmp_path, client)


@pytest.fixture
def room(newsmonitor: Shell, store: RedisStore, client: Any) -> Newsroom:
    return Newsroom(store, client, newsmonitor.config.parent)


async def stories(newsmonitor: Shell, *arguments: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = await newsmonitor.json("stories", "list", *arguments)
    return listed


async def test_no_stories_is_said(newsmonitor: Shell) -> None:
    result = await newsmonitor("stories", "list")
    assert (result.exit_code, result.stdout) == (0, "No stories so far.\n")
    assert await stories(newsmonitor) == []


async def test_stories_are_listed_in_one_line_each_the_newest_activity_first(
    newsmonitor: Shell, room: Newsroom
) -> None:
    await room.hears_of_two_events()
    talks, ferry = await stories(newsmonitor)
    heading, first, second = (await newsmonitor("stories", "list")).stdout.splitlines()
    assert heading.split() == ["id", "latest", "articles", "outlets", "severity", "state", "headline"]
    assert first.split() == [
        *(talks["short"], "2023-12-02", "15:42", "4", "3", "high", "told", "2023-12-02", "15:42"),
        *("Truce", "talks", "stall", "in", "Doha,", "official", "says", "(talks-stalled)"),
    ]
    assert second.split() == [
        *(ferry["short"], "2023-12-02", "15:40", "1", "1", "-", "waits", "for", "a", "second", "outlet"),
        *("Ferry", "sinks", "off", "Samar,", "sixty", "aboard", "(ferry-lost)"),
    ]
    assert len(second.partition("Ferry")[0].rstrip()) <= 80, "without the headline it fits on any terminal"
    assert [each["id"] for each in await stories(newsmonitor, "--limit", "1")] == [talks["id"]]
    assert (talks["articles"], talks["outlets"]) == (4, ["BBC", "Harbour Herald", "North Wire"])
    assert (ferry["state"], ferry["last_told"], ferry["live"]) == ("waits for a second outlet", None, True)


async def test_a_story_that_has_ended_is_listed_when_asked(
    newsmonitor: Shell, room: Newsroom, client: Any
) -> None:
    await room.hears_of_two_events()
    talks, ferry = await stories(newsmonitor)
    await client.hdel(key("grouping"), talks["id"])
    assert [each["id"] for each in await stories(newsmonitor)] == [ferry["id"]]
    assert [each["live"] for each in await stories(newsmonitor, "--all")] == [False, True]
    assert "told, ended" in (await newsmonitor("stories", "list", "--all")).stdout


async def test_a_story_shows_its_articles_and_who_counts(newsmonitor: Shell, room: Newsroom) -> None:
    await room.hears_of_two_events()
    talks, _ = await stories(newsmonitor)
    shown = (await newsmonitor("stories", "show", talks["short"])).stdout
    articles = shown.partition("Articles, as they came:\n")[2].partition("\n\n")[0].splitlines()[1:]
    alerts = {
        each["phase"].partition(":")[0]: each["short"] for each in await newsmonitor.json("alerts", "list")
    }
    assert [" ".join(line.split()) for line in articles] == [
        f"2023-12-02 15:30 BBC independent, edited since update #{alerts['edit']} Truce talks stall in Doha, Qatar says",
        "2023-12-02 15:34 Harbour Herald independent told Truce talks in Doha stall, Israel calls negotiators home",
        "2023-12-02 15:35 Daily Post a copy of BBC copy Truce talks stall in Doha, official says",
        f"2023-12-02 15:39 North Wire independent update #{alerts['outlets']} Mediators regret collapse of truce talks in Doha",
    ]
    told = shown.partition("Told:\n")[2].splitlines()[1:]
    assert [line.split()[:4] for line in told] == [
        [f"#{alerts['new']}", "2023-12-02", "15:30", "new"],
        [f"#{alerts['outlets']}", "2023-12-02", "15:39", "outlets:3"],
        [f"#{alerts['edit']}", "2023-12-02", "15:42", "edit"],
    ]


async def test_a_story_is_found_by_any_of_its_names(newsmonitor: Shell, room: Newsroom) -> None:
    await room.hears_of_two_events()
    talks, _ = await stories(newsmonitor)
    alert = (await newsmonitor.json("alerts", "list"))[0]
    for wanted in (
        talks["short"].lower(),
        f"#{talks['short']}",
        talks["id"][:6],
        alert["short"],
        alert["id"],
    ):
        assert (await newsmonitor.json("stories", "show", wanted))["id"] == talks["id"]
    result = await newsmonitor("stories", "show", "ZZZZZ")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no story ZZZZZ is kept" in result.stderr


async def test_programs_get_terms_that_sum_to_the_score(newsmonitor: Shell, room: Newsroom) -> None:
    await room.hears_of_two_events()
    talks, ferry = await stories(newsmonitor)
    whole = await newsmonitor.json("stories", "show", talks["id"])
    first, second, copied, third = whole["members"]
    assert first["id"] == whole["founded_by"]
    for member in (second, copied, third):
        assert member["placed"]["score"] >= member["placed"]["needed"]
        assert sum(score for _, score in member["placed"]["terms"]) == pytest.approx(
            member["placed"]["score"]
        )
    assert [member["counts"] for member in whole["members"]] == [True, True, False, True]
    assert [each["phases"] for each in whole["told"]][:2] == [["new"], ["outlets:3"]]
    (waits,) = (await newsmonitor.json("stories", "show", ferry["id"]))["pending"]
    assert (waits["kind"], waits["rules"]) == ("corroboration", ["ferry-lost"])
    assert waits["until"] is not None


async def test_what_waits_is_told_or_dropped_and_says_so(newsmonitor: Shell, room: Newsroom) -> None:
    await room.hears_of_two_events()
    _, ferry = await stories(newsmonitor)
    shown = (await newsmonitor("stories", "show", ferry["short"])).stdout
    assert "ferry-lost waits for a second source: 1 of 2 independent outlets" in shown
    assert "Nothing was told of it." in shown
    await room.waits("confirm:", minute=40)
    shown = (await newsmonitor("stories", "show", ferry["short"])).stdout
    assert "ferry-lost was told on too few; told as confirmed once 2 independent outlets say it" in shown


async def test_a_throttled_story_is_held_back(newsmonitor: Shell, store: RedisStore, client: Any) -> None:
    rules = RULES.replace("    update: {when: [outlets, edit]}", "    update: {when: [edit], every: 1h}")
    room = Newsroom(store, client, newsmonitor.config.parent, rules)
    await room.hears("talks", "Truce talks stall in Doha, official says")
    await room.hears("talks", "Truce talks stall in Doha, Qatar says", minute=2)
    await room.hears("talks", "Truce talks stall in Doha, Egypt says", minute=4)
    (story,) = await stories(newsmonitor)
    assert story["state"] == "held back"
    shown = (await newsmonitor("stories", "show", story["short"])).stdout
    assert "talks-stalled held back until the next message is due: headline edited (until " in shown


async def test_feeds_cannot_command_the_terminal(newsmonitor: Shell, room: Newsroom) -> None:
    await room.hears("talks", "Truce talks\x1b[2J stall\u202e in Doha", STALLED, outlet="BBC\x1b[31m")
    (story,) = await stories(newsmonitor)
    for verb in (["stories", "list"], ["stories", "show", story["short"]], ["why", "truce talks"]):
        shown = (await newsmonitor(*verb)).stdout
        assert "stall in Doha" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


async def test_an_article_that_the_archive_dropped_is_still_listed(
    newsmonitor: Shell, room: Newsroom, client: Any
) -> None:
    await room.hears("ferry", "Ferry sinks off Samar, sixty aboard", FERRY)
    (story,) = await stories(newsmonitor)
    (hour,) = await client.hkeys(key("archive:bytes"))
    await client.delete(key(f"archive:{hour.decode()}"))
    (member,) = (await newsmonitor.json("stories", "show", story["short"]))["members"]
    assert (member["desk"], member["when_it_came"]) == (None, {"ferry-lost": "corroboration"})
    assert "corroboration" in (await newsmonitor("stories", "show", short(story["id"]))).stdout
