"""The words that rules ask for, numbered; and which of them a word of an article is.

A spelling is looked up once per language and remembered: inflection and wildcards cost nothing after that.
"""

from collections.abc import Sequence
from typing import NamedTuple

from monitor.core.clauses import Spelling
from monitor.core.matching.wildcards import Wildcards
from monitor.core.text import fold, keys, lemma
from monitor.core.text.languages import READ

_MOST_REMEMBERED = 1 << 17  # spellings per language; news in one language uses some 100,000
_WILDCARDS = frozenset("*?")
_LONGEST_REMEMBERED = (
    64  # characters; a longer word is none, and a hostile feed must not fill the memory with them
)
_OTHERS = "und"  # languages without a stemmer read alike, and a feed may name any

Term = int


class Word(NamedTuple):
    """What a rule asks one word of an article to be. written as in the rule; language as in Phrase.

    A tuple, because a large rule set looks a hundred thousand of them up.
    """

    written: str
    spelling: Spelling
    language: str | None = None

    @property
    def is_wild(self) -> bool:
        return not _WILDCARDS.isdisjoint(self.written)


class Terms:
    """A numbering of words, append-only while a rule set is compiled, and its look-up by spelling."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self._numbers: dict[Word, Term] = {}
        self._exact: dict[str, list[Term]] = {}
        self._cased: dict[str, list[Term]] = {}
        self._inflected: list[Term] = []
        self._wild = Wildcards()
        self._lemmas: dict[str | None, dict[str, list[Term]]] = {}
        self._remembered: dict[str | None, dict[str, tuple[Term, ...]]] = {}

    def number(self, word: Word) -> Term:
        """The number of a word, given out at its first use."""
        known = self._numbers.get(word)
        if known is not None:
            return known
        term = self._numbers[word] = len(self.words)
        self.words.append(word)
        if word.is_wild:
            self._wild.add(fold(word.written), term)
        elif word.spelling is Spelling.CASED:
            self._cased.setdefault(word.written, []).append(term)
        else:
            self._exact.setdefault(fold(word.written), []).append(term)
            if word.spelling is Spelling.INFLECTED:
                self._inflected.append(term)
        return term

    def spelled(self, surfaces: Sequence[str], language: str | None) -> list[tuple[Term, ...]]:
        """For each word of an article in this language the terms that it is."""
        language = language if language is None or language in READ else _OTHERS
        known = self._remembered.setdefault(language, {})
        try:
            return [known[surface] for surface in surfaces]
        except KeyError:  # a spelling that is new: rare after some thousand articles
            if len(known) > _MOST_REMEMBERED:
                known.clear()
            fresh = {
                surface: self._resolved(surface, language) for surface in set(surfaces).difference(known)
            }
            known.update(item for item in fresh.items() if len(item[0]) <= _LONGEST_REMEMBERED)
            return [known[surface] if surface in known else fresh[surface] for surface in surfaces]

    def _resolved(self, surface: str, language: str | None) -> tuple[Term, ...]:
        folded = fold(surface)
        found = dict.fromkeys(self._exact.get(folded, ()))
        found.update(dict.fromkeys(self._cased.get(surface, ())))
        lemmas = self._lemmas_of(language)
        for key in keys(surface, language):
            found.update(dict.fromkeys(lemmas.get(key, ())))
        found.update(dict.fromkeys(self._wild.matching(folded)))
        return tuple(found)

    def _lemmas_of(self, language: str | None) -> dict[str, list[Term]]:
        """Inflected terms by what they are known by in this language; made when its first article comes."""
        table = self._lemmas.get(language)
        if table is None:
            table = self._lemmas[language] = {}
            for term in self._inflected:
                word = self.words[term]
                if word.language is None or word.language == (language or "en"):
                    table.setdefault(lemma(word.written, language), []).append(term)
        return table
