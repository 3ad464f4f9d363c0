"""What other search boxes, and other languages, write where this one has AND, OR, NOT, NEAR and BEFORE."""

import re
from typing import NamedTuple

from monitor.core.clauses.lexing import OPERATORS

USUAL = 8  # words between, where none were named

_SIGNS = {"&": "AND", "&&": "AND", "+": "AND", "|": "OR", "||": "OR", "!": "NOT", "-": "NOT", "–": "NOT"}  # noqa: RUF001
_NEARS = {"near": f"NEAR/{USUAL}", "before": f"BEFORE/{USUAL}", "same-sentence": "SAME-SENTENCE"}
_ELSEWHERE = re.compile(  # W/5, pre/3, ADJ3, "a b"~5
    r"(?P<name>w|n|near|before|onear|adj|pre|p|within)/(?P<words>[0-9]{1,2})|(?:ADJ|~)(?P<more>[0-9]{1,2})",
    re.IGNORECASE,
)
_ORDERED = {"pre", "p", "onear", "before"}
_AFTER = re.compile(r"AFTER(?:/(?P<words>[0-9]{1,2}))?|after/(?P<lower>[0-9]{1,2})")
_TRANSLATED = {
    "UND": "AND", "ET": "AND", "Y": "AND", "E": "AND", "EN": "AND", "VE": "AND", "И": "AND",
    "ODER": "OR", "OU": "OR", "O": "OR", "OF": "OR", "VEYA": "OR", "ИЛИ": "OR", "АБО": "OR",
    "NICHT": "NOT", "SAUF": "NOT", "PAS": "NOT", "NON": "NOT", "NO": "NOT", "NIET": "NOT", "НЕ": "NOT",  # noqa: RUF001 - Cyrillic is meant
}  # fmt: skip
_FORBIDDEN = re.compile(r"(?P<sign>[-–−!])(?P<term>\$?[^\W\d_]\w*)")  # noqa: RUF001 - dashes that word processors make


class Forbidden(NamedTuple):
    """-word and !word: its sign, and the term without it."""

    sign: str
    term: str


def sign(written: str) -> str | None:
    """The operator that a sign stands for, as & for AND."""
    return _SIGNS.get(written)


def lower(word: str) -> str | None:
    """The operator that a word would be in upper case."""
    return OPERATORS.get(word.upper()) or _NEARS.get(word.lower())


def translated(word: str) -> str | None:
    """The operator that a word in upper case is in another language."""
    return _TRANSLATED.get(word)


def near(written: str) -> str | None:
    """The NEAR or BEFORE that other search boxes write so."""
    found = _ELSEWHERE.fullmatch(written)
    if found is None:
        return None
    name = "BEFORE" if (found["name"] or "").lower() in _ORDERED else "NEAR"
    return f"{name}/{found['words'] or found['more']}"


def after(written: str) -> str | None:
    """The BEFORE that says the same once its two terms are exchanged."""
    found = _AFTER.fullmatch(written)
    return f"BEFORE/{found['words'] or found['lower'] or USUAL}" if found else None


def forbidden(written: str) -> Forbidden | None:
    """A word with the sign that forbids it elsewhere."""
    found = _FORBIDDEN.fullmatch(written)
    return Forbidden(found["sign"], found["term"]) if found else None
