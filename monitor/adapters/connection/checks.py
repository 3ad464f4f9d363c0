"""What is asked of a store before alerts are entrusted to it."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Literal

from redis import exceptions
from redis.asyncio import Redis

from monitor.core.errors import StoreRefused

SCHEMA = 1
"""The layout of our keys. Another number means another meaning of what is stored."""

_SCHEMA_KEY = "nm:{nm}:schema"
_ALL_KEYS = "nm:{nm}:*"
_REMIND_EVERY = 30.0  # seconds

_LOW_MEMORY_REMEDY = (
    "    redis-cli CONFIG SET maxmemory-policy noeviction\n"
    "    redis-cli CONFIG REWRITE\n"
    "  (a managed service has this among its parameters)"
)
_ALONE_REMEDY = (
    "    redis-cli CONFIG SET min-replicas-to-write 1\n"
    "    redis-cli CONFIG SET min-replicas-max-lag 2\n"
    "    redis-cli CONFIG REWRITE\n"
    "  (on the primary and on every replica: each may become the primary)"
)
_DURABILITY_REMEDY = (
    "    redis-cli CONFIG SET appendonly yes\n"
    "    redis-cli CONFIG REWRITE\n"
    "  (in this order: a restart with only the file changed starts empty)"
)


async def wait_until_ready(client: Redis, *, on_wait: Callable[[str], None], poll: float = 1.0) -> None:
    """Returns as soon as the store answers; until then on_wait hears why not, at once and then every 30 s.

    poll: seconds between two tries, each of which has the client's own retries inside.
    Raises StoreRefused when the store does answer, but will never let us in.
    """
    clock = asyncio.get_running_loop().time
    said_at: float | None = None
    while True:
        try:
            await client.ping()
        except (exceptions.ConnectionError, exceptions.TimeoutError, exceptions.ResponseError) as error:
            if _is_final(error):
                raise StoreRefused(
                    f"the store does not let us in: {error}. Give store.url the right USER:PASSWORD@"
                ) from error
            if said_at is None or clock() - said_at >= _REMIND_EVERY:
                said_at = clock()
                on_wait(f"the store is not ready, waiting for it: {error}")
            await asyncio.sleep(poll)
        else:
            return


async def refuse_unsafe(client: Redis, durability: Literal["strict", "relaxed"]) -> tuple[str, ...]:
    """Raises StoreRefused for a server that is too old, that may evict alerts, or that forgets them when it dies.

    With durability relaxed the last two are accepted, and returned as warnings; so is, always, a primary that would go
    on alone after a fail-over. Reads INFO only: an access list may forbid CONFIG.
    """
    try:
        info: Mapping[str, Any] = await client.info()
    except exceptions.NoPermissionError as error:
        raise StoreRefused(
            f"the store forbids INFO, which tells whether alerts are safe in it: {error}. "
            f"Allow it: ACL SETUSER <name> +info"
        ) from error
    too_old = _too_old(info)
    if too_old is not None:
        raise StoreRefused(too_old)
    risks = tuple(risk for risk in (_evicts(info), _forgets(info)) if risk is not None)
    if risks and durability == "strict":
        raise StoreRefused(
            "\n".join((*risks, "Or accept that alerts may be lost: store: {durability: relaxed}"))
        )
    alone = _goes_on_alone(info)
    return risks if alone is None else (*risks, alone)


async def settle_schema(client: Redis, *, schema: int = SCHEMA) -> None:
    """Makes sure that what is stored means what this version thinks it means; marks an empty store as ours.

    Raises StoreRefused for another layout, or for keys of ours without a mark.
    """
    found = await client.get(_SCHEMA_KEY)
    if found is None and await _is_unused(client):
        await client.set(_SCHEMA_KEY, schema, nx=True)
    found = found or await client.get(_SCHEMA_KEY)  # another daemon may have been first
    if found is None:
        raise StoreRefused(
            f"the store holds keys named {_ALL_KEYS} but not {_SCHEMA_KEY}: a part of it was deleted or restored. "
            f"Restore a whole backup, or use another database (the number at the end of store.url)"
        )
    written = found.decode(errors="replace") if isinstance(found, bytes) else found
    if written == str(schema):
        return
    if written.isdecimal() and int(written) > schema:
        raise StoreRefused(
            f"the store was written by a newer newsmonitor (schema {written}, this one knows {schema}): "
            f"install that version again, or use another database"
        )
    raise StoreRefused(
        f"the store was written by an older newsmonitor (schema {written}, this one needs {schema}) and this "
        f"version cannot convert it: install the older version again, or use another database"
    )


def _is_final(error: exceptions.RedisError) -> bool:
    """Whether waiting cannot help: the server does not know us. A full disk, say, makes it refuse PING for a while.

    redis-py wraps the answer in a ConnectionError when it comes while the connection is being made.
    """
    refusals = (exceptions.AuthenticationError, exceptions.AuthorizationError, exceptions.NoPermissionError)
    return any(isinstance(each, refusals) for each in (error, error.__cause__, error.__context__))


async def _is_unused(client: Redis) -> bool:
    async for _ in client.scan_iter(match=_ALL_KEYS, count=1000):
        return False
    return True


def _too_old(info: Mapping[str, Any]) -> str | None:
    valkey = info.get("valkey_version")
    name, text, floor = (
        ("Valkey", valkey, (7, 2)) if valkey else ("Redis", info.get("redis_version", "0"), (7, 0))
    )
    major, minor, *_ = (*(int(part) for part in str(text).split(".") if part.isdecimal()), 0, 0)
    if (major, minor) >= floor:
        return None
    return (
        f"the store is {name} {text}, which is too old: newsmonitor needs Redis 7.0 or Valkey 7.2, or later"
    )


def _evicts(info: Mapping[str, Any]) -> str | None:
    policy = info.get("maxmemory_policy", "noeviction")
    if policy == "noeviction":
        return None
    return f"the store throws away alerts when it is full (maxmemory-policy is {policy}). Remedy:\n{_LOW_MEMORY_REMEDY}"


def _forgets(info: Mapping[str, Any]) -> str | None:
    if info.get("aof_enabled"):
        return None
    return (
        "the store keeps no append-only file, so its crash or restart forgets alerts (snapshots alone lose what came "
        f"after the last one). Remedy:\n{_DURABILITY_REMEDY}"
    )


def _goes_on_alone(info: Mapping[str, Any]) -> str | None:
    """A primary counts its good replicas in INFO only when it was told to need some."""
    if not info.get("connected_slaves") or "min_slaves_good_slaves" in info:
        return None
    return (
        "the store has replicas and takes writes without them: one that hangs, is replaced and wakes up is written to "
        "until its sentinels notice, some ten seconds, and then forgets all that; what was told meanwhile is told again. "
        f"Remedy:\n{_ALONE_REMEDY}"
    )
