"""What does not count in a comparison is folded away."""

import re
import unicodedata
from collections.abc import Iterator

APOSTROPHES = "’‘‛ʼʻ′＇`´"  # noqa: RUF001 - the look-alikes are the point
QUOTATION_MARKS = "“”„‟«»″＂"  # noqa: RUF001 - as above
_QUOTES = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTATION_MARKS, '"'))
_STROKES = str.maketrans(  # letters that carry their mark inside, so that Unicode cannot part them
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
_POINTED = re.compile("[\u0591-\u06ff]")  # a letter or sign of Hebrew or Arabic
_POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u05f3\u05f4"  # niqqud and gershayim
    "\u0610-\u061a\u0640\u064b-\u0653\u0656-\u065f\u0670\u06d6-\u06ed]"  # tashkeel and tatweel
    "|(?<=[\u05d0-\u05ea])[\"'](?=[\u05d0-\u05ea])"
)
_ENDINGS = str.maketrans("ىة", "يه")
_ALEFS = str.maketrans("أإآٱ", "\u0627" * 4)


def fold(text: str) -> str:
    """Text without what does not count: case, accents of Latin, Greek and Cyrillic, curly quotes, invisible signs.

    й stays й, as it is a letter of its own and not и with an accent. Arabic has one alef, one yaa, haa for taa
    marbuta and no vowel signs, Hebrew neither points nor gershayim. Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    kept = "".join(_without_accents(decomposed.translate(_QUOTES).translate(_STROKES)))
    composed = unicodedata.normalize("NFC", kept)
    return _without_points(composed) if _POINTED.search(composed) else composed


def _without_points(text: str) -> str:
    bare = _POINTS.sub("", text.translate(_ENDINGS))
    return unicodedata.normalize("NFC", bare).translate(_ALEFS)


def _without_accents(decomposed: str) -> Iterator[str]:
    base = ""
    for character in decomposed:
        category = unicodedata.category(character)
        if category == "Cf":
            continue
        if category != "Mn":
            base = character
        elif base == "и" and character == "\N{COMBINING BREVE}":
            base = "й"  # only once, and an accent on й itself goes
        elif _has_accents(base):
            continue
        yield character


def _has_accents(base: str) -> bool:
    return bool(base) and unicodedata.name(base, "").startswith(("LATIN", "GREEK", "CYRILLIC"))
