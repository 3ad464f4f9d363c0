"""Wire copies: two outlets that print one text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from monitor.core.grouping.titles import bare
from monitor.core.text import Words, fold

_SHINGLE = 3  # words in a row
_READ = 60  # words of a text
_SAME = 0.8  # share of the shorter one's shingles that copies have in common
_SAME_CREDITED = 0.5  # of two that credit one agency: each outlet cuts and retitles
_OTHER = 0.2  # below, two texts under one title are two articles: "Morning briefing"
_SHORTEST_TITLE, _SHORTEST_TEXT = 4, 8  # words; shorter ones prove nothing
_NAMES = (  # of agencies; behind the first, others for the same one
    "afp | agence france-presse | فرانس برس",
    "anadolu | aa",
    "ap | associated press | the associated press",
    "interfax | интерфакс",
    "pa | pa media | press association",
    "reuters | рейтер | رويترز",
    "ria | ria novosti | риа новости",
    "tass | тасс",
    *"ani anp ansa apa belga bloomberg dpa efe ians kyodo lusa pti sda upi xinhua yonhap".split(),  # noqa: SIM905
)
_AGENCIES = {
    fold(name.strip()): names.split(" | ", maxsplit=1)[0] for names in _NAMES for name in names.split("|")
}
_CREDIT = re.compile(r"[(\[]([^()\[\]]{2,25})[)\]]")  # LONDON (Reuters) -
_CREDIT_WITHIN = 150  # characters of either end
_LONGEST_TEXT, _LONGEST_AUTHOR = 2000, 200  # characters that are looked at
_AUTHORS = re.compile(r"\s*(?:[,;/&|+]|\band\b|\bwith\b|\bvia\b|\bby\b)\s*", re.IGNORECASE)


class Printed(NamedTuple):
    """An article as an outlet prints it. text: what there is of it, a lead or all; author: as the feed has it."""

    title: str
    text: str
    author: str = ""


def is_copy(one: Printed, other: Printed) -> bool:
    """Whether both are one text: the same title with nothing against it, or the same opening.

    An agency that both credit makes half the opening enough. A number that only one opening has is against it.
    """
    ours, theirs = _words(one.text[:_LONGEST_TEXT]), _words(other.text[:_LONGEST_TEXT])
    common = _in_common(ours, theirs)
    title = _words(bare(one.title))
    if title == _words(bare(other.title)) and len(title) >= _SHORTEST_TITLE:
        return common is None or common >= _OTHER
    if common is None or not _numbers_agree(ours, theirs):
        return False
    return common >= (_SAME_CREDITED if agencies(one) & agencies(other) else _SAME)


def agencies(article: Printed) -> frozenset[str]:
    """The agencies that an article credits: as its author, or in brackets at either end of the text."""
    return frozenset(_AGENCIES[name] for name in _credits(article) if name in _AGENCIES)


def _credits(article: Printed) -> Iterator[str]:
    yield from (fold(name).strip() for name in _AUTHORS.split(article.author[:_LONGEST_AUTHOR]))
    for end in (article.text[:_CREDIT_WITHIN], article.text[-_CREDIT_WITHIN:]):
        yield from (fold(name).strip() for name in _CREDIT.findall(end))


@lru_cache(maxsize=1024)  # the texts of a story are held against each of its articles
def _words(text: str) -> tuple[str, ...]:
    words = Words(text)
    return tuple(
        fold(surface)
        for surface, first, after in zip(words.surfaces, words.firsts, words.afters, strict=True)
        if after == first + 1
    )


def _in_common(ours: tuple[str, ...], theirs: tuple[str, ...]) -> float | None:
    """The share, 0 to 1, of the shorter opening's shingles that the other has; None if one is too short."""
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) < _SHORTEST_TEXT:
        return None
    # Behind a longer dateline the same words stand further back.
    few, many = _shingles(shorter[:_READ]), _shingles(longer[: 2 * _READ])
    return len(few & many) / len(few)


def _shingles(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[at : at + _SHINGLE] for at in range(len(words) - _SHINGLE + 1)}


def _numbers_agree(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    shorter, longer = sorted((ours, theirs), key=len)
    return {word for word in shorter[:_READ] if word[0].isdecimal()} <= set(longer)
