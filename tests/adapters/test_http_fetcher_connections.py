"""Names, ports and certificates that fail, each in its own way."""

import shutil
import socket
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.core.addresses import Network
from monitor.core.feeds import Trouble
from tests.adapters.fetching import (
    LOOPBACK,
    NONE,
    ScriptedNames,
    failure,
    fetched,
    fetcher,
)
from tests.adapters.hostile_server import HostileServer, reply


async def test_a_name_that_does_not_exist_is_told_apart() -> None:
    async with fetcher(names=ScriptedNames({})) as polite:
        result = failure(await polite.fetch("http://feed.test/feed", NONE))
    assert result.trouble is Trouble.DNS
    assert result.detail == "feed.test was not found: Name or service not known"


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example", "x" * 300 + ".example"])
async def test_names_that_cannot_exist_end_as_dns(host: str) -> None:
    async with fetcher() as polite:
        result = failure(await polite.fetch(f"http://{host}/feed", NONE))
    assert result.trouble in {Trouble.DNS, Trouble.BLOCKED}


async def test_a_closed_port_is_told_apart() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with fetcher() as polite:
        result = failure(await polite.fetch(f"http://127.0.0.1:{port}/feed", NONE))
    assert result.trouble is Trouble.CONNECT
    assert result.detail == "127.0.0.1 could not be reached: Connection refused"


async def test_a_server_that_does_not_accept_is_a_timeout() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = []
        for _ in range(4):
            caller = socket.socket()
            caller.settimeout(0)
            caller.connect_ex(("127.0.0.1", port))
            waiting.append(caller)
        async with fetcher() as polite:
            result = failure(await polite.fetch(f"http://127.0.0.1:{port}/feed", NONE))
        for caller in waiting:
            caller.close()
    assert result.trouble is Trouble.TIMEOUT
    assert result.detail == "127.0.0.1 did not accept a connection in time"


# TLS.


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate for feed.test that is its own authority."""

    path: Path
    context: ssl.SSLContext


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, and nothing else here can make a certificate")
    path = tmp_path_factory.mktemp("tls") / "feed.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", "/CN=feed.test", "-addext", "subjectAltName=DNS:feed.test"),
            *("-keyout", str(path), "-out", f"{path}.crt"),
        ],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return Certificate(path=path, context=context)


def trusting(certificate: Certificate) -> Network:
    return Network(allow_private=LOOPBACK.allow_private, ca_file=str(certificate.path))


NAMES = {"feed.test": [["127.0.0.1"]], "other.test": [["127.0.0.1"]]}


async def test_a_certificate_of_the_named_authority_is_accepted_for_its_own_name_only(
    certificate: Certificate,
) -> None:
    async with (
        HostileServer({"/feed": reply(200, body=b"news")}, tls=certificate.context) as server,
        fetcher(trusting(certificate), names=ScriptedNames(NAMES)) as polite,
    ):
        good = fetched(await polite.fetch(server.url("/feed", host="feed.test"), NONE))
        assert good.body == b"news"
        wrong = failure(await polite.fetch(server.url("/feed", host="other.test"), NONE))
    assert wrong.trouble is Trouble.TLS
    assert "Hostname mismatch" in wrong.detail


async def test_a_certificate_of_nobody_known_is_refused(certificate: Certificate) -> None:
    async with (
        HostileServer(tls=certificate.context) as server,
        fetcher(names=ScriptedNames(NAMES)) as polite,
    ):
        result = failure(await polite.fetch(server.url("/feed", host="feed.test"), NONE))
        assert server.requests == []
    assert result.trouble is Trouble.TLS
    assert result.detail.startswith("the certificate of feed.test was not accepted: ")


async def test_a_server_without_tls_is_told_apart() -> None:
    async with HostileServer({"/feed": reply(200)}) as server, fetcher() as polite:
        result = failure(await polite.fetch(f"https://127.0.0.1:{server.port}/feed", NONE))
    assert result.trouble in {Trouble.TLS, Trouble.TIMEOUT}


async def test_a_redirect_from_https_to_http_is_refused(certificate: Certificate) -> None:
    async with (
        HostileServer({"/feed": reply(200, body=b"news")}) as plain,
        HostileServer(tls=certificate.context) as secure,
        fetcher(trusting(certificate), names=ScriptedNames(NAMES)) as polite,
    ):
        secure.routes["/feed"] = reply(301, f"Location: {plain.url('/feed', host='feed.test')}")
        result = failure(await polite.fetch(secure.url("/feed", host="feed.test"), NONE))
        assert plain.connections == 0
    assert result.trouble is Trouble.REDIRECT
    assert result.detail == "feed.test redirects from https to plain http"


async def test_a_redirect_from_http_to_https_moves_the_feed_and_drops_the_credentials(
    certificate: Certificate,
) -> None:
    async with (
        HostileServer() as plain,
        HostileServer({"/feed": reply(200, body=b"news")}, tls=certificate.context) as secure,
        fetcher(trusting(certificate), names=ScriptedNames(NAMES)) as polite,
    ):
        target = secure.url("/feed", host="feed.test")
        plain.routes["/feed"] = reply(301, f"Location: {target}")
        moved = fetched(await polite.fetch(plain.url("/feed", host="feed.test"), NONE))
        await polite.fetch(plain.url("/feed", host="user:secret@feed.test"), NONE)
        assert [request.header("Authorization") is not None for request in plain.requests] == [False, True]
        assert [request.header("Authorization") for request in secure.requests] == [None, None]
    assert moved.moved_to == target
