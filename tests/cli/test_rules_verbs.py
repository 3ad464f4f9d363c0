"""newsmonitor rules list, check, schema."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import findings
from monitor.cli.rules import app
from monitor.config.rulefiles import schema
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
        "rule           severity  channels  examples  title",
        "talks-stalled  high      desk      2         Talks stalled",
        "truce          medium              none      Truce",
    ]


def test_list_shows_where_a_rule_listens_and_what_it_extends(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text(
        "rules:\n  - {id: wire, extends: truce, sources: {include: ['tag:wire', 'tier:1'], exclude: ['outlet:Echo']}}\n"
    )
    title, *_, last = run("list", "--config", config).output.splitlines()
    assert title.split()[:6] == ["rule", "severity", "channels", "extends", "listens", "to"]
    assert "truce    tag:wire or tier:1, not outlet:Echo  none" in last


def test_list_never_cuts_the_ids_of_rules(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    name = "a-rule-with-a-long-name-about-the-harbour"
    outlets = ", ".join(f"'outlet:The Example Herald {each}'" for each in "ABCDE")
    (config.parent / "rules" / "b.yaml").write_text(
        f"rules:\n  - {{id: {name}, extends: truce, severity: critical, sources: {{include: [{outlets}]}}}}\n"
    )
    lines = run("list", "--config", config).output.splitlines()
    assert any(line.startswith(f"{name}  critical  ") for line in lines)
    assert max(map(len, lines)) <= 80
    monkeypatch.delenv("FORCE_COLOR")
    told = run("list", "--config", config).output
    assert "outlet:The Example Herald A or outlet:The Example Herald B +3  none" in told


def test_list_tells_programs_everything(config: Path) -> None:
    first, second = json.loads(run("list", "--json", "--config", config).output)
    assert (first["id"], first["severity"], first["line"], first["channels"]) == (
        "talks-stalled",
        "high",
        2,
        ["desk"],
    )
    assert first["examples"] == {"fires": 1, "quiet": 1}
    assert (second["match"], second["unless"]) == ('"cease-fire" AND "gaza" AND NOT "sport"', None)
    assert second["sources"] == {"include": [], "exclude": [], "language": []}
    assert second["fingerprint"] != first["fingerprint"]
    assert first["update"] == {"when": ["severity", "rule"], "number": None, "every": None}
    silent = {"corroborate", "throttle", "max_age", "for"}
    assert {key for key in silent if first[key] is not None} == set()
    assert first["inhibits"] == []


def test_list_tells_what_a_rule_asks_of_the_desk(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text("""rules:
  - id: pact
    match: [pact]
    corroborate: {outlets: 2, within: 90m, or_tier: 1, else: drop}
    update: {when: [number, outlets], number: 50}
    throttle: {per: rule, every: 30m, max: 6h}
    max_age: 6h
    inhibits: [truce]
