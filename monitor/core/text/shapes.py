"""What kind of character each one is: all that finding words needs to know of a text.

The shape of a text is as long as the text and holds one sign of each kind: a letter, 0 digit, a mark, an invisible
sign, a character of a script without spaces; hyphens, full stops and commas stand for themselves, a space for the
rest. A text of plain characters only is its own shape: nine of ten texts need no translation.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from monitor.core.text.folding import APOSTROPHES, QUOTATION_MARKS

LETTER, DIGIT, MARK, INVISIBLE, UNSPACED, SPACE = (
    "a",
    "0",
    "\N{COMBINING ACUTE ACCENT}",
    "\N{SOFT HYPHEN}",
    "一",
    " ",
)
HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{HEBREW PUNCTUATION MAQAF}")
_SEPARATORS = ".,\N{ARABIC DECIMAL SEPARATOR}\N{ARABIC THOUSANDS SEPARATOR}"  # of figures
_NO_LETTERS = frozenset(APOSTROPHES + QUOTATION_MARKS)  # some apostrophes are letters to Unicode
_WITHOUT_SPACES = (  # first and last code point
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x115F),  # Hangul, leading consonants of decomposed syllables
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x9FFF),  # CJK: radicals, kana, bopomofo, ideographs
    (0xAC00, 0xD7AF),  # Hangul syllables
    (0xF900, 0xFAFF),  # CJK compatibility ideographs
    (0xFF66, 0xFF9F),  # half-width katakana
    (0x20000, 0x3FFFF),  # CJK extensions
)
_PLAIN = (  # first and last code point; what a word is made of here is known to the expression below
    (0x0000, 0x024F),  # Latin
    (0x0386, 0x0482),  # Greek, Cyrillic
    (0x048A, 0x052F),  # Cyrillic
    (0x0591, 0x05F4),  # Hebrew
    (0x060C, 0x06FF),  # Arabic
    (0x0900, 0x0965),  # Devanagari
    (0x1E00, 0x1EFF),  # Latin of Vietnamese
    (0x2000, 0x2044),  # punctuation
    (0x20A0, 0x20BF),  # currencies
)
_LAST_KEPT = 0xFFFF  # a hostile feed must not fill the memory with the shapes of a million characters


def _kind(character: str) -> str:
    if character in HYPHENS:
        return "-"
    if character in _SEPARATORS:
        return "." if character == "." else ","
    category = unicodedata.category(character)
    if category == "Nd":
        return DIGIT
    if category == "Cf":
        return INVISIBLE
    if category[0] == "M" or "\u1160" <= character <= "\u11ff":  # vowels and finals of decomposed Hangul
        return MARK
    if category[0] not in "LN" or character in _NO_LETTERS:
        return SPACE
    unspaced = any(first <= ord(character) <= last for first, last in _WITHOUT_SPACES)
    return UNSPACED if unspaced else LETTER


class _Kinds(dict[int, str]):
    """The kind of each code point, found when first met."""

    def __missing__(self, code: int) -> str:
        kind = _kind(chr(code))
        if code <= _LAST_KEPT:
            self[code] = kind
        return kind


def _ranges(characters: Iterable[str]) -> Iterator[str]:
    """The characters, which ascend, as the inside of a character class."""
    codes = [ord(character) for character in characters]
    starts = [codes[0], *(after for before, after in pairwise(codes) if after != before + 1)]
    ends = [*(before for before, after in pairwise(codes) if after != before + 1), codes[-1]]
    return (rf"\U{start:08x}-\U{end:08x}" for start, end in zip(starts, ends, strict=True))


def _classes() -> dict[str, str]:
    """For each kind of plain character, the inside of a character class."""
    kinds: dict[str, list[str]] = {}
    for first, last in _PLAIN:
        for character in map(chr, range(first, last + 1)):
            kinds.setdefault(_kind(character), []).append(character)
    return {kind: "".join(_ranges(characters)) for kind, characters in kinds.items()}


_KINDS = _Kinds()
_CLASS = _classes()
_A, _D, _M = _CLASS[LETTER], _CLASS[DIGIT], _CLASS[MARK] + MARK
_REST = rf"{_A}{_D}{_M}{INVISIBLE}"
_FIGURE = rf"(?: (?<=[{_D}]) [{_SEPARATORS}] [{_D}] [{_REST}]* )*"
WORD = re.compile(  # over a shape; split by it, gaps and words alternate
    rf"""(
        [{_A}{_D}] (?: [{_REST}]+ {_FIGURE} | (?<=[{_A}]) (?:\.[{_A}])+ (?![{_REST}]) \.? | {_FIGURE} )
      | {UNSPACED} [{_M}{INVISIBLE}]*
    )""",
    re.VERBOSE,
)
INITIALS = re.compile(rf"\.[{_A}](?![{_REST}])")  # over a shape; what is found may be initials
_ALL_PLAIN = re.compile(
    f"[{INVISIBLE}{''.join(each for kind, each in _CLASS.items() if kind != INVISIBLE)}]*"
)
_GERSHAYIM = re.compile("(?<=[\u0591-\u05ea])[\"“”„״'’׳](?=[א-ת])")  # noqa: RUF001 - Hebrew is meant
_RUN = re.compile(rf"[{LETTER}{DIGIT}{MARK}{INVISIBLE}*]+")
_WILD = {"*", "?"}
_WILD_KINDS = _Kinds({ord(sign): "*" for sign in _WILD})


def readable(text: str) -> str:
    """The text, as long as before, with the quotation marks inside Hebrew words made invisible signs."""
    return text if text.isascii() else _GERSHAYIM.sub(INVISIBLE, text)


def shape(text: str) -> str:
    """The shape of a readable text, which is the text itself where it is plain."""
    return text if text.isascii() or _ALL_PLAIN.fullmatch(text) else text.translate(_KINDS)


def wildcard_shape(text: str) -> str:
    """The same for what a rule says: * and ? are letters where they touch one or a digit."""
    return _RUN.sub(_with_wildcards, text.translate(_WILD_KINDS))


def _with_wildcards(run: re.Match[str]) -> str:
    if "*" not in run[0]:
        return run[0]
    return run[0].replace("*", LETTER if LETTER in run[0] or DIGIT in run[0] else SPACE)


def visible(word: str) -> str:
    return "".join(character for character in word if unicodedata.category(character) != "Cf")
