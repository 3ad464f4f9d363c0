"""Phrases of which one may find everything that another finds."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

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
    Spelling,
    Vocabulary,
)
from monitor.core.text import Token, fold, lemma, script_language
from monitor.core.text.forms import forms_of

_Row = tuple[str, ...]
_OPENING = 2  # letters by which wildcards are sorted
_MOST_JOINED = 6  # hyphens of a phrase whose every spelling is looked at
_STRICTER = {  # what finds every word that one of this spelling finds
    Spelling.INFLECTED: (Spelling.INFLECTED,),
    Spelling.EXACT: (Spelling.EXACT, Spelling.INFLECTED),
    Spelling.CASED: (Spelling.CASED, Spelling.EXACT, Spelling.INFLECTED),
}


class Alternatives:
    """Phrases, asked which of them stands wherever another one does."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = tuple(phrases)
        self._rows: dict[str, dict[tuple[Spelling, _Row], list[int]]] = {}
        self._longest = max((len(row) for phrase in self._phrases for row in _rows(phrase)), default=0)
        self._wild: dict[
            str, list[tuple[int, re.Pattern[str]]]
        ] = {}  # by their first letters; "" if these are open
        for number, phrase in enumerate(self._phrases):
            if _is_wild(phrase) and len(phrase.tokens) == 1:
                opening = re.split(r"[*?]", fold(phrase.text))[0][:_OPENING]
                entry = (number, re.compile(_regex(phrase.text)))
                self._wild.setdefault(opening if len(opening) == _OPENING else "", []).append(entry)

    def implied_by(self, phrase: Phrase) -> tuple[int, ...]:
        """The numbers of those that stand wherever the phrase does; itself, if it is one of them."""
        language = _language(phrase)
        table = self._table(language)
        found: set[int] | None = None
        for row in _rows(phrase):
            here = {
                number
                for window in _windows(row, self._longest)
                for spelling in _STRICTER[phrase.spelling]
                for number in table.get((spelling, _keys(window, spelling, language)), ())
            }
            here.update(number for word in row for number in self._wildcards(word, phrase))
            found = here if found is None else found & here
        return tuple(sorted(found or ()))

    def shadowed(self, wanted: Iterable[int] | None = None) -> Iterator[tuple[Phrase, Phrase]]:
        """Those that add nothing, each with the one that finds it too; of two that say the same, the later.

        wanted: the numbers of those to look at, if not all.
        """
        for number in range(len(self._phrases)) if wanted is None else wanted:
            phrase = self._phrases[number]
            for other in self.implied_by(phrase):
                is_more = other != number and (
                    other < number or number not in self.implied_by(self._phrases[other])
                )
                if is_more:
                    yield phrase, self._phrases[other]
                    break

    def __getitem__(self, number: int) -> Phrase:
        return self._phrases[number]

    def _wildcards(self, word: str, phrase: Phrase) -> Iterator[int]:
        """Those that find a word of a phrase in every form that the phrase finds."""
        if not self._wild or "*" in word or "?" in word:
            return
        folded = fold(word)
        for opening in (folded[:_OPENING], ""):
            for number, pattern in self._wild.get(opening, ()):
                if pattern.fullmatch(folded) and _fits(pattern, word, phrase):
                    yield number

    def _table(self, language: str) -> dict[tuple[Spelling, _Row], list[int]]:
        table = self._rows.get(language)
        if table is None:
            table = self._rows[language] = {}
            for number, phrase in enumerate(self._phrases):
                if phrase.language in {None, language}:
                    # With two ways to be written, the phrase stands where either does.
                    for row in _rows(phrase):
                        table.setdefault((phrase.spelling, _keys(row, phrase.spelling, language)), []).append(
                            number
                        )
        return table


def alternatives(clause: Clause) -> Iterator[Clause]:
    """What an OR, a list or a vocabulary stands for, one by one; the clause itself when it is none of these."""
    match clause:
        case AnyOf(clauses=parts):
            for part in parts:
                yield from alternatives(part)
        case Vocabulary(clause=inner) if inner is not None:
            yield from alternatives(inner)
        case _:
            yield clause


def written(clause: Clause | None) -> Iterator[Phrase | Pattern]:
    """The terms that stand in the rule itself, not in a vocabulary."""
    match clause:
        case Phrase() | Pattern():
            yield clause
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            for part in parts:
                yield from written(part)
        case Near(left=left, right=right):
            yield from written(left)
            yield from written(right)
        case Not(clause=inner) | Scoped(clause=inner) | Number(cue=inner):
            yield from written(inner)
        case _:
            return


def _language(phrase: Phrase) -> str:
    return phrase.language or script_language(phrase.text) or "en"


def _is_wild(phrase: Phrase) -> bool:
    return "*" in phrase.text or "?" in phrase.text


def _rows(phrase: Phrase) -> list[_Row]:
    """The ways to write it: with a hyphen, its parts in a row or as one word."""
    plain = [token for token in phrase.tokens if token.after == token.first + 1]
    if len(phrase.tokens) - len(plain) > _MOST_JOINED:
        return [tuple(token.text for token in plain)]
    return list(_ways(phrase.tokens, 0, phrase.tokens[-1].after))


def _ways(tokens: Sequence[Token], first: int, goal: int) -> Iterator[_Row]:
    if first == goal:
        yield ()
        return
    for token in tokens:
        if token.first == first:
            for rest in _ways(tokens, token.after, goal):
                yield token.text, *rest


def _windows(row: _Row, longest: int) -> Iterator[_Row]:
    for start in range(len(row)):
        for end in range(start + 1, min(len(row), start + longest) + 1):
            yield row[start:end]


def _keys(row: _Row, spelling: Spelling, language: str) -> _Row:
    match spelling:
        case Spelling.CASED:
            return row
        case Spelling.EXACT:
            return tuple(map(fold, row))
        case Spelling.INFLECTED:
            return tuple(fold(word) if "*" in word or "?" in word else lemma(word, language) for word in row)


def _fits(pattern: re.Pattern[str], word: str, phrase: Phrase) -> bool:
    """Whether a wildcard that finds the word finds every other form of it as well, if the phrase does."""
    if phrase.spelling is not Spelling.INFLECTED:
        return True
    language = _language(phrase)
    stem = lemma(word, language)
    return bool(pattern.fullmatch(stem)) and all(map(pattern.fullmatch, _irregular(language).get(stem, ())))


@cache
def _irregular(language: str) -> Mapping[str, tuple[str, ...]]:
    """What is known by a stem, though it may not begin with it."""
    found: dict[str, list[str]] = {}
    for form, word in forms_of(language).base.items():
        found.setdefault(lemma(word, language), []).append(fold(form))
    return {stem: tuple(forms) for stem, forms in found.items()}


def _regex(text: str) -> str:
    signs = {"*": ".*", "?": "."}
    return "".join(
        signs.get(character) or re.escape(character) for character in re.sub(r"\*+", "*", fold(text))
    )
