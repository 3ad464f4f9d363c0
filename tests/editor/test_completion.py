"""What an editor offers, explains and underlines in a rule file, by the schema that `newsmonitor init` puts there."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.config.rulefiles import keys, schema
from tests.config.policy_values import BAD, GOOD
from tests.editor.editor import Editor, Marked

ROOT = Path(__file__).parents[2]
MODELINE = "# yaml-language-server: $schema=./rules.schema.json\n"

RULE = """\
rules:
  - id: talks-stalled
    severity: high
    match: [talks stalled, talks collapsed]
"""

EVERYTHING = """\
defaults: {severity: medium, channels: [desk], update: {}, max_age: 1d}
vocabulary:
  israel_hamas: [israel*, hamas, gaza, idf, netanyahu, doha]
  talks:   {en: [talks, negotiation, mediation, truce talks], fr: [pourparlers, négociation], ar: [مفاوضات]}
  stalled: [stall, collapse, deadlock, suspend, call off, break down, reach an impasse]
  emergency: [112, no, 7.10, 2023-12-02, null, true, 1e3]
rules:
  - id: talks-stalled
    title: Truce talks stalled
    severity: high                        # info low medium high critical
    match:
      event: $talks NEAR/8 $stalled
      about: $israel_hamas
      unless: $sport OR $labour_dispute
    sources: {include: ["tier:1", "tag:wire"], exclude: ["outlet:Example"], language: [en, no]}
    corroborate: {outlets: 2, within: 30m, or_tier: 1, else: flag}
    update: {when: [outlets, number, edit], number: 50, every: 30m}
    throttle: {per: story, every: 30m, max: 6h}
    max_age: 1h30m
    inhibits: [emergency-call, killed]
    for: 2h
    channels: [desk, mail]
    examples:
      fires: ["Israel calls back negotiating team from Doha after talks reach a deadlock", 112]
      quiet:
      - "Israel and Hamas resume truce talks in Doha after they stalled last week"
      - {title: "Qatar : stall", lead: They left., language: fr}
  - id: emergency-call
    match: [112, no, 7.10, 2023-12-02, null, true]
  - id: talks-stalled-wire
    extends: talks-stalled
    sources: {include: ["tag:wire"]}
  - id: killed
    match:
      event:
        all:
          - {near: [$talks, {any: [stall, collapse]}], within: 8, ordered: true}
          - {near: [[talks, null], $stalled], within: sentence}
          - {number: $killed, at_least: 100}
          - title: {any: [dead, {none: [sport]}]}
      unless: [football, cricket]
  - id: on-its-own-line
    match: >-
      "talks stall" OR talks NEAR/3 collapse
  - id: one-clause
    match: {any: [dead, killed]}
