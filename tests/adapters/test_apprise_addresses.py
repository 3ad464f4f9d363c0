"""Where a channel must not lead, it does not lead: a canary on loopback counts who comes.

As hard as the tests of the feeds' fetcher, and by every way a service makes a socket: HTTP, mail, datagrams, names given
to the socket itself, threads of its own.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network
from socketserver import BaseRequestHandler, ThreadingTCPServer, ThreadingUDPServer
from typing import Any

import pytest

from monitor.adapters.apprise_sender import AppriseSender, guard
from monitor.core.addresses import Network
from monitor.core.deliveries import NotSent, Rejected, SendResult, Sent
from tests.adapters import messages
from tests.adapters.channel_servers import endpoint, free_port, mailbox, services_at
from tests.adapters.hostile_server import port_free_on
from tests.adapters.test_http_fetcher_addresses import HOSTS, has_ipv6

NOTHING_PRIVATE = Network()
ONE_SERVER = Network(allow_private=(ip_network("127.0.0.2/32"),))  # plays the public server
TOKEN = "abcdefghijklmnopqrstuvwx"


@dataclass
class Canary:
    """The same port of TCP and UDP on 127.0.0.1 and, where the machine has it, on [::1]."""

    port: int
    hits: list[str] = field(default_factory=list)


@pytest.fixture
def canary() -> Iterator[Canary]:
    hosts = ("127.0.0.1", "::1") if has_ipv6() else ("127.0.0.1",)
    bird = Canary(port_free_on(*hosts))

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            bird.hits.append(str(self.client_address))

    with ExitStack() as stack:
        for host in hosts:
            for kind in (ThreadingTCPServer, ThreadingUDPServer):
                family = socket.AF_INET6 if ":" in host else socket.AF_INET
                made = type("Server", (kind,), {"address_family": family, "allow_reuse_address": True})
                server: Any = stack.enter_context(made((host, bird.port), Handler))
                threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
                stack.callback(server.shutdown)
        yield bird


@contextmanager
def names(answers: dict[str, Sequence[Sequence[str]]]) -> Iterator[list[str]]:
    """The system's resolver, led astray: each question for a name gets its next answer, the last one for ever after."""
    real = socket.getaddrinfo
    left = {name: [list(each) for each in given] for name, given in answers.items()}
    asked: list[str] = []

    def resolve(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if name not in left:
            return real(host, port, *rest, **more)
        asked.append(name)
        given = left[name].pop(0) if len(left[name]) > 1 else left[name][0]
        return [each for address in given for each in real(address, port, 0, socket.SOCK_STREAM)]

    socket.getaddrinfo = resolve
    try:
        yield asked
    finally:
        socket.getaddrinfo = real


def send(url: str, network: Network = NOTHING_PRIVATE) -> SendResult:
    return AppriseSender(messages.channel(url), network=network).send(messages.message())


WAYS = ("json://{}:{}/hook", "jsons://{}:{}/hook", "mailto://{}:{}?mode=insecure&from=a@example.org&to=b@example.org", "ntfy://{}:{}/desk", "mmost://{}:{}/abcdefgh", "matrix://user:pass@{}:{}/#room", "gotify://{}:{}/token")  # fmt: skip


@pytest.mark.parametrize("host", [host for host in HOSTS if "@" not in host])
def test_an_address_that_must_not_be_reached_is_not_reached(canary: Canary, host: str) -> None:
    for way in WAYS[:3]:
        result = send(way.format(host, canary.port))
        assert isinstance(result, NotSent | Rejected), (way, result)
    assert canary.hits == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_service_gets_there(canary: Canary, way: str, host: str) -> None:
    result = send(way.format(host, canary.port))
    assert isinstance(result, Rejected), result
    assert "a loopback address; network.allow_private in config.yaml can allow it" in result.detail
    assert canary.hits == []


@pytest.mark.parametrize("way", [way for way in WAYS if "jsons" not in way])
def test_the_canary_would_have_sung(canary: Canary, way: str) -> None:
    everything = Network(allow_private=(ip_network("0.0.0.0/0"), ip_network("::/0")))
    assert not isinstance(send(way.format("localhost", canary.port), everything), Sent)
    assert canary.hits


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["127.0.0.1", "::1"],
        ["127.0.0.1", "127.0.0.3", "10.0.0.1", "::1", "::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["169.254.169.254", "fe80::1"],
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_a_name_that_leads_there_is_certainly_not_sent_to(
    canary: Canary, way: str, addresses: list[str]
) -> None:
    with names({"hook.example.org": [addresses]}) as asked:
        result = send(way.format("hook.example.org", canary.port))
    assert asked
    assert isinstance(result, NotSent), result
    assert result.detail.startswith("not connected: ")
    assert canary.hits == []


@pytest.mark.parametrize(
    "order", [["127.0.0.1", "127.0.0.2"], ["127.0.0.2", "127.0.0.1"], ["::1", "127.0.0.2"]]
)
def test_of_a_mixed_answer_only_the_allowed_address_is_used(order: list[str]) -> None:
    """The web hook listens where it may be reached, the canary on the same port where it may not."""
    port = port_free_on("127.0.0.1", "127.0.0.2")
    with socket.create_server(("127.0.0.1", port)) as bird, endpoint("127.0.0.2", port) as server:
        bird.setblocking(False)  # noqa: FBT003
        with names({"hook.example.org": [order]}):
            assert send(f"json://hook.example.org:{port}/hook", ONE_SERVER) == Sent()
        with pytest.raises(BlockingIOError):
            bird.accept()
    assert len(server.received) == 1


def test_a_name_that_changes_its_answer_is_judged_by_the_answer_that_is_used() -> None:
    """DNS rebinding: the sender stays, its service looks the name up for every message."""
    port = port_free_on("127.0.0.1", "127.0.0.2")
    with socket.create_server(("127.0.0.1", port)) as bird, endpoint("127.0.0.2", port) as server:
        bird.setblocking(False)  # noqa: FBT003
        sender = AppriseSender(messages.channel(f"json://hook.example.org:{port}/hook"), network=ONE_SERVER)
        with names({"hook.example.org": [["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2"]]}) as asked:
            results = [sender.send(messages.message()) for _ in range(3)]
        with pytest.raises(BlockingIOError):
            bird.accept()
    assert [type(result) for result in results] == [Sent, NotSent, Sent]
    assert asked == ["hook.example.org"] * 3
    assert len(server.received) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("service", ["json", "slack", "discord", "tgram"])
def test_a_redirect_leads_nowhere(canary: Canary, status: int, service: str) -> None:
    with endpoint() as server, services_at(server.url, token=TOKEN) as services:
        server.answer = status
        server.headers = {"Location": f"http://127.0.0.1:{canary.port}/latest/meta-data"}
        url = services.get(service) or server.url.replace("http:", "json:")
        assert not isinstance(send(url, messages.LOOPBACK), Sent)
        assert len(server.received) == 1
    assert canary.hits == []


def test_a_mail_reaches_a_server_that_was_allowed() -> None:
    with mailbox() as (port, mails):
        url = f"mailto://127.0.0.1:{port}?mode=insecure&from=a@example.org&to=b@example.org"
        assert isinstance(send(url), Rejected)
        assert isinstance(send(url, messages.LOOPBACK), Sent)
    assert len(mails) == 1


def datagram(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.sendto(b"hello", ("127.0.0.1", port))


def datagram_in_pieces(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.sendmsg([b"hel", b"lo"], [], 0, ("127.0.0.1", port))


def name_for_the_socket(port: int) -> None:
    with socket.socket() as made:
        made.connect(("localhost", port))


def quietly(port: int) -> None:
    with socket.socket() as made:
        made.setblocking(False)  # noqa: FBT003
        made.connect_ex(("127.0.0.1", port))


def in_a_thread_of_its_own(port: int) -> None:
    caught: list[OSError] = []

    def connect() -> None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError as refused:
            caught.append(refused)

    def branch() -> None:
        inner = threading.Thread(target=connect)
        inner.start()
        inner.join()

    outer = threading.Thread(target=branch)
    outer.start()
    outer.join()
    for each in caught:
        raise each


def over_a_socket_of_this_machine(_port: int) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.connect("/run/docker.sock")


def by_a_program(_port: int) -> None:
    subprocess.run([sys.executable, "--version"], check=True)


def by_a_shell(_port: int) -> None:
    os.system("true")


@pytest.mark.parametrize(
    "way",
    [
        datagram,
        datagram_in_pieces,
        name_for_the_socket,
        quietly,
        in_a_thread_of_its_own,
        over_a_socket_of_this_machine,
        by_a_program,
        by_a_shell,
    ],
)
def test_no_other_way_leads_there_either(canary: Canary, way: Callable[[int], None]) -> None:
    with guard.confined(NOTHING_PRIVATE) as bounds, pytest.raises(guard.Refused):
        way(canary.port)
    assert bounds.refused
    assert bounds.passed == 0
    assert canary.hits == []


def test_others_are_not_held_back_meanwhile(canary: Canary) -> None:
    """The rest of the daemon: a thread that was there before, and this one once it is out."""
    ask, answer = threading.Event(), threading.Event()

    def other() -> None:
        ask.wait(10)
        socket.create_connection(("127.0.0.1", canary.port), 5).close()
        answer.set()

    threading.Thread(target=other, daemon=True).start()
    with guard.confined(NOTHING_PRIVATE):
        ask.set()
        assert answer.wait(10)
    socket.create_connection(("127.0.0.1", canary.port), 5).close()


def test_a_channel_of_this_machine_may_use_it_and_nothing_else(canary: Canary) -> None:
    with guard.confined(NOTHING_PRIVATE, local=True):
        by_a_program(0)
        with pytest.raises(guard.Refused):
            datagram(canary.port)


def test_the_reason_tells_the_remedy_and_not_the_secret() -> None:
    result = send(f"json://10.1.2.3:{free_port()}/{TOKEN}?+Authorization={TOKEN}")
    assert result == Rejected(
        detail="not connected: 10.1.2.3 is a private address; network.allow_private in config.yaml can allow it"
    )
