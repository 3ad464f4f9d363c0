"""A web server with feeds that can be changed, broken and taken away, and that notes who asked for what when."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Semaphore, Thread
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed; guid and link follow from its name."""

    name: str
    title: str

    @property
    def link(self) -> str:
        return f"https://news.example/{self.name}"


def rss(*items: Item, remark: str = "") -> bytes:
    """A feed document with these items; remark is text that is no news."""
    entries = "\n".join(
        f"<item><guid>urn:news:{item.name}</guid><title>{escape(item.title)}</title><link>{item.link}</link></item>"
        for item in items
    )
    return f'<rss version="2.0"><channel><title>News</title><copyright>{remark}</copyright>\n{entries}</channel></rss>'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request. at is time.monotonic()."""

    path: str
    at: float
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    body: bytes
    content_type: str | None
    status: int

    @property
    def etag(self) -> str:
        return f'"{blake2b(self.body, digest_size=8).hexdigest()}"'


@dataclass
class FeedServer:
    """`with FeedServer() as feeds`: listens on 127.0.0.1. Pages may change at any time; each has its ETag."""

    asked: list[Asked] = field(default_factory=list)
    _pages: dict[str, _Page] = field(default_factory=dict)
    _open: Event = field(default_factory=Event)
    _turns: Semaphore = field(default_factory=Semaphore)
    _server: ThreadingHTTPServer | None = None
    _thread: Thread | None = None
    _port: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._port}{path}"

    def publish(
        self, path: str, body: bytes, *, content_type: str | None = "application/rss+xml; charset=utf-8"
    ) -> None:
        self._pages[path] = _Page(body=body, content_type=content_type, status=200)

    def fail(self, path: str, status: int = 500) -> None:
        self._pages[path] = _Page(body=b"<h1>Sorry</h1>", content_type="text/html", status=status)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Nobody listens meanwhile: connection refused."""
        self._close()
        try:
            yield
        finally:
            self._listen()

    @contextmanager
    def holding(self, *, besides: int = 0) -> Iterator[None]:
        """Requests are noted and answered at the end of this, but for the first so many."""
        self._turns = Semaphore(besides)
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def __enter__(self) -> Self:
        self._open.set()
        self._listen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.set()
        self._close()

    def _listen(self) -> None:
        self._server = _Listener(("127.0.0.1", self._port), _handler(self))
        self._port = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def _close(self) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, path: str, etag: str | None) -> _Page:
        """Which page, or 304 for who has it. The request counts from its arrival."""
        page = self._pages.get(path, _Page(body=b"", content_type=None, status=404))
        if page.status == 200 and etag == page.etag:
            page = _Page(body=page.body, content_type=None, status=304)
        self.asked.append(Asked(path=path, at=time.monotonic(), status=page.status))
        if self._open.is_set() or not self._turns.acquire(blocking=False):
            self._open.wait()
        return page


class _Listener(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """Daemons are killed in the middle of a request here."""


def _handler(feeds: FeedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(
        BaseHTTPRequestHandler
    ):  # HTTP/1.0: every connection ends, so a closed server is a refusing one
        timeout = 30

        def do_GET(self) -> None:
            page = feeds._answer(self.path, self.headers["If-None-Match"])
            self.send_response(page.status)
            self.send_header("ETag", page.etag)
            if page.content_type is not None:
                self.send_header("Content-Type", page.content_type)
            if page.status != 304:
                self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            if page.status != 304:
                self.wfile.write(page.body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    return Handler


class Press(Thread):
    """Puts a new article into one feed after the other, until stop(): the load of the crash tests.

    Each tells a story of its own, by the number of its district.
    """

    def __init__(self, feeds: FeedServer, paths: Sequence[str], *, per_second: float) -> None:
        super().__init__(daemon=True)
        self.published: list[Item] = []
        self._feeds, self._pause = feeds, 1 / per_second
        self._columns: dict[str, list[Item]] = {path: [] for path in paths}
        self._writing = Lock()
        self._enough = Event()

    def run(self) -> None:
        while not self._enough.wait(self._pause):
            path = list(self._columns)[len(self.published) % len(self._columns)]
            self._add(path, "valley", 1)

    def burst(self, count: int) -> str:
        """So many articles at once in one feed. Returns a word that only their links have."""
        place = f"gorge{len(self.published)}"
        self._add(next(iter(self._columns)), place, count)
        return place

    def stop(self) -> None:
        self._enough.set()
        self.join()

    def _add(self, path: str, place: str, count: int) -> None:
        with self._writing:
            begin = len(self.published)
            items = [
                Item(name=f"{place}-{number}", title=f"Truce collapses in district {number}")
                for number in range(begin, begin + count)
            ]
            self._columns[path][:0] = items
            self.published += items
            self._feeds.publish(path, rss(*self._columns[path]))
