"""A word with a colon: the scope of a field, one that does not exist, or no scope at all."""

import re
from difflib import get_close_matches
from typing import Never

from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.tree import Field

_ALSO_CALLED = {
    Field.TITLE: ("headline", "heading", "subject", "head"),
    Field.LEAD: ("intro", "first", "standfirst", "teaser"),
    Field.BODY: ("summary", "description", "text", "content", "article"),
    Field.AUTHOR: ("by", "byline", "writer", "creator"),
    Field.CATEGORY: ("tag", "tags", "section", "topic", "categories", "keyword", "keywords"),
}
_BY_OTHER_NAME = {name: field for field, names in _ALSO_CALLED.items() for name in names}
_NAMED = re.compile(r"(?P<name>[^\W\d_]+):(?P<term>.*)", re.DOTALL)
_FIELDS = ", ".join(f"{field}:" for field in Field)
_TERM = re.compile(r"\s+(\([^()]*\)|(?!(?:AND|OR|NOT)\b)[=$]?\w+\*?(?=[\s)]|$))")
_SIMPLE = re.compile(r"[=$]?\w+\*?")


def refuse_colon(word: str, offset: int, behind: str) -> Never:
    """Says what a word with a colon in it was taken for. behind: what follows it."""
    found = _NAMED.fullmatch(word)
    touching = found is not None and bool(found["term"] or behind[:1] in {"(", '"', "“", "„"})
    if found is not None and (field := _field(found["name"])):
        if not touching:
            term = _TERM.match(behind)
            shown = f"{field}:{term[1]}" if term else f"{field}:talks or {field}:(talks OR truce)"
            hint = f"write {shown}, the colon directly before its term"
            raise ClauseError(f"{word} is the scope of nothing: a blank stands behind it", offset, hint)
        shown = f"{field}:{found['term']}" if _SIMPLE.fullmatch(found["term"]) else f"{field}:"
        raise ClauseError(f"{found['name']}: is no field", offset, f"did you mean {field}? write {shown}")
    hint = _in_quotes(word)
    if touching:
        hint += f"; the fields are {_FIELDS}"
    raise ClauseError(f"{word.strip()} looks like the scope of a field", offset, hint)


def refuse_nested(outer: Field, inner: Field, offset: int) -> Never:
    """A scope inside a scope."""
    message = f"{inner}: inside {outer}: would read two fields at once"
    if inner is outer:
        raise ClauseError(f"{inner}: inside {inner}: says it twice", offset, f"leave the inner {inner}: out")
    hint = f"close the first before the second, for example {outer}:talks AND {inner}:gaza"
    raise ClauseError(message, offset, hint)


def _field(name: str) -> Field | None:
    name = name.lower()
    if name in _BY_OTHER_NAME:
        return _BY_OTHER_NAME[name]
    close = get_close_matches(name, [*Field], n=1, cutoff=0.75)
    return Field(close[0]) if close else None


def _in_quotes(word: str) -> str:
    if "//" in word:
        return "name a word of the address instead: addresses are not read"
    text = " ".join(word.replace(":", " ").split()) if not re.search(r"\d:\d", word) else word
    if not any(letter.isalnum() for letter in text) or not re.fullmatch(r"[\w:.'’/ -]+", text):  # noqa: RUF001
        return "leave the colon out: punctuation is never compared"
    return f'for the words themselves write "{text}": punctuation is never compared'
