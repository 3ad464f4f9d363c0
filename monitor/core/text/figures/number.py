"""A number as it was read, before anybody asks whether it counts something."""

from dataclasses import dataclass

MOST = 10**15  # more is a telephone number or a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """after: position behind its last word. bare: digits alone, without a mark or a scale. whole: no decimals."""

    low: int
    high: int | None
    after: int
    bare: bool = False
    whole: bool = True
