"""Where alerts arrive: a webhook and a mailbox, and what a person reads there."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy

from tests.adapters.channel_servers import Endpoint

_SIGNATURE = re.compile(r"#(?P<short>[0-9A-Z]{5})(?P<repeat> · possible repeat)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message as it was received. repeat: it says that it may have been received before."""

    title: str
    text: str
    short: str
    repeat: bool

    @classmethod
    def read(cls, title: str, text: str) -> "Told":
        """What a person sees: the characters that keep a word from becoming a link have no width."""
        text = text.replace("\u2060", "")
        signature = _SIGNATURE.search(text)
        assert signature is not None, f"a message without its id: {text}"
        return cls(title=title, text=text, short=signature["short"], repeat=signature["repeat"] is not None)

    @property
    def headline(self) -> str:
        """Of a message in plain text."""
        return self.text.splitlines()[0]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Channels whose URLs are `json://`; each path is a channel of its own."""

    endpoint: Endpoint

    def url(self, path: str = "/alerts") -> str:
        return self.endpoint.url.replace("http://", "json://") + path

    def told(self, path: str = "/alerts") -> list[Told]:
        bodies = [json.loads(body) for where, body in list(self.endpoint.received) if where.startswith(path)]
        return [Told.read(body["title"], body["message"]) for body in bodies]

    def headlines(self, path: str = "/alerts") -> list[str]:
        return [told.headline for told in self.told(path)]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A channel whose URL is `mailto://`."""

    port: int
    mails: list[bytes]

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?mode=insecure&from=news@example.org&to=desk@example.org"

    def told(self) -> list[Told]:
        return [_mail(raw) for raw in list(self.mails)]


def _mail(raw: bytes) -> Told:
    """All forms of the text at once: which of them is shown is up to the reader."""
    mail = message_from_bytes(raw, policy=policy.default)
    texts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return Told.read(str(mail["Subject"]), "\n".join(texts))


def assert_told_at_least_once(received: Sequence[Told], headlines: Iterable[str]) -> None:
    """Every headline arrived; what arrived again carries the id of the first and says that it may be a repeat."""
    copies: defaultdict[str, list[Told]] = defaultdict(list)
    for told in received:
        copies[told.headline].append(told)
    assert set(headlines) - set(copies) == set(), "lost"
    assert set(copies) - set(headlines) == set(), "never published"
    for headline, all_copies in copies.items():
        assert len({told.short for told in all_copies}) == 1, f"two alerts for one article: {headline}"
        unmarked = [told for told in all_copies[1:] if not told.repeat]
        assert not unmarked, f"a repeat that does not say so: {headline}"