""")
    pact = json.loads(run("list", "--json", "--config", config).output)[-1]
    assert {
        key: pact[key] for key in ("corroborate", "update", "throttle", "max_age", "inhibits", "for")
    } == {
        "corroborate": {"outlets": 2, "within": "1h30m", "or_tier": 1, "else": "drop"},
        "update": {"when": ["outlets", "number"], "number": 50, "every": None},
        "throttle": {"per": "rule", "every": "30m", "max": "6h"},
        "max_age": "6h",
        "inhibits": ["truce"],
        "for": "2h",
    }
    title, *_, last = run("list", "--config", config).output.splitlines()
    assert title.split()[:4] == ["rule", "severity", "channels", "policy"]
    assert "corroborate, update, throttle, max_age, inhibits" in last
    fired = json.loads(run("try", "A pact", "--json", "--config", config).output)["fires"]
    assert [each["corroborate"]["outlets"] for each in fired] == [2]


def test_schema_is_the_one_that_editors_use() -> None:
    assert run("schema").output == schema.dump()


def test_check_of_good_rules_exits_0(config: Path) -> None:
    result = run("check", "--config", config)
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "2 rules, 2 examples: good, 1 note")


def test_check_notes_what_is_hardly_meant(config: Path) -> None:
    rules = config.parent / "rules" / "a.yaml"
    result = run("check", rules, "--config", config)
    assert result.output.splitlines()[:4] == [
        f"{rules}:7:9: note: a rule without examples [no-examples]",
        "  7 |   - id: truce",
        "    |         ^",
        '  fix: add examples: {fires: ["a headline that must fire"], quiet: ["one that must not"]}',
    ]
    assert run("check", "--strict", "--config", config).exit_code == 1
    told = json.loads(run("check", "--format", "json", "--config", config).output)
    assert [(note["lint"], note["line"]) for note in told["notes"]] == [("no-examples", 7)]
    assert (told["rules"], told["examples"], told["problems"]) == (2, 2, [])


def test_a_note_points_at_the_words_it_is_about(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text(
        "vocabulary:\n  deal: [truce, or, pact]\n"
        "rules:\n  - id: us-leaves\n    title: US leaves\n    match: [the US leaves, US, $deal]\n"
        "    examples: {fires: [The US leaves, Truce]}\n"
    )
    told = json.loads(run("check", "--json", "--config", config).output)
    found = {(note["lint"], note["line"], note["column"]) for note in told["notes"]}
    assert found >= {("operator-word", 2, 17), ("capitals", 6, 28)}


def test_a_note_tells_signs_apart(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text(
        "rules:\n"
        "  - {id: one, match: ==WHO OR flood OR WHO, examples: {fires: [flood]}}\n"
        "  - {id: two, match: NATO OR flood OR ==NATO, examples: {fires: [flood]}}\n"
    )
    told = json.loads(run("check", "--json", "--config", config).output)
    found = {(note["lint"], note["line"], note["column"]) for note in told["notes"]}
    assert found >= {("capitals", 2, 40), ("shadowed", 3, 39)}


def test_sources_that_no_feed_is_are_noted(config: Path) -> None:
    config.write_text(
        config.read_text()
        + "feeds:\n  - {id: bbc-world, url: 'https://a.example/f', outlet: The Guardian, tags: [world]}\n"
    )
    rules = config.parent / "rules" / "b.yaml"
    rules.write_text(
        "defaults:\n  sources: {exclude: ['tag:x'], include: ['tag:wolrd']}\n"
        "rules:\n  - id: one\n    match: [harbour closed]\n    sources:\n"
        "      include: ['outlet:The Guardin', 'outlet:the guardian', 'feed:bbc-wrld', 'feed:world']\n"
        "      exclude:\n        - tier:1\n    examples: {fires: [Harbour closed]}\n"
        "  - {id: two, match: [harbour shut], sources: {include: ['tag:wrold']}, examples: {fires: [Harbour shut]}}\n"
    )
    told = json.loads(run("check", rules, "--json", "--config", config).output)
    found = [(note["line"], note["column"], note["message"], note["hint"]) for note in told["notes"]]
    assert {note["lint"] for note in told["notes"]} == {"no-such-source"}
    assert sorted(found) == [
        (2, 24, "no feed has the tag “x”", "in the configuration: world"),
        (2, 44, "no feed has the tag “wolrd”: so nothing is heard", "did you mean tag:world?"),
        (7, 18, "no feed is of the outlet “The Guardin”", "did you mean outlet:The Guardian?"),
        (7, 63, "no feed has the id “bbc-wrld”", "did you mean feed:bbc-world?"),
        (7, 80, "no feed has the id “world”", "did you mean tag:world?"),
        (9, 11, "no feed is of tier 1", "in the configuration: 3"),
        (11, 59, "no feed has the tag “wrold”: so nothing is heard", "did you mean tag:world?"),
    ]


def test_the_check_of_everything_shows_them_too(config: Path) -> None:
    config.write_text(config.read_text() + "feeds: [{id: a, url: 'https://a.example/f', outlet: BBC}]\n")
    rules = config.parent / "rules" / "b.yaml"
    rules.write_text("rules: [{id: one, match: [a b], sources: {include: ['outlet:BBCC']}}]\n")
    found = findings.examine(config, {"NOT_SET_HERE": "json://a.example"}, config_only=False)
    assert not found.problems
    assert f"{rules}:1:54: note: no feed is of the outlet “BBCC”: so nothing is heard" in str(found)
    assert "did you mean outlet:BBC?" in str(found)


def test_without_a_configuration_no_source_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSMONITOR_CONFIG", raising=False)
    Path("a.yaml").write_text(
        "rules: [{id: one, match: [a b], sources: {include: ['tag:x']}, examples: {fires: [a b]}}]\n"
    )
    assert run("check", "a.yaml").output == "1 rule, 1 example: good\n"


def test_many_rules_without_examples_are_one_note(config: Path) -> None:
    rules = "".join(f"  - {{id: r{number}, match: [word{number}x]}}\n" for number in range(5))
    (config.parent / "rules" / "b.yaml").write_text(f"rules:\n{rules}")
    assert "5 rules without an example that fires: r0, r1, r2 and 2 more [no-examples]" in run(
        "check", "--config", config
    ).output  # fmt: skip


def test_quiet_checks_speak_of_mistakes_only(config: Path) -> None:
    result = run("check", "--quiet", "--config", config)
    assert (result.exit_code, result.output) == (0, "")


def test_check_annotates_changes_on_github(config: Path) -> None:
    wrong = config.parent / "wrong.yaml"
    wrong.write_text("rules:\n  - {id: one, match: [a], channels: [dask]}\n")
    good = config.parent / "rules"
    first, second = run("check", wrong, good, "--format", "github", "--config", config).output.splitlines()
    assert first == (
        f"::error file={wrong},line=2,col=38,title=newsmonitor rules::"
        "no channel 'dask' in the configuration%0Afix: did you mean 'desk'?"
    )
    assert second.startswith(
        f"::warning file={good}/a.yaml,line=7,col=9,title=newsmonitor rules%3A no-examples::a rule without"
    )


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


def test_a_broken_rule_file_is_an_error_for_list(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text("rules:\n  - id: one\n")
    assert isinstance(run("list", "--config", config).exception, ConfigError)


def test_files_can_be_checked_where_there_is_no_configuration(tmp_path: Path) -> None:
    script = "from monitor.cli.rules import app; app()"
    (tmp_path / "mine.yaml").write_text("rules:\n  - {id: one, match: [talks], channels: [any]}\n")
    done = subprocess.run(
        [sys.executable, "-c", script, "check", "mine.yaml", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_configuration_that_is_named_must_exist(tmp_path: Path) -> None:
    assert isinstance(run("list", "--config", tmp_path / "none.yaml").exception, UsageError)


def test_rules_verbs_import_neither_redis_nor_apprise(config: Path) -> None:
    script = f"""
import sys
from typer.testing import CliRunner
from monitor.cli.rules import app
for verb in (["list"], ["check"], ["test"], ["try", "Talks stalled"], ["try", "--word", "talk"]):
    result = CliRunner().invoke(app, [*verb, "--config", {str(config)!r}])
    assert result.exit_code == 0, result.output
print(sorted({{"redis", "apprise", "aiohttp", "apscheduler", "feedparser"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
