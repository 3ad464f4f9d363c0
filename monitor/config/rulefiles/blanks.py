"""Blanks that look like a space and are none to YAML: the no-break space and its kin, copied from web pages."""

import re

_ODD = "\u00a0\u1680\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200E)))
_BLANKS = " \t" + _ODD
_AROUND_A_KEY = re.compile(
    rf"[ \t-]*(?:(?P<before>[{_ODD}])|"
    rf"\w+[ \t]*(?:(?P<behind>[{_ODD}])[\s{_ODD}]*:|:[ \t]*(?P<after>[{_ODD}])))"
)
_NAMES = {
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
    "\u3000": "an ideographic space",
    "\u200b": "a zero-width space",
}
FIX = "delete it and type a plain space"


def around_key(line: str) -> int | None:
    """Where an odd blank stands in the indentation of a line, or beside the colon of its key; counted from 0."""
    found = _AROUND_A_KEY.match(line)
    return found.start(found.lastgroup) if found and found.lastgroup else None


def at_edge(key: str) -> int | None:
    """Where an odd blank stands at the beginning or the end of a key."""
    first, behind = len(key) - len(key.lstrip(_BLANKS)), len(key.rstrip(_BLANKS))
    edges = (*range(first), *range(behind, len(key)))
    return next((place for place in edges if key[place] in _ODD), None)


def trimmed(key: str) -> str:
    """The key without the blanks around it."""
    return key.strip(_BLANKS)


def message(letter: str) -> str:
    """What to say of an odd blank."""
    return f"{_NAMES.get(letter, 'an invisible character')} (U+{ord(letter):04X}) where a plain space belongs"
