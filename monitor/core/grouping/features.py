"""What of an article says which event it tells: its words, names and numbers, each with its weight."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from monitor.core.grouping import marks
from monitor.core.grouping.background import RARE, likely_language, share
from monitor.core.grouping.marks import Marks
from monitor.core.grouping.titles import bare
from monitor.core.text import Words, keys, lemma, script_language

TITLE = 2.0  # a word of the title counts twice
STRONG = 1.5  # a name or a number, against a common word
_EVERYWHERE = 0.1  # share of articles from which on a word tells nothing
_LEAD = 500  # characters; what stands further back is background
_LONGEST = 24  # characters of a term
_SHOUTING = 0.7  # share of capitalised words from which on a capital says nothing
_SHORT = 3  # letters; small words stay small in a title that is capitalised
_BEYOND_LATIN = 0x0250  # the first code point that no language in Latin script has a capital at
_SCRIPTS_WITHOUT_SPACES = 0x0E00  # the first code point of them


class Term(NamedTuple):
    """A word by its lemma. weight: how much the article makes of it; share: of any articles that hold it."""

    weight: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """An article as it is grouped. id is what a story it founds is called; rules: those that it matched.

    names: those of its terms that are names or numbers.
    """

    id: str
    terms: Mapping[str, Term]
    marks: Marks
    has_lead: bool
    rules: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()


def features(
    article: str, title: str, lead: str = "", language: str | None = None, *, rules: Iterable[str] = ()
) -> Features:
    """The features of the article of this id.

    Of the lead, which may be a whole summary, the first 500 characters are read. language: a primary subtag (RFC
    5646); None is guessed, by the script and the small words.
    """
    opening = _opening(lead)
    fields = (_Field(Words(bare(title)), TITLE), _Field(Words(opening), 1.0))
    language = (
        language
        or script_language(f"{title} {opening}")
        or likely_language(surface for field in fields for surface in field.words.surfaces)
    )
    small = {surface for field in fields for surface in field.words.surfaces if surface[:1].islower()}
    found: dict[str, tuple[float, bool, float]] = {}
    names: set[str] = set()
    known: dict[str, set[str]] = {}
    for field in fields:
        for surface, strong, capital in field.read(small):
            terms = known.get(surface)
            if terms is None:
                terms = known[surface] = _terms(surface, language, small)
            for term in terms:
                weight, was_strong, common = found.get(term) or (0.0, False, share(term, surface, language))
                found[term] = (weight + field.weight, was_strong or strong, common)
                # Where capitals are everywhere, what nobody has counted in news is a name.
                if common < _EVERYWHERE and (strong or (capital and common <= RARE)):
                    names.add(term)
    return Features(
        id=article,
        terms={
            term: Term((1 + math.log(weight)) * (STRONG if strong else 1.0), common)
            for term, (weight, strong, common) in found.items()
            if common < _EVERYWHERE
        },
        marks=marks.read(fields[0].words, opening, language),
        has_lead=fields[1].words.count > 0,
        rules=tuple(sorted(set(rules))),
        names=frozenset(names),
    )


class _Field(NamedTuple):
    words: Words
    weight: float

    def read(self, small: set[str]) -> list[tuple[str, bool, bool]]:
        """Its words; whether each is a number or a name, capitalised inside a sentence and nowhere small; and whether it
        would be one if capitals were not everywhere in this field.
        """
        words = self.words
        starts = {0, *words.sentence_starts()}
        loud = _is_shouting(words.surfaces)
        pairs = _pairs(words)
        read = []
        for surface, first in zip(words.surfaces, words.firsts, strict=True):
            if first not in pairs:
                capital = first not in starts and surface[0].isupper() and surface.lower() not in small
                read.append((surface, surface[0].isdecimal() or (capital and not loud), capital))
        return read + [(pair, False, False) for pair in pairs.values()]


def _is_shouting(surfaces: list[str]) -> bool:
    long = [surface for surface in surfaces if len(surface) > _SHORT and surface[0].isalpha()]
    return sum(surface[0].isupper() for surface in long) > _SHOUTING * len(long)


def _pairs(words: Words) -> dict[int, str]:
    """Neighbouring characters of a script without spaces, by the first one's position: single ones say little."""
    if words.text.isascii():
        return {}
    lone = [len(each) == 1 and ord(each) >= _SCRIPTS_WITHOUT_SPACES for each in words.surfaces]
    pairs = {}
    for at in range(len(lone)):
        if lone[at]:
            touching = at + 1 < len(lone) and lone[at + 1] and words.ends[at] == words.starts[at + 1]
            pairs[words.firsts[at]] = words.surfaces[at] + (words.surfaces[at + 1] if touching else "")
    return pairs


def _terms(surface: str, language: str, small: set[str]) -> set[str]:
    """What a word is known by: a name by its English lemma in all languages that are written like English.

    German has capitals for every noun, so there a word may be both.
    """
    own = _term(surface, language)
    terms = {own}
    if _may_be_name(surface, language, small):
        known = _term(surface, "en")
        terms = {own, known} if language == "de" else {known}
    return {term for term in terms if len(term) > 1 or term.isdecimal()}


def _may_be_name(surface: str, language: str, small: set[str]) -> bool:
    if language == "en" or not surface[0].isupper() or surface.lower() in small:
        return False
    return ord(surface[0]) < _BEYOND_LATIN and share("", surface, language) < _EVERYWHERE


def _term(surface: str, language: str) -> str:
    """Its lemma; in Arabic and Hebrew without what is written onto it."""
    if language in ("ar", "he"):
        return min(keys(surface, language), key=lambda key: (len(key), key))[:_LONGEST]
    return lemma(surface, language)[:_LONGEST]


def _opening(lead: str) -> str:
    if len(lead) <= _LEAD:
        return lead
    cut = lead[:_LEAD]
    return cut.rpartition(" ")[0] or cut
