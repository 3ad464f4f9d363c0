"""Which rules could match an article, from its words alone: cheap, and never one too few.

Every rule waits under a few words of which each matching article holds at least one (Luwak's idea). An article then
asks only the rules that wait under its own words.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from monitor.core.clauses import AllOf, AnyOf, Clause, Fields, Not, Phrase
from monitor.core.rules import Rule, RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A rule set made ready for articles. waiting: word to positions in the set; always: rules no word calls."""

    ruleset: RuleSet
    waiting: dict[str, tuple[int, ...]]
    always: tuple[int, ...]

    @classmethod
    def of(cls, ruleset: RuleSet) -> Self:
        """The index of a rule set. Linear in its terms; built once per change of a rule file."""
        uses = Counter(word for rule in ruleset.rules for word in _words(rule.clause))
        waiting: dict[str, list[int]] = {}
        always: list[int] = []
        for position, rule in enumerate(ruleset.rules):
            anchors = _anchors(rule.clause, uses, wanted=True)
            if anchors is None:
                always.append(position)
            for word in anchors or ():
                waiting.setdefault(word, []).append(position)
        return cls(
            ruleset=ruleset,
            waiting={word: tuple(positions) for word, positions in waiting.items()},
            always=tuple(always),
        )

    def candidates(self, text: Fields) -> Iterator[Rule]:
        """The rules that may match, in the order of the set: every rule that does match is among them."""
        found = set(self.always)
        for words in text.values():
            for word in words.vocabulary & self.waiting.keys():
                found.update(self.waiting[word])
        return (self.ruleset.rules[position] for position in sorted(found))


Anchors = frozenset[str]


def _anchors(clause: Clause, uses: Counter[str], *, wanted: bool) -> Anchors | None:
    """Words of which one must occur for the clause to hold (wanted) or to fail; None when none must."""
    match clause:
        case Phrase():
            return _cheapest_cut(clause, uses) if wanted else None
        case Not(clause=inner):
            return _anchors(inner, uses, wanted=not wanted)
        case AllOf(clauses=clauses) | AnyOf(clauses=clauses):
            parts = [_anchors(part, uses, wanted=wanted) for part in clauses]
            every_part_holds = isinstance(clause, AllOf) == wanted  # to fail, any part of AllOf will do
            return _cheapest(parts, uses) if every_part_holds else _union(parts)


def _cheapest(parts: list[Anchors | None], uses: Counter[str]) -> Anchors | None:
    known = [part for part in parts if part is not None]
    return min(known, key=lambda part: _cost(part, uses), default=None)


def _union(parts: list[Anchors | None]) -> Anchors | None:
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if len(known) == len(parts) else None


def _cheapest_cut(phrase: Phrase, uses: Counter[str]) -> Anchors:
    """The words over one position of the phrase: however its hyphenated words are read, one of them is used."""
    cuts = (
        frozenset(token.text for token in phrase.tokens if token.first <= position < token.after)
        for position in range(phrase.tokens[-1].after)
    )
    return min(cuts, key=lambda cut: _cost(cut, uses))


def _cost(words: Anchors, uses: Counter[str]) -> tuple[int, int, tuple[str, ...]]:
    """Rules share the frequent words of their field, and long words are rarer; the last decides ties."""
    shortest = min((len(word) for word in words), default=0)
    return sum(uses[word] for word in words), -shortest, tuple(sorted(words))


def _words(clause: Clause) -> Iterator[str]:
    match clause:
        case Phrase(tokens=tokens):
            yield from (token.text for token in tokens)
        case Not(clause=inner):
            yield from _words(inner)
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            for part in parts:
                yield from _words(part)
