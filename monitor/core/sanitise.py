"""Words from outside, made safe to show: no control codes, no live mention, link or markup, in any channel.

Nothing is escaped, because every channel escapes differently and twice escaped is unreadable. What could come alive is
swapped for a look-alike (angle brackets become single quotation marks) or broken by an invisible word joiner
(@everyone, evil.example): the reader sees the same words, a client finds nothing to act on.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby, islice
from urllib.parse import quote, urlsplit, urlunsplit

JOINER = (
    "\u2060"  # WORD JOINER: no width, no line break, and no client treats it as part of a name or an address
)
_ELLIPSIS = "…"
_LONGEST = 20_000  # characters that are looked at; nothing shown is longer, and a title may be megabytes
_LONGEST_LINK = 800  # a longer one cannot be shown whole, and half a link leads nowhere
_MARKS = (
    6  # combining marks on one letter: more than any orthography needs, fewer than climb into other lines
)
_LONGEST_WORD = 30  # a longer one is cut inside: scripts without spaces, addresses
_MOST_SPANS = 40  # marked places of one line; each costs a look at the text before it

_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "*": "∗", "`": "'", "~": "∼"})  # noqa: RUF001 - that is their purpose

# Format characters that are visible text: Arabic number and verse signs, the Syriac abbreviation mark, Kaithi signs.
_VISIBLE_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_VIRAMA = 9  # its canonical combining class
# Not marks by their category, and yet part of the character before: skin tones, Thai and Lao AM, half-width voicing.
_EXTENDING = frozenset([*map(chr, range(0x1F3FB, 0x1F400)), "\u0e33", "\u0eb3", "\uff9e", "\uff9f"])
_ZWNJ, _ZWJ = "\u200c", "\u200d"
# ECMA-48: control sequences, and the strings of operating system commands; without their ESC they would be litter.
_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Unicode 23.7: the last two of every plane, and a block of 32.
_PLANE_ENDS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_NONCHARACTERS = re.compile(f"[\ufdd0-\ufdef{_PLANE_ENDS}]")

# Where a client would see more than letters. Each is broken by a joiner at the marked place.
_LIVE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<=@)(?=\S)",  # mentions and mail addresses: @everyone, <@123>, @&456, a@b.example
        r"(?<=!)(?=(?:everyone|channel|here|group|subteam)\b)",  # !everyone alone becomes a mention on its way to Slack
        r"(?<=[a-z])(?=:[^\s\d:])",  # a scheme: https://, javascript:alert, tg://
        r"(?<=:)(?=[a-z+-][a-z0-9_+-]*:)",  # :rotating_light:
        r"(?<=\w)(?=\.[^\W\d_]{2})",  # a bare domain: evil.example
        r"(?<=\])(?=[(\[:])",  # [words](address), [words][reference], [reference]: address
        r"(?<=\|)(?=\|)",  # ||spoiler||
        r"^(?=[#\-+=])",  # heading, list, underline of a heading
    )
)
_EMPHASIS = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")  # _emphasis_, not snake_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a line; marked when it holds words a reader is to see first."""

    text: str
    marked: bool = False


def plain(text: str, limit: int = _LONGEST) -> str:
    """One line without anything invisible: fit for a terminal, a log, a table, a JSON line.

    NFC; terminal sequences as a whole, control, bidi and zero-width characters removed (joiners stay where emoji, Persian and Indic scripts need
    them), white space collapsed, lone surrogates shown as U+FFFD, towers of combining marks cut down.
    """
    text = " ".join(_ESCAPES.sub(" ", text[:_LONGEST]).split())
    text = _NONCHARACTERS.sub("", _SURROGATES.sub("\ufffd", text))
    text = "".join(character for character in text if _shows(character))
    # Composed again after each removal: what was kept apart may have come together.
    for removing in (_without_stray_joiners, _without_towers):
        text = removing(unicodedata.normalize("NFC", text))
    return cut(" ".join(unicodedata.normalize("NFC", text).split()), limit)


def line(text: str, limit: int) -> str:
    """One line of untrusted words for a message, at most limit characters; see the module for what is done."""
    return cut(_tamed(plain(text)), limit)


def lines(text: str, limit: int) -> str:
    """Like line, but line breaks stay (empty lines do not). Each line is safe where it stands."""
    tamed = (_tamed(plain(each)) for each in text[:_LONGEST].splitlines())
    return cut("\n".join(each for each in tamed if each), limit)


