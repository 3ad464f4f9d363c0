"""Stand-ins for the outside world, shipped and held to the same contract tests as the real adapters.

There is none for the store: a real server starts in 50 ms and is what keeps the promises.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zlib import crc32

from monitor.core.deliveries import SendResult, Sent
from monitor.core.errors import ParseFailed
from monitor.core.feeds import Fetched, FetchFailed, FetchResult, NotModified, Trouble, Validators
from monitor.core.parsing import Parsed
from monitor.core.rendering import Message


@dataclass
class FrozenClock:
    """ports.Clock that moves when told to. Raises ValueError for anything but aware UTC."""

    at: datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is not UTC:
            raise ValueError("a clock tells aware UTC: datetime(..., tzinfo=UTC)")

    def now(self) -> datetime:
        return self.at

    def tick(self, step: timedelta) -> None:
        self.at += step


@dataclass
class CannedFetcher:
    """ports.Fetcher over a mapping of URLs to bodies; a body that did not change is NotModified."""

    bodies: dict[str, bytes] = field(default_factory=dict)

    async def fetch(self, url: str, validators: Validators) -> FetchResult:
        body = self.bodies.get(url)
        if body is None:
            detail = f"{urlsplit(url).hostname} answered 404 Not Found"
            return FetchFailed(trouble=Trouble.HTTP, detail=detail, status=404)
        current = Validators(etag=f'"{crc32(body):x}"')
        if validators.etag == current.etag:
            return NotModified(validators=current)
        return Fetched(body=body, validators=current, url=url)


@dataclass
class CannedParser:
    """ports.Parser over a mapping of bodies to what they hold."""

    documents: Mapping[bytes, Parsed]

    async def parse(self, body: bytes, *, url: str, content_type: str | None) -> Parsed:  # noqa: ARG002  the port's form
        if body not in self.documents:
            raise ParseFailed("not-a-feed", "these bytes were not canned")
        return self.documents[body]


@dataclass
class CannedLanguages:
    """ports.Languages over a mapping of titles to languages; asked holds the titles it was asked about."""

    languages: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def detect(self, title: str, lead: str) -> str | None:  # noqa: ARG002  the port's form
        self.asked.append(title)
        return self.languages.get(title)


@dataclass
class RecordingSender:
    """ports.Sender that keeps what it was given. answers are used up from the front; then everything is Sent."""

    sent: list[Message] = field(default_factory=list)
    answers: list[SendResult] = field(default_factory=list)

    def send(self, message: Message) -> SendResult:
        self.sent.append(message)
        return self.answers.pop(0) if self.answers else Sent()
