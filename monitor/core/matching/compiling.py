"""Clauses to nodes over numbered atoms. Whatever form a rule was written in, the same meaning is the same atom."""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Any

from monitor.core.clauses import (
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
from monitor.core.clauses.patterns import folded
from monitor.core.matching.atoms import (
    Absent,
    AnyAtom,
    Atom,
    AtomNumber,
    Every,
    Has,
    HasAny,
    NearAtom,
    Node,
    NumberAtom,
    PatternAtom,
    PhraseAtom,
    Some,
    Step,
)
from monitor.core.matching.terms import Term, Terms, Word
from monitor.core.matching.views import Scope


class Compiler:
    """Gives out atoms, each once. terms, atoms and leaves (the node of an atom) grow while rules are compiled."""

    def __init__(self) -> None:
        self.terms = Terms()
        self.atoms: list[Atom] = []
        self._numbers: dict[Hashable, AtomNumber] = {}
        self._terms_of_rules: dict[tuple[Any, Scope], AtomNumber] = {}
        self.leaves: dict[AtomNumber, Node] = {}

    def node(self, clause: Clause, scope: Scope) -> Node:
        """The clause, read in this scope unless it names a field."""
        match clause:
            case AllOf(clauses=parts):
                return Every(tuple(self.node(part, scope) for part in parts))
            case Not(clause=inner):
                return Absent(self.node(inner, scope))
            case Scoped(field=field, clause=inner):
                return self.node(inner, Scope(field.value))
            case AnyOf(clauses=parts) if not all(_is_term(part) for part in parts):
                return Some(tuple(self.node(part, scope) for part in parts))
            case _:
                return self._leaf(self.atom(clause, scope))

    def atom(self, clause: Clause, scope: Scope) -> AtomNumber:
        """The number of the atom that this term, Near or Number is."""
        match clause:
            case Phrase():
                return self._phrase(clause, scope)
            case Pattern(text=text):
                key = (Pattern, text, scope)
                known = self._numbers.get(key)
                return (
                    known
                    if known is not None
                    else self._add(key, PatternAtom(scope, compiled(text), f"/{text}/"))
                )
            case Vocabulary(clause=inner):
                return self._vocabulary(clause, inner, scope)
            case AnyOf(clauses=parts):
                return self._any(tuple(dict.fromkeys(self.atom(part, scope) for part in parts)), scope)
            case Near(left=left, right=right, within=within, ordered=ordered):
                near = NearAtom(scope, self.atom(left, scope), self.atom(right, scope), within, ordered)
                return self._once(near)
            case Number(cue=cue, comparison=comparison, value=value):
                return self._once(NumberAtom(scope, self.atom(cue, scope), comparison, value))
            case _:
                raise TypeError(f"{type(clause).__name__} is no atom")

    def _leaf(self, number: AtomNumber) -> Node:
        known = self.leaves.get(number)
        if known is None:
            known = self.leaves[number] = self._has_any(number) or Has(number)
        return known

    def _has_any(self, number: AtomNumber) -> HasAny | None:
        """An atom that is phrases as alternatives; None if one is a pattern, or could be written in one word."""
        words: dict[AtomNumber, Term] = {}
        phrases: dict[AtomNumber, Term] = {}
        left = [number]
        while left:
            part = left.pop()
            atom = self.atoms[part]
            if isinstance(atom, AnyAtom):
                left += atom.parts
            elif not isinstance(atom, PhraseAtom) or not atom.needed:
                return None
            elif len(atom.steps) == 1:
                words[part] = atom.needed[0]
            else:  # the longest word of a phrase is seldom its commonest
                phrases[part] = max(atom.needed, key=self._length)
        terms, openers = tuple(words.values()), tuple(phrases.values())
        return HasAny(self.atoms[number].scope, terms, tuple(words), openers, tuple(phrases), number)

    def _length(self, term: Term) -> int:
        return len(self.terms.words[term].written)

    def _phrase(self, phrase: Phrase, scope: Scope) -> AtomNumber:
        key = (Phrase, phrase.text, phrase.spelling, phrase.language, scope)
        known = self._numbers.get(key)
        if known is not None:
            return known
        steps = tuple(
            [
                (
                    token.first,
                    token.after,
                    self.terms.number(Word(token.text, phrase.spelling, phrase.language)),
                )
                for token in phrase.tokens
            ]
        )
        return self._add(key, PhraseAtom(scope, steps, phrase.spelling + phrase.text, _needed(steps)))

    def _vocabulary(self, vocabulary: Vocabulary, inner: Clause | None, scope: Scope) -> AtomNumber:
        """Many rules name the same list: it is walked through once."""
        if inner is None:
            raise ValueError(f"${vocabulary.name} is not resolved")
        key = (id(inner), scope)
        known = self._terms_of_rules.get(key)
        if known is None:
            known = self._terms_of_rules[key] = self.atom(inner, scope)
        return known

    def _any(self, parts: tuple[AtomNumber, ...], scope: Scope) -> AtomNumber:
        if len(parts) == 1:
            return parts[0]
        known = self._numbers.get((AnyAtom, parts, scope))
        return known if known is not None else self._add((AnyAtom, parts, scope), AnyAtom(scope, parts))

    def _once(self, atom: Atom) -> AtomNumber:
        known = self._numbers.get(atom)
        return known if known is not None else self._add(atom, atom)

    def _add(self, key: Hashable, atom: Atom) -> AtomNumber:
        number = self._numbers[key] = len(self.atoms)
        self.atoms.append(atom)
        return number


def _needed(steps: Sequence[Step]) -> tuple[Term, ...]:
    """The words that no joined spelling can stand for."""
    if len(steps) == steps[-1][1]:
        return tuple([term for _, _, term in steps])
    return tuple(
        term
        for first, after, term in steps
        if sum(start < after and first < end for start, end, _ in steps) == 1
    )


def _is_term(clause: Clause) -> bool:
    match clause:
        case AnyOf(clauses=parts):
            return all(_is_term(part) for part in parts)
        case Vocabulary(clause=inner):
            return inner is None or _is_term(inner)
        case Phrase() | Pattern():
            return True
        case _:
            return False


@lru_cache(maxsize=1 << 12)
def compiled(text: str) -> Any:
    """With blanks around, so that a match begins and ends at the edge of a word."""
    import re2  # noqa: PLC0415 - only who uses patterns pays for the library

    options = re2.Options()
    options.longest_match = True
    options.log_errors = False
    return re2.compile(f" (?:{folded(text)}) ".encode(), options)
