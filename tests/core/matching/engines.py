"""The two ways to match rules against an article, as one function each."""

from collections.abc import Callable, Sequence

from monitor.core.articles import Article
from monitor.core.matching import Index
from monitor.core.rules import Rule, RuleSet
from tests.core.matching import reference
from tests.core.matching.reference import Found

Engine = Callable[[Sequence[Rule], Article], tuple[Found, ...]]


def compiled(rules: Sequence[Rule], article: Article) -> tuple[Found, ...]:
    """What the daemon does."""
    return tuple(
        (match.rule, tuple((one.field, one.start, one.end, one.text, one.term) for one in match.evidence))
        for match in Index.of(RuleSet.of(rules)).match(article)
    )


ENGINES: dict[str, Engine] = {"reference": reference.match, "compiled": compiled}
