"""What two feeds bring in their two editions, which rules ask for it, and what must have come of it in the end.

In the first edition one outlet tells four things: one that waits for a second source, and one that two rules ask for.
Then the time to wait is over. In the second edition a headline was edited, and another outlet tells two of the stories.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from monitor.core.clauses import parse
from monitor.core.feeds import Feed
from monitor.core.ids import ChannelName, FeedId, RuleId
from monitor.core.matching import Index
from monitor.core.parsing import Entry, Parsed
from monitor.core.policies import Corroborate, Policy
from monitor.core.rules import Rule, RuleSet

WIRE = Feed(id=FeedId("wire"), url="https://wire.example/feed", outlet="Wire")
COURIER = Feed(id=FeedId("courier"), url="https://courier.example/feed", outlet="Courier")
FEEDS = (WIRE, COURIER)
CHANNELS = (ChannelName("desk"), ChannelName("mail"))
STALLED = "Truce talks stalled in Cairo over prisoner lists"
EDITED, JOINS = f"{STALLED}, no new date", f"{STALLED}, ceasefire ended"
BRIDGE, ENDED = "Minister opens a bridge", "Ceasefire ended on the islands"
BOTH = "Refinery blast starts harbour fire"
DAM, FLOODED = "Dam bursts above Kelmar", "Dam bursts above Kelmar, valley flooded"
EDITIONS = (
    {WIRE: (STALLED, BRIDGE, ENDED, BOTH, DAM), COURIER: ()},
    {WIRE: (EDITED, BRIDGE, ENDED, BOTH, DAM), COURIER: (JOINS, FLOODED)},
)
TOLD = {  # headline, rules, reason, note
    (STALLED, ("stalled",), "new story", ""),
    (ENDED, ("ended",), "new story", ""),
    (BOTH, ("blast", "fire"), "new story", ""),
    (DAM, ("dam",), "new story", "one outlet only"),
    (FLOODED, ("dam",), "confirmed: 2 independent outlets tell it", ""),
    (JOINS, ("ended",), "also matched by ended", ""),
}
COUNTED = {
    "articles:new": 7,
    "articles:edited": 1,
    "articles:matched": 8,
    "matches": 9,
    "alerts": len(TOLD),
    "told": len(TOLD),
    "suppressed:together": 1,
    "suppressed:edit": 1,
    "suppressed:told": 1,
    "deliveries:sent": len(TOLD) * len(CHANNELS),
}


def rule(name: str, phrase: str, **policy: Any) -> Rule:
    return Rule(
        id=RuleId(name),
        event=parse(f'"{phrase}"'),
        policy=Policy(title=name, channels=CHANNELS, **policy),
        file="rules.yaml",
        line=1,
        fingerprint=phrase,
    )


RULES = Index.of(
    RuleSet.of(
        (
            rule("stalled", "talks stalled"),
            rule("ended", "ceasefire ended"),
            rule("blast", "refinery blast"),
            rule("fire", "harbour fire"),
            rule("dam", "dam bursts", corroborate=Corroborate(outlets=2, within=timedelta(hours=1))),
        )
    )
)


def body(feed: Feed, edition: int) -> bytes:
    return f"{feed.id} {edition}".encode()


def document(feed: Feed, titles: Sequence[str]) -> Parsed:
    entries = (
        Entry(guid=f"{feed.id}-{n}", link=f"https://{feed.id}.example/{n}", title=title)
        for n, title in enumerate(titles)
    )
    return Parsed(entries=tuple(entries))


DOCUMENTS = {
    body(feed, number): document(feed, titles)
    for number, edition in enumerate(EDITIONS)
    for feed, titles in edition.items()
}
