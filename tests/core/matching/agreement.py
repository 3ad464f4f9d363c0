"""What both matchers are held to: the same rules fire, on the same characters."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.core.matching import reference, strategies
from tests.core.matching.engines import compiled

PATIENT = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
)


def agree_on_one_rule(data: st.DataObject) -> None:
    """A random rule and a random article over the same words."""
    world = data.draw(strategies.worlds())
    rules = [data.draw(strategies.rules(world))]
    article = data.draw(strategies.articles(world))
    assert compiled(rules, article) == reference.match(rules, article)


def agree_on_many_rules(data: st.DataObject) -> None:
    """Up to thirty rules that share vocabularies and copy each other."""
    world = data.draw(strategies.worlds())
    rules = data.draw(strategies.rule_sets(world))
    article = data.draw(strategies.articles(world))
    assert compiled(rules, article) == reference.match(rules, article)
