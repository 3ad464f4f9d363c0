"""Servers that channels deliver to: one that answers HTTP as it is told, one that speaks SMTP until it is told to stop."""

import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Any, ClassVar

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from apprise.plugins import N_MGR

HANG, RESET = "hang", "reset"


@dataclass
class Endpoint:
    """answer is a status with a body and headers, or HANG, or RESET; script holds status and body of the first answers.

    received holds path and body of every request, headers_received its headers.
    """

    url: str = ""
    answer: int | str = 200
    body: bytes = b"ok"
    headers: Mapping[str, str] = field(default_factory=dict)
    script: list[tuple[int, bytes]] = field(default_factory=list)
    received: list[tuple[str, bytes]] = field(default_factory=list)
    headers_received: list[dict[str, str]] = field(default_factory=list)
    arrived: Event = field(default_factory=Event)
    released: Event = field(default_factory=Event)


@contextmanager
def endpoint(host: str = "127.0.0.1", port: int = 0) -> Iterator[Endpoint]:
    told = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        timeout = 30

        def do_POST(self) -> None:
            told.received.append((self.path, self.rfile.read(int(self.headers["Content-Length"] or 0))))
            told.headers_received.append(dict(self.headers.items()))
            told.arrived.set()
            if told.script:
                self._answer(*told.script.pop(0))
            elif told.answer == HANG:
                told.released.wait(30)
                self.close_connection = True
            elif told.answer == RESET:
                # Lingering for no time makes close() send RST instead of FIN.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
            else:
                self._answer(int(told.answer), told.body)

        def do_GET(self) -> None:  # where a followed redirect would arrive
            self.do_POST()

        do_PUT = do_POST  # noqa: N815  Matrix

        def _answer(self, status: int, body: bytes) -> None:
            if "Date" in told.headers:
                self.send_response_only(status)
            else:
                self.send_response(status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients hang up on purpose here
    told.url = f"http://{host}:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        told.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def mail_server(script: Mapping[str, str]) -> Iterator[int]:
    """Port of an SMTP server that accepts everything but the verbs of script.

    Its keys are verbs in capitals, GREETING, and END for the end of the text; its values are replies, HANG or "".
    """
    released = Event()

    class Handler(StreamRequestHandler):
        usual: ClassVar[Mapping[str, str]] = {
            "GREETING": "220 ready",
            "EHLO": "250-here\r\n250 AUTH PLAIN LOGIN",
            "AUTH": "235 welcome",
            "DATA": "354 go on",
        }

        def handle(self) -> None:
            within = False
            verb = "GREETING"
            while self._say(verb):
                within = verb == "DATA" and script.get(verb, "354").startswith("354")
                line = self.rfile.readline()
                while within and line and line.strip() != b".":
                    line = self.rfile.readline()
                verb = "END" if within else line[:4].strip().decode().upper()
                if not line or (verb == "QUIT" and verb not in script):
                    return

        def _say(self, verb: str) -> bool:
            reply = script.get(verb, self.usual.get(verb, "250 fine"))
            if reply == HANG:
                released.wait(30)
            if reply in {HANG, ""}:
                return False
            self.wfile.write(reply.encode() + b"\r\n")
            return True

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients hang up on purpose here
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            released.set()
            server.shutdown()
            thread.join()


@contextmanager
def services_at(url: str, *, token: str) -> Iterator[dict[str, str]]:
    """URLs by schema of services that have no host in their URL, led to a local server meanwhile."""
    addresses = {
        "slack": ("webhook_url", "/services"),
        "discord": ("notify_url", "/api/webhooks"),
        "tgram": ("notify_url", "/bot"),
        "twilio": ("notify_sms_url", "/2010/Accounts/{sid}/Messages.json"),
    }
    plugins: Any = N_MGR
    with ExitStack() as restored:
        regions: Any = sys.modules[plugins["pagerduty"].__module__].PAGERDUTY_API_LOOKUP
        restored.callback(regions.update, dict(regions))
        regions.update(dict.fromkeys(regions, url + "/v2/enqueue"))
        for schema, (attribute, path) in addresses.items():
            restored.callback(setattr, plugins[schema], attribute, getattr(plugins[schema], attribute))
            setattr(plugins[schema], attribute, url + path)
        yield {
            "slack": f"slack://T1JJ3T3L2/A1BRTD4JD/{token}",
            "discord": f"discord://123456789012345678/{token}",
            "tgram": f"tgram://123456789:{token}/12315544",
            "twilio": f"twilio://AC{'a' * 32}:{token}@15551230000/15551230001",
            "pagerduty": f"pagerduty://{token[:20]}@{token}",
        }


@contextmanager
def mailbox() -> Iterator[tuple[int, list[bytes]]]:
    """Port of a well-behaved mail server, and the mails it takes."""
    mails: list[bytes] = []

    class Mailbox(Sink):
        async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
            mails.append(envelope.content)
            return "250 fine"

    port = free_port()
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port, mails
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
