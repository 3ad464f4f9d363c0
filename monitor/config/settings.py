"""config.yaml as the program sees it: frozen, complete, every path absolute, every secret wrapped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from enum import StrEnum
from pathlib import Path

from monitor.config import places
from monitor.config.source import Source
from monitor.core.addresses import Network
from monitor.core.channels import Channel, Routes, Secret
from monitor.core.errors import Problem
from monitor.core.feeds import Feed
from monitor.core.ids import ChannelName


class Durability(StrEnum):
    """Whether a store that may lose alerts (it evicts, or does not persist) is accepted."""

    STRICT = "strict"
    RELAXED = "relaxed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """url None: a server of our own, under state_dir."""

    url: Secret | None
    durability: Durability


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """backlog: how many of the newest entries of a feed never seen before count as news; None: all."""

    min: timedelta
    max: timedelta
    backlog: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """Limits of the archive: age, and bytes of the store's memory."""

    keep: timedelta
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything config.yaml says. rules: files and folders as named there, all of which exist."""

    path: Path
    state_dir: Path
    zone: tzinfo
    store: Store
    rules: tuple[Path, ...]
    network: Network
    poll: Poll
    archive: Archive
    feeds: tuple[Feed, ...] = field(repr=False)  # a URL may hold a password
    channels: Mapping[ChannelName, Channel]
    routes: Routes
    operator: ChannelName
    source: Source = field(repr=False, compare=False)

    def problem(self, path: tuple[str | int, ...], message: str, hint: str | None = None) -> Problem:
        """A mistake found later, at its place: problem(("channels", "desk"), ...)."""
        at = places.key_at(self.source.root, path) or places.node_at(self.source.root, path)
        return self.source.problem(at, message, hint)
