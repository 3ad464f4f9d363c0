"""Lists of feeds in OPML 2.0 (http://opml.org/spec2.opml), the form in which readers exchange subscriptions.

What is read comes from strangers: declarations of entities are refused, size, depth and number are bounded.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from monitor.core.errors import MonitorError
from monitor.core.feeds import Feed

MOST_BYTES = 8 << 20
MOST_FEEDS = 20_000

_DEEPEST = 64
_OURS = "newsmonitor"  # prefix of what OPML has no word for; other programs leave it alone
_NAMESPACE = "urn:newsmonitor:opml"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed of a list, every text as written there; "" is absent. folders: from the outermost in."""

    url: str
    title: str = ""
    folders: tuple[str, ...] = ()
    language: str = ""
    id: str = ""
    outlet: str = ""
    tier: str = ""


class _Stop(Exception):
    """Out of a handler; expat passes it on."""


def read(raw: bytes) -> tuple[Subscription, ...]:
    """Every feed of the list, in its order. Raises MonitorError with what is wrong with it."""
    if len(raw) > MOST_BYTES:
        raise MonitorError(f"the list has {len(raw):,} bytes; up to {MOST_BYTES:,} are read")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(raw, True)  # noqa: FBT003  expat takes no keywords
    except expat.ExpatError as error:
        message = f"not OPML: line {error.lineno}: {expat.ErrorString(error.code)}"
        raise MonitorError(message) from None
    except _Stop as stop:
        raise MonitorError(str(stop)) from None
    return tuple(reader.found)


def write(feeds: Iterable[Feed], *, title: str) -> str:
    """The list as a document. Tags become folders, the first the outermost; feeds of the same tags share them."""
    root = _Folder()
    for feed in feeds:
        root.below(feed.tags).feeds.append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:{_OURS}="{_NAMESPACE}">',
        f"  <head><title>{_escaped(title)}</title></head>",
        "  <body>",
        *root.lines("    "),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


class _Reader:
    """The state between two elements."""

    def __init__(self) -> None:
        self.found: list[Subscription] = []
        self._folders: list[str] = []  # one per open outline, "" for one that is a feed
        self._is_opml = False
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Stop(f"the list is nested more than {_DEEPEST} deep")
        if not self._is_opml:
            if name.lower() != "opml":
                raise _Stop(f"not OPML: its outermost element is <{name[:40]}>")
            self._is_opml = True
        if name.lower() == "outline":
            self._outline({key.lower(): value.strip() for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        if name.lower() == "outline":
            self._folders.pop()

    def _outline(self, given: dict[str, str]) -> None:
        title = given.get("title") or given.get("text") or ""
        url = given.get("xmlurl", "")
        self._folders.append("" if url else title)
        if not url:
            return
        if len(self.found) == MOST_FEEDS:
            raise _Stop(f"the list has more than {MOST_FEEDS:,} feeds")
        ours = {key: given.get(f"{_OURS}:{key}", "") for key in ("id", "outlet", "tier")}
        folders = tuple(folder for folder in self._folders if folder)
        language = given.get("language", "")
        self.found.append(Subscription(url=url, title=title, folders=folders, language=language, **ours))


class _Folder:
    """Feeds of the same tags, and folders of one tag more."""

    def __init__(self) -> None:
        self.feeds: list[Feed] = []
        self._folders: dict[str, _Folder] = {}

    def below(self, tags: tuple[str, ...]) -> "_Folder":
        folder = self
        for tag in tags:
            folder = folder._folders.setdefault(tag, _Folder())
        return folder

    def lines(self, margin: str) -> Iterator[str]:
        for feed in self.feeds:
            yield f"{margin}<outline {_attributes(feed)}/>"
        for tag, folder in self._folders.items():
            yield f"{margin}<outline text={_quoted(tag)}>"
            yield from folder.lines(f"{margin}  ")
            yield f"{margin}</outline>"


def _attributes(feed: Feed) -> str:
    given = {
        "type": "rss",
        "text": f"{feed.outlet} ({feed.id})",
        "xmlUrl": feed.url,
        "language": feed.language,
        f"{_OURS}:id": feed.id,
        f"{_OURS}:outlet": feed.outlet,
        f"{_OURS}:tier": str(feed.tier),
    }
    return " ".join(f"{name}={_quoted(value)}" for name, value in given.items() if value)


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))


def _escaped(text: str) -> str:
    return _quoted(text)[1:-1]


def _refuse_entity(*_: object) -> None:
    raise _Stop("the list declares entities, which can grow without end; they are not read")
