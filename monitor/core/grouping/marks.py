"""Numbers that tell one event from the next where the words are the same: quakes, scores, draws, cases, dates.

A count (12 dead) moves while an event goes on and tells nothing apart; nor do money and shares, within half a day.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from monitor.core.text import Words, fold, lemma
from monitor.core.text.figures import figures
from monitor.core.text.figures.tongue import words as listed

_SAME_QUAKE = 0.55  # magnitudes no further apart are two measurements of one
_ROUNDED = 0.95  # the same where one is a whole number
_WEAKEST, _STRONGEST = 2.0, 9.9
_LIKE = 0.8  # share of words that titles of one template have in common
_FEWEST = 3  # words that make a template
_KEPT = 4  # of a story: its first and its latest
_LONGEST = 24  # words of a template
_MATCH_ENDS = 6 * 3600.0  # seconds; until then a score may rise
_MOVED = 12 * 3600.0  # seconds; prices and shares may change within

_NUMBER = r"(\d(?:(?:[.,]|\.\s)\d)?)(?![\d.,]*\d)"
_MAGNITUDE = re.compile(
    rf"(?:\b(?:magnitud\w*|richter\w*|starke|магнитуд\w*|بقوه|קדצ\w*)\W{{1,3}}(?:[^\W\d]+\W+){{0,3}}|\bm\s?){_NUMBER}"
    rf"|\b{_NUMBER}[\s-]{{0,2}}(?:magnitud|richter|(?:earth)?quake|temblor|tremor|on the richter|баллов|балла)"
)
_SCORE = re.compile(r"(?<![\w.,:/-])(\d{1,3})(?:\s?[-–]\s?(\d{1,3})|:(\d))(?![\w%:/-]|[.,]\d)")  # noqa: RUF001
_TIME = re.compile(r"\d:\s?\d\d(?!\d)")
_FIXED = re.compile(r"\d[\d.,]*(?:st|nd|rd|th|e|er|eme|º|ª)?")
_MONEY = re.compile(r"[$€£¥₹₽₩₺₪]\s?$")
_SHARE = re.compile(r"\s?(?:[%٪‰]|per\s?cent|percent|[$€£¥₹₽₩₺₪])", re.IGNORECASE)
_WEEKDAYS = listed(
    "monday tuesday wednesday thursday friday saturday sunday "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo "
    "lunedi martedi mercoledi giovedi venerdi sabato domenica понедельник вторник среду четверг пятницу субботу"
)


class Template(NamedTuple):
    """A title that has numbers, and those: fixed ones (dates, ages, cases) and ones that may move (money, shares)."""

    words: frozenset[str]
    fixed: tuple[str, ...]
    moving: tuple[str, ...]


_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The numbers of an article, or of a story, that name its event."""

    magnitudes: tuple[float, ...] = ()
    scores: tuple[tuple[int, int], ...] = ()
    templates: tuple[Template, ...] = ()

    def with_those_of(self, other: "Marks") -> "Marks":
        """The marks of a story that grows: of each kind the first and the latest."""
        if other in (NONE, self):
            return self
        return Marks(
            magnitudes=_kept(self.magnitudes, other.magnitudes),
            scores=_kept(self.scores, other.scores),
            templates=_kept(self.templates, other.templates),
        )


NONE = Marks()


def read(title: Words, lead: str, language: str) -> Marks:
    """The marks of an article: magnitudes of title and lead, all else of the title alone."""
    if not any(map(str.isdecimal, title.text + lead)) and _WEEKDAYS.isdisjoint(fold(title.text).split()):
        return NONE
    folded = fold(f"{title.text} . {lead}")
    found = (
        float(each.replace(",", ".").replace(" ", ""))
        for pair in _MAGNITUDE.findall(folded)
        for each in pair
        if each
    )
    scores = {
        (int(match[1]), int(match[2] or match[3]))
        for match in _SCORE.finditer(title.text)
        if match[1] == "0" or match[1][0] != "0"  # no date
    }
    template = _template(title, language)
    marks = Marks(
        magnitudes=tuple(sorted({each for each in found if _WEAKEST <= each <= _STRONGEST})[:_KEPT]),
        scores=tuple(sorted(scores)[:_KEPT]),
        templates=(template,) if template else (),
    )
    return NONE if marks == NONE else marks


def clash(article: Marks, story: Marks, gap: float) -> str | None:
    """What the two cannot both be about, in words; None if nothing. gap: seconds between them."""
    if article is NONE or story is NONE:
        return None
    return (
        _of_quakes(article.magnitudes, story.magnitudes)
        or _of_scores(article.scores, story.scores, gap)
        or _of_templates(article.templates, story.templates, gap)
    )


