"""Arabic: spellings that do not count, and the words that are written onto the next one.

Not known: plurals that change the word (زلزال, زلازل) and the prefixes of verbs in the present (قتل, يقتل).
"""
# ruff: noqa: RUF001 - foreign letters are the data here

import re
from collections.abc import Iterator

from monitor.core.text.forms.form import Forms, forms

_SILENT = re.compile(
    "[\N{ARABIC TATWEEL}\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)  # tatweel and tashkeel
_ALIKE = str.maketrans("أإآٱىة", "اااايه")
_FEWEST = 3  # letters that a word keeps without its prefixes or its ending
_APART = """
جامع | جامعه
جمع | جمعه
حمل | حمله
شرط | شرطه
شعب | شعبه
ثور | ثوره
طائر | طائره
عمل | عمليه
مدرس | مدرسه
مساعد | مساعده
مكتب | مكتبه
منطق | منطقه
"""


def folded(word: str) -> str:
    """The word without vowel signs and tatweel, with one alef, one yaa, and haa for taa marbuta."""
    return _SILENT.sub("", word).translate(_ALIKE)


def singular(word: str) -> str:
    """The folded word without the article, a regular feminine plural as the singular: the stemmer leaves half of it."""
    if word.startswith("ال") and len(word) >= _FEWEST + 2:
        word = word[2:]
    return f"{word[:-2]}ه" if word.endswith("ات") and len(word) >= _FEWEST + 2 else word


def unprefixed(word: str) -> Iterator[str]:
    """The word without what may be written onto it: and, so; with, like, for, will; the: each or none, in that order."""
    seen = [word]
    for prefixes in (("و", "ف"), ("ب", "ك", "ل", "س"), ("ال", "لل")):
        for prefix in prefixes:
            seen += [each.removeprefix(prefix) for each in seen if each.startswith(prefix)]
    return (each for each in seen[1:] if len(each) >= _FEWEST)


def arabic() -> Forms:
    """The tables of Arabic, in folded spelling."""
    return forms(apart=_APART)
