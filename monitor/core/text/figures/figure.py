"""A count that a text states, and how it is held against a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """low to high, both included; equal for a plain figure; high is None when the text names no upper bound.

    start and end are characters of the text, first and after its word positions: of the figure with what
    qualifies it directly ("at least 1,240").
    """

    low: int
    high: int | None
    start: int
    end: int
    first: int
    after: int


def holds(figure: Figure, comparison: str, value: int) -> bool:
    """Whether what the text states for certain satisfies the comparison: >=, >, <=, < or =.

    "dozens" (24 to 99) is at least 24 and not at least 25; "more than 100" is at least 101 and never at most
    anything; equal is only a figure without a range. Raises ValueError for another comparison.
    """
    match comparison:
        case ">=":
            return figure.low >= value
        case ">":
            return figure.low > value
        case "<=":
            return figure.high is not None and figure.high <= value
        case "<":
            return figure.high is not None and figure.high < value
        case "=":
            return figure.low == figure.high == value
    raise ValueError(f"no comparison: {comparison!r}; there are >=, >, <=, < and =")
