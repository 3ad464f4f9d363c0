"""Rules over the archive: what they would have fired on, what they just missed, and what another version makes of it.

tally.py      what is reported
relaxing.py   a rule with one thing less: what it just missed
record.py     what became of an article at the time
counting.py   what is counted while articles go by
judging.py    articles in, tallies out
"""

from collections.abc import Sequence

from monitor.core.backtest.judging import Backtest, hour_of, moment_of
from monitor.core.backtest.relaxing import Relaxed, relaxed
from monitor.core.backtest.tally import Comparison, Difference, Missed, Outcome, Sample, Tally

__all__ = [
    "Backtest",
    "Comparison",
    "Difference",
    "Missed",
    "Outcome",
    "Relaxed",
    "Sample",
    "Tally",
    "hour_of",
    "moment_of",
    "relaxed",
    "sparkline",
]

_BARS = "▁▂▃▄▅▆▇█"
_NONE = "·"


def sparkline(counts: Sequence[int]) -> str:
    """One sign per count, the largest the tallest; a dot for none."""
    most = max(counts, default=0)
    return "".join(_BARS[(count * len(_BARS) - 1) // most] if count else _NONE for count in counts)
