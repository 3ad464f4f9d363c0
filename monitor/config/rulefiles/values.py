"""Kinds of value in a rule file: each can check a node, and can say itself in JSON Schema.

One definition serves both, so that what an editor marks is what the command refuses.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeGuard

from monitor.config import fields, places
from monitor.config import source as nodes
from monitor.config.rulefiles.traps import Wrong
from monitor.core import durations

Schema = dict[str, Any]


def without(*types: str, message: str) -> Schema:
    """Anything but these types: to list the others would make editors offer true and false for a word."""
    return {"if": {"type": list(types)}, "then": {"type": "string", "errorMessage": message}}


# What people write unquoted is a word for us, whatever YAML takes it for: 7.10, 112, no. `null` only in lists:
# behind a key it is far more often a value that was forgotten.
LISTED_WORD = {**without("array", "object", message="A word or phrase is expected here"), "minLength": 1}

_SPAN = r"^\s*([0-9]+(\.[0-9]+)?\s*([mM][sS]|[sSmMhHdDwW])\s*)+$"
_SPAN_HINT = "write 90s, 30m, 6h, 14d or 1h30m"
_ZERO = re.compile(r"0+(?:ms|[smhdw])", re.IGNORECASE)


class Value(Protocol):
    """What may stand behind a key."""

    def check(self, node: nodes.Node) -> list[Wrong]:
        """Every mistake in what stands there."""
        ...

    def schema(self) -> Schema:
        """The same for editors, in JSON Schema draft-07."""
        ...


def scalar(node: nodes.Node, what: str, write: str) -> nodes.Scalar | Wrong:
    """The node as one text that is not empty. what: how the expected is called; write: an example of it."""
    match node:
        case nodes.Mapping():
            return Wrong(node, f"{what} is expected here, not a mapping (key: value)", f"write {write}")
        case nodes.Sequence():
            return Wrong(node, f"{what} is expected here, not a list", f"write {write}")
        case nodes.Scalar() if not node.text.strip():
            return Wrong(node, f"{what} is missing here", f"write {write}")
        case nodes.Scalar():
            return node


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A value that needs more than its own node to be judged: the reader of rules checks it."""

    shape: Mapping[str, Any]

    def check(self, _node: nodes.Node) -> list[Wrong]:
        return []

    def schema(self) -> Schema:
        return dict(self.shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text. pattern: what it must look like, if that matters; what and write: how to say so."""

    what: str
    write: str
    pattern: str | None = None

    def check(self, node: nodes.Node) -> list[Wrong]:
        found = scalar(node, self.what, self.write)
        if isinstance(found, Wrong):
            return [found]
        if self.pattern is None or re.search(self.pattern, found.text):
            return []
        return [Wrong(node, f"{self.what} is expected here", f"write {self.write}")]

    def schema(self) -> Schema:
        message = f"{_capital(self.what)} is expected here: {self.write}"
        text = {**without("array", "object", "null", message=message), "minLength": 1}
        return (
            text if self.pattern is None else text | {"pattern": self.pattern, "patternErrorMessage": message}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number, with the smallest and the largest that make sense."""

    least: int
    most: int = 999_999_999
    write: str = "a number like 3"

    def check(self, node: nodes.Node) -> list[Wrong]:
        found = scalar(node, "a whole number", self.write)
        if isinstance(found, Wrong):
            return [found]
        try:
            number = fields.whole_number(found.text)
        except fields.FieldError as error:
            return [Wrong(node, str(error), f"write {self.write}")]
        if number < self.least:
            return [Wrong(node, f"at least {self.least} is expected here", f"write {self.write}")]
        if number > self.most:
            return [Wrong(node, f"at most {self.most:,} is expected here", f"write {self.write}")]
        return []

    def schema(self) -> Schema:
        message = f"A whole number from {self.least} to {self.most} is expected here"
        limits = {"minimum": self.least, "maximum": self.most}
        return {
            "type": ["integer", "string"],
            **limits,
            "pattern": "^[0-9]+$",
            "patternErrorMessage": message,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A span of time. zero: nothing is a span too."""

    write: str = "30m"
    zero: bool = False

    def check(self, node: nodes.Node) -> list[Wrong]:
        found = scalar(node, "a span of time", self.write)
        if isinstance(found, Wrong):
            return [found]
        if self.zero and _ZERO.fullmatch(found.text.strip()):
            return []
        try:
            fields.duration(found.text)
        except fields.FieldError as error:
            return [Wrong(node, str(error), error.hint or f"write {self.write}")]
        return []

    def schema(self) -> Schema:
        message = f"A span of time is expected here: {_SPAN_HINT}"
        return {"type": "string", "pattern": _SPAN, "patternErrorMessage": message, "errorMessage": message}


def span_of(node: nodes.Node | None) -> timedelta | None:
    """The span of time that stands there, or None where there is none."""
    if not isinstance(node, nodes.Scalar):
        return None
    try:
        return durations.parse(node.text)
    except (ValueError, OverflowError):
        return timedelta(0) if _ZERO.fullmatch(node.text.strip()) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few words, each with its meaning. planned: words of the language that this version refuses."""

    words: Mapping[str, str]
    planned: frozenset[str] = frozenset()

    def check(self, node: nodes.Node) -> list[Wrong]:
        shown = ", ".join(self.words)
        found = scalar(
            node, f"one of {shown}" if len(self.words) > 1 else f"`{shown}`", next(iter(self.words))
        )
        if isinstance(found, Wrong):
            return [found]
        if found.text in self.words:
            return []
        if found.text in self.planned:
            instead = f"write {' or '.join(self.words)}"
            return [Wrong(node, f"`{found.text}` is not in this version", instead)]
        hint = places.nearest(found.text.lower(), tuple(self.words))
        return [Wrong(node, f"{found.text!r} is not known here", hint)]

    def schema(self) -> Schema:
        choice: Schema = {"type": "string", "enum": list(self.words)}
        return {**choice, "enumDescriptions": list(self.words.values())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A list of one or more of a kind. write: an example of the whole list."""

    each: Value
    write: str

    def check(self, node: nodes.Node) -> list[Wrong]:
        match node:
            case nodes.Sequence(items=()):
                return [Wrong(node, "an empty list", f"write {self.write}, or delete the line")]
            case nodes.Sequence(items=items):
                return [wrong for item in items for wrong in self.each.check(item)]
            case _:
                return [Wrong(node, "a list is expected here", f"write {self.write}")]

    def schema(self) -> Schema:
        message = f"A list is expected here: {self.write}"
        return {"type": "array", "items": self.each.schema(), "minItems": 1, "errorMessage": message}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A long list, which may be written in rows: a list of lists. write: an example of a short one."""

    each: Value
    write: str

    def check(self, node: nodes.Node) -> list[Wrong]:
        one = Many(each=self.each, write=self.write)
        rows = [item for item in node.items if isinstance(item, nodes.Sequence)] if _is_rows(node) else [node]
        return [wrong for row in rows for wrong in one.check(row)]

    def schema(self) -> Schema:
        return Many(each=self.each, write=self.write).schema()


def items(node: nodes.Node | None) -> Iterator[nodes.Scalar]:
    """The texts of a list, whether it is written in rows or not."""
    if not isinstance(node, nodes.Sequence):
        return
    for item in node.items:
        if isinstance(item, nodes.Scalar):
            yield item
        else:
            yield from items(item)


def _is_rows(node: nodes.Node) -> TypeGuard[nodes.Sequence]:
    if not isinstance(node, nodes.Sequence) or not node.items:
        return False
    return all(isinstance(item, nodes.Sequence) for item in node.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """One text of a kind, or a mapping."""

    text: Value
    mapping: Value

    def check(self, node: nodes.Node) -> list[Wrong]:
        chosen = self.text if isinstance(node, nodes.Scalar) else self.mapping
        return chosen.check(node)

    def schema(self) -> Schema:
        return {"anyOf": [self.text.schema(), self.mapping.schema()]}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
