"""Words in a row as a phrase: what may stand in one, and what only looks like a word."""

import re
from functools import lru_cache

from monitor.core.clauses.lexing import QUOTES, refuse_length
from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.tree import Phrase, Spelling
from monitor.core.text import Token, tokens

MAX_WORDS = 40  # of a phrase

_FEWEST_LETTERS = 2
_WILDCARDS = re.compile(r"[*?]+")
_QUESTION = re.compile(r"[^\W\d]\?+$")  # 20?? ends no question
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f*?])+")  # a hyphen or an apostrophe may join two scripts
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_NAME = re.compile(r"(?<![\w$])\$[^\W\d]\w*")


def phrase(text: str, offset: int, spelling: Spelling = Spelling.INFLECTED) -> Phrase:
    """The words of text, in a row. offset: where text begins in its expression. Raises ClauseError."""
    offset += len(text) - len(text.lstrip())
    text = text.strip()
    refuse_length(text, offset)
    if text.isascii() and text.isalnum():
        return _one_word(text, spelling)
    _refuse_mixture(text, offset)
    words = tokens(text, wildcards=True)
    if "$" in text and (name := _NAME.search(text)):
        hint = f"write {name[0]} on its own, joined by NEAR/8 or AND"
        raise ClauseError(f"{name[0]} among words is no vocabulary", offset + name.start(), hint)
    _check_wildcards(text, words, offset, spelling)
    if not words:
        raise ClauseError(
            "nothing to look for: no letter and no digit", offset, "name a word that must occur"
        )
    if words[-1].after > MAX_WORDS:
        hint = "a shorter row of words is as telling, and survives an edit"
        raise ClauseError(f"a phrase of {words[-1].after} words; at most {MAX_WORDS}", offset, hint)
    return Phrase(text=text, tokens=words, spelling=spelling)


def _refuse_mixture(text: str, offset: int) -> None:
    """Raises ClauseError for a word of Latin letters with one of another script that only looks like them."""
    if not (_OTHER.search(text) and _LATIN.search(text)):
        return
    for word in _WORD.finditer(text):
        latin, other = _LATIN.findall(word[0]), _OTHER.findall(word[0])
        if latin and other:
            few, script = (_LATIN, "Latin") if len(latin) < len(other) else (_OTHER, _script(other[0]))
            found = few.search(text, word.start())
            assert found is not None  # noqa: S101 - the word holds one
            scripts = f"Latin and {_script(other[0])} letters"
            message = f"{word[0]} mixes {scripts}: this {found[0]} (U+{ord(found[0]):04X}) is {script}"
            raise ClauseError(
                message, offset + found.start(), "retype the word: letters of two scripts look alike"
            )


def _script(letter: str) -> str:
    return "Greek" if letter < "\u0400" else "Cyrillic"


@lru_cache(maxsize=1 << 14)
def _one_word(text: str, spelling: Spelling) -> Phrase:
    """Letters and digits of ASCII: nothing in them can be wrong."""
    return Phrase(text=text, tokens=tokens(text), spelling=spelling)


def _check_wildcards(text: str, words: tuple[Token, ...], offset: int, spelling: Spelling) -> None:
    if "*" not in text and "?" not in text:
        return
    signs = list(_WILDCARDS.finditer(text))
    sign = signs[0]
    if spelling:
        exact = text.replace("*", "").replace("?", "")
        hint = f"leave out the {spelling} or the {sign[0]}"
        if re.fullmatch(r"[^\W_]+", exact):
            hint = f"write {spelling}{exact}, or {text} without the {spelling}"
        raise ClauseError(f"an exact spelling ({spelling}) has no wildcards", offset + sign.start(), hint)
    if words and words[-1].after > 1 and _QUESTION.search(text):
        hint = f'it is punctuation here, and never compared: write "{text.rstrip("?").rstrip()}"'
        raise ClauseError(
            "? is a wildcard for one letter, not the end of a question", offset + len(text) - 1, hint
        )
    for sign in signs:
        beside = text[max(0, sign.start() - 1) : sign.start()] + text[sign.end() : sign.end() + 1]
        _check_wildcard(sign, words, offset, beside)


def _check_wildcard(sign: re.Match[str], words: tuple[Token, ...], offset: int, beside: str) -> None:
    place = offset + sign.start()
    around = [word for word in words if word.start <= sign.start() < word.end]
    letters = max((_letters(word.text) for word in around), default=0)
    if not letters:
        hint = "leave it out; for words with others between them: talks NEAR/3 stalled"
        if any(touching.isalnum() for touching in beside):
            hint = "leave it out: in a script without spaces a word is found wherever it stands"
        raise ClauseError(f"{sign[0]} on its own: a wildcard stands inside one word", place, hint)
    if "**" in sign[0]:
        raise ClauseError("** is one * too many", place, "one * stands for any number of letters")
    if min(_letters(word.text) for word in around) < _FEWEST_LETTERS:
        hint = f"give it {_FEWEST_LETTERS} letters at least, as in is*"
        raise ClauseError(f"{sign[0]} with one letter matches too much of everything", place, hint)


def _letters(word: str) -> int:
    return sum(letter not in "*?" for letter in word)


def stray_quote(text: str) -> re.Match[str] | None:
    """The first quote in text that is no gershayim."""
    return _STRAY_QUOTE.search(text)


_HEBREW = r"[\u05d0-\u05ea]"
_STRAY_QUOTE = re.compile(rf"(?<!{_HEBREW})[{QUOTES}]|[{QUOTES}](?!{_HEBREW})")
