"""newsmonitor rules list, check, try."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli.rules import app
from monitor.core.errors import ConfigError, UsageError

RULES = """rules:
  - id: talks-stalled
    severity: high
    match: [talks stalled, talks collapsed]
    channels: [desk]
    examples: {fires: ["Talks stalled"], quiet: ["Talks resume"]}
  - id: truce
    match: cease-fire AND gaza NOT sport
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text(RULES)
    path = tmp_path / "config.yaml"
    path.write_text("channels: {desk: {env: NOT_SET_HERE}}\nrules: [rules]\n")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_list_shows_every_rule(config: Path) -> None:
    assert run("list", "--config", config).output.splitlines() == [
        "talks-stalled  high      Talks stalled  -> desk",
        "truce          medium    Truce",
    ]
    listed = json.loads(run("list", "--json", "--config", config).output)
    assert [(rule["id"], rule["severity"], rule["line"]) for rule in listed] == [
        ("talks-stalled", "high", 2),
        ("truce", "medium", 7),
    ]


def test_check_of_good_rules_exits_0(config: Path) -> None:
    result = run("check", "--config", config)
    assert (result.exit_code, result.output) == (0, "2 rules, 2 examples: good\n")


def test_check_tells_every_mistake_and_exits_1(config: Path) -> None:
    wrong = config.parent / "wrong.yaml"
    wrong.write_text("rules:\n  - {id: one, match: [a], channels: [dask]}\n  - {id: two, match: a b}\n")
    result = run("check", wrong, "--config", config)
    assert result.exit_code == 1
    assert f"{wrong}:2:38: no channel 'dask'" in result.output
    assert f"{wrong}:3:22: words side by side" in result.output
    assert result.output.endswith("2 problems\n")
    told = json.loads(run("check", wrong, "--json", "--config", config).output)
    assert [problem["line"] for problem in told["problems"]] == [2, 3]


def test_check_says_so_when_the_rules_are_not_there(config: Path) -> None:
    (config.parent / "rules" / "a.yaml").unlink()
    (config.parent / "rules").rmdir()
    result = run("check", "--config", config)
    assert result.exit_code == 1
    assert "no such file or folder" in result.output


def test_try_underlines_the_words_that_fired(config: Path) -> None:
    result = run(
        "try", "停火: cease-fire in Gaza as talks collapsed", "--lead", "Ceasefire holds", "--config", config
    )
    assert result.output.splitlines() == [
        "talks-stalled fires (high): Talks stalled",
        "  停火: cease-fire in Gaza as talks collapsed",
        "                              ^^^^^^^^^^^^^^^",
        "truce fires (medium): Truce",
        "  停火: cease-fire in Gaza as talks collapsed",
        "        ^^^^^^^^^^    ^^^^",
        "  Ceasefire holds",
        "  ^^^^^^^^^",
    ]


def test_try_explains_what_a_close_rule_lacks(config: Path) -> None:
    result = run("try", "Gaza sport: a ceasefire", "--config", config)
    assert result.output.splitlines() == [
        "None of 2 rules fires.",
        "",
        "truce is close and does not fire:",
        "  no  all of",
        '    yes "cease-fire"',
        '    yes "gaza"',
        "    no  NOT",
        '      yes "sport"',
    ]


def test_try_prints_json_for_programs(config: Path) -> None:
    told = json.loads(run("try", "Talks stalled in Gaza", "--json", "--config", config).output)
    (fired,) = told["fires"]
    assert (fired["id"], fired["evidence"]) == (
        "talks-stalled",
        [{"field": "title", "start": 0, "end": 13, "text": "Talks stalled", "term": "talks stalled"}],
    )
    (close,) = told["close"]
    assert close["explanation"]["all"][0] == {
        "phrase": "cease-fire",
        "holds": False,
        "nearness": 0.0,
        "missing": ["cease", "fire"],
    }


def test_a_broken_rule_file_is_an_error_for_list_and_try(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text("rules:\n  - id: one\n")
    for verb in (["list"], ["try", "Talks"]):
        assert isinstance(run(*verb, "--config", config).exception, ConfigError)


def test_files_can_be_checked_where_there_is_no_configuration(tmp_path: Path) -> None:
    script = "from monitor.cli.rules import app; app()"
    (tmp_path / "mine.yaml").write_text("rules:\n  - {id: one, match: [talks], channels: [any]}\n")
    done = subprocess.run(
        [sys.executable, "-c", script, "check", "mine.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert (done.returncode, done.stdout) == (0, "1 rules, 0 examples: good\n")


def test_a_configuration_that_is_named_must_exist(tmp_path: Path) -> None:
    assert isinstance(run("list", "--config", tmp_path / "none.yaml").exception, UsageError)


def test_rules_verbs_import_neither_redis_nor_apprise(config: Path) -> None:
    script = f"""
import sys
from typer.testing import CliRunner
from monitor.cli.rules import app
for verb in (["list"], ["check"], ["try", "Talks stalled"]):
    result = CliRunner().invoke(app, [*verb, "--config", {str(config)!r}])
    assert result.exit_code == 0, result.output
print(sorted({{"redis", "apprise", "aiohttp", "apscheduler", "feedparser"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
