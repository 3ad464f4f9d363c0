"""Desk and outbox on a real store, against a small model, in whatever order Hypothesis thinks of: two desks, two senders,
matches handed on twice, timers, calls resent, leases that run out at the worst moment."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from redis.asyncio import Redis

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import key
from monitor.core import stories
from monitor.core.channels import Routes
from monitor.core.deliveries import DeadLetter, Decision, Done, Hold, RetryAfter, delivery_id
from monitor.core.errors import LeaseLost, VersionMoved
from monitor.core.ids import AlertId
from monitor.core.leases import Busy, Claimed, Idle, Place, Received
from monitor.core.matching import Matches
from monitor.core.stories import Arrival, Origin, Outcome
from tests.adapters.store_server import StoreServer
from tests.builders import NOW, alert, article, channel, match
from tests.faults.line import time_passes
from tests.faults.outbox_model import Model
from tests.faults.seed import SEED

RUNS, STEPS = 150, 50
DESK = channel("desk")
NAMES = st.sampled_from(("first", "second"))
AFTERS: dict[str, tuple[Decision, bool]] = {  # state: what is said, whether it is due again at once
    "sent": (Done(), False),
    "retry": (RetryAfter(delay=timedelta(0), detail="busy", repeat=False), True),
    "held": (Hold(detail="nobody knows"), False),
    "dead": (DeadLetter(detail="refused"), False),
}


class Outbox(RuleBasedStateMachine):
    """first and second are two daemons; each may be the desk, and each may work the channel."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.model = Model()
        self.loop = asyncio.Runner()
        self.client: Any = Redis.from_url(url)  # replies are bytes; redis-py's types allow for more
        self.stores = {name: RedisStore.over(self.client, consumer=name) for name in ("first", "second")}
        self.versions: dict[str, int] = {}
        self.received: list[Received[Matches]] = []
        self.claims: list[tuple[str, Claimed]] = []
        self.run(self.client.flushall())
        self.run(self.stores["first"].matches.open())

    def teardown(self) -> None:
        self.run(self.client.aclose())
        self.loop.close()

    def run(self, awaitable: Any) -> Any:
        async def awaited() -> Any:
            return await awaitable

        return self.loop.run(awaited())

    @rule(number=st.integers(0, 6), name=NAMES)
    def a_match_arrives(self, number: int, name: str) -> None:
        """And is read. The same one may come again: an inbox must not rely on what stands before it."""
        found = match(article(f"story-{number}", title=f"Talks {number}"))
        place = Place(hour="1", field=f"{found.article.id}:f:wire")
        fields = {"hour": place.hour, "field": place.field, "matches": pack((found,))}
        entry = self.run(self.client.xadd(key("matches"), fields)).decode()
        self.run(self.client.xreadgroup("desk", name, {key("matches"): ">"}))
        self.received.append(Received(entry=entry, value=(found,), place=place))
        self.model.open.add(entry)

    @rule(name=NAMES)
    def takes_the_desk(self, name: str) -> None:
        version = self.run(self.stores[name].desk.take())
        if self.model.desk.take(name):
            assert version == self.model.version
            self.versions[name] = version
        else:
            assert version is None

    @rule(number=st.integers(0, 6), name=NAMES)
    def all_is_in_good_order(self, number: int, name: str) -> None:
        """Most of the time it is; without this, few runs would have a delivery to quarrel about."""
        self.a_match_arrives(number, name)
        self.takes_the_desk(name)
        self._decide(name, self.received[-1])
        self.claims_a_delivery(name)

    @precondition(lambda self: self.received and self.versions)
    @rule(name=NAMES, data=st.data())
    def decides(self, name: str, data: st.DataObject) -> None:
        """Any match that was ever read, at whatever version this desk believes in: late, twice, or in good order."""
        self._decide(name, data.draw(st.sampled_from(self.received)))

    def _decide(self, name: str, received: Received[Matches]) -> None:
        version = self.versions.get(name, 0)
        outcome = self.run(self._outcome(name, received))
        delivery = delivery_id(AlertId(f"{outcome.story}:new"), DESK.name)
        number = received.value[0].article.title.rpartition(" ")[2]
        wanted = self.model.commit(name, version, received.entry, number, delivery)
        desk = self.stores[name].desk
        writing = desk.commit_alert(received, version=version, outcome=outcome, placement=None)
        self._written(name, version, wanted, writing)

    @rule(number=st.integers(0, 3))
    def a_timer_comes_due(self, number: int) -> None:
        self.run(self.client.zadd(key("timers"), {f"window:{number}": 1}))
        self.model.timers.add(f"window:{number}")

    @precondition(lambda self: self.versions)
    @rule(number=st.integers(0, 3), name=NAMES)
    def lets_a_timer_go_off(self, number: int, name: str) -> None:
        """Due or not, and again when it was due again: what it brings is told once."""
        version, timer = self.versions.get(name, 0), f"window:{number}"
        brings = alert(timer)
        wanted = self.model.fire(name, version, timer, delivery_id(brings.id, DESK.name))
        outcome = Outcome(story=None, alert=brings, channels=(DESK.name,))
        writing = self.stores[name].desk.fire_due(timer, version=version, outcome=outcome)
        self._written(name, version, wanted, writing)

    def _written(self, name: str, version: int, wanted: str, writing: Awaitable[int]) -> None:
        after = self.run(_answer(writing))
        assert after == {"committed": version + 1, "done before": version}.get(wanted, wanted)
        if isinstance(after, int):
            self.versions[name] = after

    async def _outcome(self, name: str, received: Received[Matches]) -> Outcome:
        """What this desk makes of it, by what the store holds now."""
        desk, matches, place = self.stores[name].desk, received.value, received.place
        founding = matches[0]
        home = stories.story_id(founding.id)
        known = await desk.story(home)
        assert await desk.holding([founding.article.id]) == ({founding.article.id: home} if known else {})
        origin = Origin(hour=place.hour, field=place.field)
        arrival = Arrival(
            matches=matches,
            origin=origin,
            voice=stories.voice(founding.article, [founding.rule], origin),
            known=known is not None,
            decided=await desk.decided(home, [founding.id]),
        )
        story = known or stories.founded(founding, home)
        return stories.decide(arrival, story, routes=Routes(severity={}), windows={}, now=NOW)

    @rule(name=NAMES)
    def claims_a_delivery(self, name: str) -> None:
        claim = self.run(self.stores[name].outbox.claim(DESK))
        if not self.model.channel.take(name):
            assert isinstance(claim, Busy)
        elif isinstance(claim, Claimed):
            assert claim.delivery.id in self.model.claimable()
            row = self.model.claimed(claim.delivery.id, claim.token)
            assert (claim.delivery.attempts, claim.delivery.repeat) == (row.attempts, row.repeat)
            self.claims.append((name, claim))
        else:
            assert isinstance(claim, Idle)
            assert not self.model.claimable()

    @precondition(lambda self: self.claims)
    @rule(state=st.sampled_from(sorted(AFTERS)), data=st.data())
    def ends_a_send(self, state: str, data: st.DataObject) -> None:
        """Any claim that there ever was: the last one, one that somebody else has taken over, one that is done."""
        name, claim = data.draw(st.sampled_from(self.claims))
        after, soon = AFTERS[state]
        recorded = self.run(self.stores[name].outbox.finish(claim, after))
        assert recorded == self.model.finish(claim.delivery.id, claim.token, state, soon=soon)

    @rule(name=NAMES)
    def gives_everything_back(self, name: str) -> None:
        self.run(self.stores[name].desk.release())
        self.run(self.stores[name].outbox.release(DESK.name))
        for lease in (self.model.desk, self.model.channel):
            if lease.holder == name:
                lease.holder, lease.lapsed = "", False

    @precondition(lambda self: self.model.rows)
    @rule()
    def time_passes(self) -> None:
        self.run(self._let_time_pass())
        self.model.lapse()

    async def _let_time_pass(self) -> None:
        held = [name for name in ("desk", "channel:desk") if await self.client.hexists(key(name), "lease")]
        await time_passes(self.client)
        for name in {"desk", "channel:desk", "channel:mail"} - set(held):
            await self.client.hdel(key(name), "till")

    @invariant()
    def the_store_is_as_the_model_says(self) -> None:
        rows = self.run(self._rows())
        wanted = {name: (row.state, row.attempts) for name, row in self.model.rows.items()}
        assert rows == wanted
        counted = self.run(self.stores["first"].housekeeping.counters())
        assert counted.get("alerts", 0) == len(self.model.told)
        assert counted.get("suppressed:duplicate", 0) == self.model.duplicates
        assert self.run(self.client.xlen(key("matches"))) == len(self.model.open)

    async def _rows(self) -> dict[str, tuple[str, int]]:
        found = {}
        for name in await self.client.keys(f"{key('delivery:')}*"):
            state, attempts = await self.client.hmget(name, "state", "attempts")
            found[name.decode().rpartition(":")[2]] = (state.decode(), int(attempts))
        return found


async def _answer(writing: Awaitable[int]) -> int | str:
    """The new version, or what the desk was refused for."""
    try:
        return await writing
    except LeaseLost:
        return "lease lost"
    except VersionMoved:
        return "version moved"


def test_desk_and_outbox_do_what_the_model_does(store_server: StoreServer) -> None:
    careful = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    machine: Any = seed(SEED)(
        lambda: Outbox(store_server.url)
    )  # a class would do too; this one knows its store
    run_state_machine_as_test(machine, settings=careful)
