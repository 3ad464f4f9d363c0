"""Names become addresses, addresses become sockets. No socket leads where `network` does not allow.

The check sits where the socket is made because every way to connect comes through there: names, literals in
any spelling, each hop of a redirect, each of several answers of a DNS server, and the second answer of one
that lies. Nothing can change between the check and the connection: they use the same address.
"""

import asyncio
import errno
import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

from aiohttp import AddrInfoType, SocketFactoryType
from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.core.addresses import Network, refusal

_LOOKUPS = (
    32  # asyncio's own pool has six threads on two cores: six dead name servers would hold up every feed
)


class AddressRefused(OSError):
    """The address must not be reached. reason says why, as a clause for people."""

    def __init__(self, reason: str) -> None:
        # Where several addresses fail, aiohttp keeps the type only if all errors read the same.
        super().__init__(errno.EACCES, "the address must not be reached")
        self.reason = reason


def guarded(network: Network) -> SocketFactoryType:
    """A maker of sockets that refuses the addresses `network` does not allow. Raises AddressRefused."""

    def make(info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        reason = refusal(str(address[0]), network)
        if reason is not None:
            raise AddressRefused(reason)
        return socket.socket(family, kind, protocol)

    return make


def literal_refusal(host: str, network: Network) -> str | None:
    """Why this host must not be asked for through a proxy, which makes the socket itself; None for names.

    Sees the spellings that a proxy's resolver would accept as an address: decimal, octal, hexadecimal, short.
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return refusal("127.0.0.1", network)
    try:
        return refusal(str(ip_address(name.partition("%")[0])), network)
    except ValueError:
        pass
    try:
        return refusal(socket.inet_ntoa(socket.inet_aton(name)), network)
    except OSError:
        return None


class Names(AbstractResolver):
    """The system's resolver in threads of its own: names that nobody answers for do not hold up the others."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Every address of a name. Raises OSError when it has none."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _lookup, host, port, family)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _lookup(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG
        )
    except UnicodeError as error:  # a label that is empty or longer than 63 bytes
        raise socket.gaierror(socket.EAI_NONAME, "it is not a name that can exist") from error
    numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return [
        ResolveResult(
            hostname=host, host=str(address[0]), port=port, family=kind, proto=protocol, flags=numeric
        )
        for kind, _, protocol, _, address in found
    ]
