"""What web servers answered to a send: status and Retry-After, which Apprise does not pass on.

Every service that speaks HTTP does so through urllib3, whose connections make their answers from one class. Ours notes
what it reads, in a thread that asked for it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse

from urllib3.connection import HTTPConnection

_here = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """retry_after as written: seconds or a date (RFC 9110, 10.2.3); date is the server's own."""

    status: int
    retry_after: str | None = None
    date: str | None = None


class _Noted(HTTPResponse):
    def begin(self) -> None:
        super().begin()
        noted: list[Answer] | None = getattr(_here, "noted", None)
        if noted is not None:
            said = self.headers
            noted.append(
                Answer(status=self.status, retry_after=said.get("Retry-After"), date=said.get("Date"))
            )


HTTPConnection.response_class = _Noted


@contextmanager
def noted() -> Iterator[list[Answer]]:
    """Every answer this thread reads meanwhile, in order."""
    heard: list[Answer] = []
    _here.noted = heard
    try:
        yield heard
    finally:
        _here.noted = None
