"""The first sentence of a text, which rules read as its lead."""

from monitor.core.text.boundaries import boundaries

_SHORTEST = 20  # characters; a dateline or "Live." is no sentence
_LONGEST = 400


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence of at least 20 characters, on one line and at most 400 long."""
    text = text.strip()[: 2 * _LONGEST]
    for end, is_sentence in boundaries(text):
        if is_sentence and len(text[:end].rstrip()) >= _SHORTEST:
            return _fitted(text[:end])
    return _fitted(text)


def _fitted(sentence: str) -> str:
    line = " ".join(sentence.split())
    if len(line) <= _LONGEST:
        return line
    shorter = line[: _LONGEST - 1]
    whole = shorter.rpartition(" ")[0]
    return (whole if len(whole) > _LONGEST // 2 else shorter).rstrip(" ,;:") + "…"
