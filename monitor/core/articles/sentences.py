"""Where the first sentence of a text ends. Too late is better than too early: rules read the lead."""

import re

_SHORTEST = 20  # characters; a dateline or "Live." is no sentence
_LONGEST = 400
_CLOSING = "\"'”’»)\\]"  # noqa: RUF001 - typographic marks are what texts use
_END = re.compile(
    rf"[.!?…]+[{_CLOSING}]*(?=\s|$)|[。！？][」』”’）]*|[؟۔]+[{_CLOSING}]*(?=\s|$)|\n"  # noqa: RUF001 - the same
)
_INITIALS = re.compile(r"(?:\w\.)*\w|\d{1,2}")  # J, U.S, z.B, and the 3 of "3. Mai"
_ABBREVIATED = (
    "mr mrs ms mx dr prof st ste mt ft gen sen rep gov lt col maj sgt cpl capt cmdr adm brig hon rev fr sr jr pres "
    "dept inc ltd co corp bros vs etc approx est no nos vol pp jan feb mar apr jun jul aug sep sept oct nov dec ave blvd "
    "bzw ca evtl ggf inkl nr usw vgl mio mrd str sog hr hrn mme mlle mm cf env av bd sra srta ud uds ee uu pág núm aprox "
    "dott sig ing гг др им ул руб млн млрд тыс стр проф"  # noqa: RUF001 - Cyrillic is meant
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence of at least 20 characters, on one line and at most 400 long."""
    text = text.strip()[: 2 * _LONGEST]
    for end in _END.finditer(text):
        stop = end.start() if end[0] == "\n" else end.end()
        if stop >= _SHORTEST and not _goes_on(text, end):
            return _fitted(text[:stop])
    return _fitted(text)


def _goes_on(text: str, end: re.Match[str]) -> bool:
    if end[0] == "\n":
        return False
    if text[end.end() : end.end() + 2].strip()[:1].islower():
        return True
    if end[0] != ".":
        return False
    word = text[max(0, end.start() - 30) : end.start()].rpartition(" ")[2].lstrip("([\"'“‘«„")  # noqa: RUF001 - the same
    return bool(_INITIALS.fullmatch(word)) or word.lower() in _ABBREVIATIONS


def _fitted(sentence: str) -> str:
    line = " ".join(sentence.split())
    if len(line) <= _LONGEST:
        return line
    shorter = line[: _LONGEST - 1]
    whole = shorter.rpartition(" ")[0]
    return (whole if len(whole) > _LONGEST // 2 else shorter).rstrip(" ,;:") + "…"
