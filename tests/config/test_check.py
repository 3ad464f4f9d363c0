"""`newsmonitor check` and `newsmonitor config`, as a person runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from monitor.cli import check, config, findings
from monitor.config import load

# Apprise looks for a module that Python 3.13 has dropped, and says so while it loads.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

app = typer.Typer()
app.command("check")(check.check)
app.add_typer(config.app, name="config")
DEFAULT = load.packaged_defaults() / "config.yaml"

RULES = "rules:\n  - id: floods\n    match: [flood]\n    channels: [dsek]\n"
CONFIG = "feeds: []\nchannels:\n  desk: {env: DESK}\n  mial: {url: 'nosuchservice://x'}\nrouts: {}\n"


def run(*arguments: str, **environ: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments, env=environ)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "floods.yaml").write_text(RULES)
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG)
    path.chmod(0o640)
    return path


def test_the_default_config_and_its_rules_are_good() -> None:
    code, output = run("check", "--config", str(DEFAULT))
    assert code == 0, output
    assert output.startswith(f"{DEFAULT}: 10 feeds, 1 channel, ")
    assert output.endswith(": good\n")


def test_every_mistake_of_every_file_is_told_at_once(broken: Path) -> None:
    code, output = run("check", "--config", str(broken), DESK="")
    assert code == 1
    assert f"{broken}:3:15: the environment variable DESK is empty" in output
    assert f"{broken}:4:3: its address begins with nosuchservice://" in output
    assert f"{broken}:5:1: unknown key: 'routs'" in output
    assert f"{broken.parent}/rules/floods.yaml:4:16: " in output
    assert output.splitlines()[-1] == "5 problems in 2 files"


def test_config_only_looks_at_nothing_but_the_file(broken: Path) -> None:
    code, output = run("check", "--config-only", "--config", str(broken))
    assert code == 1
    assert "unknown key: 'routs'" in output
    assert "DESK" not in output.replace("{env: DESK}", "")
    assert "floods" not in output
    broken.write_text("channels: {desk: {credential: slack-desk}}\nrules: [nowhere]\n")
    assert run("check", "--config-only", "--config", str(broken)) == (
        0,
        f"{broken}: 0 feeds, 1 channel: good\n",
    )


def test_problems_are_also_told_to_machines(broken: Path) -> None:
    code, output = run("check", "--config", str(broken), "--json")
    told = json.loads(output)
    assert code == 1
    assert told["path"] == str(broken)
    assert {(each["line"], each["column"]) for each in told["problems"]} >= {(5, 1), (4, 3)}
    assert all(each["message"] for each in told["problems"])


def test_broken_syntax_ends_the_check_with_that_mistake(broken: Path) -> None:
    broken.write_text("feeds: [\n")
    found = findings.examine(broken, {}, config_only=False)
    assert [problem.line for problem in found.problems] == [1]


def test_config_show_and_schema_print_what_they_say() -> None:
    assert run("config", "show", "--config", str(DEFAULT))[1].startswith("state_dir: ./state\nzone: UTC\n")
    assert json.loads(run("config", "show", "--json", "--config", str(DEFAULT))[1])["poll"]["max"] == "6h"
    assert json.loads(run("config", "schema")[1])["title"] == "newsmonitor config.yaml"


@pytest.mark.parametrize("arguments", [["check", "--config-only"], ["config", "show"], ["config", "schema"]])
def test_looking_at_the_config_loads_neither_redis_nor_apprise(arguments: list[str]) -> None:
    script = (
        "import sys, typer\n"
        "from monitor.cli import check, config\n"
        "assert 'pydantic' not in sys.modules\n"
        "app = typer.Typer(); app.command('check')(check.check); app.add_typer(config.app, name='config')\n"
        "app(standalone_mode=False)\n"
        "assert not {'redis', 'apprise', 'aiohttp', 'feedparser'} & set(sys.modules)\n"
    )
    environ = {**os.environ, "NEWSMONITOR_CONFIG": str(DEFAULT)}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
