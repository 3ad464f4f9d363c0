"""The reading end of the streams between the stages: consumer groups, redelivery, and the dead list."""

import json
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, ClassVar, Generic, Self, TypeVar

from redis.exceptions import ResponseError

from monitor.adapters.redis_store.codec import pack, unpack
from monitor.adapters.redis_store.scripts import Scripts, key, reaching_the_store
from monitor.core.articles import Article
from monitor.core.errors import StoreError
from monitor.core.ids import ArticleId
from monitor.core.leases import RENEWAL, Judged, Place, Received
from monitor.core.matching import Blocked, Matches

T = TypeVar("T", Article, Matches)

BATCH = 50
BLOCK = 2000  # ms; below the client's socket timeout
ORPHANED = 5000  # ms that an entry lies with somebody before it is taken over; working twice is harmless
MOST_ATTEMPTS = 5


class StreamInbox(Generic[T]):
    """Entries of one stream for this consumer. Pending ones come first, then what others left, then new ones."""

    stream: ClassVar[str]
    group: ClassVar[str]
    field: ClassVar[str]
    kind: type[T]

    def __init__(self, scripts: Scripts, *, consumer: str) -> None:
        self._scripts = scripts
        self._consumer = consumer
        self._reclaimed_at = 0.0
        self._stepped = False

    async def open(self) -> Self:
        """Make the group if it is missing, and read what this consumer left pending first."""
        with reaching_the_store():
            try:
                await self._scripts.client.xgroup_create(key(self.stream), self.group, id="0", mkstream=True)
            except ResponseError as error:
                if not str(error).startswith("BUSYGROUP"):
                    raise
        self._pending: str | None = "0"
        return self

    def clock_stepped(self) -> None:
        """Idle times count from a clock that is gone: take over whatever is pending, whoever has it."""
        self._stepped = True

    async def read(self) -> Sequence[Received[T]]:
        """Waits up to two seconds for the first entry; () when none came."""
        with reaching_the_store():
            if self._pending is not None:
                return await self._left_pending(self._pending)
            if orphans := await self._reclaim():
                return orphans
            reply = await self._scripts.client.xreadgroup(
                self.group, self._consumer, {key(self.stream): ">"}, count=BATCH, block=BLOCK
            )
        return self._received(reply[0][1] if reply else (), redelivered=False)

    async def _left_pending(self, after: str) -> Sequence[Received[T]]:
        reply = await self._scripts.client.xreadgroup(
            self.group, self._consumer, {key(self.stream): after}, count=BATCH
        )
        entries = reply[0][1] if reply else ()
        self._pending = entries[-1][0].decode() if entries else None
        return self._received(entries, redelivered=True)

    async def _reclaim(self) -> Sequence[Received[T]]:
        """On a timer of its own: a quiet stream is reclaimed like a busy one."""
        if not self._stepped and time.monotonic() - self._reclaimed_at < RENEWAL.total_seconds():
            return ()
        idle, self._stepped = 0 if self._stepped else ORPHANED, False
        cursor, entries, _ = await self._scripts.client.xautoclaim(
            key(self.stream), self.group, self._consumer, idle, count=BATCH
        )
        if cursor == b"0-0":
            self._reclaimed_at = time.monotonic()
        return self._received(entries, redelivered=True)

    def _received(self, entries: Any, *, redelivered: bool) -> tuple[Received[T], ...]:
        return tuple(
            Received(
                entry=entry.decode(),
                value=unpack(self.kind, fields[self.field.encode()]),
                place=Place(hour=fields[b"hour"].decode(), field=fields[b"field"].decode()),
                redelivered=redelivered,
                before=_past(fields.get(b"before")),
                known_as=ArticleId(fields[b"known_as"].decode()) if b"known_as" in fields else None,
            )
            for entry, fields in entries
            if fields
        )

    def attempt(self, received: Received[T]) -> "Attempt":
        return Attempt(self._scripts, stream=self.stream, group=self.group, received=received)

    async def close(self) -> None:
        """Leave the group, unless something is still pending for this consumer."""
        await self._scripts.call("delete_consumer", self.stream, self.group, self._consumer)


class Attempt:
    """Work on one entry. A redelivered one is counted before it is worked, so that a crash over it counts too."""

    def __init__(self, scripts: Scripts, *, stream: str, group: str, received: Received[Any]) -> None:
        self._scripts = scripts
        self._stream, self._group, self._received = stream, group, received

    async def __aenter__(self) -> bool:
        if not self._received.redelivered:
            return True
        return bool(
            await self._scripts.call(
                "attempt", self._stream, self._group, self._received.entry, MOST_ATTEMPTS
            )
        )

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep what went wrong for the dead list; trouble with the store is not the entry's fault."""
        if (
            not self._received.redelivered
            or not isinstance(error, Exception)
            or isinstance(error, StoreError)
        ):
            return
        with reaching_the_store():
            await self._scripts.client.hset(
                key(f"attempts:{self._stream}"),
                f"{self._received.entry}|error",
                f"{type(error).__name__}: {error}",
            )


class ArticleInbox(StreamInbox[Article]):
    stream, group, field, kind = "articles", "match", "article", Article

    async def advance(self, judged: Sequence[Judged]) -> tuple[bool, ...]:
        """The articles leave the match stage with their verdicts, each by itself; False: somebody else advanced it.

        One round trip for all of them: it costs more than the steps do.
        """
        done = await self._scripts.call_all("advance", [_verdict(each) for each in judged])
        return tuple(map(bool, done))


def _past(told: bytes | None) -> Place | None:
    """Where the text before an edit lies: hour and field; both empty when nobody knows any more."""
    if told is None:
        return None
    hour, _, field = told.decode().partition(" ")
    return Place(hour=hour, field=field)


def _verdict(judged: Judged) -> tuple[bytes | str | int, ...]:
    received, place = judged.received, judged.received.place
    before = "" if received.before is None else f"{received.before.hour} {received.before.field}".strip()
    verdict: dict[str, Any] = {
        "matched": [
            {"rule": match.rule, "evidence": [found.text for found in match.evidence]}
            for match in judged.matches
        ],
        "suppressed": None,
    }
    if judged.blocked:
        verdict["blocked"] = [_blocked(each) for each in judged.blocked]
    return (
        received.entry,
        place.hour,
        place.field,
        json.dumps(verdict),
        len(judged.matches) + len(judged.blocked),
        pack(judged.matches) if judged.matches else b"",
        before,
        received.known_as or "",
        len(judged.blocked),
    )


def _blocked(blocked: Blocked) -> dict[str, Any]:
    guarded = blocked.guarded
    evidence = [found.text for found in blocked.evidence]
    return {"rule": blocked.rule, "kind": guarded.kind, "cue": guarded.cue.text, "evidence": evidence}


class MatchInbox(StreamInbox[Matches]):
    stream, group, field, kind = "matches", "desk", "matches", Matches
