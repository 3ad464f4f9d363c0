"""Why an article was told or was not: what was recorded, in words, and what today's rules make of it.

finding.py     which article is meant
verdicts.py    what the match stage and the desk said, in words
belonging.py   why it belongs to its story, in figures that add up
voices.py      who tells a story independently, and whose copy an article is
waiting.py     what of a story still waits, and until when
afresh.py      what the rules as they are now say
"""

from monitor.core.why.afresh import CLOSE_ENOUGH, MOST_CLOSE, Close, Today, today
from monitor.core.why.belonging import equation
from monitor.core.why.finding import Found, best, found
from monitor.core.why.verdicts import blocked, decision, undecided, verdict
from monitor.core.why.voices import Said, said
from monitor.core.why.waiting import HELD, QUIET, TOLD, WAITING, Pending, pending, state

__all__ = [
    "CLOSE_ENOUGH",
    "HELD",
    "MOST_CLOSE",
    "QUIET",
    "TOLD",
    "WAITING",
    "Close",
    "Found",
    "Pending",
    "Said",
    "Today",
    "best",
    "blocked",
    "decision",
    "equation",
    "found",
    "pending",
    "said",
    "state",
    "today",
    "undecided",
    "verdict",
]
