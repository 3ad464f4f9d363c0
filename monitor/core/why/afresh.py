"""What the rules as they are now say of an article."""

from dataclasses import dataclass

from monitor.core.articles import Article
from monitor.core.matching import Explained, Index
from monitor.core.matching.lacking import lacks
from monitor.core.rules import Rule

CLOSE_ENOUGH = 0.5  # nearness from which on a rule that did not fire is worth a look
MOST_CLOSE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """A rule that does not fire, and what it lacks, each in words."""

    rule: Rule
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """An article judged afresh. quiet: how many rules neither fire nor are close."""

    fires: tuple[Explained, ...]
    close: tuple[Close, ...]
    quiet: int


def today(article: Article, index: Index) -> Today:
    """By the rules of this index; the closest of those that stay quiet first."""
    explained = [index.explain(rule.id, article) for rule in index.ruleset.rules]
    counted = {match.rule for match in index.match(article)}
    fires = tuple(each for each in explained if each.rule.id in counted)
    near = sorted(
        (each for each in explained if not each.fires and each.nearness >= CLOSE_ENOUGH),
        key=lambda each: -each.nearness,
    )[:MOST_CLOSE]
    close = tuple(Close(rule=each.rule, lacks=lacks(each)) for each in near)
    return Today(fires=fires, close=close, quiet=len(explained) - len(fires) - len(close))
