"""What a clause is made of, and whether it asks for anything at all."""

from collections.abc import Iterator

from monitor.core.clauses.tree import (
    AllOf,
    AnyOf,
    Clause,
    Near,
    Not,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Vocabulary,
)


def phrases(clause: Clause) -> Iterator[Phrase]:
    """Every phrase, from left to right; those of a vocabulary once, however often it is named."""
    return _phrases(clause, set())


def _phrases(clause: Clause, seen: set[int]) -> Iterator[Phrase]:
    match clause:
        case Phrase():
            yield clause
        case Vocabulary(clause=inner) if inner is not None and id(inner) not in seen:
            seen.add(id(inner))
            yield from _phrases(inner, seen)
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            for part in parts:
                yield from _phrases(part, seen)
        case Near(left=left, right=right):
            yield from _phrases(left, seen)
            yield from _phrases(right, seen)
        case Not(clause=inner) | Scoped(clause=inner) | Number(cue=inner):
            yield from _phrases(inner, seen)
        case _:
            return


def named(clause: Clause) -> frozenset[str]:
    """The vocabularies that the clause names, and those that they name."""
    return frozenset(_named(clause, set()))


def _named(clause: Clause, seen: set[int]) -> Iterator[str]:
    match clause:
        case Vocabulary(name=name, clause=inner):
            yield name
            if inner is not None and id(inner) not in seen:
                seen.add(id(inner))
                yield from _named(inner, seen)
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            for part in parts:
                yield from _named(part, seen)
        case Near(left=left, right=right):
            yield from _named(left, seen)
            yield from _named(right, seen)
        case Not(clause=inner) | Scoped(clause=inner) | Number(cue=inner):
            yield from _named(inner, seen)
        case _:
            return


def needs_something(clause: Clause) -> bool:
    """Whether at least one of the clause's terms has to occur.

    A clause that rejects the empty article does: had it held with none of its positive terms there, it would
    hold for the empty one, where every negative term is satisfied as well.
    """
    return not _holds_of_nothing(clause, {})


def _holds_of_nothing(clause: Clause, known: dict[int, bool]) -> bool:
    match clause:
        case Vocabulary(clause=inner) if inner is not None:
            if id(inner) not in known:  # by content: a copied rule may know two lists of one name
                known[id(inner)] = _holds_of_nothing(inner, known)
            return known[id(inner)]
        case Phrase() | Pattern() | Vocabulary() | Near() | Number():
            return False
        case AllOf(clauses=parts):
            return all(_holds_of_nothing(part, known) for part in parts)
        case AnyOf(clauses=parts):
            return any(_holds_of_nothing(part, known) for part in parts)
        case Scoped(clause=inner):
            return _holds_of_nothing(inner, known)
        case Not(clause=inner):
            return not _holds_of_nothing(inner, known)
