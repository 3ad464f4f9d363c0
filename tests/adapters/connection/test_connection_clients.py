"""Clients against real servers: restarts, fail-overs, crowds, TLS."""

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis as SyncRedis
from redis.asyncio import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as Away
from redis.retry import Retry

from monitor.adapters.connection import connect, wait_until_ready
from tests.adapters.store_server import StoreServer, wheel_binary

_SAFETY = 20.0  # seconds


def _eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SAFETY
    while not condition():
        assert time.monotonic() < deadline, "this should have happened long ago"
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port of a server that speaks TLS, and the certificate to trust."""
    redis_server, openssl = shutil.which("redis-server"), shutil.which("openssl")
    if redis_server is None or openssl is None:
        pytest.skip("redis-server (built with TLS) and openssl are needed")
    key, certificate, port = tmp_path / "key.pem", tmp_path / "certificate.pem", _free_port()
    request = (
        f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {key} -out {certificate}"
    )
    name = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([openssl, *request.split(), *name.split()], check=True, capture_output=True)
    settings = f"--tls-port {port} --tls-auth-clients no --tls-ca-cert-file {certificate} --tls-cert-file {certificate}"
    server = StoreServer.start(
        extra_args=[*settings.split(), "--tls-key-file", str(key)], binary=Path(redis_server)
    )
    yield port, certificate
    server.stop()


class TestClients:
    async def test_answers_are_bytes(self, client: Redis) -> None:
        await client.set("key", "ü")
        assert await client.get("key") == "ü".encode()

    async def test_more_callers_than_connections_wait_their_turn(self, client: Redis) -> None:
        blocked = [client.blpop(["nothing"], timeout=0.1) for _ in range(100)]
        assert await asyncio.gather(*blocked) == [None] * 100

    async def test_a_restart_of_the_store_costs_time_and_no_command(self, server: StoreServer) -> None:
        client = connect(server.url)
        await client.set("key", "kept")
        waiting: asyncio.Future[object] = asyncio.ensure_future(client.blpop(["queue"], timeout=4))
        await asyncio.sleep(0.1)
        server.kill()
        reading = asyncio.ensure_future(client.get("key"))
        await asyncio.sleep(0.1)
        server.restart()
        assert await reading == b"kept"
        await client.rpush("queue", "work")
        assert await waiting == (b"queue", b"work")
        await client.aclose()

    async def test_a_command_outlives_a_moment_without_a_primary(self, client: Redis) -> None:
        await client.replicaof("127.0.0.1", "1")  # refuses writes: READONLY
        writing: asyncio.Future[object] = asyncio.ensure_future(client.set("key", "written"))
        await asyncio.sleep(0.2)
        assert not writing.done()
        await client.replicaof("NO", "ONE")
        assert await writing

    async def test_a_closed_client_leaves_no_task_behind(self, shared: StoreServer) -> None:
        client = connect(shared.url)
        await asyncio.gather(*(client.ping() for _ in range(50)))
        await client.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    async def test_tcp_with_a_user_a_password_and_a_database(self) -> None:
        port = _free_port()
        server = StoreServer.start(
            extra_args=["--port", str(port), "--user", "news", "on", ">p/w", "~*", "+@all"]
        )
        try:
            client = connect(f"redis://news:p%2Fw@127.0.0.1:{port}/3")
            await wait_until_ready(client, on_wait=pytest.fail)
            assert await client.acl_whoami() == "news"
            await client.set("key", "here")
            assert "db3" in await client.info("keyspace")
            await client.aclose()
        finally:
            server.stop()

    async def test_tls_checks_the_certificate_against_the_authority_given(
        self, tls: tuple[int, Path]
    ) -> None:
        port, certificate = tls
        async with connect(f"rediss://localhost:{port}?ssl_ca_certs={certificate}") as client:
            assert await client.ping()
        async with connect(f"rediss://localhost:{port}", retries=0) as stranger:
            with pytest.raises(Away, match="certificate verify failed"):
                await stranger.ping()


@pytest.fixture
def watched() -> Iterator[tuple[str, StoreServer]]:
    """The URL of a primary with one replica under a sentinel that knows both, and the primary's server."""
    ports = primary_port, replica_port, sentinel_port = _free_port(), _free_port(), _free_port()
    assert len(set(ports)) == 3
    primary = StoreServer.start(extra_args=["--port", str(primary_port), "--repl-diskless-sync-delay", "0"])
    replica = StoreServer.start(
        extra_args=["--port", str(replica_port), "--replicaof", f"127.0.0.1 {primary_port}"]
    )
    settings = primary.directory / "sentinel.conf"
    settings.write_text(
        f"port {sentinel_port}\ndir {primary.directory}\nsentinel monitor news 127.0.0.1 {primary_port} 1\n"
        f"sentinel down-after-milliseconds news 300\nsentinel failover-timeout news 3000\n"
    )
    sentinel = subprocess.Popen([wheel_binary(), settings, "--sentinel"], stdout=subprocess.DEVNULL)
    try:
        with SyncRedis(port=primary_port) as client:
            _eventually(lambda: client.info("replication").get("slave0", {}).get("state") == "online")
        with SyncRedis(port=sentinel_port, retry=Retry(ConstantBackoff(0.02), 100)) as client:
            _eventually(lambda: client.sentinel_master("news")["num-slaves"] == 1)
        # The first sentinel in the URL is dead: the next one is asked.
        yield f"sentinel://127.0.0.1:1,127.0.0.1:{sentinel_port}/news/0", primary
    finally:
        sentinel.terminate()
        sentinel.wait()
        primary.stop()
        replica.stop()


@pytest.mark.slow
async def test_a_failover_loses_neither_what_was_replicated_nor_a_command(
    watched: tuple[str, StoreServer],
) -> None:
    url, primary = watched
    async with connect(url) as client, asyncio.timeout(_SAFETY):
        await client.set("written", 1)
        assert await client.wait(1, 5000) == 1
        waiting: asyncio.Future[object] = asyncio.ensure_future(client.blpop(["queue"], timeout=4))
        await asyncio.sleep(0.05)
        primary.kill()
        assert await client.incr("written") == 2
        await client.rpush("queue", "work")
        assert await waiting == (b"queue", b"work")
