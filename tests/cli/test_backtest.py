"""newsmonitor backtest: rules over the archive of a store."""

import json
import os
import pickle
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import key
from monitor.cli.backtest import child
from monitor.cli.backtest.child import Job
from monitor.core.articles import Article
from monitor.core.errors import MonitorError, StoreAway, UsageError
from tests.builders import article, keyed
from tests.cli.verbs import RULES, Shell, write_folder
from tests.contracts.test_feed_table import polled

TALKS = "rules: [{id: talks-stalled, title: Truce talks stalled, severity: high, match: [talks stalled]}]\n"
GAZA = "rules: [{id: gaza, match: {event: talks NEAR/3 stalled, about: Gaza}}]\n"
COLLAPSED = "rules: [{id: talks-stalled, match: [talks collapsed]}]\n"
WEEK = timedelta(days=7)


@pytest.fixture
async def newsmonitor(tmp_path: Path, client: Any) -> Shell:
    return await Shell.over(tmp_path, client)


async def keep(client: Any, *found: Article, told: str = "") -> None:
    """Each in the hour in which it was fetched. told: what the desk said of its match."""
    for each in found:
        hour = int(each.fetched.timestamp() // 3600)
        name = f"{each.id}:{each.fingerprint}:{each.feed}"
        await client.hset(key(f"archive:{hour}"), name, pack(each))
        if told:
            verdict = {"matched": [{"rule": "talks-stalled", "evidence": ["talks stalled"]}]}
            await client.hset(key(f"archive:{hour}"), f"{name}|verdict", json.dumps(verdict))
            said = {"reason": told, "story": "s", "alert": None}
            await client.hset(key(f"archive:{hour}"), f"{name}|desk|talks-stalled", json.dumps(said))
        await client.hincrby(key("archive:bytes"), str(hour), 1)


async def now(client: Any) -> datetime:
    return datetime.fromtimestamp((await client.time())[0], UTC)


async def days_ago(client: Any, *days: int, title: str = "Truce talks stalled again") -> tuple[Article, ...]:
    moment = await now(client)
    return tuple(
        replace(article(f"{title}{day}", title=title), fetched=moment - timedelta(days=day)) for day in days
    )


async def test_a_rule_tells_how_often_it_fires(newsmonitor: Shell, client: Any) -> None:
    await keep(client, *await days_ago(client, 0), told="new")
    await keep(client, *await days_ago(client, 1), told="copy")
    await keep(client, *await days_ago(client, 3))
    result = await newsmonitor("backtest")
    assert result.exit_code == 0
    for piece in (
        "3 articles, ",
        "An article counts once.",
        "talks-stalled  high  Truce talks stalled",
        "  3 articles, 0.8 a day, most on ",
        "(1)  █·██",
        "  outlets: BBC 3",
        "  at the time: 1 raised an alert, 1 copy (a copy of what was told), 1 not decided yet",
        "BBC: Truce talks stalled again",
        "      found “talks stalled”",
    ):
        assert piece in result.stdout


async def test_near_misses_say_what_they_lack(newsmonitor: Shell, store: RedisStore) -> None:
    rules = newsmonitor.config.parent / "rules"
    (rules / "more.yaml").write_text(GAZA)
    await polled(store, keyed("a"), keyed("b", title="Talks in Gaza"))
    shown = (await newsmonitor("backtest", "--rule", "gaza")).stdout
    assert "  no article\n" in shown
    assert "2 near misses by one term: about: no Gaza 1; no stalled 1" in shown
    assert "      about: no “Gaza”" in shown
    assert "talks-stalled" not in shown


async def test_rules_that_do_nothing_are_named(newsmonitor: Shell, store: RedisStore) -> None:
    rules = newsmonitor.config.parent / "rules"
    (rules / "more.yaml").write_text("rules: [{id: never, match: earthquake}]\n")
    await polled(store, keyed("a"))
    assert (
        "1 rule fires on nothing and misses nothing by one term: never"
        in (await newsmonitor("backtest")).stdout
    )


async def test_the_backlog_and_copies_in_other_feeds(newsmonitor: Shell, store: RedisStore) -> None:
    await polled(store, keyed("old"), backlog=0)
    await polled(store, keyed("old", title="Truce talks stalled, Doha says"))
    found = await newsmonitor.json("backtest")
    assert (found["articles"], found["texts"]) == (1, 2)
    assert found["rules"][0]["articles"] == 1
    shown = (await newsmonitor("backtest")).stdout
    assert "An article counts once (1 further text came in other feeds or as edits)." in shown
    assert "1 backlog (stood in the feed when it was first read)" in shown


async def test_programs_get_everything(newsmonitor: Shell, client: Any) -> None:
    await keep(client, *await days_ago(client, 0), told="new")
    await keep(client, *await days_ago(client, 2))
    found = await newsmonitor.json("backtest")
    assert (found["articles"], found["texts"], found["zone"], found["since_seconds"]) == (
        2,
        2,
        "Europe/Paris",
        604800,
    )
    (rule,) = found["rules"]
    assert (rule["rule"], rule["title"], rule["severity"]) == ("talks-stalled", "Truce talks stalled", "high")
    assert list(rule["days"].values()) == [1, 0, 1]
    assert (rule["articles"], rule["told"], rule["waiting"], rule["unmatched"]) == (2, 1, 1, 0)
    assert (rule["outlets"], rule["suppressed"]) == ({"BBC": 2}, {})
    sample = rule["samples"][0]
    assert (sample["title"], sample["words"]) == ("Truce talks stalled again", ["talks stalled"])
    assert rule["near_misses"] == {"articles": 0, "capped": False, "lacks": {}, "samples": []}
    assert rule["blocked"]["articles"] == 0
    assert "compared" not in found


async def test_only_what_came_since_then_is_judged(newsmonitor: Shell, client: Any) -> None:
    await keep(client, *await days_ago(client, 1, 3, 9))
    assert (await newsmonitor.json("backtest"))["articles"] == 2
    assert (await newsmonitor.json("backtest", "--since", "2d"))["articles"] == 1
    assert (await newsmonitor.json("backtest", "--since", "100000w"))["articles"] == 3
    assert "holds no article of the last 5m" in (await newsmonitor("backtest", "--since", "5m")).stdout


async def test_what_feeds_say_is_made_safe(newsmonitor: Shell, client: Any) -> None:
    await keep(client, *await days_ago(client, 0, title="Talks stalled \x1b[31m\u202ehere"))
    shown = (await newsmonitor("backtest")).stdout
    assert "Talks stalled" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--since", "soon"), "--since 'soon' is not a span of time; write 90m, 12h or 7d"),
        (("--since", "0s"), "nothing came in no time"),
        (("--since", "9" * 30 + "w"), "is not a span of time"),
        (("--rule", "talks-staled"), "no rule 'talks-staled': did you mean 'talks-stalled'?"),
        (("--against", "nowhere.yaml"), "--against nowhere.yaml: no such file, and "),
    ],
)
async def test_what_cannot_be_meant_is_wrong_usage(
    newsmonitor: Shell, arguments: tuple[str, ...], message: str
) -> None:
    result = await newsmonitor("backtest", *arguments)
    assert isinstance(result.exception, UsageError)
    assert message in str(result.exception)


