"""newsmonitor rules score: rules against headlines that people have labelled."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli.rules import app
from monitor.core.errors import UsageError

RULES = """rules:
  - id: talks-stalled
    match: {event: talks NEAR/3 (stall OR collapse), unless: striker}
    guards: off
  - id: talks-stalled-doha
    extends: talks-stalled
    match: {about: doha}
  - id: toll
    match: NUMBER(killed) >= 100
  - id: guarded
    match: [talks collapsed]
  - id: unnamed
    match: [anything]
"""
LABELS = """\
# which rules should fire

talks-stalled\tTalks collapse in Geneva
talks-stalled\tEnvoys leave Geneva empty-handed
-\tTalks on cranes stall
toll\tQuake kills at least 120
talks-stalled , toll\tTalks stall, 200 killed
-\tAnything goes
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSMONITOR_CONFIG", raising=False)
    Path("rules.yaml").write_text(RULES)
    return tmp_path


def score(labels: str, *arguments: str) -> Result:
    Path("labels.tsv").write_text(labels, encoding="utf-8")
    return CliRunner().invoke(app, ["score", "labels.tsv", "--rules", "rules.yaml", *arguments])


def known(labels: str, *arguments: str) -> Any:
    result = score(labels, "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def mistakes(labels: str, *arguments: str) -> list[str]:
    result = score(labels, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    return result.stderr.splitlines()


def test_for_people(folder: Path) -> None:
    result = score(LABELS)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "Missed: 1",
        "  labels.tsv:4: Envoys leave Geneva empty-handed",
        "    talks-stalled  no “talks”; none of “stall”, “collapse”",
        "",
        "False alarms: 1",
        "  labels.tsv:5: Talks on cranes stall",
        "    talks-stalled  “Talks”, “stall”  talks NEAR/3 (stall OR collapse)",
        "",
        "6 headlines, 2 rules",
        "",
        "rule           precision  recall  F1     right  missed  false alarms",
        "talks-stalled  0.667      0.667   0.667  2      1       1",
        "toll           1.000      1.000   1.000  2      0       0",
        "all            0.800      0.800   0.800  4      1       1",
    ]


def test_for_programs(folder: Path) -> None:
    told = known(LABELS)
    assert list(told) == ["micro", "rules", "misses", "false_alarms"]
    assert told["micro"] == {"precision": 0.8, "recall": 0.8, "f1": 0.8}
    assert told["rules"]["talks-stalled"] == {
        "precision": 0.6667,
        "recall": 0.6667,
        "f1": 0.6667,
        "hits": 2,
        "misses": 1,
        "false_alarms": 1,
    }
    assert told["misses"] == [
        {
            "rule": "talks-stalled",
            "line": 4,
            "headline": "Envoys leave Geneva empty-handed",
            "lead": "",
            "lacks": ["no “talks”", "none of “stall”, “collapse”"],
            "blocked": None,
        }
    ]
    (alarm,) = told["false_alarms"]
    assert (alarm["rule"], alarm["line"]) == ("talks-stalled", 5)
    assert alarm["decided"] == ["talks NEAR/3 (stall OR collapse)"]
    assert [each["text"] for each in alarm["evidence"]] == ["Talks", "stall"]


def test_only_rules_that_the_labels_name_count(folder: Path) -> None:
    assert set(known(LABELS)["rules"]) == {"talks-stalled", "toll"}


def test_one_rule_alone_counts_whether_it_is_named_or_not(folder: Path) -> None:
    assert set(known(LABELS, "--rule", "toll")["rules"]) == {"toll"}
    told = known("-\tAnything goes\nelsewhere\tNothing\n", "--rule", "unnamed")
    assert told["rules"]["unnamed"]["false_alarms"] == 1
    result = score(LABELS, "--rule", "toll")
    assert result.output.splitlines()[-2:] == [
        "rule  precision  recall  F1     right  missed  false alarms",
        "toll  1.000      1.000   1.000  2      0       0",
    ]
    assert isinstance(score(LABELS, "--rule", "tol").exception, UsageError)


def test_a_copy_is_told_in_the_stead_of_its_rule(folder: Path) -> None:
    told = known("talks-stalled-doha\tDoha talks stall\ntalks-stalled\tTalks stall\n")
    assert told["micro"]["f1"] == 1.0


def test_an_exception_that_keeps_a_rule_quiet_is_named(folder: Path) -> None:
    told = known("talks-stalled\tTalks over striker stall\n")
    assert told["misses"][0]["lacks"] == ["unless: “striker” is there"]


def test_a_guard_that_blocks_a_rule_is_named_with_its_cue(folder: Path) -> None:
    labels = "guarded\tEnvoy denies talks collapsed\n-\tEnvoy denies that talks collapsed\n"
    (miss,) = known(labels)["misses"]
    assert miss["lacks"] == ["blocked: negated “denies”"]
    assert miss["blocked"] == {"kind": "negated", "cue": "denies"}
    assert "    guarded  blocked: negated “denies”" in score(labels).output


def test_lead_and_language_may_follow(folder: Path) -> None:
    Path("rules.yaml").write_text(
        "vocabulary: {talks: {en: [talks], fr: [négociation]}}\nrules: [{id: one, match: $talks}]\n", "utf-8"
    )
    labels = "one\tEnvoys leave\tTalks broke down.\none\tLes négociations\t\tfr\n-\tLes négociations\n"
    assert known(labels)["micro"]["f1"] == 1.0


def test_files_as_spreadsheets_write_them(folder: Path) -> None:
    Path("labels.tsv").write_bytes("\ufefftoll\t120 killed\t\t\r\n-\t12 killed\r\n".encode())
    result = CliRunner().invoke(app, ["score", "labels.tsv", "--rules", "rules.yaml", "--json"])
    assert json.loads(result.stdout)["micro"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("talks-stalled Talks stall", 1, "no tab and headline behind the rule ids"),
        ("toll\t  ", 6, "no headline"),
        ("\tTalks stall", 1, "a rule id is missing"),
        ("toll,,talks-stalled\tTalks stall", 6, "a rule id is missing"),
        ("toll, -\tTalks stall", 7, "'-' is no rule id"),
        ("Talks stall\ttoll", 1, "'Talks stall' is no rule id"),
        ("toll\tTalks\tlead\ten\tmore", 20, "5 columns"),
        ("toll\tTalks\tlead\tenglisch", 17, "no language 'englisch'"),
        ("toll\tTalks\t\ten-GB", 13, "the code of a language stands here without its region"),
    ],
)
def test_a_line_that_is_wrong_is_told_with_its_place(
    folder: Path, line: str, column: int, message: str
) -> None:
    told = mistakes(f"toll\t120 killed\n{line}\n")
    assert told[0] == f"labels.tsv:2:{column}: {message}"
    assert told[-1].startswith("  fix: ")


