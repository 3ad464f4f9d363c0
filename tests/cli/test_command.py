"""The command as a shell sees it: what it prints where, and its exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor import __version__

GOOD = 'feeds: [{id: herald, url: "https://herald.example/feed", outlet: Harbour Herald}]\n'
RULES = "rules: [{id: port-blocked, match: [port blocked]}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration without mistakes."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ports.yaml").write_text(RULES)
    (tmp_path / "config.yaml").write_text(GOOD)
    return tmp_path


def newsmonitor(
    *arguments: str, folder: Path, environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "NO_COLOR": "1", **(environ or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_version_is_told(folder: Path) -> None:
    done = newsmonitor("--version", folder=folder)
    assert (done.returncode, done.stdout) == (0, f"newsmonitor {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [["rnu"], ["run", "--onec"], ["run", "--roles", "pol"], ["config", "print"], ["alerts", "show"]],
    ids=" ".join,
)
def test_wrong_usage_is_2_and_starts_nothing(folder: Path, arguments: list[str]) -> None:
    done = newsmonitor(*arguments, folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error" in done.stderr
    assert not (folder / "state").exists()


@pytest.mark.parametrize("verb", ["run", "check"])
def test_a_configuration_that_is_named_and_not_there_is_2(folder: Path, verb: str) -> None:
    done = newsmonitor(verb, "--config", "nowhere.yaml", folder=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "nowhere.yaml: there is no such file (named by --config)\n"


def test_no_configuration_at_all_is_2_and_says_where_it_was_looked_for(tmp_path: Path) -> None:
    done = newsmonitor("run", folder=tmp_path)
    assert done.returncode == 2
    assert "config.yaml and /etc/newsmonitor/config.yaml" in done.stderr


def test_the_environment_may_name_the_configuration(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = newsmonitor("check", folder=elsewhere, environ={"NEWSMONITOR_CONFIG": str(folder / "config.yaml")})
    assert (done.returncode, done.stdout) == (0, f"{folder}/config.yaml: 1 feed, 1 channel, 1 rule: good\n")


def test_run_refuses_a_configuration_with_mistakes_and_tells_all_of_them(folder: Path) -> None:
    (folder / "config.yaml").write_text(
        f"{GOOD}pol: {{min: 2m}}\nzone: Europe/Pariss\nchannels: {{desk: {{env: NOT_SET_HERE}}}}\n"
    )
    done = newsmonitor("run", folder=folder)
    assert (done.returncode, done.stdout) == (1, "")
    for mistake in ("config.yaml:2:1: unknown key: 'pol'", "config.yaml:3:7: ", "config.yaml:4:24: "):
        assert mistake in done.stderr
    assert not (folder / "state").exists()


def test_run_refuses_to_watch_nothing(folder: Path) -> None:
    (folder / "config.yaml").write_text("zone: UTC\n")
    done = newsmonitor("run", folder=folder)
    assert done.returncode == 1
    assert "no feeds: nothing to watch" in done.stderr


def test_what_config_show_prints_is_a_configuration_that_means_the_same(folder: Path) -> None:
    (folder / "config.yaml").write_text(f"{GOOD}channels: {{screen: {{url: 'console://'}}}}\n")
    shown = newsmonitor("config", "show", folder=folder)
    assert shown.returncode == 0
    (folder / "config.yaml").write_text(shown.stdout)
    assert newsmonitor("config", "show", folder=folder).stdout == shown.stdout


def test_config_show_hides_what_is_secret(folder: Path) -> None:
    path = folder / "config.yaml"
    path.write_text(f"{GOOD}channels: {{desk: {{url: json://user:hushhush@127.0.0.1/}}}}\n")
    path.chmod(0o600)
    for arguments in (["config", "show"], ["config", "show", "--json"], ["check"]):
        done = newsmonitor(*arguments, folder=folder)
        assert done.returncode == 0
        assert "hushhush" not in done.stdout + done.stderr


def test_config_schema_is_json_schema(folder: Path) -> None:
    schema = json.loads(newsmonitor("config", "schema", folder=folder).stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "feeds" in schema["properties"]


def test_a_state_dir_that_cannot_be_made_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "taken").write_text("a file")
    feeds = 'feeds: [{id: world, url: "http://feeds.example/world", outlet: World}]'
    (tmp_path / "config.yaml").write_text(f"state_dir: taken/state\n{feeds}\n")
    command = [sys.executable, "-m", "monitor", "run", "--config", str(tmp_path / "config.yaml")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "config.yaml:1:1: " in ended.stderr
    assert "cannot be made: Not a directory" in ended.stderr
    assert "Traceback" not in ended.stderr
