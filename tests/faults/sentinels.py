"""A primary, two replicas and three sentinels on loopback: what an operator runs who cannot afford one server."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from monitor.adapters.redis_store.scripts import key
from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer

NAME = "news"
DOWN_AFTER = 1000  # ms

# A primary that was thought dead and wakes up takes writes until the sentinels notice it, ten seconds or more, and then
# forgets them all. With this it refuses them at once.
ALONE = ("--min-replicas-to-write", "1", "--min-replicas-max-lag", "2")


@dataclass
class Group:
    """url: what a daemon is given. servers by their port."""

    url: str
    servers: dict[int, StoreServer]
    sentinels: tuple[int, ...]

    def primary(self) -> int:
        """The port of the server that the sentinels hold for the primary."""
        for port in self.sentinels:
            try:
                with _client(port) as client:
                    asked: Any = client
                    return int(asked.sentinel_get_master_addr_by_name(NAME)[1])
            except RedisError:
                continue
        raise AssertionError("no sentinel answers")

    def told(self) -> int:
        """How many messages the primary knows to have been sent; the rest of those that arrived it has forgotten."""
        with _client(self.primary()) as client:
            sent: Any = client.hget(key("counters"), "deliveries:sent")
            return int(sent or 0)

    def await_another(self, than: int) -> int:
        """The next primary, once it takes writes."""

        def found() -> int:
            port = self.primary()
            return port if port != than and _role(port) == "master" else 0

        return eventually(found, "a fail-over")

    def await_replicas(self) -> None:
        """Both replicas follow the primary without a gap, and all sentinels know them."""

        def complete() -> bool:
            with _client(self.primary()) as client:
                asked: Any = client
                known = asked.info("replication")
            online = [known[f"slave{n}"]["state"] for n in range(known["connected_slaves"])]
            return known["role"] == "master" and online.count("online") == len(self.servers) - 1

        eventually(complete, "all replicas to follow", within=60)
        for port in self.sentinels:
            eventually(partial(_knows_all, port, len(self.servers) - 1), "sentinels to know all")

    def cut_off_replicas(self) -> None:
        """They get nothing more of what is written and stay as far as they are; the primary does not mind."""
        primary = self.primary()
        for port in self.servers:
            with _client(port) as client:
                client.config_set("min-replicas-to-write", 0)
                if port != primary:
                    client.replicaof("127.0.0.1", "1")


def redis_server() -> Path | None:
    found = shutil.which("redis-server")
    return None if found is None else Path(found)


@contextmanager
def group(binary: Path) -> Iterator[Group]:
    with ExitStack() as stack:
        ports = _free_ports(6)
        servers = {}
        for port in ports[:3]:
            follow = () if port == ports[0] else ("--replicaof", f"127.0.0.1 {ports[0]}")
            arguments = (
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--repl-diskless-sync-delay",
                "0",
                *ALONE,
                *follow,
            )
            servers[port] = StoreServer.start(binary=binary, extra_args=arguments)
            stack.callback(servers[port].stop)
        home = servers[ports[0]].directory
        for port in ports[3:]:
            stack.enter_context(_sentinel(binary, home, port, ports[0]))
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports[3:])
        made = Group(url=f"sentinel://{hosts}/{NAME}/0", servers=servers, sentinels=tuple(ports[3:]))
        made.await_replicas()
        yield made


@contextmanager
def _sentinel(binary: Path, home: Path, port: int, primary: int) -> Iterator[None]:
    settings = home / f"sentinel-{port}.conf"
    settings.write_text(
        f"port {port}\nbind 127.0.0.1\ndir {home}\nsentinel monitor {NAME} 127.0.0.1 {primary} 2\n"
        f"sentinel down-after-milliseconds {NAME} {DOWN_AFTER}\nsentinel failover-timeout {NAME} 6000\n"
    )
    process = subprocess.Popen([binary, settings, "--sentinel"], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _client(port: int) -> Redis:
    return Redis(port=port, socket_timeout=1, retry=Retry(ConstantBackoff(0.05), 2))


def _role(port: int) -> str:
    try:
        with _client(port) as client:
            asked: Any = client
            return str(asked.info("replication")["role"])
    except RedisError:
        return ""


def _knows_all(port: int, replicas: int) -> bool:
    with _client(port) as client:
        asked: Any = client
        known = asked.sentinel_master(NAME)
    return bool(known["num-slaves"] == replicas and known["num-other-sentinels"] == 2)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        held = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in held]
