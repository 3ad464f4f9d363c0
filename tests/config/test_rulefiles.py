"""Rule files: what loads, and what a person is told about what does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import rulefiles
from monitor.config.rulefiles.proving import article_of
from monitor.core import clauses
from monitor.core.channels import Severity
from monitor.core.errors import ConfigError, Problem
from monitor.core.ids import ChannelName
from monitor.core.matching import Index
from monitor.core.rules import Example, Rule, RuleSet

CHANNELS = frozenset(map(ChannelName, ("console", "desk", "mail")))
MISTAKES = Path(__file__).parent.parent / "golden" / "mistakes"
CASES = sorted([*MISTAKES.glob("rules/*.yaml"), *MISTAKES.glob("vocabulary/*.yaml")])


def load(text: str) -> tuple[Rule, ...]:
    return rulefiles.parse(Path("rules.yaml"), text.encode(), channels=CHANNELS).rules


def fires(rule: Rule, headline: str) -> bool:
    article = article_of(Example(title=headline), rule)
    return Index.of(RuleSet.of([rule])).fires(rule.id, article)


def write(folder: Path, name: str, *ids: str, match: str = "[talks stalled]") -> Path:
    path = folder / name
    path.write_text("rules:\n" + "".join(f"  - id: {each}\n    match: {match}\n" for each in ids))
    return path


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_mistake_is_told_with_its_place_and_its_fix(case: Path) -> None:
    name = Path(case.name) if case.parent.name == "rules" else Path("vocabulary", case.name)
    with pytest.raises(ConfigError) as raised:
        rulefiles.parse(name, case.read_bytes(), channels=CHANNELS)
    assert f"{raised.value}\n" == case.with_suffix(".txt").read_text()


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_mistake_is_told_with_what_to_write_instead(case: Path) -> None:
    told = case.with_suffix(".txt").read_text()
    assert told.count("\n  fix: ") == told.count(f"{case.name}:") - told.count(f"fix: {case.name}:")


def test_every_expected_message_belongs_to_a_mistake() -> None:
    for folder in ("rules", "vocabulary"):
        texts, files = (MISTAKES.glob(f"{folder}/*{end}") for end in (".txt", ".yaml"))
        assert {path.stem for path in texts} == {path.stem for path in files}


def test_three_lines_are_a_rule() -> None:
    (rule,) = load("rules:\n  - id: talks-stalled\n    match: [talks stalled, Gespräche ausgesetzt]\n")
    assert (rule.id, rule.policy.title, rule.policy.severity) == (
        "talks-stalled",
        "Talks stalled",
        Severity.MEDIUM,
    )
    assert (rule.file, rule.line, rule.policy.channels) == ("rules.yaml", 2, ())
    assert fires(rule, "GESPRACHE AUSGESETZT")


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
    sources:
      include: ["tier:1", tag:wire]
      exclude: ["outlet: The Example", feed:example-world]
      language: [en, fr]
    channels: [desk, mail, desk]
    examples:
      fires: ["Truce: at last", Ceasefire holds, {title: "Truce  holds", lead: It does., language: en}]
      quiet: [Tariff truce]  # trade
""")
    assert rule.policy.title == "A truce, at last"
    assert rule.policy.severity is Severity.CRITICAL
    assert rule.policy.channels == ("desk", "mail")
    assert [example.title for example in rule.examples.fires] == [
        "Truce: at last",
        "Ceasefire holds",
        "Truce holds",
    ]
    assert rule.examples.fires[2] == Example(title="Truce holds", lead="It does.", language="en")
    assert rule.examples.quiet == (Example(title="Tariff truce"),)
    assert clauses.show(rule.event) == '"cease-fire" OR "truce" AND NOT "tariff"'
    assert [*map(str, rule.sources.include)] == ["tier:1", "tag:wire"]
    assert [*map(str, rule.sources.exclude)] == ["outlet:The Example", "feed:example-world"]
    assert rule.sources.languages == ("en", "fr")


