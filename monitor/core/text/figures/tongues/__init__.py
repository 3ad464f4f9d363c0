"""The languages in which figures are read, one file each."""

from monitor.core.text.figures.tongue import Tongue
from monitor.core.text.figures.tongues.arabic import ARABIC
from monitor.core.text.figures.tongues.chinese import CHINESE
from monitor.core.text.figures.tongues.english import ENGLISH
from monitor.core.text.figures.tongues.french import FRENCH
from monitor.core.text.figures.tongues.german import GERMAN
from monitor.core.text.figures.tongues.hebrew import HEBREW
from monitor.core.text.figures.tongues.hindi import HINDI
from monitor.core.text.figures.tongues.russian import RUSSIAN
from monitor.core.text.figures.tongues.spanish import SPANISH

_TONGUES = {
    "ar": ARABIC,
    "de": GERMAN,
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "he": HEBREW,
    "hi": HINDI,
    "ja": CHINESE,  # its counters and units are written with the same characters
    "ru": RUSSIAN,
    "zh": CHINESE,
}
_OTHER = Tongue(spaced=True)


def tongue(language: str | None) -> Tongue:
    """English when the language is unknown; digits alone, with either mark for thousands, in one without a file."""
    return _TONGUES.get(language or "en", _OTHER)
