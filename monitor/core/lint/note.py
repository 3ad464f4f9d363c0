"""What the linter says: not a mistake, but hardly what the author of a rule wants."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.core.rules import Example


class Lint(StrEnum):
    """The kinds of notes, by the names that people quote."""

    NEVER_FIRES = "never-fires"
    DEAD_ALTERNATIVE = "dead-alternative"
    NO_FIGURE = "no-figure"
    TOO_BROAD = "too-broad"
    COSTLY = "costly"
    NO_EXAMPLES = "no-examples"
    QUIET_ANYWAY = "quiet-anyway"
    NO_SUCH_SOURCE = "no-such-source"
    SHADOWED = "shadowed"
    OPERATOR_WORD = "operator-word"
    CAPITALS = "capitals"
    OWN_CUE = "own-cue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """words: what to point at, as the rule's author wrote it; empty for the rule as a whole. example: the one meant."""

    lint: Lint
    message: str
    hint: str
    words: str = ""
    example: Example | None = None
