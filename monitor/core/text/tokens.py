"""The words of a text as values, for whoever reads a rule."""

import re
from typing import NamedTuple

from monitor.core.text.compounds import open_compounds
from monitor.core.text.words import Words

_PLAIN = re.compile("[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")  # what most rules are made of, and Words need not read


class Token(NamedTuple):  # a tuple: ten thousand rules have a hundred thousand
    """A word that stands at characters start to end of its text and leads from position first to after.

    text: composed (NFC), case and accents kept, without invisible signs; initials without dots (U.S.: US).
    A word takes one position. A joined one (cease-fire: ceasefire) takes as many as its parts: it is a shortcut past
    them.
    """

    text: str
    start: int
    end: int
    first: int
    after: int


def tokens(text: str, *, wildcards: bool = False) -> tuple[Token, ...]:
    """The words of text in order, a joined word behind its last part. Offsets are characters of text as given.

    wildcards: * and ? that touch a letter or a digit belong to the word (is*l), as rules have it.
    """
    if _PLAIN.fullmatch(text):
        row = text.split(" ")
        if next(open_compounds(row), None) is None:
            return _in_a_row(row)
    words = Words(text, wildcards=wildcards)
    return tuple(map(Token, words.surfaces, words.starts, words.ends, words.firsts, words.afters))


def _in_a_row(words: list[str]) -> tuple[Token, ...]:
    """Words with one blank between."""
    found = []
    start = 0
    for position, word in enumerate(words):
        end = start + len(word)
        found.append(Token(word, start, end, position, position + 1))
        start = end + 1
    return tuple(found)
