"""newsmonitor init: a folder to start from."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import app, init
from monitor.config import load, shown
from monitor.config.rulefiles import schema
from monitor.core.errors import UsageError


def newsmonitor(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def everything(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_the_folder_passes_its_own_checks(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    assert newsmonitor("init", str(folder)).exit_code == 0
    for verb in (["check"], ["rules", "check"]):
        result = newsmonitor(*verb, "--config", str(folder / "config.yaml"))
        assert (result.exit_code, result.stdout[-6:]) == (0, " good\n"), result.stdout
    loaded = load.load(folder / "config.yaml", environ={})
    assert 3 <= len(loaded.feeds) <= 5
    assert list(loaded.channels) == ["console"]


def test_the_lines_that_are_commented_out_are_good_too(tmp_path: Path) -> None:
    newsmonitor("init", str(tmp_path))
    config = tmp_path / "config.yaml"
    text = config.read_text()
    for channel in ("desk", "mail"):
        assert f"  # {channel}: " in text
        text = text.replace(f"  # {channel}: ", f"  {channel}: ")
    config.write_text(text.replace("{default: [console]}  #", "{default: [console, desk]}  #"))
    environ = {
        "DESK_URL": "https://hooks.slack.com/services/T1/B2/c3",
        "MAIL_URL": "mailtos://user:password@smtp.example.org?from=news@example.org&to=desk@example.org",
    }
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "check"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.endswith("4 feeds, 3 channels, 1 rule: good\n")


def test_editors_find_the_schema(tmp_path: Path) -> None:
    newsmonitor("init", str(tmp_path))
    assert (
        (tmp_path / "config.yaml")
        .read_text()
        .startswith("# yaml-language-server: $schema=config.schema.json\n")
    )
    assert json.loads((tmp_path / "config.schema.json").read_text()) == shown.json_schema()
    rules = tmp_path / "rules"
    modeline = "# yaml-language-server: $schema=./rules.schema.json\n"
    assert (rules / "my-rules.yaml").read_text().startswith(modeline)
    assert (rules / "rules.schema.json").read_text() == schema.dump()
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text())
    assert settings["yaml.schemas"] == {
        "config.schema.json": "config.yaml",
        "rules/rules.schema.json": ["rules/*.yaml", "rules/*.yml"],
    }
    assert json.loads((tmp_path / ".vscode" / "extensions.json").read_text())["recommendations"]


def test_the_next_three_commands_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "news desk"
    lines = newsmonitor("init", str(folder)).stdout.splitlines()
    change, check, run = (line.strip() for line in lines[-3:])
    assert change == f"cd '{folder}'"
    assert check.endswith(" check")
    assert run.endswith(" run")


@pytest.mark.parametrize("name", ["config.yaml", "rules/my-rules.yaml", ".vscode/settings.json"])
def test_nothing_is_overwritten_and_nothing_half_done(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    result = newsmonitor("init", str(tmp_path))
    assert isinstance(result.exception, UsageError)
    assert name in str(result.exception)
    assert everything(tmp_path) == {name: b"mine"}


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = newsmonitor("init", str(tmp_path / "file" / "desk"))
    assert isinstance(result.exception, UsageError)
    assert str(tmp_path / "file") in str(result.exception)


@pytest.mark.parametrize(
    ("environ", "link", "zone"),
    [
        ({}, "/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),
        ({"TZ": ":Asia/Gaza"}, "/usr/share/zoneinfo/Europe/Paris", "Asia/Gaza"),
        ({"TZ": "CET-1CEST"}, None, "UTC"),
        ({}, "/somewhere/else", "UTC"),
        ({}, None, "UTC"),
    ],
)
def test_times_are_in_the_zone_of_the_machine(
    tmp_path: Path, environ: dict[str, str], link: str | None, zone: str
) -> None:
    local_time = tmp_path / "localtime"
    if link:
        local_time.symlink_to(link)
    assert init.zone(environ, local_time) == zone
