"""Text to clauses. Tight to loose: NOT, then AND, then OR; nothing is guessed, two readings are an error."""

import re
from typing import Never

from monitor.core.clauses import readings
from monitor.core.clauses.lexing import (
    OPERATORS,
    QUOTES,
    ClauseError,
    Kind,
    Lexeme,
    lex,
    refuse_unknown,
)
from monitor.core.clauses.tree import Clause, Not, Phrase, all_of, any_of
from monitor.core.text import tokens

MAX_TERMS = 20_000
MAX_DEPTH = 50  # of parentheses and NOTs
MAX_WORDS = 40  # of a phrase

_TERMS = frozenset({Kind.WORD, Kind.PHRASE, Kind.OPEN})
_HEBREW = r"[\u05d0-\u05ea]"
_STRAY_QUOTE = re.compile(rf"(?<!{_HEBREW})[{QUOTES}]|[{QUOTES}](?!{_HEBREW})")


def parse(text: str) -> Clause:
    """The clause an expression means. Raises ClauseError at its first mistake."""
    return _Parser(text).whole()


def parse_phrase(text: str) -> Phrase:
    """One item of a list of phrases: its words in a row. Raises ClauseError.

    Quotes around the whole item change nothing. An operator in it is an error: it would be read as a word.
    """
    start = len(text) - len(text.lstrip())
    bare = text.strip()
    if len(bare) > 1 and bare[0] in QUOTES and bare[-1] in QUOTES:
        start, bare = start + 1, bare[1:-1]
    for word in re.finditer(r"\S+", bare):
        if word[0].strip("()") in OPERATORS:
            hint = "give the expression alone, not as an item of a list; or write the word in lower case"
            message = f"{word[0].strip('()')} in a list of phrases: each item is words in a row"
            raise ClauseError(message, start + word.start(), hint)
        refuse_unknown(word[0], start + word.start())
    if stray := _STRAY_QUOTE.search(bare):
        hint = "leave it out: an item is a phrase already"
        raise ClauseError("a quote inside a phrase", start + stray.start(), hint)
    return _phrase(bare, start)


def _phrase(text: str, offset: int) -> Phrase:
    words = tokens(text)
    if not words:
        raise ClauseError("nothing to look for: no letter and no digit", offset, "write a word")
    if words[-1].after > MAX_WORDS:
        raise ClauseError(f"a phrase of {words[-1].after} words; at most {MAX_WORDS}", offset)
    return Phrase(text=text.strip(), tokens=words)


class _Parser:
    """Recursive descent; depth is bounded before recursion is."""

    def __init__(self, text: str) -> None:
        self._lexemes = tuple(lex(text))
        self._next = 0
        self._depth = 0
        terms = [lexeme for lexeme in self._lexemes if lexeme.kind in {Kind.WORD, Kind.PHRASE}]
        if len(terms) > MAX_TERMS:
            message = f"{len(terms):,} terms; at most {MAX_TERMS:,}"
            raise ClauseError(message, terms[MAX_TERMS].offset, "split it into several rules")

    def whole(self) -> Clause:
        if self._peek.kind is Kind.END:
            raise ClauseError("an empty expression", 0, "write a word or a phrase that must occur")
        clause = self._any_of()
        if self._peek.kind is Kind.CLOSE:
            raise ClauseError("this ) closes nothing", self._peek.offset, "delete it, or add the ( it closes")
        return clause

    @property
    def _peek(self) -> Lexeme:
        return self._lexemes[self._next]

    def _take(self) -> Lexeme:
        lexeme = self._peek
        self._next += 1
        return lexeme

    def _accept(self, kind: Kind) -> bool:
        if self._peek.kind is kind:
            self._next += 1
            return True
        return False

    def _any_of(self) -> Clause:
        parts = [self._all_of()]
        while self._accept(Kind.OR):
            parts.append(self._all_of())
        return any_of(tuple(parts))

    def _all_of(self) -> Clause:
        parts = [self._negation()]
        while self._peek.kind is Kind.NOT or self._accept(Kind.AND):
            parts.append(self._negation())
        if self._peek.kind in _TERMS:
            self._side_by_side()
        return all_of(tuple(parts))

    def _negation(self) -> Clause:
        if self._peek.kind is not Kind.NOT:
            return self._term()
        self._enter(self._take())
        inner = self._negation()
        self._depth -= 1
        return Not(clause=inner)

    def _term(self) -> Clause:
        lexeme = self._take()
        if lexeme.kind is Kind.OPEN:
            return self._group(lexeme)
        if lexeme.kind not in _TERMS:
            self._missing_term(lexeme)
        if lexeme.kind is Kind.WORD:
            _refuse_signs(lexeme)
        return _phrase(lexeme.text, lexeme.offset)

    def _group(self, opening: Lexeme) -> Clause:
        self._enter(opening)
        if self._peek.kind is Kind.CLOSE:
            raise ClauseError("nothing between these parentheses", opening.offset, "delete them")
        inner = self._any_of()
        self._depth -= 1
        if not self._accept(Kind.CLOSE):
            raise ClauseError("this ( is never closed", opening.offset, "add the )")
        return inner

    def _enter(self, lexeme: Lexeme) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = f"parentheses and NOT nested more than {MAX_DEPTH} deep"
            raise ClauseError(message, lexeme.offset, "write it flatter")

    def _missing_term(self, lexeme: Lexeme) -> Never:
        before = self._lexemes[self._next - 2] if self._next > 1 else None
        place = f"after {before.written}" if before else f"before {lexeme.written}"
        raise ClauseError(
            f"a word or phrase is missing {place}",
            before.offset if before and lexeme.kind is Kind.END else lexeme.offset,
            f'in the expression {lexeme.kind} joins; to look for the word itself, write "{lexeme.text.lower()}"'
            if lexeme.kind.value in OPERATORS
            else None,
        )

    def _side_by_side(self) -> Never:
        run = readings.run_around(self._lexemes, self._next)
        message, hint = readings.explain(run)
        raise ClauseError(message, run[0].offset, hint)


def _refuse_signs(lexeme: Lexeme) -> None:
    """Signs other search boxes know: silently taken as punctuation they would turn a rule around."""
    sign, word = lexeme.text[0], lexeme.text[1:]
    if sign in "-!+" and word:
        operator = "AND" if sign == "+" else "NOT"
        raise ClauseError(
            f"{sign} before a word means nothing here", lexeme.offset, f"write {operator} {word}"
        )
