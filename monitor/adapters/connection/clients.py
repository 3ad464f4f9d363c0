"""redis-py, set so that a restart, a fail-over or a busy moment of the store costs time and never a command."""

from collections.abc import Iterable
from typing import Any

from redis import exceptions
from redis.asyncio import BlockingConnectionPool, Redis, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.connection import AbstractConnection, Connection
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool, SentinelManagedConnection
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff

from monitor.adapters.connection.addresses import StoreAddress

_CONNECTIONS = 32
_CONNECTION_WITHIN = 10  # seconds to wait for one of them
_HEALTH_CHECK_EVERY = 15  # seconds of silence before a connection is asked whether it still works
_SENTINEL_WITHIN = 1.0  # seconds; the next sentinel is asked then
_PASSING = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.BusyLoadingError,
    exceptions.ReadOnlyError,  # a primary that became a replica: the connection is dropped and made anew
)


def connect(url: str, *, socket_timeout: float = 5.0, retries: int = 8) -> Redis:
    """A client for the store at url; nothing is sent yet. Close it with aclose().

    A blocking read must block for less than socket_timeout (seconds). Commands are resent after a lost reply, so
    each must be safe to run twice. retries is how often: 8 is some 7 s of patience, 0 suits a quick look.
    Answers are bytes. Raises UsageError for a URL that cannot work.
    """
    address = StoreAddress.parse(url)
    settings: dict[str, Any] = {
        "db": address.database,
        "username": address.username,
        "password": address.password,
        "protocol": 2,  # replies of one shape, whatever the server's version
        "decode_responses": False,
        "socket_timeout": socket_timeout,
        "socket_connect_timeout": socket_timeout,
        "health_check_interval": _HEALTH_CHECK_EVERY,
        "retry": Retry(ExponentialWithJitterBackoff(base=0.05, cap=2), retries, _PASSING),
        "max_connections": _CONNECTIONS,
        "timeout": _CONNECTION_WITHIN,
    }
    if address.service is not None:
        return Redis.from_pool(_PrimaryPool(address.service, _sentinels(address), **settings))
    return Redis.from_pool(BlockingConnectionPool(**settings, **_endpoint(address)))


def _endpoint(address: StoreAddress) -> dict[str, Any]:
    if address.path is not None:
        return {"connection_class": UnixDomainSocketConnection, "path": address.path}
    host, port = address.hosts[0]
    kind: type[AbstractConnection] = SSLConnection if address.scheme == "rediss" else Connection
    return {"connection_class": kind, "host": host, "port": port, "socket_keepalive": True, **address.options}


def _sentinels(address: StoreAddress) -> Sentinel:
    return Sentinel(  # type: ignore[no-untyped-call]  # redis-py ships no types for it
        address.hosts,
        sentinel_kwargs={
            "username": address.options.get("sentinel_username"),
            "password": address.options.get("sentinel_password"),
            "socket_timeout": _SENTINEL_WITHIN,
            "socket_connect_timeout": _SENTINEL_WITHIN,
            "retry": Retry(NoBackoff(), 0),  # there are other sentinels; the whole question is retried
            "protocol": 2,
        },
    )


class _PrimaryConnection(SentinelManagedConnection):
    """A connection to whatever server is the primary at the moment it is made.

    redis-py asks the sentinels when a connection is taken from the pool, but a command that is retried
    after the connection broke goes back to the old address, where nobody or a mere replica answers.
    """

    async def send_packed_command(
        self, command: bytes | str | Iterable[bytes], check_health: bool = True
    ) -> None:
        if not self.is_connected:
            await self.connect()  # type: ignore[no-untyped-call]  # redis-py ships no types for it
        await super().send_packed_command(command, check_health=check_health)


class _PrimaryPool(SentinelConnectionPool, BlockingConnectionPool):
    """Waits for a free connection, as the other pools do, and closes the connections to the sentinels too."""

    def __init__(self, service: str, sentinels: Sentinel, **settings: Any) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # redis-py ships no types for it
            service, sentinels, connection_class=_PrimaryConnection, **settings
        )

    async def aclose(self) -> None:
        await super().aclose()
        await self.sentinel_manager.aclose()
