"""Articles against rules: candidates by their rarest words, exact verification, evidence."""

from monitor.core.matching.counters import Effort
from monitor.core.matching.explanation import Explained, Explanation
from monitor.core.matching.index import Index
from monitor.core.matching.match import (
    Blocked,
    Evidence,
    Guarded,
    Judgement,
    Match,
    Matches,
    Outcome,
    match_id,
)

__all__ = [
    "Blocked",
    "Effort",
    "Evidence",
    "Explained",
    "Explanation",
    "Guarded",
    "Index",
    "Judgement",
    "Match",
    "Matches",
    "Outcome",
    "match_id",
]