"""


def rule(text: str) -> str:
    return f"{MODELINE}{RULE}{text}"


class TestKeys:
    def test_every_key_of_a_rule_is_offered_with_what_it_means(self, editor: Editor) -> None:
        offered = editor.completions("rules/desk.yaml", rule("    ‸\n"))
        left = set(keys.RULE.names) - {"id", "severity", "match"}
        assert {key: offered[key] for key in left} == {
            key.name: key.meaning for key in keys.RULE.keys if key.name in left
        }

    def test_what_is_not_in_this_version_is_not_offered(self, editor: Editor) -> None:
        offered = editor.completions("rules/desk.yaml", rule("    ‸\n"))
        assert keys.RULE.planned & set(offered) == set()

    @pytest.mark.parametrize(
        ("text", "some"),
        [
            ("‸", {"defaults", "vocabulary", "rules"}),
            ("rules:\n  - id: a\n    match:\n      ‸", {"event", "about", "unless", "any", "near"}),
            (
                "rules:\n  - id: a\n    match:\n      event:\n        ‸",
                {"any", "all", "near", "number", "title"},
            ),
            (
                "rules:\n  - id: a\n    match:\n      about:\n        any:\n        - n‸",
                {"near", "none", "number"},
            ),
            ("rules:\n  - id: a\n    corroborate:\n      ‸", {"outlets", "within", "or_tier", "else"}),
            ("rules:\n  - id: a\n    corroborate:\n      else: ‸", {"flag", "drop"}),
            ("rules:\n  - id: a\n    update:\n      ‸", {"when", "number", "every"}),
            ("rules:\n  - id: a\n    update:\n      when:\n      - ‸", {"outlets", "edit", "merge"}),
            ("rules:\n  - id: a\n    throttle:\n      ‸", {"per", "every", "max"}),
            ("defaults:\n  ‸", {"corroborate", "update", "throttle", "max_age"}),
            ("rules:\n  - id: a\n    sources:\n      ‸", {"include", "exclude", "language"}),
            ("rules:\n  - id: a\n    examples:\n      ‸", {"fires", "quiet"}),
            ("rules:\n  - id: a\n    examples:\n      fires:\n      - t‸", {"title", "lead", "language"}),
        ],
    )
    def test_every_level_offers_its_own(self, editor: Editor, text: str, some: set[str]) -> None:
        assert some - set(editor.completions("rules/desk.yaml", f"{MODELINE}{text}\n")) == set()

    def test_a_whole_rule_is_offered(self, editor: Editor) -> None:
        offered = editor.completions("rules/desk.yaml", f"{MODELINE}rules:\n  - ‸\n")
        assert {"rule: a list of phrases", "rule: event, about, unless"} - set(offered) == set()

    def test_the_rules_it_offers_are_good(self, editor: Editor) -> None:
        bodies = [each["body"] for each in schema.schema()["definitions"]["rule"]["defaultSnippets"]]
        filled = re.sub(r"\$\{[0-9][:|]([^,|}]+)[^}]*\}", r"\1", json.dumps({"rules": bodies}))
        assert "$" not in filled
        assert editor.marks("rules/desk.yaml", MODELINE + filled) == []

    @pytest.mark.parametrize("text", ["match: ‸", "title: ‸", "match:\n      event: ‸", "match: [t‸]"])
    def test_a_word_is_no_truth_value(self, editor: Editor, text: str) -> None:
        offered = editor.completions("rules/desk.yaml", f"{MODELINE}rules:\n  - id: a\n    {text}\n")
        assert {"true", "false", "null"} & set(offered) == set()


def test_severities_are_offered_with_what_they_mean(editor: Editor) -> None:
    offered = editor.completions("rules/desk.yaml", f"{MODELINE}rules:\n  - id: a\n    severity: ‸\n")
    assert list(offered) == ["info", "low", "medium", "high", "critical"]
    assert offered["critical"] == "Worth waking somebody."


def test_a_key_is_explained_with_an_example(editor: Editor) -> None:
    shown = editor.hover("rules/desk.yaml", MODELINE + RULE.replace("match", "ma‸tch"))
    assert "What an article must say" in shown
    assert "talks collapsed" in shown
    event = f"{MODELINE}rules:\n  - id: a\n    match:\n      ev‸ent: [a]\n"
    assert "What must have happened" in editor.hover("rules/desk.yaml", event)
    assert "Worth a look now." in editor.hover("rules/desk.yaml", MODELINE + RULE.replace("high", "hi‸gh"))


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "line", "marked", "says"),
        [
            (RULE.replace("severity", "severty"), 4, "severty", "A rule has these keys: id, title, severity"),
            (RULE.replace("high", "hihg"), 4, "hihg", '"info", "low", "medium", "high", "critical"'),
            (RULE.replace("id: talks-stalled", "title: Talks"), 3, "t", "`id` is missing"),
            (RULE.replace("    match", "    # match"), 3, "i", "`match` is missing"),
            (RULE.replace("talks-stalled", "Talks stalled"), 3, "Talks stalled", "An id holds a-z"),
            (RULE + "    digest: 1h\n", 6, "digest", "A rule has these keys"),
            (RULE + "    corroborate: {outlets: 2}\n", 6, "corroborate", "`within` is missing"),
            (RULE + "    update: {when: [edits]}\n", 6, "edits", '"outlets", "number", "edit"'),
            (RULE + "    throttle: {every: 30}\n", 6, "30", "A span of time is expected here"),
            (RULE + "    max_age: old\n", 6, "old", "A span of time is expected here"),
            (RULE + "    inhibits: talks\n", 6, "talks", "A list is expected here: [talks-stalled]"),
            (RULE + "    channels: desk\n", 6, "desk", "A list is expected here: [desk]"),
            (
                RULE + "    sources: {include: [wire]}\n",
                6,
                "wire",
                "A choice of sources is expected here: tier:1",
            ),
            (RULE + "    examples: {fire: [a]}\n", 6, "fire", "`examples` has these keys: fires, quiet"),
            (RULE + "    title: [a]\n", 6, "[a]", "A title is expected here"),
            ("rules:\n  id: a\n", 3, "id: a", "`rules` is a list: begin each rule"),
            ("rule: []\n", 2, "rule", "A rule file has these keys"),
        ],
    )
    def test_a_mistake_is_underlined_and_explained(
        self, editor: Editor, text: str, line: int, marked: str, says: str
    ) -> None:
        found = editor.marks("rules/desk.yaml", MODELINE + text)
        assert [
            mark for mark in found if (mark.line, mark.text) == (line, marked) and says in mark.message
        ], found

    @pytest.mark.parametrize(
        ("match", "marked", "says"),
        [
            ("", "", "A list of phrases, an expression"),
            ("[]", "[]", "few items"),
            ("{evnt: a}", "evnt", "event, about, unless, any"),
            ("{event: a, any: [b]}", "{event: a, any: [b]}", "limit of 1"),
            ("{any: a}", "a", "Expected"),
            ("{any: [a], within: 3}", "{any: [a], within: 3}", "near"),
            ("{near: [a, b, c]}", "[a, b, c]", "too many items"),
            ("{near: [a, b], within: 101}", "101", "maximum of 100"),
            ("{near: [a, b], within: far}", "far", "from 0 to 100, or sentence"),
            ("{near: [a, b], ordered: true}", "{near: [a, b], ordered: true}", "within"),
            ("{number: a}", "match", "`number` without a figure"),
            ("{number: a, at_least: many}", "many", "A whole number from 0"),
            ("{number: a, at_least: 1, at_most: 3}", "{number: a, at_least: 1, at_most: 3}", "limit of 2"),
            ("[{alll: [a]}]", "alll", "any, all, none, near"),
        ],
    )
    def test_a_match_that_is_none_is_underlined(
        self, editor: Editor, match: str, marked: str, says: str
    ) -> None:
        found = editor.marks("rules/desk.yaml", f"{MODELINE}rules:\n- id: a\n  match: {match}\n")
        assert [mark for mark in found if (mark.line, mark.text) == (4, marked) and says in mark.message], (
            found
        )

    def test_nothing_is_underlined_where_nothing_is_wrong(self, editor: Editor) -> None:
        assert editor.marks("rules/desk.yaml", MODELINE + EVERYTHING) == []

    @pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.yaml")), ids=lambda path: path.name)
    def test_the_rules_that_come_with_it_are_good(self, editor: Editor, path: Path) -> None:
        assert editor.marks(f"rules/{path.name}", MODELINE + path.read_text()) == []


class TestWhatTheCommandRefuses:
    """What `shapes.check` refuses and what the schema refuses come from one definition."""

    @pytest.fixture
    def whole(self, desk: Path) -> str:
        """The first line of a file that is a list of rules, by a schema that knows every key of the language."""
        every = tuple(replace(key, supported=True) for key in (*keys.RULE.keys, keys.POLICY["scenario"]))
        rule = replace(keys.RULE, keys=every).schema()
        described = {"type": "array", "items": rule, "definitions": schema.schema()["definitions"]}
        (desk / "rules" / "whole.schema.json").write_text(json.dumps(described))
        return "# yaml-language-server: $schema=./whole.schema.json\n"

    def test_what_is_good_for_one_is_good_for_the_other(self, editor: Editor, whole: str) -> None:
        rules = "".join(f"- id: a\n  {key}: {value}\n" for key, value in GOOD)
        assert editor.marks("rules/good.yaml", whole + rules) == []

    def test_what_is_bad_for_one_is_bad_for_the_other(self, editor: Editor, whole: str) -> None:
        bad = [bad for bad in BAD if not bad.sums]
        rules = "".join(f"- id: a\n  {bad}\n" for bad in bad)
        marked = {mark.line for mark in editor.marks("rules/bad.yaml", whole + rules)}
        assert [str(bad) for number, bad in enumerate(bad) if 3 + 2 * number not in marked] == []


class TestFolderOfInit:
    def test_its_rule_file_says_which_schema_is_its_own(self, editor: Editor, desk: Path) -> None:
        text = (desk / "rules" / "my-rules.yaml").read_text()
        assert editor.marks("rules/my-rules.yaml", text) == []
        assert editor.marks("rules/my-rules.yaml", text.replace("    severity", "    severty")) != []

    def test_another_rule_file_is_known_by_its_folder(self, editor: Editor) -> None:
        (mark,) = editor.marks("rules/another.yaml", RULE.replace("high", "hihg"))
        assert (mark.line, mark.text) == (3, "hihg")

    def test_config_yaml_is_no_rule_file(self, editor: Editor, desk: Path) -> None:
        assert editor.marks("config.yaml", (desk / "config.yaml").read_text()) == []
        mark = Marked(2, "archve", "Property archve is not allowed.")
        text = (desk / "config.yaml").read_text().splitlines()[0] + "\narchve: {}\n"
        assert mark in editor.marks("config.yaml", text)
