"""How much work each rule makes: what `rules list` shows and what tells a costly rule from a cheap one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What one rule has cost since it was loaded.

    candidates: articles in which its rarest word occurred; verified: those for which its clauses were worked out;
    matched: those it fired on; nanoseconds: time spent on working them out (0 without a clock).
    """

    candidates: int = 0
    verified: int = 0
    matched: int = 0
    nanoseconds: int = 0

    def plus(self, other: "Effort") -> "Effort":
        """Both together."""
        return Effort(
            candidates=self.candidates + other.candidates,
            verified=self.verified + other.verified,
            matched=self.matched + other.matched,
            nanoseconds=self.nanoseconds + other.nanoseconds,
        )
