"""newsmonitor doctor: what is looked at, what is said, and that no secret is."""

import asyncio
import json
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from monitor.adapters import connection
from monitor.adapters.apprise_sender.urls import load
from monitor.adapters.redis_store.scripts import key
from monitor.cli.doctor import doctor, machine, network
from monitor.cli.doctor.finding import Finding, Level
from monitor.cli.doctor.store import daemons, store
from monitor.config import documents
from monitor.core.reports import DaemonReport
from tests.adapters.store_server import StoreServer

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FEED = '{id: a, url: "http://127.0.0.1:1/feed", outlet: A}'
app = typer.Typer()
app.command()(doctor)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration without mistakes, whose state folder is ours alone."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "state").mkdir(mode=0o700)
    write(tmp_path, "")
    return tmp_path


def write(folder: Path, more: str, *, mode: int = 0o600) -> None:
    path = folder / "config.yaml"
    path.write_text(f"feeds: [{FEED}]\nnetwork: {{allow_private: [127.0.0.1]}}\n{more}\n")
    path.chmod(mode)


def run(folder: Path, *arguments: str, environ: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(app, ["--config", str(folder / "config.yaml"), *arguments], env=environ)


def findings(folder: Path, *arguments: str) -> dict[tuple[str, str], list[str]]:
    """Sentences by what they are about and how grave they are."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in json.loads(run(folder, "--json", *arguments).output):
        assert each["remedy"] or each["level"] == "ok", each
        found.setdefault((each["about"], each["level"]), []).append(each["sentence"])
    return found


@pytest.fixture(scope="module")
def careless() -> Iterator[StoreServer]:
    """A store that evicts and forgets."""
    server = StoreServer.start(
        extra_args=("--appendonly", "no", "--maxmemory-policy", "allkeys-lru", "--requirepass", "hushhush")
    )
    yield server
    server.stop()


class TestFiles:
    def test_a_good_machine_without_a_daemon_has_no_problems(self, folder: Path) -> None:
        result = run(folder, "--no-network")
        assert result.exit_code == 0, result.output
        assert "0 to mend" in result.output
        assert "no daemon is running here" in result.output
        assert "one of our own, started by newsmonitor run" in result.output
        assert not list((folder / "state").iterdir())

    def test_mistakes_of_the_configuration_are_counted(self, folder: Path) -> None:
        write(folder, "zone: Nowhere\npol: {}")
        found = findings(folder, "--no-network")
        (sentence,) = found["config", "problem"]
        assert sentence.endswith("config.yaml:3: not a time zone, and 1 more")

    def test_a_configuration_that_is_no_yaml_still_has_its_machine_examined(self, folder: Path) -> None:
        (folder / "config.yaml").write_text("feeds: [")
        result = run(folder)
        assert result.exit_code == 1
        assert "python" in result.output

    def test_who_can_change_or_read_what_is_told(self, folder: Path) -> None:
        (folder / "secret").write_text("json://user:hushhush@127.0.0.1/\n")
        (folder / "secret").chmod(0o644)
        (folder / "state").chmod(0o755)
        write(folder, "channels: {desk: {file: secret}}", mode=0o666)
        found = findings(folder, "--no-network")
        assert any("everybody on this machine can change" in each for each in found["config", "problem"])
        assert "everybody on this machine can open" in found["secret desk", "problem"][0]
        assert "others can look into" in found["state_dir", "warning"][0]
        (folder / "secret").chmod(0o600)
        assert ("secret desk", "ok") in findings(folder, "--no-network")

    def test_a_folder_that_is_none_or_not_ours_is_told(self, folder: Path) -> None:
        (folder / "state").rmdir()
        assert "is not there yet" in findings(folder, "--no-network")["state_dir", "ok"][0]
        (folder / "state").write_text("")
        assert "is not a folder" in findings(folder, "--no-network")["state_dir", "problem"][0]
        if os.getuid() == 0:
            (folder / "state").unlink()
            (folder / "state").mkdir()
            os.chown(folder / "state", 65534, 65534)
            assert "belongs to another user" in findings(folder, "--no-network")["state_dir", "warning"][0]

    def test_quiet_says_only_what_is_not_ok(self, folder: Path) -> None:
        lines = run(folder, "--no-network", "--quiet").output.splitlines()[1:]
        assert lines
        assert all(line.startswith(("warning", "problem")) for line in lines)


class TestMachine:
    def test_an_old_python_is_a_problem(self) -> None:
        assert machine.python((3, 10, 2)).level is Level.PROBLEM
        assert machine.python((3, 11, 0)).level is Level.OK

    def test_an_old_xml_parser_is_a_warning(self) -> None:
        assert machine.xml_parser((2, 5, 0)).level is Level.WARNING
        assert machine.xml_parser((2, 6, 0)).level is Level.OK

    def test_certificates_that_cannot_be_loaded_are_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / "ca.pem").write_text("no certificates")
        for name in ("ca.pem", "none.pem"):
            assert machine.certificates(str(tmp_path / name)).level is Level.PROBLEM
        assert "certificate authorities" in machine.certificates(None).sentence

    def test_a_clock_that_was_set_meanwhile_is_a_warning(self) -> None:
        assert machine.clock_step(5.0, 5.1) is None
        stepped = machine.clock_step(5.0, -3595.0)
        assert stepped is not None
        assert stepped.sentence == "it was set back by 3600.0 s while this ran"


class _LongAgo:
    """The clock of a machine that has just started without a battery."""

    def now(self) -> datetime:
        return datetime(2020, 1, 1, tzinfo=UTC)


class TestStore:
    def test_a_good_store_is_described(self, folder: Path, store_server: StoreServer) -> None:
        write(folder, f"store: {{url: '{store_server.url}'}}")
        asyncio.run(_set(store_server.url, {key("schema"): str(connection.SCHEMA)}))
        found = findings(folder, "--no-network")
        said = "\n".join(found["store", "ok"])
        assert "Valkey" in said
        assert "keeps an append-only file and evicts nothing" in said
        assert "MiB" in said
        assert f"(schema {connection.SCHEMA})" in said
        assert "agree" in found["clock", "ok"][0]
        assert found["daemon", "warning"] == ["no daemon works with this store"]

    def test_looking_writes_nothing(self, folder: Path, store_server: StoreServer) -> None:
        write(folder, f"store: {{url: '{store_server.url}'}}")
        asyncio.run(_set(store_server.url, {}))
        assert "nothing of ours is in it yet" in findings(folder, "--no-network")["store", "ok"]
        assert asyncio.run(_keys(store_server.url)) == []

    def test_another_layout_is_a_problem(self, folder: Path, store_server: StoreServer) -> None:
        write(folder, f"store: {{url: '{store_server.url}'}}")
        asyncio.run(_set(store_server.url, {key("schema"): "99"}))
        assert "has schema 99" in findings(folder, "--no-network")["store", "problem"][0]

    @pytest.mark.parametrize(("durability", "level"), [("strict", "problem"), ("relaxed", "warning")])
    def test_a_store_that_evicts_and_forgets_is_told(
        self, folder: Path, careless: StoreServer, durability: str, level: str
    ) -> None:
        url = careless.url.replace("unix://", "unix://:hushhush@")
        write(folder, f"store: {{url: '{url}', durability: {durability}}}")
        said = "\n".join(findings(folder, "--no-network")["store", level])
        assert "maxmemory-policy is allkeys-lru" in said
        assert "hushhush" not in run(folder, "--no-network").output

    def test_a_wrong_password_is_a_problem_and_stays_unsaid(
        self, folder: Path, careless: StoreServer
    ) -> None:
        url = careless.url.replace("unix://", "unix://:wrongword@")
        write(folder, f"store: {{url: '{url}'}}")
        result = run(folder, "--no-network")
        assert result.exit_code == 1
        assert "problem" in result.output
        assert "wrongword" not in result.output

    def test_a_store_that_is_away_is_a_problem(self, folder: Path) -> None:
        write(folder, "store: {url: 'unix:///nowhere.sock'}")
        assert ("store", "problem") in findings(folder, "--no-network")

    def test_clocks_that_disagree_are_a_warning(self, folder: Path, store_server: StoreServer) -> None:
        write(folder, f"store: {{url: '{store_server.url}'}}")

        async def look() -> list[Finding]:
            document = documents.read(folder / "config.yaml")
            return [finding async for finding in store(document, _LongAgo())]

        (clock,) = [finding for finding in asyncio.run(look()) if finding.about == "clock"]
        assert clock.level is Level.WARNING
        assert "ahead of this machine" in clock.sentence

    def test_daemons_are_told_by_when_they_were_heard(self) -> None:
        def report(**changed: Any) -> DaemonReport:
            known: dict[str, Any] = {
                "name": "here:1:1",
                "pid": 7,
                "roles": ("poll",),
                "started": NOW - timedelta(hours=2),
            }
            return DaemonReport(
                **(known | {"seen": NOW, "feeds": 3, "rules": 5, "fingerprint": ""} | changed)
            )

        def told(*reports: DaemonReport) -> list[tuple[str, str]]:
            return [(finding.level.value, finding.sentence) for finding in daemons(reports, NOW, 3)]

        assert told(report()) == [("ok", "pid 7 on here runs for 2h; feeds: 3, rules: 5")]
        assert told(report(problems=("x",)))[0][0] == "warning"
        assert told(report(feeds=2)) == [
            ("warning", "pid 7 on here runs for 2h; feeds: 2, rules: 5; feeds in config.yaml: 3")
        ]
        levels = [level for level, _ in told(report(seen=NOW - timedelta(hours=3)))]
        assert levels == ["warning", "warning"]


async def _set(url: str, values: dict[str, str]) -> None:
    async with connection.connect(url) as client:
        await client.flushall()
        for name, value in values.items():
            await client.set(name, value)


async def _keys(url: str) -> Any:
    async with connection.connect(url) as client:
        return await client.keys("*")


class TestNetwork:
    def test_a_feed_that_cannot_be_reached_is_a_problem(self, folder: Path) -> None:
        write(folder, "channels: {console: {url: 'console://'}}")
        found = findings(folder)
        assert found["feed a", "problem"] == ["127.0.0.1 could not be reached: Connection refused"]
        assert found["channel console", "ok"] == ["standard output of the daemon"]

    def test_channels_are_reached_without_sending(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
            write(folder, f"channels: {{desk: {{url: 'json://user:hushhush@127.0.0.1:{port}/path'}}}}")
            assert f"its host, port {port}, can be reached" in findings(folder)["channel desk", "ok"][0]
            with listening.accept()[0] as connected:
                connected.settimeout(10)
                assert connected.recv(100) == b""
        found = findings(folder)
        assert "could not be reached: Connection refused" in found["channel desk", "problem"][0]

    @pytest.mark.parametrize(
        ("url", "place"),
        [
            ("json://u:p@a.example:8080/x", ("a.example", 8080, False)),
            ("jsons://a.example/x", ("a.example", 443, False)),
            ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/", ("hooks.slack.com", 443, True)),
            ("rsyslog://a.example", None),
            ("mailtos://me:secret@gmail.com", ("smtp.gmail.com", 587, False)),
            ("tgram://123456789:abcdefg_hijklmnop/12315544/", ("api.telegram.org", 443, True)),
        ],
    )
    def test_a_token_is_never_taken_for_a_host(self, url: str, place: tuple[str, int, bool] | None) -> None:
        assert network.whereabouts(load(url)) == place


def test_no_secret_is_told(folder: Path) -> None:
    secret = "hushhush"
    (folder / "token").write_text(f"json://user:{secret}@127.0.0.1:1/{secret}\n")
    (folder / "token").chmod(0o600)
    write(
        folder,
        f"store: {{url: 'redis://:{secret}@127.0.0.1:1/0'}}\n"
        f"channels:\n  one: {{url: 'json://{secret}:{secret}@127.0.0.1:1/'}}\n  two: {{file: token}}\n"
        f"  three: {{env: THREE}}\nroutes: {{default: [one]}}",
    )
    text = (folder / "config.yaml").read_text().replace("http://127", f"http://user:{secret}@127")
    (folder / "config.yaml").write_text(text.replace("/feed", f"/feed?key={secret}"))
    for more in ([], ["--json"]):
        result = run(folder, *more, environ={"THREE": f"slack://{secret}"})
        assert result.exit_code == 1
        assert "channel one" in result.output
        assert secret not in result.output + result.stderr + str(result.exception)
