"""How long the parts of an entry may be, and their plain form. Lengths are characters."""

import re
from collections.abc import Iterable

from monitor.adapters.parser_worker import plain_text

TITLE = 1_000
SUMMARY = 20_000
GUID = 2_048
LINK = 4_096
_NAME = 200
_CATEGORY = 200
_CATEGORIES = 64
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}")


def one_line(text: str, limit: int) -> str:
    """Without markup rules: for identifiers, which may well look like markup."""
    return " ".join(plain_text.clean(text).split())[:limit]


def names(people: Iterable[str]) -> str:
    """The authors, each once, in their order."""
    found = (plain_text.in_line(plain_text.from_text(person, limit=_NAME)) for person in people)
    return plain_text.cut(", ".join(dict.fromkeys(name for name in found if name)), _NAME)


def categories(terms: Iterable[str]) -> tuple[str, ...]:
    found = (plain_text.in_line(plain_text.from_text(term, limit=_CATEGORY)) for term in terms)
    return tuple(dict.fromkeys(term for term in found if term))[:_CATEGORIES]


def language(tag: str) -> str | None:
    """A language tag (RFC 5646) in lower case, or None when it is something else."""
    lower = tag.strip().lower().replace("_", "-")
    return lower if _LANGUAGE.fullmatch(lower) else None
