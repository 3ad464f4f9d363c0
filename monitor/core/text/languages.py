"""What a word is known by in a language, and the language that a script gives away."""

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import islice

from monitor.core.text.folding import fold
from monitor.core.text.forms import ar, forms_of, he
from monitor.core.text.forms.en import spelled

_STEMMERS = {  # primary subtag: Snowball's name
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
LANGUAGES = frozenset(_STEMMERS)  # those with a stemmer
READ = LANGUAGES | {"he"}  # Hebrew is read without one
_UNREAD = "und"  # all others: a feed may claim any, and must not fill the memory with caches
_UNKNOWN = "en"  # what an article is read in that does not say
_KEPT = 1 << 17  # words per language: what a day of news holds
_LONGEST_KEPT = 64  # characters; a longer word is none, and a hostile feed must not fill the memory with them


def lemma(word: str, language: str | None) -> str:
    """What a rule's word is known by in a language (primary subtag, None for unknown).

    Inflections of one word have one lemma. Without a stemmer for the language it is the folded word.
    """
    folded = unicodedata.normalize("NFC", word.casefold())
    reader = _lemmas(language if language in READ else _UNREAD) if language else _lemmas(_UNKNOWN)
    return reader(folded) if len(folded) <= _LONGEST_KEPT else fold(folded)


def keys(surface: str, language: str | None) -> tuple[str, ...]:
    """What an article's word is known by in a language: its lemma and, in Arabic and Hebrew, those of the word
    without what is written onto it (and, the, in ...).
    """
    if language == "ar":
        rests = ar.unprefixed(ar.folded(surface))
    elif language == "he":
        rests = he.unprefixed(he.folded(surface))
    else:
        return (lemma(surface, language),)
    return tuple(dict.fromkeys((lemma(surface, language), *(lemma(rest, language) for rest in rests))))


@cache
def _lemmas(language: str) -> Callable[[str], str]:
    return lru_cache(maxsize=_KEPT)(_reader(language))


def _reader(language: str) -> Callable[[str], str]:
    if language == "he":
        return lambda word: fold(he.singular(he.folded(word)))
    if language not in LANGUAGES:
        return fold
    tables = forms_of(language)
    stemmed = _stemmer(language)
    spelling = _SPELLINGS.get(language, str)

    def read(word: str) -> str:
        one = spelling(word)
        base = tables.base.get(one, one)
        return fold(tables.apart.get(base) or stemmed(base))

    return read


_SPELLINGS: dict[str, Callable[[str], str]] = {  # what is one spelling before any table is asked
    "ar": lambda word: ar.singular(ar.folded(word)),
    "en": spelled,
    "ru": lambda word: word.replace("ё", "е"),  # noqa: RUF001 - Cyrillic
}


def _stemmer(language: str) -> Callable[[str], str]:
    import Stemmer  # noqa: PLC0415 - only who reads a language pays for its stemmer

    name = _STEMMERS[language]

    def stemmed(word: str) -> str:
        # A stemmer must not serve two threads at once. A new one costs less than the word it stems.
        stem: str = Stemmer.Stemmer(name, 0).stemWord(word)
        return ar.folded(stem) if language == "ar" else stem

    return stemmed


_SCRIPTS = (  # first code point of a block, and what it stands for; "" ends one
    (0x0000, ""),
    (0x0370, "el"),
    (0x0400, "ru"),
    (0x0530, "hy"),
    (0x0590, "he"),
    (0x0600, "ar"),
    (0x0700, ""),
    (0x0750, "ar"),
    (0x0780, ""),
    (0x08A0, "ar"),
    (0x0900, "hi"),
    (0x0980, "bn"),
    (0x0A00, "pa"),
    (0x0A80, "gu"),
    (0x0B00, ""),
    (0x0B80, "ta"),
    (0x0C00, "te"),
    (0x0C80, "kn"),
    (0x0D00, "ml"),
    (0x0D80, "si"),
    (0x0E00, "th"),
    (0x0E80, "lo"),
    (0x0F00, ""),
    (0x1000, "my"),
    (0x10A0, "ka"),
    (0x1100, "ko"),
    (0x1200, "am"),
    (0x13A0, ""),
    (0x1780, "km"),
    (0x1800, ""),
    (0x1C90, "ka"),
    (0x1CC0, ""),
    (0x1F00, "el"),
    (0x2000, ""),
    (0x2E80, "zh"),
    (0x3040, "ja"),
    (0x3100, "zh"),
    (0x3130, "ko"),
    (0x3190, "zh"),
    (0x31F0, "ja"),
    (0x3200, "zh"),
    (0xA000, ""),
    (0xAC00, "ko"),
    (0xD7B0, ""),
    (0xF900, "zh"),
    (0xFB00, ""),
    (0xFB1D, "he"),
    (0xFB50, "ar"),
    (0xFE00, ""),
    (0xFE70, "ar"),
    (0xFF00, ""),
    (0xFF66, "ja"),
    (0xFFA0, "ko"),
    (0xFFE0, ""),
    (0x20000, "zh"),
    (0x323B0, ""),
)
_FIRSTS = [first for first, _ in _SCRIPTS]
_OWN_LETTERS = {  # of a script that several languages use: the letters of the others, rarest language first
    "ar": (("ur", frozenset("ٹڈڑےںہھ")), ("fa", frozenset("پچژگکی"))),
    "ru": (("be", frozenset("ўЎ")), ("uk", frozenset("іїєґІЇЄҐ")), ("sr", frozenset("ђћјљњџЂЋЈЉЊЏ"))),
}
_LETTERS = 200  # that are looked at
_SHARE = 50  # one in so many is more than a foreign name


def script_language(text: str) -> str | None:
    """The language that the script of most letters gives away; None for Latin script and for no letters.

    Bulgarian and others without letters of their own are taken for Russian, Marathi for Hindi.
    """
    if text.isascii():
        return None
    letters = list(islice(filter(str.isalpha, text), _LETTERS))
    counts = Counter(_SCRIPTS[bisect_right(_FIRSTS, ord(letter)) - 1][1] for letter in letters)
    if counts["ja"] * _SHARE > counts["zh"]:
        counts["ja"] += counts.pop("zh", 0)
    language, most = max(counts.items(), key=lambda item: item[1], default=("", 0))
    for other, own in _OWN_LETTERS.get(language, ()):
        if sum(letter in own for letter in letters) * _SHARE >= most:
            return other
    return language or None
