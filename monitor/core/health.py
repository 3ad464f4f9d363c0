"""How a feed is doing, in words a person can act on. Every list that shows feeds says it this way."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.core.articles.recognition import warning
from monitor.core.durations import show
from monitor.core.feeds import Trouble
from monitor.core.ids import FeedId
from monitor.core.reports import FeedHealth
from monitor.core.sanitise import link, plain

STALE_AFTER = timedelta(days=7)  # a feed that answers and brings nothing new for so long has probably moved
PATIENCE = 5  # failed polls in a row, about an hour: what passes by itself has passed by then
OVERFLOW_TOLD = timedelta(days=1)  # one bad night is no news for ever

_LONGEST_DETAIL = 300


class Word(StrEnum):
    """One word for a table, in the order of how much it matters."""

    FAILING = "failing"
    WAITING = "asked to wait"
    STALE = "stale"
    UNREAD = "never read"
    FINE = "fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """remedy: what a person can do about it, "" when nothing. urgent: it will not mend itself.

    note: what is peculiar to the feed and will stay so, "" when nothing: no reason to act.
    """

    word: Word
    sentence: str
    remedy: str = ""
    urgent: bool = False
    note: str = ""


def health(feed: FeedHealth, now: datetime) -> Health:
    """now is the store's clock, as are the times of the report. The sentence is fit for a terminal."""
    judged = _judged(feed, now)
    said, remedies = _articles(feed, now)
    return replace(
        judged,
        sentence=_joined(judged.sentence, *said),
        remedy=_joined(judged.remedy, *remedies),
        note=warning(feed.recognition) if feed.recognition else "",
    )


def _articles(feed: FeedHealth, now: datetime) -> tuple[list[str], list[str]]:
    """What its articles went through, and what to do about it."""
    said, remedies = [], []
    if feed.overflow is not None and now - feed.overflow < OVERFLOW_TOLD:
        ago = _ago(feed.overflow, now)
        said.append(f"{ago} every article of it was new: some may have been missed between two polls")
        remedies.append(OFTENER)
    if feed.held:
        articles = "article is" if feed.held == 1 else "articles are"
        said.append(f"{feed.held} older {articles} held back as backfill")
        remedies.append(release(feed.feed))
    return said, remedies


OFTENER = "have it asked more often: a lower poll.min in config.yaml"


def release(feed: FeedId) -> str:
    """How to get what is held back."""
    return f"to be told of them: newsmonitor feeds release {feed}"


def _judged(feed: FeedHealth, now: datetime) -> Health:
    """By its polls alone."""
    if feed.trouble:
        return _troubled(feed, now)
    if feed.asked is None:
        return Health(word=Word.UNREAD, sentence=_joined("not polled yet", _next(feed, "first poll")))
    word, remedy = Word.FINE, ""
    news = "nothing in it so far" if feed.news is None else f"last news {_ago(feed.news, now)}"
    if feed.news is not None and now - feed.news > STALE_AFTER:
        word, remedy = Word.STALE, _LOOK
        news = f"answers, but brought nothing new for {show(now - feed.news)}"
    if feed.moved_to:
        address = link(feed.moved_to)
        news += f"; moved for good to {address}" if address else "; moved for good"
        remedy = f"write {address or 'its new address'} as its url in config.yaml"
    return Health(word=word, sentence=_joined(news, _next(feed, "next poll")), remedy=remedy)


_LOOK = "open its url in a browser; if it has moved, newsmonitor feeds probe PAGE finds the feeds of a page"
_NETWORK = "if its url opens in a browser, newsmonitor doctor looks at this machine's network"

# What a person can do. RATE_LIMITED mends itself: the feed is asked less often until it answers again.
_REMEDIES = {
    Trouble.DNS: f"check the host in its url; {_NETWORK}",
    Trouble.CONNECT: _NETWORK,
    Trouble.TLS: "check this machine's clock; behind a proxy that opens TLS, set network.ca_file",
    Trouble.TIMEOUT: _NETWORK,
    Trouble.BLOCKED: "if this address is meant to be reached, name it in network.allow_private",
    Trouble.REDIRECT: "open its url in a browser and write the address it ends at into config.yaml",
    Trouble.TOO_LARGE: "use a smaller feed of this outlet: newsmonitor feeds probe PAGE lists those of a page",
    Trouble.PROTOCOL: _NETWORK,
    Trouble.GONE: "take it out of config.yaml, or find its successor: newsmonitor feeds probe PAGE",
    Trouble.HTTP: _LOOK,
    Trouble.PARSE: _LOOK,
    Trouble.QUARANTINED: "tell the outlet that its feed cannot be read, or take it out of config.yaml",
}
_LASTING = frozenset(
    {Trouble.BLOCKED, Trouble.REDIRECT, Trouble.TOO_LARGE, Trouble.GONE, Trouble.QUARANTINED}
)


def _troubled(feed: FeedHealth, now: datetime) -> Health:
    trouble = Trouble(feed.trouble)
    detail = plain(feed.detail, _LONGEST_DETAIL) or trouble.value
    following = _next(feed, "next try")
    if trouble is Trouble.RATE_LIMITED:
        return Health(word=Word.WAITING, sentence=_joined(detail, following))
    failed = "the last poll failed" if feed.failures <= 1 else f"the last {feed.failures} polls failed"
    seen = "never read so far" if feed.read is None else f"last document {_ago(feed.read, now)}"
    urgent = trouble in _LASTING or feed.failures >= PATIENCE
    return Health(
        word=Word.FAILING,
        sentence=_joined(f"{failed}: {detail}", seen, following),
        remedy=_REMEDIES[trouble] if urgent else "",
        urgent=urgent,
    )


def _next(feed: FeedHealth, what: str) -> str:
    if feed.due_in is None:
        return ""
    return f"{what} in {show(feed.due_in)}" if feed.due_in >= timedelta(seconds=1) else f"{what} now"


def _ago(moment: datetime, now: datetime) -> str:
    return f"{show(max(now - moment, timedelta(seconds=1)))} ago"


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
