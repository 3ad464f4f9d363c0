"""The words of a text as rules compare them, each with its place in the original.

Case, accents and typographic variants do not count. A hyphenated word stands apart and joined, so a hyphen on
either side bridges the spellings: "cease-fire" in an article is found by ceasefire and by "cease fire", and
cease-fire in a rule finds all three. Initials are one word (U.S. = US), an apostrophe parts words (l'accord is
found by accord, and we'll is never "well"), a figure keeps its separators (7.10, 1,240). Scripts written
without spaces are read character by character, so that a word of them is found wherever it stands.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, KeysView
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = "’‘‛ʼʻ′＇`´"  # noqa: RUF001 - the look-alikes are the point
_QUOTATION_MARKS = "“”„‟«»″＂"  # noqa: RUF001 - as above
_QUOTES = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_QUOTATION_MARKS, '"'))
_HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}")
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
_UNSPACED = (  # first and last code point
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
_LONGEST_KEPT = 64  # a longer word is none, and a hostile feed must not fill the memory with them
_LAST_KEPT = 0xFFFF  # nor with the shapes of a million characters
_MOST_JOINED = 3  # face-to-face; a longer chain is a slug or a title and nobody writes it as one word


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, folded, that stands at characters start to end of its text and leads from position first to after.

    A word takes one position. A joined hyphenated word takes as many as its parts: it is a shortcut past them.
    """

    text: str
    start: int
    end: int
    first: int
    after: int


def fold(text: str) -> str:
    """Text without what does not count: case, accents of Latin, Greek and Cyrillic, curly quotes, invisible signs.

    й stays й, as it is a letter of its own and not и with an accent. Folding twice changes nothing.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    kept = "".join(_without_accents(decomposed.translate(_QUOTES).translate(_STROKES)))
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=1 << 15)  # news repeats its words: nine of ten come from here
def _fold_word(word: str) -> str:
    return sys.intern(fold(word))


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


class _Shapes(dict[int, str]):
    """What kind of character each code point is, found when first met.

    a letter, d digit, m mark, f invisible, c letter of a script without spaces; - . and , stand for themselves,
    a space for the rest.
    """

    def __missing__(self, code: int) -> str:
        shape = _shape(chr(code))
        if code <= _LAST_KEPT:
            self[code] = shape
        return shape


def _shape(character: str) -> str:
    if character in _HYPHENS:
        return "-"
    if character in ".,":
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return "d"
    if category == "Cf":
        return "f"
    if (
        category[0] == "M" or "\u1160" <= character <= "\u11ff"
    ):  # vowels and finals of a decomposed Hangul syllable
        return "m"
    if category[0] not in "LN" or ord(character) in _QUOTES:
        return " "
    unspaced = any(first <= ord(character) <= last for first, last in _UNSPACED)
    return "c" if unspaced else "a"


_SHAPES = _Shapes()
_WORD = re.compile(  # over the shape of a text, which is as long as the text
    r"""  (?P<initials> (?<![admf]) a (?:\.a)+ (?![admf]) \.? )
        | (?P<word> (?: d+(?:[.,]d+)+ | [ad] ) (?:[admf]*[adm])? )
        | c (?:[mf]*m)?
    """,
    re.VERBOSE,
)


def tokens(text: str) -> tuple[Token, ...]:
    """The words of text in order, a joined word after its last part. Offsets are characters of text as given."""
    shape = text.translate(_SHAPES)
    found: list[Token] = []
    chain: list[Token] = []  # the parts of the hyphenated word so far
    for position, match in enumerate(_WORD.finditer(shape)):
        start, end = match.span()
        word = _fold_word(text[start:end]) if end - start <= _LONGEST_KEPT else fold(text[start:end])
        if match["initials"]:
            word = word.replace(".", "")
        token = Token(text=word, start=start, end=end, first=position, after=position + 1)
        found.append(token)
        joinable = bool(match["initials"] or match["word"])
        if not (joinable and chain and chain[-1].end == start - 1 and shape[start - 1] == "-"):
            chain.clear()
        if joinable:
            chain.append(token)
            found.extend(_joined(chain[-_MOST_JOINED:]))
    return tuple(found)


def _joined(parts: list[Token]) -> Iterator[Token]:
    """Every run of two parts or more that ends with the last one, as one word."""
    last = parts[-1]
    for count in range(2, len(parts) + 1):
        run = parts[-count:]
        word = "".join(part.text for part in run)
        yield Token(text=word, start=run[0].start, end=last.end, first=run[0].first, after=last.after)


class Words:
    """The words of one text, ready to be searched. Never changes."""

    __slots__ = ("_by_position", "_by_text", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._by_text: dict[str, list[Token]] = {}
        self._by_position: dict[int, list[Token]] = {}
        for token in tokens(text):
            self._by_text.setdefault(token.text, []).append(token)
            self._by_position.setdefault(token.first, []).append(token)

    @property
    def vocabulary(self) -> KeysView[str]:
        """Every word that occurs, folded; hyphenated ones apart and joined."""
        return self._by_text.keys()

    def find(self, pattern: tuple[Token, ...]) -> tuple[tuple[int, int], ...]:
        """Where the words of the pattern stand in a row: start and end in characters, in order."""
        spans: set[tuple[int, int]] = set()
        for opening in _starting(pattern, 0):
            for token in self._by_text.get(opening.text, ()):
                spans.update((token.start, end) for end in self._ends(pattern, opening, token))
        return tuple(sorted(spans))

    def _ends(self, pattern: tuple[Token, ...], opening: Token, token: Token) -> Iterator[int]:
        """Walk pattern and text side by side from one first word; each pair of positions is tried once."""
        goal = pattern[-1].after
        reached = {(opening.after, token.after)}
        walks = [(opening.after, token)]
        while walks:
            position, last = walks.pop()
            if position == goal:
                yield last.end
            for step in _starting(pattern, position):
                for following in self._by_position.get(last.after, ()):
                    pair = (step.after, following.after)
                    if following.text == step.text and pair not in reached:
                        reached.add(pair)
                        walks.append((step.after, following))


def _starting(pattern: tuple[Token, ...], position: int) -> Iterator[Token]:
    return (token for token in pattern if token.first == position)