async def test_mistakes_in_rules_are_told_before_anything_is_judged(newsmonitor: Shell) -> None:
    rules = newsmonitor.config.parent / "rules"
    (rules / "wrong.yaml").write_text("rules: [{id: wrong, mtach: [x]}]\n")
    result = await newsmonitor("backtest")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "wrong.yaml:1:" in result.stderr
    assert "newsmonitor rules check lists every mistake" in result.stderr


async def test_without_a_store_it_says_what_to_do(tmp_path: Path) -> None:
    result = await Shell(write_folder(tmp_path, f"unix://{tmp_path}/none.sock"))("backtest")
    assert isinstance(result.exception, StoreAway)
    assert "store.url" in str(result.exception)


def git(folder: Path, *arguments: str) -> None:
    own = ("-c", "user.name=a", "-c", "user.email=a@a.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *own, *arguments], check=True, capture_output=True)


class TestAgainst:
    @pytest.fixture
    async def archive(self, store: RedisStore) -> None:
        await polled(
            store, keyed("a"), keyed("b", title="Talks collapsed at dawn"), keyed("c", title="Sport")
        )

    @pytest.fixture
    def committed(self, newsmonitor: Shell) -> Path:
        """The rules of verbs.py and a vocabulary, committed; then changed."""
        folder = newsmonitor.config.parent
        vocabulary = folder / "rules" / "vocabulary"
        vocabulary.mkdir()
        talks = folder / "rules" / "talks.yaml"
        (vocabulary / "talks.yaml").write_text("vocabulary: {stalled: [collapsed]}\n")
        talks.write_text("rules: [{id: talks-stalled, match: talks NEAR/3 $stalled}]\n")
        git(folder, "init", "-q")
        git(folder, "add", "rules")
        git(folder, "commit", "-q", "-m", "first")
        (vocabulary / "talks.yaml").unlink()
        vocabulary.rmdir()
        talks.write_text(RULES)
        return folder

    def assert_moved(self, compared: Sequence[dict[str, Any]]) -> None:
        (rule,) = compared
        assert (rule["rule"], rule["in_both"], rule["changed"]) == ("talks-stalled", True, True)
        now, before = rule["would_now_fire"], rule["would_no_longer_fire"]
        assert (now["articles"], before["articles"]) == (1, 1)
        assert now["samples"][0]["title"] == "Truce talks stalled, official says"
        assert before["samples"][0]["title"] == "Talks collapsed at dawn"
        assert before["samples"][0]["words"]

    async def test_another_file(self, newsmonitor: Shell, tmp_path: Path, archive: None) -> None:
        other = tmp_path / "other.yaml"
        other.write_text(COLLAPSED)
        self.assert_moved((await newsmonitor.json("backtest", "--against", str(other)))["compared"])
        shown = (await newsmonitor("backtest", "--against", str(other))).stdout
        assert f"Against {other}: 1 rule changed, 1 with other matches" in shown
        assert "would now fire on 1 article" in shown
        assert "would no longer fire on 1 article" in shown

    async def test_a_folder(self, newsmonitor: Shell, tmp_path: Path, archive: None) -> None:
        (tmp_path / "others").mkdir()
        (tmp_path / "others" / "more.yaml").write_text(TALKS)
        (rule,) = (await newsmonitor.json("backtest", "--against", str(tmp_path / "others")))["compared"]
        assert (rule["changed"], rule["would_now_fire"]["articles"]) == (False, 0)

    async def test_a_revision(self, newsmonitor: Shell, committed: Path, archive: None) -> None:
        found = await newsmonitor.json("backtest", "--against", "HEAD")
        assert found["against"] == "HEAD"
        self.assert_moved(found["compared"])

    async def test_a_file_that_is_named_alone_brings_the_vocabulary_of_its_time(
        self, newsmonitor: Shell, committed: Path, archive: None
    ) -> None:
        text = newsmonitor.config.read_text()
        newsmonitor.config.write_text(f"{text}rules: [rules/talks.yaml]\n")
        self.assert_moved((await newsmonitor.json("backtest", "--against", "HEAD"))["compared"])

    async def test_mistakes_of_a_revision_name_it(self, newsmonitor: Shell, committed: Path) -> None:
        (committed / "rules" / "talks.yaml").write_text("rules: [{id: wrong, mtach: [x]}]\n")
        git(committed, "commit", "-q", "-a", "-m", "second")
        (committed / "rules" / "talks.yaml").write_text(TALKS)
        result = await newsmonitor("backtest", "--against", "HEAD")
        assert result.exit_code == 1
        assert result.stderr.startswith("HEAD:rules/talks.yaml:1:")

    @pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD~9", "HEAD:rules"])
    async def test_a_revision_that_is_none(self, newsmonitor: Shell, committed: Path, revision: str) -> None:
        result = await newsmonitor("backtest", f"--against={revision}")
        assert isinstance(result.exception, UsageError)
        assert f"--against {revision}: no such file, and no such revision" in str(result.exception)

    async def test_rules_that_are_in_no_repository(
        self, newsmonitor: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")
        result = await newsmonitor("backtest", "--against", "HEAD")
        assert isinstance(result.exception, UsageError)
        assert "is not in a git repository" in str(result.exception)

    async def test_a_revision_without_rules(self, newsmonitor: Shell) -> None:
        folder = newsmonitor.config.parent
        git(folder, "init", "-q")
        git(folder, "commit", "-q", "--allow-empty", "-m", "first")
        result = await newsmonitor("backtest", "--against", "HEAD")
        assert isinstance(result.exception, UsageError)
        assert "is in that revision" in str(result.exception)

    async def test_without_git(self, newsmonitor: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        result = await newsmonitor("backtest", "--against", "HEAD")
        assert isinstance(result.exception, UsageError)
        assert "needs git" in str(result.exception)


class TestChild:
    def job(self, folder: Path) -> Job:
        return Job(config=write_folder(folder, "unix:///none.sock"), since=WEEK, rules=())

    def test_it_ends_with_whoever_gives_up(self) -> None:
        def given_up() -> None:
            with child._started() as (process, _, _):
                started.append(process)
                raise KeyboardInterrupt

        started: list[subprocess.Popen[bytes]] = []
        with pytest.raises(KeyboardInterrupt):
            given_up()
        assert started[0].returncode == -signal.SIGKILL

    def test_a_signal_at_the_terminal_is_not_for_it(self) -> None:
        with child._started() as (process, _, _):
            assert os.getsid(process.pid) == process.pid

    def test_it_ends_when_nobody_listens(self, tmp_path: Path) -> None:
        with child._started() as (process, questions, answers):
            answers.close()
            pickle.dump(self.job(tmp_path), questions)
            questions.flush()
            assert process.wait(60) == 1

    def test_it_ends_when_nobody_asks(self) -> None:
        with child._started() as (process, questions, _):
            questions.close()
            assert process.wait(60) == 0

    def test_its_failure_is_ours(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        broken = replace(self.job(tmp_path), config=tmp_path / "nowhere.yaml")
        with pytest.raises(MonitorError, match="has ended"):
            child.judge(broken)
        assert "nowhere.yaml" in capfd.readouterr().err

    def test_it_gives_way_to_others(self, tmp_path: Path) -> None:
        with child._started() as (process, questions, answers):
            pickle.dump(self.job(tmp_path), questions)
            questions.flush()
            assert isinstance(pickle.load(answers), child.Failed)
            assert process.poll() is None or process.returncode == 0
