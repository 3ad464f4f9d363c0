"""Fields of an article read as one row of words: what stands where, by term."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property

from monitor.core.articles import Article
from monitor.core.matching.terms import Term, Terms
from monitor.core.text import Words, fold

_GAP = 2  # positions between fields: no phrase reaches from one into the next


class Scope(StrEnum):
    """Which fields a clause reads. head: what an event reads; whole: what about and unless read."""

    HEAD = "head"
    WHOLE = "whole"
    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    AUTHOR = "author"
    CATEGORY = "category"
    EVERYWHERE = "everywhere"


_FIELDS: dict[Scope, tuple[str, ...]] = {
    Scope.HEAD: ("title", "lead"),
    Scope.WHOLE: ("title", "body"),
    Scope.EVERYWHERE: ("title", "body", "lead", "author", "category"),
}


class View:
    """The words of some fields in a row. A word is known by its number in the row.

    at: the numbers of the words that are a term. first and after: the positions a word leads from and to, a joined
    hyphenated word over several; they are not the same as its number. Never changes.
    """

    def __init__(self, texts: Sequence[tuple[str, Words]], terms: Terms, language: str | None) -> None:
        self.texts = [(field, words) for field, words in texts if words.surfaces]
        self.at = self._found(terms, language)
        self._beginning: dict[Term, dict[int, list[int]]] = {}

    def _found(self, terms: Terms, language: str | None) -> dict[Term, list[int]]:
        at: dict[Term, list[int]] = {}
        for base, (_, words) in zip(self._numbers, self.texts, strict=True):
            for number, found in enumerate(terms.spelled(words.surfaces, language), base):
                for term in found:
                    if term in at:
                        at[term].append(number)
                    else:
                        at[term] = [number]
        return at

    def beginning(self, term: Term) -> dict[int, list[int]]:
        """By position, the words that begin there and are this term, which must occur."""
        known = self._beginning.get(term)
        if known is None:
            known = self._beginning[term] = {}
            for number in self.at[term]:
                known.setdefault(self.first[number], []).append(number)
        return known

    @cached_property
    def first(self) -> list[int]:
        return self._shifted([words.firsts for _, words in self.texts])

    @cached_property
    def after(self) -> list[int]:
        return self._shifted([words.afters for _, words in self.texts])

    @cached_property
    def sentences(self) -> list[int]:
        """Positions at which a sentence begins; a field always begins one."""
        starts: list[int] = []
        for base, (_, words) in zip(self._bases, self.texts, strict=True):
            starts.append(base)
            starts.extend(base + start for start in words.sentence_starts())
        return starts

    def sentence(self, position: int) -> tuple[int, int]:
        """The first position of the sentence that holds this one, and the first behind it."""
        index = bisect_right(self.sentences, position)
        end = (
            self.sentences[index]
            if index < len(self.sentences)
            else self._bases[-1] + self.texts[-1][1].count
        )
        return self.sentences[index - 1], end

    def text_of(self, number: int) -> tuple[int, str, Words, int]:
        """Which text a word stands in: that text's index, its field, its words, and the word's number there."""
        index = bisect_right(self._numbers, number) - 1
        field, words = self.texts[index]
        return index, field, words, number - self._numbers[index]

    @cached_property
    def spoken(self) -> list[tuple[bytes, list[int], list[int]]]:
        """For patterns, per text: " folded words " in UTF-8, where in it each word begins, and the word's number."""
        return [_spoken(words, base) for base, (_, words) in zip(self._numbers, self.texts, strict=True)]

    @cached_property
    def _bases(self) -> list[int]:
        return _running(words.count + _GAP for _, words in self.texts)

    @cached_property
    def _numbers(self) -> list[int]:
        return _running(len(words.surfaces) for _, words in self.texts)

    def _shifted(self, columns: list[list[int]]) -> list[int]:
        if len(columns) == 1:
            return columns[0]
        return [
            base + position for base, column in zip(self._bases, columns, strict=True) for position in column
        ]

    def base(self, index: int) -> int:
        """The position at which a text begins."""
        return self._bases[index]

    def number_base(self, index: int) -> int:
        """The number of a text's first word."""
        return self._numbers[index]


def _running(sizes: Iterable[int]) -> list[int]:
    """Where each begins when they stand one behind the other."""
    begins, total = [], 0
    for size in sizes:
        begins.append(total)
        total += size
    return begins


def _spoken(words: Words, base: int) -> tuple[bytes, list[int], list[int]]:
    rows = zip(words.firsts, words.afters, strict=True)
    numbers = [
        number for number, (first, after) in enumerate(rows) if after == first + 1
    ]  # no joined spelling
    line = " ".join([words.surfaces[number] for number in numbers])
    # Plain letters fold at once; a whole line with one other letter would take the slow path.
    folded = fold(line) if line.isascii() else " ".join(map(fold, line.split(" ")))
    spoken = b" %b " % folded.encode("utf-8", "replace")  # the library would encode the text at every search
    offsets = _running(len(word) + 1 for word in spoken.split(b" "))[1:-1]
    return spoken, offsets, [base + number for number in numbers]


class Reading:
    """One article as a set of terms sees it: its views, each made when first asked for."""

    def __init__(self, texts: "Texts", terms: Terms) -> None:
        self.texts = texts
        self._terms = terms
        self._views: dict[Scope, View] = {}

    def view(self, scope: Scope) -> View:
        known = self._views.get(scope)
        if known is None:
            fields = _FIELDS.get(scope) or (scope.value,)
            texts = [(field, words) for field in fields for words in self.texts.of(field)]
            known = self._views[scope] = View(texts, self._terms, self.texts.language)
        return known


class Texts:
    """The words of an article's fields, parted once, whatever asks for them. language: the one to read it in."""

    def __init__(self, article: Article, language: str | None) -> None:
        self.language = language
        self._article = article
        self._words: dict[str, tuple[Words, ...]] = {}

    def of(self, field: str) -> tuple[Words, ...]:
        """The texts of a field: one, or for category one each."""
        known = self._words.get(field)
        if known is None:
            known = self._words[field] = tuple(Words(text) for text in self._written(field) if text)
        return known

    def _written(self, field: str) -> tuple[str, ...]:
        article = self._article
        match field:
            case "title":
                return (article.title,)
            case "lead":
                return (article.lead,)
            case "body":
                return (article.summary,)
            case "author":
                return (article.author,)
            case _:
                return article.categories
