"""The store that needs no installation: a Valkey or Redis server run by the daemon under its state folder."""

from monitor.adapters.embedded.store import EmbeddedStore, find_running

__all__ = ["EmbeddedStore", "find_running"]