def spans(text: str, limit: int, marks: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """line(text, limit) in pieces, so that what stands at marks (start and end, in characters of text) can be shown.

    Together the pieces are that line. A mark whose words did not survive as they were is left out.
    """
    clean = plain(text)
    tamed = _tamed(clean)
    shown = cut(tamed, limit)
    whole = len(shown) if shown == tamed else len(shown) - len(_ELLIPSIS)
    places = [place for place, character in enumerate(tamed) if character != JOINER]
    marked: set[int] = set()
    for start, end in islice(marks, _MOST_SPANS):
        if found := _in_plain(text, start, end, clean):
            marked.update(range(places[found.start], min(places[found.stop - 1] + 1, whole)))
    groups = groupby(range(len(shown)), key=marked.__contains__)
    return tuple(
        Span(text="".join(shown[place] for place in group), marked=is_marked) for is_marked, group in groups
    )


def cut(text: str, limit: int, size: Callable[[str], int] = len) -> str:
    """At most limit in size, ended with "…" where shortened: between two words, or inside one that is very long.

    Never inside what a reader sees as one character: the borders are those of Unicode Standard Annex 29 for combining
    marks, Indic conjuncts, joined emoji, skin tones and flags. size may count in other units than characters; it must
    add up over the parts of a text.
    """
    if len(text) <= limit and size(text) <= limit:
        return text
    if limit < size(_ELLIPSIS):
        return ""
    end = _fitting(text, limit - size(_ELLIPSIS), size)
    while end > 0 and not _is_border(text, end):
        end -= 1
    word = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if word >= max(end - _LONGEST_WORD, 1):
        end = word
    return (text[:end].rstrip() + _ELLIPSIS) if end else _ELLIPSIS


def _fitting(text: str, room: int, size: Callable[[str], int]) -> int:
    """How many characters of the text have room."""
    if size is len:
        return min(len(text), room)
    for place, character in enumerate(text):
        room -= size(character)
        if room < 0:
            return place
    return len(text)


def link(url: str) -> str | None:
    """The address as it may stand alone on a line, or None when it should not be shown.

    Only http and https; credentials removed; what could end or decorate a link in any client is percent-encoded
    (RFC 3986, 2.1); international host names stay readable; an address too long to be shown whole is None.
    """
    try:
        parts = urlsplit(url.strip()[:_LONGEST])
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or not _is_host(host):
        return None
    place = f"[{host}]" if ":" in host else host
    address = urlunsplit(
        (
            parts.scheme,
            place if port is None else f"{place}:{port}",
            _encoded(parts.path) or "/",
            _encoded(parts.query),
            _encoded(parts.fragment),
        )
    )
    return address if len(address) <= _LONGEST_LINK else None


def _shows(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _VISIBLE_FORMATS or character in {_ZWJ, _ZWNJ}
    return category != "Cc"


def _without_towers(text: str) -> str:
    kept: list[str] = []
    height = 0
    for character in text:
        height = height + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if height <= _MARKS:
            kept.append(character)
    return "".join(kept)


def _without_stray_joiners(text: str) -> str:
    """Joiners mean something between two letters, marks or emoji; elsewhere they only hide."""
    kept: list[str] = []
    for place, character in enumerate(text):
        if character in {_ZWJ, _ZWNJ}:
            before = kept[-1] if kept else " "
            after = text[place + 1] if place + 1 < len(text) else " "
            if not (_may_join(before) and _may_join(after)):
                continue
        kept.append(character)
    return "".join(kept)


def _may_join(character: str) -> bool:
    """ASCII never needs a joiner, and every mention and scheme is ASCII."""
    return not character.isascii() and unicodedata.category(character)[0] in "LMS"


def _in_plain(text: str, start: int, end: int, clean: str) -> range | None:
    """Where text[start:end] stands in plain(text), which is clean."""
    words = plain(text[start:end])
    place = len(plain(text[:start]))
    place += clean[place : place + 1].isspace()
    found = range(place, place + len(words))
    return found if words and clean[found.start : found.stop] == words else None


def _tamed(text: str) -> str:
    """Only joiners are added; everything else is swapped one for one (spans() counts on it)."""
    text = text.translate(_LOOKALIKES)
    text = _EMPHASIS.sub(lambda run: "ˍ" * len(run.group()), text)
    for place in _LIVE:
        text = place.sub(JOINER, text)
    return text


def _is_border(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    before, after = text[end - 1], text[end]
    if after in {_ZWJ, _ZWNJ, JOINER} or before in {_ZWJ, JOINER}:
        return False
    if unicodedata.category(after) in {"Mn", "Me", "Mc"} or after in _EXTENDING:
        return False
    if _is_conjunct(text, end):
        return False
    return not (_is_flag_half(before) and _is_flag_half(after) and _flag_halves_before(text, end) % 2)


def _is_conjunct(text: str, end: int) -> bool:
    """Rule GB9c: a virama ties the consonant before it to the one that follows."""
    return unicodedata.combining(text[end - 1]) == _VIRAMA and unicodedata.category(text[end]) == "Lo"


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, end: int) -> int:
    start = end
    while start and _is_flag_half(text[start - 1]):
        start -= 1
    return end - start


def _is_host(host: str) -> bool:
    return all(
        character.isalnum() or character in ".-:_" or unicodedata.category(character)[0] == "M"
        for character in host
    )


def _encoded(part: str) -> str:
    """Reserved characters keep their meaning, and so does an encoding that is already there."""
    return quote(_SURROGATES.sub("\ufffd", part), safe="/%:;=&?+$,'().-_~")