def test_rules_that_nobody_has_written(folder: Path) -> None:
    told = mistakes("toll\t120 killed\n-\tQuiet\ntoll, talks-staled\tTalks stall\ntalks-staled\tAgain\n")
    assert told[0] == "labels.tsv:3:7: no rule 'talks-staled'"
    assert told[-1] == "  fix: did you mean 'talks-stalled'?"


def test_mistakes_of_labels_and_rules_are_told_together(folder: Path) -> None:
    Path("rules.yaml").write_text("rules: [{id: one, match: a b}]\n")
    told = "\n".join(mistakes("one Talks\n"))
    assert "labels.tsv:1:1: no tab" in told
    assert "rules.yaml:1:26: words side by side" in told


def test_files_that_say_nothing(folder: Path) -> None:
    assert mistakes("# only this\n\n")[0] == "labels.tsv: no headline in it"
    assert mistakes("-\tTalks\n")[0].startswith("labels.tsv: no line names a rule")


def test_files_that_cannot_be_read(folder: Path) -> None:
    result = CliRunner().invoke(app, ["score", "none.tsv", "--rules", "rules.yaml"])
    assert isinstance(result.exception, UsageError)
    Path("latin.tsv").write_bytes(b"toll\tQu\xe9bec\n")
    result = CliRunner().invoke(app, ["score", "latin.tsv", "--rules", "rules.yaml"])
    assert "latin.tsv: cannot be read" in str(result.exception)


def test_headlines_are_shown_as_plain_text(folder: Path) -> None:
    assert "\x1b" not in score("toll\tTalks \x1b[31mstall\n").output


def test_quiet_says_only_what_was_asked_for(folder: Path) -> None:
    assert "headlines" not in score(LABELS, "--quiet").output
    assert "Missed: 1" in score(LABELS, "--quiet").output


def test_it_needs_neither_redis_nor_apprise(folder: Path) -> None:
    Path("labels.tsv").write_text(LABELS)
    script = """
import sys
from typer.testing import CliRunner
from monitor.cli.rules import app
result = CliRunner().invoke(app, ["score", "labels.tsv", "--rules", "rules.yaml"])
assert result.exit_code == 0, result.output
print(sorted({"redis", "apprise", "aiohttp", "apscheduler", "feedparser"} & set(sys.modules)))
"""
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environ
    )
    assert done.stdout == "[]\n"
