"""Articles against rules: candidates by their rarest words, exact verification, evidence."""

from monitor.core.matching.counters import Effort
from monitor.core.matching.explanation import Explained, Explanation
from monitor.core.matching.index import Index
from monitor.core.matching.match import Evidence, Match, Matches, match_id

__all__ = ["Effort", "Evidence", "Explained", "Explanation", "Index", "Match", "Matches", "match_id"]
