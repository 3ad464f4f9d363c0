"""One text to a clause: an expression, or an item of a list; with its mistake at its own character."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from monitor.config import source as nodes
from monitor.config.rulefiles import traps
from monitor.config.rulefiles.characters import Characters
from monitor.config.rulefiles.drafts import Mention
from monitor.config.rulefiles.page import Page
from monitor.config.rulefiles.traps import Wrong
from monitor.core.clauses import Clause, ClauseError, Term, operators, parse, parse_item, references

Read = TypeVar("Read")

_parse = lru_cache(maxsize=1 << 15)(parse)  # an edited file is mostly what it was
_parse_item = lru_cache(maxsize=1 << 15)(parse_item)
_OPERATORS = frozenset({"AND", "OR", "NOT"})


class Expressions:
    """Reads texts of one file. mentions: the vocabularies they named so far, each with its place."""

    def __init__(self, page: Page) -> None:
        self.mentions: list[Mention] = []
        self._page = page

    def expression(self, scalar: nodes.Scalar, key: str) -> Clause | None:
        """The clause of what stands behind a key, or None and a problem."""
        if self._page.text(scalar, "the expression") is None:
            return None
        return self._read(scalar, _parse, lambda error: _better(self._page.source, scalar, key) or error.hint)

    def item(self, scalar: nodes.Scalar) -> Term | None:
        """The term of an item of a list, or None and a problem."""
        wrong = traps.damage(self._page.source, scalar, "a phrase") or traps.cut_figure(
            self._page.source, scalar
        )
        if wrong is not None:
            self._page.tell((wrong,))
            return None
        return self._read(scalar, _parse_item, lambda error: error.hint)

    def _read(
        self, scalar: nodes.Scalar, parser: Callable[[str], Read], fix: Callable[[ClauseError], str | None]
    ) -> Read | None:
        text = scalar.text
        found = references(text) if "$" in text else ()
        characters = Characters(self._page.source, scalar) if found else None
        for each in found:
            assert characters is not None  # noqa: S101 - there is one where something was found
            self.mentions.append(Mention(each.name, self._page.place(characters.mark(each.offset))))
        try:
            return parser(text)
        except ClauseError as error:
            at = (characters or Characters(self._page.source, scalar)).mark(error.offset)
            self._page.tell((Wrong(at, error.message, fix(error)),))
            return None


def _better(source: nodes.Source, scalar: nodes.Scalar, key: str) -> str | None:
    """The fix when the mistake is YAML's doing, or when a list was meant."""
    comment = traps.comment_behind(source, scalar)
    if comment is not None:
        return (
            f"from its # on this is a comment: {comment}; on a line of its own below `{key}: >-` it is text"
        )
    if re.search(r"(?:^|\s)#\s", scalar.text):
        return "a # inside the text of an expression begins no comment: move the comment above its key"
    words = re.sub(r";(?=\s|$)", ",", scalar.text).split()
    if len(words) == 1 or not _is_bare(scalar.text):
        return None
    if any(word.endswith(",") for word in words):
        return f"write a list: {key}: [{' '.join(words)}]"
    taken = "" if scalar.plain or is_block(source, scalar) else "YAML takes these quotes away; "
    anywhere = " AND ".join(words)
    return f"{taken}{key}: [{' '.join(words)}] is the phrase, {key}: {anywhere} is all of the words anywhere"


def is_block(source: nodes.Source, scalar: nodes.Scalar) -> bool:
    """Whether the text stands below a > or |."""
    return source.lines[scalar.mark.line - 1][scalar.mark.column - 1] in "|>"


def _is_bare(text: str) -> bool:
    """Whether an expression is nothing but words, which as a list would be one good phrase."""
    try:
        parse_item(text)
    except ClauseError:
        return False
    signs = set('()"“”„$/=*?:') & set(text)
    return not signs and not any(
        operators.translated(word)
        or operators.after(word)
        or not word[0].isalnum()
        or word.upper() in _OPERATORS
        for word in text.split()
    )
