"""A folder of rules and the state beside it, for tests of how rules follow their files."""

from pathlib import Path

from monitor.config.rulebook import Loaded, Rulebook
from monitor.core.ids import ChannelName

CHANNELS = frozenset([ChannelName("desk")])
BROKEN = "rules:\n  - id: broken\n    match: talks stalled\n"


class Desk:
    """A rules folder and the state beside it; every load is that of a fresh process that keeps what it learnt."""

    def __init__(self, folder: Path) -> None:
        self.rules = folder / "rules"
        self.rules.mkdir()
        self.state = folder / "state"
        self.copies = self.state / "last-good"
        self.cache = self.state / "rules.cache"

    def write(self, name: str, *ids: str, match: str = "[talks]", more: str = "") -> Path:
        text = "".join(f"  - {{id: {each}, match: {match}{more}}}\n" for each in ids)
        return self.put(name, f"rules:\n{text}")

    def put(self, name: str, text: str) -> Path:
        path = self.rules / name
        path.write_text(text)
        return path

    def load(self, channels: frozenset[ChannelName] = CHANNELS) -> Loaded:
        book = Rulebook(self.state)
        loaded = book.load([self.rules], channels)
        book.keep()
        return loaded


def ids(loaded: Loaded) -> list[str]:
    return [rule.id for rule in loaded.rules]
