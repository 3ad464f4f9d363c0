"""Codes of languages, as articles bear them: ISO 639-1, and the three letters of ISO 639-3 where there are no two."""

import re
import unicodedata

from monitor.config import source as nodes
from monitor.config.rulefiles.page import Page
from monitor.config.rulefiles.traps import Wrong

_TWO = (
    " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv"
    " dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie"
    " ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv"
    " mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm"
    " rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr"
    " ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
    " "
)  # ISO 639-1, each between blanks
_MEANT = {
    "arabic": "ar", "ara": "ar", "chinese": "zh", "chi": "zh", "zho": "zh", "cn": "zh", "cz": "cs", "ces": "cs",
    "deu": "de", "ger": "de", "dk": "da", "dutch": "nl", "nld": "nl", "eng": "en", "english": "en", "fas": "fa",
    "farsi": "fa", "fra": "fr", "fre": "fr", "french": "fr", "german": "de", "gr": "el", "greek": "el", "heb": "he",
    "hebrew": "he", "hin": "hi", "hindi": "hi", "in": "id", "ita": "it", "italian": "it", "iw": "he", "japanese": "ja",
    "ji": "yi", "jp": "ja", "jpn": "ja", "kor": "ko", "korean": "ko", "kp": "ko", "persian": "fa", "pol": "pl",
    "polish": "pl", "por": "pt", "portuguese": "pt", "ron": "ro", "rus": "ru", "russian": "ru", "spa": "es",
    "spanish": "es", "swe": "sv", "tur": "tr", "turkish": "tr", "ua": "uk", "ukr": "uk", "ukrainian": "uk",
    "vn": "vi", "gb": "en", "us": "en", "at": "de", "mx": "es", "sp": "es", "ge": "de", "du": "nl", "po": "pl",
    "deutsch": "de", "français": "fr", "francais": "fr", "español": "es", "espanol": "es",
    "castellano": "es", "italiano": "it", "português": "pt", "portugues": "pt", "nederlands": "nl",
    "polski": "pl", "svenska": "sv", "swedish": "sv", "dansk": "da", "danish": "da", "norsk": "no", "norwegian": "no",
    "suomi": "fi", "finnish": "fi", "türkçe": "tr", "turkce": "tr", "русский": "ru", "українська": "uk",
    "ελληνικά": "el", "العربية": "ar", "עברית": "he", "فارسی": "fa", "हिन्दी": "hi", "中文": "zh", "日本語": "ja",
    "한국어": "ko", "romanian": "ro", "română": "ro", "czech": "cs", "čeština": "cs", "magyar": "hu", "hungarian": "hu",
}  # fmt: skip
_THREE = re.compile(r"[a-z]{3}")


def code(page: Page, node: nodes.Node) -> str | None:
    """The language that a text names, or None and a problem."""
    found = _code(node)
    if isinstance(found, Wrong):
        page.tell((found,))
        return None
    return found


def meant(text: str) -> str | None:
    """The code of the language that a text names in some way, if that is known."""
    text = unicodedata.normalize("NFC", text.strip().lower())
    primary = re.split(r"[-_]", text)[0]
    found = _MEANT.get(text) or _MEANT.get(primary)
    return found or (primary if f" {primary} " in _TWO else None)


def _code(node: nodes.Node) -> str | Wrong:
    if not isinstance(node, nodes.Scalar):
        return Wrong(node, "the code of a language is expected here", "write en, fr or ar")
    text = unicodedata.normalize("NFC", node.text.strip().lower())
    primary = re.split(r"[-_]", text)[0]
    if known := _MEANT.get(text) or _MEANT.get(primary):
        return Wrong(node, f"{node.text!r} is not the code of a language here", f"write {known}")
    if f" {primary} " not in _TWO and not _THREE.fullmatch(primary):
        return Wrong(node, f"no language {node.text!r}", "write its code in two letters: en, fr, ar")
    if primary != text:
        return Wrong(node, "the code of a language stands here without its region", f"write {primary}")
    return primary
