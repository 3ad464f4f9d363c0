"""Rule files: what loads, and what a person is told about what does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import rulefiles
from monitor.core import clauses
from monitor.core.channels import Severity
from monitor.core.errors import ConfigError, Problem
from monitor.core.ids import ChannelName
from monitor.core.rules import Rule

CHANNELS = frozenset(map(ChannelName, ("console", "desk", "mail")))
MISTAKES = Path(__file__).parent.parent / "golden" / "mistakes" / "rules"


def load(text: str) -> tuple[Rule, ...]:
    return rulefiles.parse(Path("rules.yaml"), text.encode(), channels=CHANNELS).rules


def write(folder: Path, name: str, *ids: str, match: str = "[talks stalled]") -> Path:
    path = folder / name
    path.write_text("rules:\n" + "".join(f"  - id: {each}\n    match: {match}\n" for each in ids))
    return path


@pytest.mark.parametrize("case", sorted(MISTAKES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_mistake_is_told_with_its_place_and_its_fix(case: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        rulefiles.parse(Path(case.name), case.read_bytes(), channels=CHANNELS)
    assert f"{raised.value}\n" == case.with_suffix(".txt").read_text()


def test_three_lines_are_a_rule() -> None:
    (rule,) = load("rules:\n  - id: talks-stalled\n    match: [talks stalled, Gespräche ausgesetzt]\n")
    assert (rule.id, rule.policy.title, rule.policy.severity) == (
        "talks-stalled",
        "Talks stalled",
        Severity.MEDIUM,
    )
    assert (rule.file, rule.line, rule.policy.channels) == ("rules.yaml", 2, ())
    assert rule.fires_on("GESPRACHE AUSGESETZT")


def test_every_key_of_a_rule_is_read() -> None:
    (rule,) = load("""
rules:
  - id: truce
    title: A truce,
      at last
    severity: critical
    match: >-
      "cease-fire" OR truce
      NOT tariff
    channels: [desk, mail, desk]
    examples:
      fires: ["Truce: at last", Ceasefire holds]
      quiet: [Tariff truce]  # trade
""")
    assert rule.policy.title == "A truce, at last"
    assert rule.policy.severity is Severity.CRITICAL
    assert rule.policy.channels == ("desk", "mail")
    assert rule.examples.fires == ("Truce: at last", "Ceasefire holds")
    assert rule.examples.quiet == ("Tariff truce",)
    assert clauses.show(rule.clause) == '"cease-fire" OR "truce" AND NOT "tariff"'


def test_scalars_are_words_as_they_were_written() -> None:
    (rule,) = load("rules:\n  - id: 112\n    match: [null, no, 7.10, 2023-12-02, 0x1F, ~x, 1e3, yes]\n")
    assert rule.id == "112"
    for headline in ("NULL", "Norway says no", "since 7.10", "2023-12-02", "0x1f", "1e3"):
        assert rule.fires_on(headline)


def test_a_comment_behind_a_phrase_is_a_comment() -> None:
    (rule,) = load(
        "rules:\n  - id: one\n    match:\n      - talks stalled  # as agencies write\n      - 'a #b'\n"
    )
    assert rule.fires_on("Talks stalled")


def test_a_file_with_no_rules_says_so_itself() -> None:
    assert load("rules: []") == ()


def test_channels_are_not_checked_when_nobody_knows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("rules:\n  - {id: one, match: [talks], channels: [anything]}\n")
    assert rulefiles.load_file(path, channels=None)[0].policy.channels == ("anything",)


def test_a_folder_gives_its_own_files_in_order_and_no_deeper(tmp_path: Path) -> None:
    write(tmp_path, "b.yml", "from-b")
    write(tmp_path, "a.yaml", "from-a-1", "from-a-2")
    write(tmp_path, ".#a.yaml", "editor")
    (tmp_path / "notes.txt").write_text("none")
    (tmp_path / "vocabulary").mkdir()
    write(tmp_path / "vocabulary", "c.yaml", "from-vocabulary")
    rules = rulefiles.load_rules([tmp_path], channels=CHANNELS)
    assert [rule.id for rule in rules] == ["from-a-1", "from-a-2", "from-b"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "one")
    assert len(rulefiles.load_rules([path, tmp_path, path], channels=CHANNELS)) == 1


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "one")
    write(tmp_path, "b.yaml", "two", match="talks stalled")
    write(tmp_path, "c.yaml", "one", "three", "three")
    write(tmp_path, "d.yaml", "one")
    (tmp_path / "e.yaml").write_bytes(b"rules: \xff")
    (tmp_path / "empty").mkdir()
    paths = [tmp_path, tmp_path / "empty", tmp_path / "missing.yaml"]
    with pytest.raises(ConfigError) as raised:
        rulefiles.load_rules(paths, channels=CHANNELS)
    told = [(Path(each.file).name, each.line, each.message) for each in raised.value.problems]
    assert told == [
        ("b.yaml", 3, "words side by side: talks stalled"),
        ("c.yaml", 6, "the id three is taken: line 4 has it too"),
        ("d.yaml", 2, f"the id one is taken: {tmp_path}/a.yaml:2 has it too"),
        ("e.yaml", 1, "not UTF-8 text (byte 0xff)"),
        ("empty", 0, "no rule file in this folder"),
        ("missing.yaml", 0, "this cannot be read: No such file or directory"),
    ]


@given(st.text(max_size=60))
def test_any_text_under_match_loads_or_is_told(text: str) -> None:
    indented = text.replace("\n", "\n      ")
    for form in (f"match: {indented}", f"match: [{indented}]", f"match: >-\n      {indented}"):
        problems: tuple[Problem, ...] = ()
        try:
            load(f"rules:\n  - id: one\n    {form}\n")
        except ConfigError as error:
            problems = error.problems
        assert all(problem.line and problem.message for problem in problems)
