"""The tree every form of a rule becomes. How it is written down again: written.py."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from monitor.core.text import Token


class Spelling(StrEnum):
    """How closely a word of the article must equal the rule's. The value is the sign that asks for it."""

    INFLECTED = ""
    EXACT = "="
    CASED = "=="


class Field(StrEnum):
    """A part of an article that a clause can be confined to. lead: first sentence of body, the feed's summary."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    AUTHOR = "author"
    CATEGORY = "category"


class Comparison(StrEnum):
    """How a figure of the article is held against the rule's."""

    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="


class Node:
    """What can stand in a tree. Pickles as its values in a row, which takes a third of the time of a dataclass."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return node, (type(self), *[getattr(self, name) for name in type(self).__slots__])


def node(kind: type[Node], *values: object) -> Node:
    """The node of a kind that has these values."""
    made = object.__new__(kind)
    for name, value in zip(kind.__slots__, values, strict=True):
        object.__setattr__(made, name, value)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Node):
    """Words in a row; one word is a phrase too. text is as the rule's author wrote it, without sign and quotes.

    A token whose text holds * or ? is a wildcard inside one word. language: of the list the words were taken from
    (RFC 5646 primary subtag); None for the article's own.
    """

    text: str
    tokens: tuple[Token, ...]
    spelling: Spelling = Spelling.INFLECTED
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern(Node):
    """An RE2 pattern, without its slashes, over the folded words of a field with one space between them.

    It begins and ends at the edge of a word.
    """

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Node):
    """A named list of words ($name). clause is what it stands for; None until the rule files are linked."""

    name: str
    clause: "Clause | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Node):
    """Both in one sentence, not overlapping. within: most words between, None for any number."""

    left: "Term"
    right: "Term"
    within: int | None
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """A figure bound to a cue within one clause of the text, held against a value."""

    cue: "Term"
    comparison: Comparison
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped(Node):
    """The clause, read in one field only. Scopes do not nest."""

    field: Field
    clause: "Clause"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf(Node):
    """Every part must hold. Two parts or more."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Node):
    """One part must hold. Two parts or more."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """The clause must not hold."""

    clause: "Clause"


Term = Phrase | Pattern | Vocabulary | AnyOf  # what NEAR and NUMBER take; an AnyOf of these
Clause = Term | Near | Number | Scoped | AllOf | Not


def any_of(clauses: tuple[Clause, ...]) -> Clause:
    """The clauses as alternatives; one alone stands for itself."""
    return clauses[0] if len(clauses) == 1 else AnyOf(clauses=clauses)


def all_of(clauses: tuple[Clause, ...]) -> Clause:
    """The clauses together; one alone stands for itself."""
    return clauses[0] if len(clauses) == 1 else AllOf(clauses=clauses)
