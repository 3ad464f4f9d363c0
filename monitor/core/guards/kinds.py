"""What a guard can say of an event, and what a rule makes of it."""

from dataclasses import dataclass
from enum import StrEnum


class GuardKind(StrEnum):
    """Why an event is no news, though its words are there."""

    NEGATED = "negated"  # it did not happen: denies, baseless, has not
    HYPOTHETICAL = "hypothetical"  # it may happen: could, if, warns, set to
    BACKGROUND = "background"  # it happened long ago: last week, in 2014, since
    QUESTION = "question"  # somebody asks whether it happened
    RESUMPTION = "resumption"  # it is over: talks resume after stalling


class Verdict(StrEnum):
    """What becomes of an occurrence that is guarded."""

    BLOCK = "block"  # it does not count
    FLAG = "flag"  # it is told, marked as not yet a fact
    ALLOW = "allow"  # it counts like any other


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """What one rule makes of each kind."""

    negated: Verdict = Verdict.BLOCK
    hypothetical: Verdict = Verdict.BLOCK
    background: Verdict = Verdict.BLOCK
    question: Verdict = Verdict.BLOCK
    resumption: Verdict = Verdict.BLOCK

    def verdict(self, kind: GuardKind) -> Verdict:
        """On an occurrence that is guarded in this way."""
        found: Verdict = getattr(self, kind.value)
        return found

    @property
    def are_off(self) -> bool:
        """Whether nothing is ever guarded."""
        return all(self.verdict(kind) is Verdict.ALLOW for kind in GuardKind)

    def __str__(self) -> str:
        return " ".join(f"{kind}:{self.verdict(kind)}" for kind in GuardKind)


STRICT = Guards()  # what a rule has that says nothing
OFF = Guards(**dict.fromkeys(map(str, GuardKind), Verdict.ALLOW))
