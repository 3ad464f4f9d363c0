"""newsmonitor rules test: rules against their own examples."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli.rules import app
from monitor.core.errors import ConfigError, UsageError

RULES = """rules:
  - id: talks-stalled
    match: {event: [talks stalled, talks collapsed], unless: striker}
    examples:
      fires: [Talks stalled in Doha, Doha mediation stalled]
      quiet: [Striker's talks stalled, Contract talks stalled]
  - id: toll
    match: NUMBER(killed) >= 100
    examples: {fires: [At least 120 killed]}
  - {id: bare, match: [harbour closed]}
"""


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "rules.yaml"
    path.write_text(RULES)
    return Path("rules.yaml")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["test", *map(str, arguments)])


def test_what_failed_shows_what_decided(rules: Path) -> None:
    result = run(rules)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "talks-stalled  ok 2  failed 2",
        "  rules.yaml:5: should fire and does not",
        "  Doha mediation stalled",
        "  └─ event   no  any of 2",
        '     └─ no  "talks stalled"  lacks “talks”',
        "  rules.yaml:6: should stay quiet and fires",
        "  Contract talks stalled",
        '  ├─ event   ok  any of 2: "talks stalled" → “talks stalled” title 10–22',
        "  └─ unless  ok  striker  not there",
        "toll           ok 1",
        "bare           no examples",
        "3 rules, 5 examples: 2 failed",
    ]  # fmt: skip


def test_one_rule_alone(rules: Path) -> None:
    result = run(rules, "--rule", "toll")
    assert (result.exit_code, result.output) == (0, "toll  ok 1\n1 rule, 1 example: good\n")
    error = run(rules, "--rule", "tolls").exception
    assert isinstance(error, UsageError)
    assert "did you mean 'toll'?" in str(error)


def test_quiet_shows_failures_only(rules: Path) -> None:
    assert run(rules, "--rule", "toll", "--quiet").output == ""
    assert "bare" not in run(rules, "--quiet").output


def test_programs_get_the_same(rules: Path) -> None:
    told = json.loads(run(rules, "--json").output)
    assert told["failed"] == 2
    first = told["rules"][0]
    assert (first["id"], first["ok"]) == ("talks-stalled", 2)
    silent, loud = first["failed"]
    assert (silent["title"], silent["expected"], silent["line"]) == ("Doha mediation stalled", "fires", 5)
    assert (loud["expected"], loud["explanation"]["event"]["holds"]) == ("quiet", True)


def test_files_with_mistakes_are_named(rules: Path) -> None:
    wrong = Path("wrong.yaml")
    wrong.write_text("rules: [{id: wrong, mtach: [x]}]\n")
    result = run(rules, wrong, "--rule", "toll")
    assert result.exit_code == 1
    assert result.output.splitlines()[1] == "wrong.yaml holds mistakes: newsmonitor rules check"
    assert isinstance(run(wrong).exception, ConfigError)


@pytest.mark.parametrize(("given", "says"), [("toll", "no file toll; for one rule: newsmonitor rules test --rule toll"), ("-", "name a file")])  # fmt: skip
def test_what_is_no_file(rules: Path, given: str, says: str) -> None:
    error = run(given).exception
    assert isinstance(error, UsageError)
    assert says in str(error)
