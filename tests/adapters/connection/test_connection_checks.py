"""What is asked of a store before it is trusted."""

import asyncio
import socket
from typing import Any

import pytest
from redis.asyncio import Redis

from monitor.adapters.connection import SCHEMA, connect, refuse_unsafe, settle_schema, wait_until_ready
from monitor.adapters.connection.checks import _too_old
from monitor.core.errors import StoreRefused
from tests.adapters.store_server import StoreServer

_SAFETY = 20.0  # seconds


async def _send(client: Redis, *command: str | int) -> Any:
    """A command for which redis-py has no method of the right shape."""
    return await client.execute_command(*command)  # type: ignore[no-untyped-call]  # redis-py ships no types for it


async def test_a_store_that_appears_later_is_waited_for(server: StoreServer) -> None:
    server.kill()
    said: list[str] = []
    client = connect(server.url, retries=0)
    waiting = asyncio.create_task(wait_until_ready(client, on_wait=said.append, poll=0.05))
    await asyncio.sleep(0.5)
    assert not waiting.done()
    server.launch()
    await asyncio.wait_for(waiting, _SAFETY)
    await client.aclose()
    assert len(said) == 1
    assert said[0].startswith("the store is not ready, waiting for it: Error ")


async def test_a_wrong_password_is_not_waited_for() -> None:
    server = StoreServer.start(extra_args=["--requirepass", "right"])
    try:
        for userinfo in ("", ":hunter2@"):
            client = connect(server.url.replace("unix://", f"unix://{userinfo}"), retries=0)
            with pytest.raises(StoreRefused, match="does not let us in") as refusal:
                await wait_until_ready(client, on_wait=pytest.fail)
            assert "hunter2" not in str(refusal.value)
            await client.aclose()
    finally:
        server.stop()


async def test_a_safe_store_passes_without_a_word(client: Redis) -> None:
    assert await refuse_unsafe(client, "strict") == ()


@pytest.mark.parametrize(
    ("setting", "value", "remedy"),
    [
        ("maxmemory-policy", "allkeys-lru", "CONFIG SET maxmemory-policy noeviction"),
        ("maxmemory-policy", "volatile-ttl", "CONFIG SET maxmemory-policy noeviction"),
        ("appendonly", "no", "CONFIG SET appendonly yes"),
    ],
)
async def test_a_risk_is_refused_with_its_remedy_or_accepted_as_a_warning(
    client: Redis, setting: str, value: str, remedy: str
) -> None:
    await client.config_set(setting, value)
    with pytest.raises(StoreRefused) as refusal:
        await refuse_unsafe(client, "strict")
    assert remedy in str(refusal.value)
    assert "store: {durability: relaxed}" in str(refusal.value)
    (warning,) = await refuse_unsafe(client, "relaxed")
    assert remedy in warning


async def test_a_primary_that_would_go_on_alone_is_warned_of(server: StoreServer) -> None:
    """It hangs, is replaced, wakes up and takes writes that the next moment forgets."""
    replica = StoreServer.start()
    try:
        async with connect(server.url) as primary, connect(replica.url) as follower:
            port = free_port()
            await primary.config_set("port", port)
            await follower.replicaof("127.0.0.1", str(port))
            await _until_followed(primary)
            (warning,) = await refuse_unsafe(primary, "strict")
            assert "CONFIG SET min-replicas-to-write 1" in warning
            await primary.config_set("min-replicas-to-write", 1)
            assert await refuse_unsafe(primary, "strict") == ()
    finally:
        replica.stop()


async def _until_followed(primary: Redis) -> None:
    async with asyncio.timeout(_SAFETY):
        while not (await primary.info("replication"))["connected_slaves"]:  # noqa: ASYNC110  another process
            await asyncio.sleep(0.02)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def test_snapshots_alone_do_not_count_as_keeping(client: Redis) -> None:
    await client.config_set("appendonly", "no")
    await client.config_set("save", "1 1")
    with pytest.raises(StoreRefused, match="keeps no append-only file"):
        await refuse_unsafe(client, "strict")
    await client.config_set("save", "")


@pytest.mark.parametrize(
    ("rights", "verdict"),
    [(["+@all", "-config"], None), (["+@all", "-info"], "the store forbids INFO")],
)
async def test_info_is_enough(
    client: Redis, shared: StoreServer, rights: list[str], verdict: str | None
) -> None:
    await _send(client, "ACL", "SETUSER", "limited", "on", ">pw", "~*", *rights)
    limited = connect(shared.url.replace("unix://", "unix://limited:pw@"))
    if verdict is None:
        assert await refuse_unsafe(limited, "strict") == ()
    else:
        with pytest.raises(StoreRefused, match=verdict):
            await refuse_unsafe(limited, "strict")
    await limited.aclose()
    await client.acl_deluser("limited")


@pytest.mark.parametrize(
    ("info", "old"),
    [
        ({"redis_version": "6.2.14"}, True),
        ({"redis_version": "7.0.0"}, False),
        ({"redis_version": "8.0.2"}, False),
        ({"redis_version": "7.2.4", "server_name": "valkey", "valkey_version": "7.2.5"}, False),
        ({"redis_version": "7.2.4", "server_name": "valkey", "valkey_version": "9.1.2"}, False),
        ({}, True),
    ],
)
def test_old_servers_are_told_apart(info: dict[str, str], old: bool) -> None:
    assert (_too_old(info) is not None) is old


async def test_an_empty_store_becomes_ours(client: Redis) -> None:
    await client.set("somebody:else", "1")
    await settle_schema(client)
    await settle_schema(client)
    assert await client.get("nm:{nm}:schema") == str(SCHEMA).encode()


@pytest.mark.parametrize(
    ("found", "message"),
    [(str(SCHEMA + 1), "newer newsmonitor"), ("0", "older newsmonitor"), ("odd", "older newsmonitor")],
)
async def test_another_layout_is_refused(client: Redis, found: str, message: str) -> None:
    await client.set("nm:{nm}:schema", found)
    with pytest.raises(StoreRefused, match=message):
        await settle_schema(client)


async def test_keys_of_ours_without_a_mark_are_refused_and_left_unmarked(client: Redis) -> None:
    await client.set("nm:{nm}:seen:bbc", "1")
    with pytest.raises(StoreRefused, match="was deleted or restored"):
        await settle_schema(client)
    assert await client.get("nm:{nm}:schema") is None
