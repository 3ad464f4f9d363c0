"""The desk's side of the store: one holder at a time, every write at the version it was computed from."""

import json
from collections.abc import Sequence
from datetime import timedelta

from monitor.adapters.redis_store.codec import milliseconds, pack, unpack
from monitor.adapters.redis_store.scripts import Scripts, key, reaching_the_store
from monitor.core.alerts import Alert, Decision
from monitor.core.deliveries import delivery_id
from monitor.core.errors import LeaseLost, VersionMoved
from monitor.core.ids import AlertId, ChannelName, StoryId
from monitor.core.leases import LEASE, Received
from monitor.core.matching import Match
from monitor.core.stories import Story

FORGET_AFTER = timedelta(days=14)  # a story that nobody tells any more
_GONE_BY = {-1: LeaseLost, -2: VersionMoved}


class RedisDesk:
    def __init__(self, scripts: Scripts, *, token: str) -> None:
        self._scripts = scripts
        self._token = token

    async def take(self) -> int | None:
        """Take or renew the lease: the desk version, or None while another daemon holds it."""
        version = int(await self._scripts.call("take_desk", self._token, milliseconds(LEASE)))
        return None if version < 0 else version

    async def release(self) -> None:
        await self._scripts.call("release", "desk", self._token)

    async def story(self, story: StoryId) -> Story | None:
        with reaching_the_store():
            packed = await self._scripts.client.hget(key(f"story:{story}"), "story")
        return None if packed is None else unpack(Story, packed)

    async def commit_alert(
        self, received: Received[Match], *, version: int, story: Story, decision: Decision
    ) -> int:
        """The new version. Raises LeaseLost or VersionMoved, and then nothing was written."""
        match, alert = received.value, decision.alert
        head = {
            "hour": received.place.hour,
            "field": received.place.field,
            "match": match.id,
            "rule": match.rule,
            "story": story.id,
            "decision": {"reason": decision.reason, "story": story.id, "alert": alert.id if alert else ""},
            "told": alert is not None,
            "forget_after": milliseconds(FORGET_AFTER),
            "deliveries": _deliveries(alert, decision.channels),
        }
        answer = await self._scripts.call(
            "commit_alert", self._token, version, received.entry, json.dumps(head), pack(story), *_told(alert)
        )
        return self._version(answer, version)

    async def due_timers(self) -> tuple[str, ...]:
        return tuple(timer.decode() for timer in await self._scripts.call("due_timers", 100))

    async def fire_due(
        self,
        timer: str,
        *,
        version: int,
        forget: StoryId | None = None,
        alert: Alert | None = None,
        channels: Sequence[ChannelName] = (),
    ) -> int:
        """A timer goes off and brings what it brings. The new version; raises LeaseLost or VersionMoved."""
        head = {"forget": forget, "deliveries": _deliveries(alert, channels)}
        if forget is None:
            del head["forget"]
        answer = await self._scripts.call(
            "fire_due", self._token, version, timer, json.dumps(head), *_told(alert)
        )
        return self._version(answer, version)

    async def notice(self, alert: Alert, channel: ChannelName) -> bool:
        """Tell the operator; False when this very notice was raised before."""
        delivery = delivery_id(alert.id, channel)
        return bool(await self._scripts.call("notice", alert.id, pack(alert), delivery, channel, "", ""))

    def _version(self, answer: int, before: int) -> int:
        """0: somebody else did this very thing, under a version we would have been refused for if it mattered."""
        if answer in _GONE_BY:
            raise _GONE_BY[answer]
        return answer or before


def _deliveries(alert: Alert | None, channels: Sequence[ChannelName]) -> list[dict[str, str]]:
    if alert is None:
        return []
    return [{"id": delivery_id(alert.id, channel), "channel": channel} for channel in dict.fromkeys(channels)]


def _told(alert: Alert | None) -> tuple[AlertId | str, bytes]:
    return ("", b"") if alert is None else (alert.id, pack(alert))
