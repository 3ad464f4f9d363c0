"""The rules that come with the package keep what their examples promise."""

from pathlib import Path

import pytest

from monitor.config import rulefiles
from monitor.config.rulefiles.proving import article_of
from monitor.core.matching import Index
from monitor.core.rules import Example, Rule, RuleSet

FOLDER = Path(__file__).parents[2] / "rules"
LOADED = rulefiles.load([FOLDER], channels=None)
RULES = LOADED.rules
INDEX = Index.of(RuleSet.of(RULES))
EXAMPLES = [
    pytest.param(rule, example, fires, id=f"{rule.id}: {example.title}")
    for rule in RULES
    for fires, examples in ((True, rule.examples.fires), (False, rule.examples.quiet))
    for example in examples
]
ANY_CONFLICT = [
    "talks-stalled",
    "ceasefire-ended",
    "ceasefire-agreed",
    "hostages-released",
    "bombardment",
    "aid-entering",
    "casualties",
    "negotiators-recalled",
    "evacuation-warning",
]


def test_the_files_have_no_mistake() -> None:
    assert [str(problem) for problem in LOADED.problems] == []


@pytest.mark.parametrize(("rule", "example", "fires"), EXAMPLES)
def test_a_rule_does_what_its_examples_say(rule: Rule, example: Example, fires: bool) -> None:
    assert INDEX.fires(rule.id, article_of(example, rule)) == fires


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_shows_what_it_fires_on_and_what_not(rule: Rule) -> None:
    assert len(rule.examples.fires) >= 10
    assert len(rule.examples.quiet) >= 10


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_two_examples_of_a_rule_are_the_same(rule: Rule) -> None:
    examples = [*rule.examples.fires, *rule.examples.quiet]
    assert len(set(examples)) == len(examples)


def test_the_starter_rules_keep_their_names() -> None:
    assert [rule.id for rule in RULES if rule.file.endswith("conflict.yaml")] == ANY_CONFLICT


def test_a_topical_pack_is_made_of_copies() -> None:
    pack = [rule for rule in RULES if rule.file.endswith("israel-hamas.yaml")]
    assert {rule.extends for rule in pack} <= set(ANY_CONFLICT)
    assert len(pack) >= 6


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.name)
def test_editors_complete_every_file(path: Path) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=./rules.schema.json"
    assert (FOLDER / "rules.schema.json").exists()


@pytest.mark.parametrize("path", sorted((FOLDER / "vocabulary").glob("*.yaml")), ids=lambda path: path.name)
def test_every_list_says_what_it_is_for(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert not [line for line in lines if len(line) > 120]
