"""How alike an article and a story must be to belong together. The rules that fired on both have a say in it."""

import math
from collections.abc import Iterator, Mapping

from monitor.core.grouping.cluster import Cluster
from monitor.core.grouping.features import Features
from monitor.core.grouping.index import Index

JOINS = 0.25  # from this score on an article belongs to a story
HEADLINE_JOINS = 0.2  # of one without a lead, which has fewer words to share
NO_RULE = 2.0  # times that score for what matched other rules: a place and a day have many events
SOON = 0.5  # times that score for what the same rule found within hours, with a name or a number in common
_HOURS = 6 * 3600.0  # seconds
_BUSY = 10  # live stories of a rule, from which on that it fired again says nothing of this one

_RULE = "rule:"  # no word has such a sign
_WEIGHT = 0.3  # of a rule, against the length of an article's words
_SHARE = 0.01  # of articles that match a rule anyway
_FEW = 50  # live stories; a rule's share of fewer says little


def rule_terms(article: Features, index: Index) -> Iterator[tuple[str, float]]:
    """The rules as terms: they weigh the more, the fewer of the live stories they fired for."""
    for rule in article.rules:
        others = max(0, index.saying(_RULE + rule) - 1) / (len(index) + _FEW)
        told = math.log(1 + 1 / (_SHARE + others)) / math.log(1 + 1 / _SHARE)
        yield _RULE + rule, _WEIGHT * told / math.sqrt(len(article.rules))


def base(article: Features) -> float:
    """The score an article needs as far as its words go."""
    return JOINS if article.has_lead else HEADLINE_JOINS


def live(article: Features, index: Index) -> dict[str, int]:
    """For how many live stories each of its rules fired, by the term of the rule."""
    return {_RULE + rule: index.saying(_RULE + rule) for rule in article.rules}


def bar(article: Features, story: Cluster, fired: Mapping[str, int], *, gap: float) -> float:
    """The score that it needs for this story. fired: see live; gap: seconds since the story's latest article."""
    if not fired:
        return base(article)
    shared = [count for name, count in fired.items() if name in story.weights]
    if not shared:
        return NO_RULE * base(article)
    if gap >= _HOURS or article.names.isdisjoint(story.weights):
        return base(article)
    busy = min(1.0, (min(shared) - 1) / _BUSY)
    return (SOON + (1 - SOON) * busy) * base(article)


def apart(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """How much more alike two stories must be that no rule brings together."""
    rules = [term for term in one if term.startswith(_RULE)]
    return NO_RULE if rules and not any(term in other for term in rules) else 1.0
