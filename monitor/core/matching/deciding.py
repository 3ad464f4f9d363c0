"""Which parts of a rule made it fire: of alternatives the first that counts."""

from collections.abc import Iterator

from monitor.core.clauses import AllOf, AnyOf, Not, Scoped
from monitor.core.clauses.written import brief
from monitor.core.matching.explanation import Explained, Explanation
from monitor.core.matching.match import Evidence


def decided(explained: Explained) -> tuple[str, ...]:
    """The deciding parts of the event and what it is about, as expressions; none when the rule is quiet."""
    if not explained.fires:
        return ()
    counting = frozenset(explained.evidence)
    parts = (part for part in (explained.event, explained.about) if part is not None)
    return tuple(dict.fromkeys(brief(each.clause) for part in parts for each in _deciding(part, counting)))


def _deciding(explanation: Explanation, counting: frozenset[Evidence]) -> Iterator[Explanation]:
    """counting: evidence that no guard takes away."""
    match explanation.clause:
        case AnyOf():
            holding = [part for part in explanation.parts if part.holds]
            free = (part for part in holding if not counting.isdisjoint(part.evidence))
            yield from _deciding(next(free, holding[0]), counting)
        case AllOf() | Scoped():
            for part in explanation.parts:
                yield from _deciding(part, counting)
        case Not():  # it is absent, which makes nothing fire
            return
        case _:
            yield explanation
