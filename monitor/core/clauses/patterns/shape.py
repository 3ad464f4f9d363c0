"""The shape of a pattern: what is left of it once only letters, order and choice count."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """One character. choices: folded; None for too many to name, or for one that is a whole kind."""

    choices: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part after the other; none at all matches nothing but the empty text."""

    parts: tuple["Shape", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """One of the branches."""

    branches: tuple["Shape", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """The part, least to most times; None for any number."""

    part: "Shape"
    least: int
    most: int | None


Shape = One | Row | Either | Repeat
