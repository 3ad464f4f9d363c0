"""What the tests of the fetcher share: a fetcher that may reach loopback, short limits, scripted DNS."""

import socket
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.adapters.http_fetcher import HttpFetcher, Limits
from monitor.core.addresses import Network
from monitor.core.feeds import Fetched, FetchFailed, FetchResult, NotModified, Validators

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NONE = Validators()
LOOPBACK = Network(allow_private=(ip_network("127.0.0.0/8"), ip_network("::1/128")))
QUICK = Limits(
    total=timedelta(seconds=1.5),
    connect=timedelta(seconds=0.75),
    silence=timedelta(seconds=0.75),
    redirects=5,
)
PATIENT = 30.0  # seconds; a safety limit for a busy machine, never the point of a test


class FixedClock:
    def now(self) -> datetime:
        return NOW


class ScriptedNames(AbstractResolver):
    """Answers each question for a name with the next of its answers, the last one for ever after."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._answers = {name: list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self._answers.get(host.rstrip("."), [[]])
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Holds nothing."""


def fetcher(
    network: Network = LOOPBACK, *, limits: Limits = QUICK, names: AbstractResolver | None = None
) -> HttpFetcher:
    return HttpFetcher(network, clock=FixedClock(), limits=limits, resolver=names)


def body_of(result: FetchResult) -> bytes:
    assert isinstance(result, Fetched), result
    return result.body


def fetched(result: FetchResult) -> Fetched:
    assert isinstance(result, Fetched), result
    return result


def failure(result: FetchResult) -> FetchFailed:
    assert isinstance(result, FetchFailed), result
    return result


def unchanged(result: FetchResult) -> NotModified:
    assert isinstance(result, NotModified), result
    return result