def test_event_about_and_unless_are_read_in_any_form() -> None:
    (rule,) = load("""
vocabulary: {talks: [talks, negotiation]}
rules:
  - id: talks-stalled
    match:
      unless: {any: [sport, {title: strike AND pay}]}
      event: $talks NEAR/8 stalled
      about: [israel, hamas]
""")
    assert clauses.show(rule.event) == '$talks NEAR/8 "stalled"'
    assert rule.about is not None
    assert rule.unless is not None
    assert clauses.show(rule.about) == '"israel" OR "hamas"'
    assert clauses.show(rule.unless) == '"sport" OR title:("strike" AND "pay")'


def test_scalars_are_words_as_they_were_written() -> None:
    words = "null, no, 7.10, 2023-12-02, 0x1F, 1e3, yes"
    (rule,) = load(f"rules:\n  - id: 112\n    match: [{words}]\n")
    assert rule.id == "112"
    for headline in ("NULL", "Norway says no", "on 7.10", "2023-12-02", "0x1f", "1e3"):
        assert fires(rule, headline)


@pytest.mark.parametrize("word", ["null", "no", "7.10", "112", "2023-12-02", "true", "1_000", "off"])
def test_a_word_is_a_word_wherever_text_is_expected(word: str) -> None:
    (rule,) = load(f"""
vocabulary: {{words: {{en: [{word}]}}}}
rules:
  - id: one
    title: {word}
    match: {{event: {word} AND $words, about: [{word}], unless: {{title: [other {word}]}}}}
    examples: {{fires: [{word}]}}
""")
    assert rule.policy.title == word
    assert clauses.show(rule.event) == f'"{word}" AND $words'
    assert rule.examples.fires == (Example(title=word),)


def test_a_comment_behind_a_phrase_is_a_comment() -> None:
    (rule,) = load(
        "rules:\n  - id: one\n    match:\n      - talks stalled  # as agencies write\n      - 'a #b'\n"
    )
    assert fires(rule, "Talks stalled")


def test_a_file_with_no_rules_says_so_itself() -> None:
    assert load("rules: []") == ()


def test_defaults_hold_for_rules_that_say_nothing_themselves() -> None:
    plain, own = load("""
defaults: {severity: low, channels: [desk], sources: {language: [en]}}
rules:
  - {id: plain, match: [truce]}
  - {id: own, match: [truce], severity: high, channels: [mail], sources: {exclude: ["tier:5"]}}
""")
    assert (plain.policy.severity, plain.policy.channels) == (Severity.LOW, ("desk",))
    assert plain.sources.languages == ("en",)
    assert (own.policy.severity, own.policy.channels) == (Severity.HIGH, ("mail",))
    assert own.sources.languages == ()


def test_channels_are_not_checked_when_nobody_knows_them(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("rules:\n  - {id: one, match: [talks], channels: [anything]}\n")
    assert rulefiles.load_file(path, channels=None)[0].policy.channels == ("anything",)


def test_an_example_is_an_article_that_the_rule_listens_to() -> None:
    load("""
rules:
  - id: one
    match: [truce]
    sources: {include: ["feed:a", "tier:1"], exclude: ["feed:a", "tier:3", "tag:b"], language: [fr]}
    examples: {fires: [Truce holds], quiet: [{title: Truce, language: en}]}
""")


def test_the_lead_of_an_example_is_the_first_sentence_of_its_summary() -> None:
    lead = "The delegations have left Geneva for good. Nobody spoke of a truce."
    load(f"""
rules:
  - id: one
    match: [truce]
    examples: {{quiet: [{{title: Talks end, lead: "{lead}"}}]}}
  - id: two
    match: {{event: delegations, about: truce}}
    examples: {{fires: [{{title: Talks end, lead: "{lead}"}}]}}
""")


@given(st.text(max_size=60))
def test_any_text_under_match_loads_or_is_told(text: str) -> None:
    indented = text.replace("\n", "\n      ")
    forms = (
        f"match: {indented}",
        f"match: [{indented}]",
        f"match: >-\n      {indented}",
        f'match: "{indented}"',
        f"match: {{event: {{any: [{indented}]}}}}",
    )
    for form in forms:
        problems: tuple[Problem, ...] = ()
        try:
            load(f"rules:\n  - id: one\n    {form}\n")
        except ConfigError as error:
            problems = error.problems
        assert all(problem.line and problem.message for problem in problems)
