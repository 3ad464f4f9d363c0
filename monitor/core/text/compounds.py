"""Words that the news writes open and closed alike: cease fire, ceasefire.

Only pairs that mean the same apart and joined, hyphen or not: no "every day", no "may be", no "turn out".
"""

from collections.abc import Iterator

# First word and what may follow it. A plural s is added to each.
_PAIRS = {
    "air": "base craft crew drop field lift power space strike",
    "bail": "out",
    "battle": "field ground ship",
    "black": "list mail out",
    "blood": "shed",
    "bomb": "maker shell",
    "break": "down through",
    "buy": "out",
    "care": "giver taker",
    "cease": "fire",
    "check": "point",
    "child": "care",
    "clamp": "down",
    "counter": "attack insurgency measure offensive protest terrorism",
    "court": "house room",
    "cover": "up",
    "crack": "down",
    "cross": "fire",
    "cyber": "attack crime security space",
    "data": "base",
    "day": "care",
    "dead": "lock",
    "down": "turn",
    "draw": "down",
    "earth": "quake",
    "eye": "witness",
    "fire": "arm bomb fight fighter power",
    "flash": "point",
    "flood": "water",
    "front": "line runner",
    "grass": "roots",
    "grid": "lock",
    "gun": "boat fight fire point ship",
    "hand": "gun over",
    "hard": "line liner",
    "head": "quarters",
    "health": "care",
    "heat": "wave",
    "hide": "out",
    "home": "land owner",
    "knife": "point",
    "land": "fall mine slide",
    "law": "maker suit",
    "life": "boat",
    "lock": "down out",
    "machine": "gun",
    "man": "hunt",
    "melt": "down",
    "mid": "term",
    "mine": "field",
    "mud": "slide",
    "nation": "wide",
    "oil": "field",
    "pay": "roll",
    "peace": "keeper keeping maker making time",
    "pipe": "line",
    "policy": "maker",
    "post": "war",
    "pull": "back out",
    "push": "back",
    "rain": "fall storm",
    "road": "block map side",
    "roll": "back out",
    "safe": "guard",
    "sand": "storm",
    "sea": "bed port",
    "sell": "off",
    "shake": "up",
    "share": "holder",
    "ship": "wreck yard",
    "shoot": "out",
    "shot": "gun",
    "show": "down",
    "shut": "down",
    "slow": "down",
    "snow": "storm",
    "space": "craft ship walk",
    "speed": "boat",
    "spill": "over",
    "stake": "holder",
    "stale": "mate",
    "stand": "off still",
    "stock": "pile",
    "tax": "payer",
    "tear": "gas",
    "time": "frame line table",
    "walk": "out",
    "war": "game head lord plane ship time torn zone",
    "web": "site",
    "whistle": "blower",
    "wild": "fire",
    "wire": "tap",
    "work": "force place",
    "world": "wide",
    "wrong": "doing",
}
_SECONDS = {
    first: frozenset(word + ending for word in seconds.split() for ending in ("", "s"))
    for first, seconds in _PAIRS.items()
}
# As articles spell them, so that one look at a set tells most texts apart.
_OPENINGS = frozenset(each for word in _PAIRS for each in (word, word.capitalize(), word.upper()))


def open_compounds(surfaces: list[str]) -> Iterator[int]:
    """Positions whose word and the next one would be one word if they were written together, ascending."""
    if _OPENINGS.isdisjoint(surfaces):
        return
    for position, surface in enumerate(surfaces[:-1]):
        if surface in _OPENINGS and surfaces[position + 1].lower().rstrip("*?") in _SECONDS[surface.lower()]:
            yield position
