"""newsmonitor status: what is watched, what is wrong, what to do."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.config import rulefiles
from monitor.core.deliveries import Condition, DeadLetter, RetryAfter, State
from monitor.core.feeds import Trouble, Validators
from monitor.core.ids import FeedId, short
from monitor.core.leases import PollOutcome
from monitor.core.rules import RuleSet
from tests.builders import channel, keyed, outcome
from tests.cli.verbs import Shell, daemon, told
from tests.contracts.test_outbox import claimed


@pytest.fixture
async def newsmonitor(tmp_path: Path, client: Any) -> Shell:
    return await Shell.over(tmp_path, client)


def fingerprint(newsmonitor: Shell) -> str:
    rules = rulefiles.load_rules((newsmonitor.config.parent / "rules",), channels=None)
    return RuleSet.of(rules).fingerprint


async def polled(store: RedisStore, **ended: PollOutcome) -> None:
    """Each feed has been polled once, with this outcome."""
    feeds = {FeedId(name.replace("_", "-")): each for name, each in ended.items()}
    await store.feeds.sync([(feed, timedelta(0)) for feed in feeds])
    for lease in await store.feeds.claim(100):
        await store.feeds.commit_poll(lease, feeds[lease.feed])


def failed(trouble: Trouble, detail: str, *, failures: int) -> PollOutcome:
    return PollOutcome(
        delay=timedelta(minutes=5),
        validators=Validators(),
        failures=failures,
        trouble=trouble,
        detail=detail,
    )


async def test_all_is_well(newsmonitor: Shell, store: RedisStore) -> None:
    await store.housekeeping.announce(daemon(fingerprint=fingerprint(newsmonitor)))
    await polled(store, bbc_world=outcome(keyed(), backlog=0), herald=outcome(keyed("b"), backlog=0))
    result = await newsmonitor("status")
    assert result.exit_code == 0, result.stdout
    for piece in (
        "pid 4711 since 2023-12-02 15:30: 2 feeds, 1 rule (set ",
        "2 feeds: 2 fine",
        "waiting     nothing",
        "last alert  none so far",
        "Nothing needs you.",
    ):
        assert piece in result.stdout


async def test_without_a_daemon_it_says_how_to_start_one(newsmonitor: Shell) -> None:
    result = await newsmonitor("status")
    assert result.exit_code == 1
    assert "running     nothing" in result.stdout
    assert (
        "! daemon: none is running\n    -> start one: newsmonitor run, or systemctl start newsmonitor\n"
        in result.stdout
    )
    assert "1 thing needs you." in result.stdout


async def test_everything_wrong_is_named_with_its_remedy(newsmonitor: Shell, store: RedisStore) -> None:
    alert = await told(store)
    await store.outbox.finish(
        claimed(await store.outbox.claim(channel("mail"))), DeadLetter(detail="mail.example answered 535")
    )
    await polled(
        store,
        bbc_world=failed(Trouble.RATE_LIMITED, "bbc.example answered 429 Too Many Requests", failures=1),
        herald=failed(Trouble.GONE, "herald.example answered 410 Gone", failures=1),
    )
    problem = "rules/talks.yaml:2:5: unknown key: 'mtach'\n  2 | mtach\n  fix: match"
    await store.housekeeping.announce(daemon(fingerprint=fingerprint(newsmonitor), problems=(problem,)))
    result = await newsmonitor("status")
    assert result.exit_code == 1
    shown = result.stdout
    assert "2 feeds: 1 asked to wait, 1 failing" in shown
    assert (
        "! rules: rules/talks.yaml:2:5: unknown key: 'mtach'; the last good version of the file runs" in shown
    )
    assert "kill -HUP 4711" in shown
    assert "! feed herald: the last poll failed: herald.example answered 410 Gone" in shown
    assert "! channel mail: 1 delivery could not be sent: mail.example answered 535" in shown
    assert "-> newsmonitor channels test mail; then newsmonitor deliveries retry --all-dead" in shown
    assert "- feed bbc-world: bbc.example answered 429 Too Many Requests; next try in " in shown
    assert "3 things need you." in shown
    assert f"#{short(alert)}" in shown
    assert "waiting     1 delivery" in shown


async def test_programs_get_the_same(newsmonitor: Shell, store: RedisStore) -> None:
    await told(store)
    await store.housekeeping.announce(daemon(fingerprint=fingerprint(newsmonitor)))
    await polled(store, herald=failed(Trouble.BLOCKED, "not asked: 10.0.0.1 is private", failures=1))
    found = await newsmonitor.json("status")
    assert found["good"] is False
    assert [each["pid"] for each in found["daemons"]] == [4711]
    assert {each["id"]: each["word"] for each in found["feeds"]} == {
        "bbc-world": "fine",
        "herald": "failing",
    }
    assert found["waiting"] == {"articles": 0, "matches": 0, "deliveries": 2}
    (concern,) = found["concerns"]
    assert (concern["about"], concern["urgent"]) == ("feed herald", True)
    assert found["last_alert"]["headline"] == "Truce talks stalled, official says"


async def test_files_that_changed_since_are_told_apart_from_files_with_mistakes(
    newsmonitor: Shell, store: RedisStore
) -> None:
    await store.housekeeping.announce(daemon(fingerprint=fingerprint(newsmonitor)))
    rules = newsmonitor.config.parent / "rules" / "talks.yaml"
    rules.write_text(rules.read_text().replace("talks stalled]", "talks stalled, talks stall]"))
    result = await newsmonitor("status")
    assert result.exit_code == 0
    assert "- rules: the rule files have changed since they were read" in result.stdout
    rules.write_text("rules: [{id: x, mtach: [y]}]\n")
    result = await newsmonitor("status")
    assert result.exit_code == 1
    assert "! rules: the rule files hold mistakes that no daemon has met yet" in result.stdout


async def test_it_stays_one_screen(newsmonitor: Shell, store: RedisStore) -> None:
    feeds = "".join(
        f"  - {{id: feed-{n}, url: 'https://feed.example/{n}', outlet: Feed}}\n" for n in range(20)
    )
    config = newsmonitor.config
    config.write_text(config.read_text().replace("feeds:\n", f"feeds:\n{feeds}"))
    broken = failed(Trouble.GONE, "feed.example answered 410 Gone", failures=1)
    await polled(store, **{f"feed_{n}": broken for n in range(20)})
    result = await newsmonitor("status")
    assert len(result.stdout.splitlines()) <= 30
    assert "and 11 more: newsmonitor feeds list" in result.stdout
    assert "21 things need you." in result.stdout


async def test_the_secrets_of_the_channels_are_not_needed(newsmonitor: Shell, store: RedisStore) -> None:
    """They are in the environment of the daemon, or with systemd, and not where a person asks."""
    text = newsmonitor.config.read_text()
    newsmonitor.config.write_text(text.replace("mail: {url: 'console://'}", "mail: {env: NOT_SET_HERE}"))
    await store.housekeeping.announce(daemon(fingerprint=fingerprint(newsmonitor)))
    result = await newsmonitor("status")
    assert result.exit_code == 0, result.exception


async def test_of_several_daemons_each_is_shown_with_what_it_holds(
    newsmonitor: Shell, store: RedisStore, other: RedisStore
) -> None:
    same = fingerprint(newsmonitor)
    await store.housekeeping.announce(daemon(fingerprint=same))
    await other.housekeeping.announce(daemon("there:1", pid=4712, fingerprint=same))
    await told(store)  # which took the desk
    await other.outbox.claim(channel("desk"))
    await store.feeds.sync([(FeedId("bbc-world"), timedelta(0))])
    result = await newsmonitor("status")
    assert result.exit_code == 0, result.stdout
    assert "pid 4711 on here since 2023-12-02 15:30: 2 feeds, 1 rule (set " in result.stdout
    assert ", holds desk\n" in result.stdout
    assert ", holds channel desk\n" in result.stdout
    found = await newsmonitor.json("status")
    words = {each["name"]: each["word"] for each in found["daemons"]}
    assert found["leases"] == {"desk": words["here:1"], "channels": {"desk": words["there:1"]}, "feeds": {}}
    assert set(found["lag_seconds"]) == {"feeds", "articles", "matches", "deliveries"}


async def test_daemons_that_judge_by_different_rules_are_red(
    newsmonitor: Shell, store: RedisStore, other: RedisStore
) -> None:
    await store.housekeeping.announce(daemon(fingerprint=fingerprint(newsmonitor)))
    await other.housekeeping.announce(daemon("there:1", pid=4712, fingerprint="0ther"))
    result = await newsmonitor("status")
    assert result.exit_code == 1
    assert "! rules: daemons judge by different rules" in result.stdout
    assert "(set 0ther)" in result.stdout


async def test_a_channel_that_does_not_work_is_told_by_status_and_mended_by_a_test(
    newsmonitor: Shell, store: RedisStore
) -> None:
    await store.housekeeping.announce(daemon(fingerprint=fingerprint(newsmonitor)))
    await told(store)
    since = await store.reading.now()
    broken = Condition(
        state=State.BROKEN, failures=1, since=since, detail="HTTP 404", rest=timedelta(hours=1)
    )
    retry = RetryAfter(delay=timedelta(seconds=9), detail="HTTP 404", repeat=False)
    await store.outbox.finish(claimed(await store.outbox.claim(channel("desk"))), retry, broken)
    result = await newsmonitor("status")
    assert result.exit_code == 1
    assert "! channel desk: refuses our messages since " in result.stdout
    assert " (HTTP 404), 1 alert waits, next try in " in result.stdout
    looked = await newsmonitor("doctor", "--no-network")
    assert "it refuses our messages for " in looked.stdout
    found = await newsmonitor.json("status")
    assert found["channels"]["desk"]["state"] == "broken"
    tested = await newsmonitor("channels", "test", "desk")
    assert "desk: taken. Look whether it has arrived. What waited for it goes out now." in tested.stderr
    assert (await newsmonitor("status")).exit_code == 0


async def test_work_that_is_late_says_how_late(newsmonitor: Shell, store: RedisStore, client: Any) -> None:
    await store.housekeeping.announce(daemon(fingerprint=fingerprint(newsmonitor)))
    await told(store)
    seconds, _ = await client.time()
    for letter in await client.zrange(key("queue:desk"), 0, -1):
        await client.zadd(key("queue:desk"), {letter: (seconds - 90) * 1000})
    shown = (await newsmonitor("status")).stdout
    assert re.search(r"waiting     2 deliveries \(oldest \d+m\d+s late\)", shown), shown
