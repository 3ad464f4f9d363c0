"""The rules that come with the package keep what their examples promise."""

from pathlib import Path

import pytest

from monitor.config import rulefiles
from monitor.core.rules import Rule

RULES = rulefiles.load_rules([Path(__file__).parent.parent.parent / "rules"], channels=None)
FIRES = [pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES for text in rule.examples.fires]
QUIET = [pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in RULES for text in rule.examples.quiet]


@pytest.mark.parametrize(("rule", "headline"), FIRES)
def test_a_rule_fires_on_what_it_is_for(rule: Rule, headline: str) -> None:
    assert rule.fires_on(headline)


@pytest.mark.parametrize(("rule", "headline"), QUIET)
def test_a_rule_is_quiet_about_what_only_looks_like_it(rule: Rule, headline: str) -> None:
    assert not rule.fires_on(headline)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_shows_what_it_fires_on_and_what_not(rule: Rule) -> None:
    assert len(rule.examples.fires) >= 2
    assert len(rule.examples.quiet) >= 2
