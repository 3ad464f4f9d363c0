"""Hebrew, which has no stemmer: spellings that do not count, prefixes, and the endings that are safe to know.

Plurals in ־ים and ־ות and the construct in ־ת are known by their singular. Not known: plurals that change the word
(איש, אנשים), feminine ones of masculine words (מקומות), the construct in ־י, adjectives in ־י (ישראלים is not ישראלי),
possessives and verbs. A rule writes these out or uses a wildcard.
"""
# ruff: noqa: RUF001, RUF002 - foreign letters are the data here

import re
from collections.abc import Iterator

_SILENT = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u05f3\u05f4\"']"
)  # niqqud and gershayim
_FINAL = str.maketrans("ךםןףץ", "כמנפצ")
_SHORT_AFTER = ("ה", "ו")  # האש is the fire; after other letters two are too few: מים is no "from the sea"
_FEWEST = 3  # letters that a word keeps without its prefixes or its ending
_WHOLE = frozenset(
    {"בחירות", "כנסת", "רשות", "שירות", "זכות", "תקשורת", "ירושלים", "מצרים"}
)  # endings that are none


def folded(word: str) -> str:
    """The word without vowel signs and gershayim: ארה"ב is ארהב."""
    return _SILENT.sub("", word)


def singular(word: str) -> str:
    """What a folded word is known by: the singular of regular nouns, and the same letters at the end as inside."""
    if word in _WHOLE:
        return word.translate(_FINAL)
    if word.endswith("ים") and len(word) >= _FEWEST + 2:
        return word[:-2].translate(_FINAL)
    for ending in ("ות", "ת"):  # companies and the company of: the company
        if word.endswith(ending) and len(word) >= _FEWEST + len(ending):
            return f"{word.removesuffix(ending)}ה".translate(_FINAL)
    return word.translate(_FINAL)


def unprefixed(word: str) -> Iterator[str]:
    """The folded word without what may be written onto it: and, that or when, in or like or to or from, the."""
    seen = [("", word)]
    for prefixes in (("ו",), ("כש", "ש"), ("ב", "כ", "ל", "מ"), ("ה",)):
        for prefix in prefixes:
            seen += [
                (taken + prefix, rest.removeprefix(prefix))
                for taken, rest in seen
                if rest.startswith(prefix) and not (prefix == "ה" and taken.endswith(("ב", "כ", "ל")))
            ]
    for taken, rest in seen[1:]:
        if len(rest) >= (_FEWEST - 1 if taken in _SHORT_AFTER else _FEWEST):
            yield rest
