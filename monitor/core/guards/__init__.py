"""Guards: words around an event that say it did not happen, may happen, happened long ago, is asked, or is over.

kinds.py         what a guard can say, and what a rule makes of it
cues.py          the cues of a language, built from plain data
surroundings.py  which cues of a text guard what stands at a place in it
"""

from monitor.core.guards.cues import NO_CUES, Cue, CueError, CueTable, CueTables, Side
from monitor.core.guards.kinds import OFF, STRICT, GuardKind, Guards, Verdict
from monitor.core.guards.surroundings import FoundCue, Surroundings

__all__ = [
    "NO_CUES",
    "OFF",
    "STRICT",
    "Cue",
    "CueError",
    "CueTable",
    "CueTables",
    "FoundCue",
    "GuardKind",
    "Guards",
    "Side",
    "Surroundings",
    "Verdict",
]
