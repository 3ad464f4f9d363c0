"""--quiet: what was asked for and what is wrong, and nothing beside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from monitor.adapters.redis_store import RedisStore
from monitor.cli import app
from tests.cli.verbs import Shell, daemon, told

HAVE_IT = {
    "run",
    "init",
    "demo",
    "check",
    "doctor",
    "status",
    "why",
    "feeds probe",
    "feeds add",
    "feeds import",
    "feeds release",
    "rules check",
    "rules test",
    "rules score",
    "backtest",
    "channels test",
    "alerts label",
    "deliveries retry",
    "deliveries drop",
}
# What these print is what was asked for; they take no time that a bar would shorten.
NOTHING_TO_SILENCE = {
    "config show",
    "config schema",
    "feeds list",
    "feeds export",
    "feeds parse",
    "rules list",
    "rules schema",
    "rules try",
    "stories list",
    "stories show",
    "stories score",
    "alerts list",
    "alerts show",
    "alerts export",
    "channels list",
    "channels preview",
    "deliveries list",
    "deliveries dead",
}


def verbs(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every verb with its name as it is typed."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name.strip(), command
        return
    for word, below in inner.items():
        yield from verbs(below, f"{name} {word}")


def quiet(command: Any) -> list[Any]:
    return [each for each in command.params if each.name == "quiet"]


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_every_verb_that_says_more_than_was_asked_has_it_and_no_other() -> None:
    every = dict(verbs(typer.main.get_command(app)))
    assert {name for name, command in every.items() if quiet(command)} == HAVE_IT
    assert set(every) - HAVE_IT == NOTHING_TO_SILENCE


def test_it_is_one_option_everywhere() -> None:
    found = [each for _, command in verbs(typer.main.get_command(app)) for each in quiet(command)]
    assert {(tuple(each.opts), each.help, each.default) for each in found} == {
        (("--quiet", "-q"), "Only what was asked for and what is wrong: no progress, no remarks.", False)
    }


class TestFiles:
    """Verbs that need no store."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A configuration without mistakes."""
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "ports.yaml").write_text("rules: [{id: port-blocked, match: [port blocked]}]\n")
        (tmp_path / "config.yaml").write_text(
            "feeds: [{id: herald, url: 'https://herald.example/feed', outlet: Herald}]\n"
        )
        return tmp_path

    def test_init_makes_the_folder(self, tmp_path: Path) -> None:
        made = call("init", tmp_path / "desk", "--quiet")
        assert (made.exit_code, made.output) == (0, "")
        assert (tmp_path / "desk" / "config.yaml").exists()

    @pytest.mark.parametrize("verb", [("check",), ("rules", "check")], ids=" ".join)
    def test_check_tells_mistakes_only(self, folder: Path, verb: tuple[str, ...]) -> None:
        arguments = (*verb, "--config", str(folder / "config.yaml"), "-q")
        good = call(*arguments)
        assert (good.exit_code, good.output) == (0, "")
        (folder / "rules" / "ports.yaml").write_text("rules: [{id: x, mtach: [y]}]\n")
        bad = call(*arguments)
        assert bad.exit_code == 1
        assert "mtach" in bad.stdout

    def test_json_is_what_was_asked_for(self, folder: Path) -> None:
        found = call("check", "--config", folder / "config.yaml", "--json", "--quiet")
        assert '"problems": []' in found.stdout

    def test_a_channel_that_takes_its_test_is_no_news(self, folder: Path) -> None:
        sent = call("channels", "test", "console", "--config", folder / "config.yaml", "--quiet")
        assert (sent.exit_code, sent.stderr) == (0, "")
        assert sent.stdout.count("\n") == 1  # the message itself

    def test_a_run_is_quiet_or_verbose(self, folder: Path) -> None:
        refused = call("run", "--config", folder / "config.yaml", "--quiet", "--verbose")
        assert refused.exit_code == 2
        assert "give one of them" in refused.stderr
        assert not (folder / "state").exists()


class TestStore:
    """Verbs that ask the store."""

    @pytest.fixture
    async def newsmonitor(self, tmp_path: Path, client: Any) -> Shell:
        return await Shell.over(tmp_path, client)

    async def test_status_tells_only_what_needs_a_person(self, newsmonitor: Shell, store: RedisStore) -> None:
        result = await newsmonitor("status", "--quiet")
        assert result.exit_code == 1  # no daemon runs
        assert [line[:2] for line in result.stdout.splitlines() if line] == ["! ", "  ", "1 "]
        await store.housekeeping.announce(daemon())
        result = await newsmonitor("status", "--quiet")
        assert (result.exit_code, result.output) == (0, "")

    async def test_why_still_answers(self, newsmonitor: Shell, store: RedisStore) -> None:
        await told(store)
        assert (await newsmonitor("why", "talks", "-q")).stdout == (await newsmonitor("why", "talks")).stdout

    async def test_a_label_is_kept_without_a_word(self, newsmonitor: Shell, store: RedisStore) -> None:
        alert = await told(store)
        labelled = await newsmonitor("alerts", "label", alert, "good", "--quiet")
        assert (labelled.exit_code, labelled.output) == (0, "")
        unknown = await newsmonitor("alerts", "label", "ZZZZZ", "good", "--quiet")
        assert unknown.exit_code == 1
        assert "no alert ZZZZZ is kept" in unknown.stderr

    async def test_deliveries_are_settled_without_a_word(self, newsmonitor: Shell, store: RedisStore) -> None:
        await told(store)
        (one, _) = await store.reading.deliveries()
        dropped = await newsmonitor("deliveries", "drop", one.id, "--quiet")
        assert (dropped.exit_code, dropped.output) == (0, "")
        again = await newsmonitor("deliveries", "drop", one.id, "--quiet")
        assert again.exit_code == 1
        assert "left alone" in again.stderr
        nothing = await newsmonitor("deliveries", "retry", "--all-dead", "--quiet")
        assert (nothing.exit_code, nothing.output) == (0, "")
