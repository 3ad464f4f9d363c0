"""Alternatives that another one finds already."""

from collections.abc import Iterator

from monitor.core.clauses import AllOf, AnyOf, Clause, Near, Not, Number, Phrase, Scoped, Spelling, Vocabulary
from monitor.core.lint.alternatives import Alternatives, alternatives
from monitor.core.lint.note import Lint, Note
from monitor.core.lint.spelled import capitals

_MOST_NAMED = 3
_Pair = tuple[Phrase, Phrase]


def shadows(*clauses: Clause | None) -> Iterator[Note]:
    """One note for all alternatives of these clauses that add nothing."""
    every = (pair for clause in clauses if clause is not None for pair in _pairs(clause))
    pairs = [pair for pair in every if not _is_remedy(*pair)]
    if not pairs:
        return
    named = ", ".join(f"“{_written(one)}” ({_why(one, other)})" for one, other in pairs[:_MOST_NAMED])
    more = len(pairs) - _MOST_NAMED
    others = f" and {more} more" if more > 0 else ""
    verb = "adds" if len(pairs) == 1 else "add"
    yield Note(
        lint=Lint.SHADOWED,
        message=f"{named}{others} {verb} nothing",
        hint="take it out" if len(pairs) == 1 else "take them out",
        words=_written(pairs[0][0]),
    )


def _is_remedy(one: Phrase, other: Phrase) -> bool:
    """Whether it is the other one that goes: ==WHO beside WHO, which finds “who” as well and is noted for it."""
    return one.spelling is Spelling.CASED and any(capitals([other]))


def _why(one: Phrase, other: Phrase) -> str:
    return "twice" if _written(one) == _written(other) else f"“{_written(other)}” finds it"


def _written(phrase: Phrase) -> str:
    return phrase.spelling + phrase.text


def _pairs(clause: Clause) -> Iterator[_Pair]:
    match clause:
        case AnyOf(clauses=parts):
            yield from _in(parts)
            for part in parts:
                if not isinstance(part, AnyOf):  # its alternatives are looked at already
                    yield from _pairs(part)
        case AllOf(clauses=parts):
            for part in parts:
                yield from _pairs(part)
        case Near(left=left, right=right):
            yield from _pairs(left)
            yield from _pairs(right)
        case Not(clause=inner) | Scoped(clause=inner) | Number(cue=inner):
            yield from _pairs(inner)
        case _:
            return


def _in(parts: tuple[Clause, ...]) -> Iterator[_Pair]:
    """Of one OR. What stands in a vocabulary may find others, and is not itself at fault."""
    every = [one for part in parts for one in alternatives(part) if isinstance(one, Phrase)]
    shared = {
        id(one) for part in _vocabularies(parts) for one in alternatives(part) if isinstance(one, Phrase)
    }
    own = [number for number, one in enumerate(every) if id(one) not in shared]
    if own:
        yield from Alternatives(every).shadowed(own)


def _vocabularies(parts: tuple[Clause, ...]) -> Iterator[Vocabulary]:
    for part in parts:
        if isinstance(part, Vocabulary):
            yield part
        elif isinstance(part, AnyOf):
            yield from _vocabularies(part.clauses)
