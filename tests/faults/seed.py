"""One seed for the whole suite: printed at its start, set again with NEWSMONITOR_SEED."""

import os
import random
import secrets

SEED = int(os.environ.get("NEWSMONITOR_SEED") or secrets.randbelow(1_000_000))


def chance(name: str) -> random.Random:
    """The dice of one test, the same whichever other tests run."""
    return random.Random(f"{SEED} {name}")
