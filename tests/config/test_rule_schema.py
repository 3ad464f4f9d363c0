"""The table of keys of rule files: what it suggests, what it refuses, and the JSON Schema that is made from it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.config import rulefiles
from monitor.config import source as nodes
from monitor.config.rulefiles import keys, schema, shapes
from monitor.config.rulefiles.keys import Section
from tests.config.policy_values import BAD, GOOD, Bad

FILE = Path(__file__).parents[2] / "rules" / "rules.schema.json"
COMMAND = "newsmonitor rules schema > rules/rules.schema.json"
SECTIONS = (
    keys.FILE,
    keys.DEFAULTS,
    keys.RULE,
    keys.MATCH,
    keys.FORMS,
    keys.SOURCES,
    keys.EXAMPLES,
    keys.EXAMPLE,
    *(key.value for key in keys.POLICY.values() if isinstance(key.value, Section)),
)
SHARED = ("guards", "corroborate", "update", "throttle", "max_age")
NOW = [
    (keys.FILE, ("defaults", "vocabulary", "rules")),
    (keys.DEFAULTS, ("severity", "sources", *SHARED, "channels")),
    (
        keys.RULE,
        (
            *("id", "title", "severity", "extends", "match", "sources"),
            *(*SHARED, "inhibits", "for"),
            *("channels", "examples"),
        ),
    ),
    (keys.MATCH, ("event", "about", "unless")),
    (keys.SOURCES, ("include", "exclude", "language")),
    (keys.EXAMPLES, ("fires", "quiet")),
    (keys.EXAMPLE, ("title", "lead", "language")),
]


def node(text: str) -> nodes.Node:
    root = nodes.read("rules.yaml", text).root
    assert root is not None
    return root


def value(key: str, text: str) -> nodes.Node:
    mapping = node(f"{key}: {text}\n")
    assert isinstance(mapping, nodes.Mapping)
    return mapping.pairs[0][1]


def inside(part: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a schema."""
    if isinstance(part, dict):
        yield part
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from inside(each)


class TestTable:
    @pytest.mark.parametrize(("section", "names"), NOW, ids=lambda part: getattr(part, "name", ""))
    def test_what_this_version_obeys(self, section: Section, names: tuple[str, ...]) -> None:
        assert section.names == names

    def test_what_it_refuses(self) -> None:
        assert keys.FILE.planned == {"scenario"}
        assert keys.RULE.planned == {"digest", "quiet", "escalate", "filters", "kind", "count"}
        assert keys.DEFAULTS.planned == keys.RULE.planned - {"kind", "count"}

    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
    def test_every_key_is_told_in_a_sentence_and_once(self, section: Section) -> None:
        assert [key.name for key in section.keys if not key.meaning.endswith(".")] == []
        names = [key.name for key in section.keys]
        assert sorted(set(names)) == sorted(names)

    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
    def test_what_a_key_is_called_elsewhere_leads_to_one_key(self, section: Section) -> None:
        other = [name for key in section.keys for name in key.also]
        assert sorted({*other, *(key.name for key in section.keys)}) == sorted(
            [*other, *(key.name for key in section.keys)]
        )

    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
    def test_its_examples_are_good(self, section: Section) -> None:
        for key in section.keys:
            assert key.value.check(value(key.name, json.dumps(key.example))) == [], key.name


@pytest.mark.parametrize(
    ("section", "word", "hint"),
    [
        (keys.RULE, "severty", "did you mean 'severity'?"),
        (keys.RULE, "Severity", "did you mean 'severity'?"),
        (keys.RULE, "priority", "did you mean 'severity'?"),
        (keys.RULE, "query", "did you mean 'match'?"),
        (keys.RULE, "channel", "did you mean 'channels'?"),
        (keys.RULE, "about", "it stands under `match`"),
        (keys.RULE, "unless", "it stands under `match`"),
        (keys.RULE, "fires", "it stands under `examples`"),
        (keys.FILE, "rule", "did you mean 'rules'?"),
        (keys.RULE, "cooldown", "did you mean 'throttle'?"),
        (keys.RULE, "inhibit", "did you mean 'inhibits'?"),
        (keys.DEFAULTS, "inhibits", "it stands under `rules`"),
        (keys.FILE, "severity", "it stands under `rules`"),
        (keys.MATCH, "xyz", "known here: event, about, unless"),
        (keys.FORMS, "at-least", "did you mean 'at_least'?"),
        (keys.EXAMPLE, "headline", "did you mean 'title'?"),
    ],
)
def test_a_key_that_is_none_leads_to_the_one_that_was_meant(section: Section, word: str, hint: str) -> None:
    assert section.hint(word) == hint