def _of_quakes(ours: tuple[float, ...], theirs: tuple[float, ...]) -> str | None:
    if not (ours and theirs) or any(_may_be_one(one, other) for one in ours for other in theirs):
        return None
    return f"magnitude {_listed(ours)}, not {_listed(theirs)}"


def _may_be_one(one: float, other: float) -> bool:
    whole = one.is_integer() or other.is_integer()
    return abs(one - other) <= (_ROUNDED if whole else _SAME_QUAKE)


def _of_scores(
    ours: tuple[tuple[int, int], ...], theirs: tuple[tuple[int, int], ...], gap: float
) -> str | None:
    """Goals are only added: 2-1 may follow 1-1 on the same evening, and never 0-3."""
    if not (ours and theirs) or any(_may_follow(one, other, gap) for one in ours for other in theirs):
        return None
    return f"score {_listed(map(_dashed, ours))}, not {_listed(map(_dashed, theirs))}"


def _may_follow(one: tuple[int, int], other: tuple[int, int], gap: float) -> bool:
    if other in (one, one[::-1]):
        return True
    return gap < _MATCH_ENDS and (one[0] - other[0]) * (one[1] - other[1]) >= 0


def _of_templates(ours: tuple[Template, ...], theirs: tuple[Template, ...], gap: float) -> str | None:
    reason = None
    for one in ours:
        for other in theirs:
            if not _alike(one.words, other.words):
                continue
            if one.fixed != other.fixed and _kinds(one.fixed) == _kinds(other.fixed):
                reason = f"{_listed(one.fixed)}, not {_listed(other.fixed)}, in the same words"
            elif one.moving and other.moving and one.moving != other.moving and gap >= _MOVED:
                reason = f"{_listed(one.moving)}, not {_listed(other.moving)}, on another day"
            else:
                return None
    return reason


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _LIKE * len(one | other)


@lru_cache(maxsize=4096)
def _kinds(numbers: tuple[str, ...]) -> list[str]:
    """A year is no day, and neither is an ordinal."""
    return sorted(map(_kind, numbers))


def _kind(number: str) -> str:
    if not number[0].isdecimal():
        return "weekday"
    if not number[-1].isdecimal():
        return "ordinal"
    return "year" if len(number) == len("2024") and number.startswith(("19", "20")) else "number"


def _template(title: Words, language: str) -> Template | None:
    if _TIME.search(title.text):
        return None  # a time stamp is no title
    counts = figures(title, language)  # they move
    counted = {at for figure in counts for at in range(figure.first, figure.after)}
    words, fixed, moving = set[str](), list[str](), list[str]()
    for surface, first, after, start, end in zip(
        title.surfaces, title.firsts, title.afters, title.starts, title.ends, strict=True
    ):
        if after != first + 1 or first in counted:
            continue
        folded = fold(surface)
        if folded in _WEEKDAYS or _FIXED.fullmatch(folded):
            priced = _MONEY.search(title.text[:start]) or _SHARE.match(title.text, end)
            (moving if priced else fixed).append(folded)
        else:
            words.add(lemma(surface, language))
    if not (fixed or moving) or not _FEWEST <= len(words) <= _LONGEST:
        return None
    return Template(frozenset(words), tuple(sorted(fixed)), tuple(sorted(moving)))


def _kept(ours: tuple[_Item, ...], theirs: tuple[_Item, ...]) -> tuple[_Item, ...]:
    both = tuple(dict.fromkeys((*ours, *theirs)))
    return both if len(both) <= _KEPT else (both[0], *both[1 - _KEPT :])


def _dashed(score: tuple[int, int]) -> str:
    return f"{score[0]}-{score[1]}"


def _listed(items: Iterable[object]) -> str:
    return " ".join(map(str, items))


def plain(marks: Marks) -> dict[str, Any]:
    """As JSON, without what is empty."""
    rows: dict[str, list[Any]] = {
        "magnitudes": list(marks.magnitudes),
        "scores": [list(score) for score in marks.scores],
        "templates": [[" ".join(sorted(words)), fixed, moving] for words, fixed, moving in marks.templates],
    }
    return {name: row for name, row in rows.items() if row}


def from_plain(known: Mapping[str, Any]) -> Marks:
    """The marks that were written down."""
    if not known:
        return NONE
    return Marks(
        magnitudes=tuple(known.get("magnitudes", ())),
        scores=tuple((first, second) for first, second in known.get("scores", ())),
        templates=tuple(
            Template(frozenset(words.split()), tuple(fixed), tuple(moving))
            for words, fixed, moving in known.get("templates", ())
        ),
    )
