"""Words and parts of words without which a pattern cannot match: an index looks for them before RE2 is asked.

After Russ Cox, Regular Expression Matching with a Trigram Index (https://swtch.com/~rsc/regexp/regexp4.html):
what a part can match is followed exactly while it is a small set of texts, and as "one of these" beyond.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.core.clauses.patterns.reading import read
from monitor.core.clauses.patterns.shape import Either, One, Repeat, Row, Shape

_MOST_EXACT = 64
_SHORTEST_PART = 3
_EDGE = One(choices=frozenset(" "))  # a pattern begins and ends at the edge of a word


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Literal:
    """A folded word; whole is False for three or more letters in a row inside a word."""

    text: str
    whole: bool


Needed = frozenset[Literal] | None  # one of these is in every match; None when nothing is known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """exact: every text the part can match, or None. needed: what holds beyond that."""

    exact: frozenset[str] | None = None
    needed: Needed = None

    @property
    def best(self) -> Needed:
        return self.needed if self.exact is None else _chosen(self.exact)


def literals(pattern: str) -> tuple[Literal, ...] | None:
    """Literals of which every match holds at least one, in order; None when no such set is found.

    Raises ClauseError when it is no pattern of ours.
    """
    return required(read(pattern, 0)[0])


def required(shape: Shape) -> tuple[Literal, ...] | None:
    """The same for a pattern that was read."""
    needed = _known(Row(parts=(_EDGE, shape, _EDGE))).best
    return tuple(sorted(needed)) if needed else None


def _known(shape: Shape) -> _Known:
    match shape:
        case One(choices=choices):
            return _Known(exact=choices)
        case Either(branches=branches):
            return _either([_known(branch) for branch in branches])
        case Repeat(most=0):
            return _Known(exact=frozenset({""}))
        case Repeat(part=part, least=0, most=1):
            exact = _known(part).exact
            return _Known(exact=None if exact is None else exact | {""})
        case Repeat(least=0):
            return _Known()
        case Repeat(part=part):
            return _Known(needed=_known(part).best)
        case Row():
            return _row(shape)


def _either(branches: list[_Known]) -> _Known:
    exact: frozenset[str] | None = frozenset()
    needed: Needed = frozenset()
    for branch in branches:
        exact = None if exact is None or branch.exact is None else exact | branch.exact
        best = branch.best
        needed = None if needed is None or best is None else needed | best
    if exact is not None and len(exact) <= _MOST_EXACT:
        return _Known(exact=exact)
    return _Known(needed=needed)


def _row(row: Row) -> _Known:
    """Runs of parts that are known exactly, each as long as it stays small; the best of them counts."""
    run = frozenset({""})
    runs: list[frozenset[str]] = []
    found: list[frozenset[Literal]] = []
    for part, repeats in _unrolled(row):
        known = _known(part)
        if known.exact is None and known.needed:
            found.append(known.needed)
        joined = None if known.exact is None else _joined(run, known.exact)
        if joined is None or repeats:
            runs.append(joined or run)
        run = (known.exact or frozenset({""})) if joined is None or repeats else joined
    if not runs and not found:
        return _Known(exact=run)
    found += [best for exact in [*runs, run] if (best := _chosen(exact))]
    return _Known(needed=max(found, key=_worth, default=None))


def _unrolled(row: Row) -> Iterator[tuple[Shape, bool]]:
    """The parts of a row; one that repeats as its first time and, where a new run begins, its last."""
    for part in row.parts:
        match part:
            case Repeat(part=inner, least=1, most=1):
                yield inner, False
            case Repeat(part=inner, least=least) if least:
                yield inner, True
            case Row() if part.parts:
                yield from _unrolled(part)
            case _:
                yield part, False


def _joined(left: frozenset[str], right: frozenset[str]) -> frozenset[str] | None:
    if len(left) * len(right) > _MOST_EXACT:
        return None
    return frozenset(start + end for start in left for end in right)


def _chosen(texts: Iterable[str]) -> Needed:
    """One literal of each text, the same for all if it is as telling; None when a text has none."""
    within = [frozenset(_within(text)) for text in texts]
    if not all(within):
        return None
    options = [frozenset(max(sorted(each), key=_weight) for each in within)]
    options += [frozenset({literal}) for literal in sorted(frozenset.intersection(*within))]
    return max(options, key=_worth)


def _within(text: str) -> Iterator[Literal]:
    """Between two spaces stands a whole word; what touches an end of the text may go on beyond it."""
    words = text.split(" ")
    for place, word in enumerate(words):
        whole = 0 < place < len(words) - 1
        if word and (whole or len(word) >= _SHORTEST_PART):
            yield Literal(text=word, whole=whole)


def _weight(literal: Literal) -> int:
    return len(literal.text) + 2 * literal.whole  # a whole word is found by one look-up


def _worth(needed: frozenset[Literal]) -> int:
    return min(map(_weight, needed)) - len(needed).bit_length()
