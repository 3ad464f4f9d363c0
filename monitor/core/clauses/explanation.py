"""Why a clause holds or not, part by part: what `newsmonitor rules try` prints."""

from dataclasses import dataclass

from monitor.core.clauses.evaluation import Fields, Hit, evaluate, find
from monitor.core.clauses.tree import AllOf, AnyOf, Clause, Not, Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One clause against one text. nearness: 1 holds, 0 nothing of it does, between: so much of it is there.

    missing: the words of a phrase that occur nowhere; a phrase without any has its words elsewhere or apart.
    """

    clause: Clause
    holds: bool
    nearness: float
    hits: tuple[Hit, ...] = ()
    missing: tuple[str, ...] = ()
    parts: tuple["Explanation", ...] = ()


def explain(clause: Clause, text: Fields) -> Explanation:
    """The clause with what each part of it found."""
    match clause:
        case Phrase():
            return _phrase(clause, text)
        case AllOf(clauses=clauses):
            parts = tuple(explain(part, text) for part in clauses)
            nearness = _together(parts)
        case AnyOf(clauses=clauses):
            parts = tuple(explain(part, text) for part in clauses)
            nearness = max(part.nearness for part in parts)
        case Not(clause=inner):
            parts = (explain(inner, text),)
            nearness = 0.0 if parts[0].holds else 1.0
    hits = evaluate(clause, text)
    return Explanation(clause=clause, holds=hits is not None, nearness=nearness, hits=hits or (), parts=parts)


def _together(parts: tuple[Explanation, ...]) -> float:
    """The mean of what should occur; what is merely absent, as it should be, makes nothing nearer."""
    wanted = [part.nearness for part in parts if not isinstance(part.clause, Not)]
    forbidden = any(isinstance(part.clause, Not) and not part.holds for part in parts)
    return sum(wanted) / max(len(wanted), 1) * (0.9 if forbidden else 1.0)


def _phrase(phrase: Phrase, text: Fields) -> Explanation:
    hits = find(phrase, text)
    if hits:
        return Explanation(clause=phrase, holds=True, nearness=1.0, hits=hits)
    present = {word for words in text.values() for word in words.vocabulary}
    count = phrase.tokens[-1].after
    there: set[int] = set()  # positions of the phrase whose word occurs, joined spellings included
    for token in phrase.tokens:
        if token.text in present:
            there.update(range(token.first, token.after))
    missing = tuple(
        token.text for token in phrase.tokens if token.after == token.first + 1 and token.first not in there
    )
    return Explanation(clause=phrase, holds=False, nearness=0.9 * len(there) / count, missing=missing)
