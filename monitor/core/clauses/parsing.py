"""Text to clauses. Tight to loose: NEAR, NOT, AND, OR; nothing is guessed, two readings are an error."""

from typing import Never, cast

from monitor.core.clauses import figures, lookalikes, proximity, readings, scopes, words
from monitor.core.clauses.lexing import OPENING, OPERATORS, PROXIMITY, TERMS, Kind, Lexeme, lex
from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.patterns import checked
from monitor.core.clauses.tree import (
    Clause,
    Field,
    Not,
    Number,
    Pattern,
    Scoped,
    Term,
    Vocabulary,
    all_of,
    any_of,
)

MAX_TERMS = 20_000
_SEEN = 80  # characters behind a word that a message may repeat
MAX_DEPTH = 50  # of parentheses and NOTs


def parse(text: str) -> Clause:
    """The clause an expression means. Raises ClauseError at its first mistake."""
    return _Parser(text).whole()


class _Parser:
    """Recursive descent; depth is bounded before recursion is. Lexemes are read as they are needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._source = lex(text)
        self._lexemes: list[Lexeme] = []
        self._next = 0
        self._depth = 0
        self._terms = 0
        self._scope: Field | None = None

    def whole(self) -> Clause:
        if self._peek.kind is Kind.END:
            raise ClauseError("an empty expression", 0, "name a word or a phrase that must occur")
        clause = self._any_of()
        if self._peek.kind is Kind.CLOSE:
            raise ClauseError("this ) closes nothing", self._peek.offset, "delete it, or add the ( it closes")
        return clause

    def _at(self, position: int) -> Lexeme:
        """The lexeme there; beyond the end stands the END."""
        while len(self._lexemes) <= position:
            if self._lexemes and self._lexemes[-1].kind is Kind.END:
                return self._lexemes[-1]
            self._lexemes.append(next(self._source))
        return self._lexemes[position]

    @property
    def _peek(self) -> Lexeme:
        return self._lexemes[self._next] if self._next < len(self._lexemes) else self._at(self._next)

    @property
    def _before(self) -> Lexeme | None:
        return self._lexemes[self._next - 1] if self._next else None

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
        if self._peek.kind in OPENING:
            self._side_by_side()
        if self._peek.kind is Kind.COMPARISON:
            self._stray_comparison(parts[-1])
        return all_of(tuple(parts))

    def _negation(self) -> Clause:
        if self._peek.kind is not Kind.NOT:
            return self._near()
        before = self._before
        self._enter(self._take())
        if self._peek.kind in PROXIMITY:
            raise proximity.behind_not(self._peek, before, self._at(self._next + 1))
        inner = self._negation()
        self._depth -= 1
        return Not(clause=inner)

    def _near(self) -> Clause:
        left_offset, left = self._peek.offset, self._operand()
        if self._peek.kind not in PROXIMITY:
            return left
        operator = self._take()
        proximity.join(operator, self._text[operator.end :])
        right_offset = self._peek.offset
        if self._peek.kind is Kind.NOT:
            raise proximity.before_not(operator, left, self._at(self._next + 1), right_offset)
        right = self._operand()
        clause = proximity.near(operator, left, right, (left_offset, right_offset))
        if self._peek.kind in PROXIMITY:
            another = self._take()
            raise proximity.chain(clause, another, self._operand())
        return clause

    def _operand(self) -> Clause:
        lexeme = self._take()
        match lexeme.kind:
            case Kind.OPEN:
                return self._group(lexeme)
            case Kind.FIELD:
                return self._scoped(lexeme)
            case Kind.NUMBER:
                return self._number(lexeme)
            case kind if kind in TERMS:
                return self._term(lexeme)
            case _:
                raise self._missing_term(lexeme)

    def _term(self, lexeme: Lexeme) -> Clause:
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise ClauseError(f"more than {MAX_TERMS:,} terms", lexeme.offset, "split it into several rules")
        match lexeme.kind:
            case Kind.VOCABULARY:
                return Vocabulary(name=lexeme.text)
            case Kind.PATTERN:
                return Pattern(text=checked(lexeme.text, lexeme.offset + 1))
            case Kind.WORD if lexeme.spelling or not (lexeme.text.isascii() and lexeme.text.isalnum()):
                _, run = readings.run_around(self._at, self._next - 1)
                lookalikes.refuse(lexeme, run, self._text[lexeme.end : lexeme.end + _SEEN])
        return words.phrase(lexeme.text, lexeme.inside, lexeme.spelling)

    def _group(self, opening: Lexeme) -> Clause:
        self._enter(opening)
        if self._peek.kind is Kind.CLOSE:
            raise ClauseError("nothing between these parentheses", opening.offset, "delete them")
        inner = self._any_of()
        self._depth -= 1
        if not self._accept(Kind.CLOSE):
            raise ClauseError("this ( is never closed", opening.offset, "add the )")
        return inner

    def _scoped(self, field: Lexeme) -> Clause:
        if self._scope is not None:
            scopes.refuse_nested(self._scope, Field(field.text), field.offset)
        self._scope = Field(field.text)
        if self._peek.kind is Kind.NOT:
            hint = f"put the NOT before {field.written}, or parentheses around what it scopes"
            raise ClauseError(f"{field.written} directly before NOT", self._peek.offset, hint)
        inner = self._operand()
        self._scope = None
        return Scoped(field=Field(field.text), clause=inner)

    def _number(self, number: Lexeme) -> Clause:
        opening = self._peek
        if not self._accept(Kind.OPEN):
            figures.refuse_bare(number, opening)
        start = self._peek.offset
        if self._peek.kind is Kind.CLOSE:
            figures.refuse_bare(number, self._peek)
        cue = self._group(opening)
        figures.refuse_cue(cue, start)
        sign = self._take()
        comparison = figures.comparison(sign, cue)
        figure = self._take()
        value = figures.value(figure, sign, cue, self._text[figure.end :])
        return Number(cue=cast("Term", cue), comparison=comparison, value=value)

    def _enter(self, lexeme: Lexeme) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            message = f"parentheses and NOT nested more than {MAX_DEPTH} deep"
            raise ClauseError(message, lexeme.offset, "write it flatter")

    def _missing_term(self, lexeme: Lexeme) -> ClauseError:
        before = self._at(self._next - 2) if self._next > 1 else None
        if lexeme.kind is Kind.COMPARISON and set(lexeme.text) == {"="}:
            hint = f"directly before a word or a quote, without a blank: {lexeme.text}US"
            return ClauseError(f"{lexeme.text} before nothing", lexeme.offset, hint)
        place = f"after {before.written}" if before else f"before {lexeme.written}"
        word = lexeme.kind.value in OPERATORS or lexeme.kind in PROXIMITY
        return ClauseError(
            f"a word or phrase is missing {place}",
            before.offset if before and lexeme.kind is Kind.END else lexeme.offset,
            f'in the expression {lexeme.kind} joins; to look for the word itself, write "{lexeme.kind.lower()}"'
            if word
            else "name the term, or leave the operator out",
        )

    def _side_by_side(self) -> Never:
        places = [place for place in (self._next, self._next - 1) if self._at(place).kind in TERMS]
        if not places:
            raise readings.beside_parenthesis(self._peek)
        first, run = readings.run_around(self._at, places[0])
        before = self._at(first - 1) if first else None
        raise readings.side_by_side(run, before, self._at(first + len(run)))

    def _stray_comparison(self, clause: Clause) -> Never:
        sign, behind = self._peek, self._at(self._next + 1)
        if isinstance(clause, Number):
            raise figures.second_comparison(clause, sign, behind)
        raise figures.stray_comparison(sign, self._before, behind)
