"""What goes wrong with a feed, and that it is over: one calm line each."""

from collections.abc import Iterator, Mapping, Sequence

from monitor.core.durations import show
from monitor.core.feeds import Trouble
from monitor.core.ids import FeedId
from monitor.core.reports import FeedHealth
from monitor.core.sanitise import plain


class Watch:
    """Compares how feeds are doing with how they were doing at the last look."""

    def __init__(self, outlets: Mapping[FeedId, str]) -> None:
        self._outlets = outlets
        self._before: dict[FeedId, FeedHealth] = {}
        self._failed: set[FeedId] = set()
        self._waiting: set[FeedId] = set()

    @property
    def failed(self) -> int:
        """Feeds that could not be read, or not without mending, at one time or another."""
        return len(self._failed)

    @property
    def waiting(self) -> int:
        """Feeds that asked to be left in peace for a while."""
        return len(self._waiting)

    def look(self, feeds: Sequence[FeedHealth]) -> Iterator[str]:
        """A sentence for each feed whose state is another than before."""
        for feed in feeds:
            before = self._before.get(feed.feed, FeedHealth(feed=feed.feed))
            self._before[feed.feed] = feed
            if (feed.trouble, feed.detail) != (before.trouble, before.detail):
                yield from self._told(feed, before)

    def _told(self, feed: FeedHealth, before: FeedHealth) -> Iterator[str]:
        outlet = self._outlets[feed.feed]
        if feed.trouble == Trouble.RATE_LIMITED:
            self._waiting.add(feed.feed)
            yield f"{outlet} asks us to wait (429){_again(feed)}. The others go on."
        elif feed.trouble:
            self._failed.add(feed.feed)
            yield f"{outlet} cannot be read: {plain(feed.detail)}{_again(feed)}."
        elif feed.detail:
            self._failed.add(feed.feed)
            yield f"{outlet} sent broken XML ({plain(feed.detail)}); everything in it could be read all the same."
        elif before.trouble:
            yield f"{outlet} answers again; what it published meanwhile is read now."


def _again(feed: FeedHealth) -> str:
    return f"; it is asked again in {show(feed.due_in)}" if feed.due_in else ""