def test_a_key_of_a_later_version_is_refused() -> None:
    mapping = node("id: a\ndigest: 1h\nquiet: [Talks resume]\nthrotle: 1h\n")
    assert isinstance(mapping, nodes.Mapping)
    told = [(wrong.message, wrong.hint) for wrong in keys.RULE.unknown(mapping)]
    assert told[0] == ("`digest` is not in this version", "delete it")
    assert told[1] == ("`quiet` is not in this version", "delete it, or write it under `examples`")
    assert told[2] == ("unknown key 'throtle'", "did you mean 'throttle'?")


class TestPolicy:
    @pytest.mark.parametrize(("key", "text"), GOOD)
    def test_good(self, key: str, text: str) -> None:
        assert shapes.check(key, value(key, text)) == []

    @pytest.mark.parametrize("bad", BAD, ids=str)
    def test_bad(self, bad: Bad) -> None:
        found = shapes.check(bad.key, value(bad.key, bad.value))
        (wrong,) = found
        mark = wrong.at if isinstance(wrong.at, nodes.Mark) else wrong.at.mark
        assert bad.message in wrong.message
        assert bad.hint in (wrong.hint or "")
        indent = len(f"{bad.key}:") + (1 if bad.value else 0)
        assert (mark.line, mark.column) == (1, indent + bad.column)

    def test_each_key_is_tried(self) -> None:
        assert {key for key, _ in GOOD} == {bad.key for bad in BAD} == set(keys.POLICY)

    @pytest.mark.parametrize(
        ("rule", "messages"),
        [
            ("{kind: frequency, count: {articles: 5, within: 1h}}", []),
            ("{kind: absence, for: 30d}", []),
            ("{inhibits: [a], for: 2h}", []),
            ("{kind: frequency}", ["`kind: frequency` without `count`"]),
            ("{count: {articles: 5, within: 1h}}", ["`count` belongs to `kind: frequency`"]),
            ("{kind: absence}", ["`kind: absence` without `for`"]),
            ("{inhibits: [a]}", []),
            ("{for: 2h}", ["`for` belongs to `inhibits`"]),
        ],
    )
    def test_keys_that_need_each_other(self, rule: str, messages: list[str]) -> None:
        mapping = node(rule)
        assert isinstance(mapping, nodes.Mapping)
        assert [wrong.message for wrong in shapes.together(mapping)] == messages


class TestSchema:
    def test_the_file_is_up_to_date(self) -> None:
        assert FILE.read_text("utf-8") == schema.dump(), f"run: {COMMAND}"

    def test_it_explains_every_key_with_an_example(self) -> None:
        for part in inside(schema.schema()):
            for name, key in part.get("properties", {}).items():
                assert key.get("description"), name
                assert key.get("examples"), name

    def test_it_takes_no_key_it_does_not_know(self) -> None:
        open_ended = [
            part for part in inside(schema.schema()) if "properties" in part and "description" not in part
        ]
        assert [part for part in open_ended if part.get("additionalProperties") is not False] == []

    def test_its_references_lead_somewhere(self) -> None:
        whole = schema.schema()
        references = {part["$ref"] for part in inside(whole) if "$ref" in part}
        assert references == {f"#/definitions/{name}" for name in whole["definitions"]}

    @pytest.mark.parametrize("number", [0, 1])
    def test_the_rules_it_offers_do_what_their_examples_say(self, number: int) -> None:
        snippet = schema.schema()["definitions"]["rule"]["defaultSnippets"][number]["body"]
        filled = re.sub(r"\$\{[0-9][:|]([^,|}]+)[^}]*\}", r"\1", json.dumps({"rules": [snippet]}))
        assert len(rulefiles.parse(Path("rules.yaml"), filled.encode(), channels=None).rules) == 1

    def test_it_offers_what_this_version_obeys(self) -> None:
        whole = schema.schema()
        assert tuple(whole["properties"]) == keys.FILE.names
        assert tuple(whole["definitions"]["rule"]["properties"]) == keys.RULE.names
        assert tuple(whole["definitions"]["match"]["properties"]) == (*keys.MATCH.names, *keys.FORMS.names)
