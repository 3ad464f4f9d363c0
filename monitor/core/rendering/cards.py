"""The card: what is told of an alert, in pieces, before it has a form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from monitor.core import sanitise
from monitor.core.alerts import NEW, NOTICE, Alert
from monitor.core.channels import Severity
from monitor.core.ids import ChannelName
from monitor.core.rendering import changes
from monitor.core.rendering.changes import Change
from monitor.core.sanitise import Span

Line = tuple[Span, ...]

_DIGEST = "digest"
_OF_OUR_OWN = frozenset({NOTICE, _DIGEST})  # what no article brought
_BROADCAST = frozenset({"severity", "confirmed"})
_TOPIC_LIMIT = 120
_HEADLINE_LIMIT = 300
_EXCERPT_LIMIT = 1200
_NAME_LIMIT = 60
_WHY_LIMIT = 200
_UPDATE_LIMIT = 120
_NOTE_LIMIT = 60
_OUTLETS_NAMED = 2
_WORDS_SHOWN = 6
_MOST_ITEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the excerpt; in a digest, one headline with its link."""

    line: Line
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One alert to be shown.

    Every text is one line out of core/sanitise.py: safe as plain text, and still to be escaped by a form with markup.

    label: the severity in capitals, or "newsmonitor" for word about the daemon itself. topic: what the rule is about.
    time: when it was published, or else first seen. update: what has changed since the first message of the story on
    this channel; empty in that one. broadcast: an update nobody should overlook, not even in a thread. change: of an
    edited headline, what went and what came; its pieces after are the headline. why is empty for a notice.
    note: what a reader must know before he relies on it. company: who else tells it, and how many more articles.
    more: items of a digest that are not shown.
    """

    severity: Severity
    label: str
    topic: str
    headline: Line
    link: str | None
    outlet: str
    time: str
    excerpt: tuple[Item, ...]
    more: int = 0
    why: str
    short: str
    repeat: bool
    update: str = ""
    broadcast: bool = False
    change: Change | None = None
    note: str = ""
    company: str = ""

    @property
    def source(self) -> str:
        return joined((self.outlet, self.time), " · ")

    @property
    def signature(self) -> str:
        """The short id, and whether this message may be a repeat."""
        return f"#{self.short}" + (
            " · possible repeat: this may have reached you before" if self.repeat else ""
        )


def is_update(alert: Alert, channel: ChannelName | None) -> bool:
    """Whether this channel has heard of the story before; None stands for one that was there from the beginning."""
    return _kind(alert) not in {NEW, *_OF_OUR_OWN} and channel not in alert.first_on


def card(alert: Alert, *, zone: tzinfo, repeat: bool = False, channel: ChannelName | None = None) -> Card:
    """What is told of an alert on a channel; times are shown in zone."""
    kind, update = _kind(alert), is_update(alert, channel)
    of_our_own = kind in _OF_OUR_OWN
    excerpt, more = _excerpt(alert)
    return Card(
        severity=alert.severity,
        label="newsmonitor" if kind == NOTICE else alert.severity.upper(),
        topic=sanitise.line(alert.title, _TOPIC_LIMIT),
        headline=sanitise.spans(alert.headline, _HEADLINE_LIMIT, _marks(alert, "title")),
        link=sanitise.link(alert.link),
        outlet="" if of_our_own else sanitise.line(alert.outlet, _NAME_LIMIT),
        time="" if of_our_own else _time(alert, zone),
        excerpt=excerpt,
        more=more,
        why="" if kind == NOTICE else _why(alert),
        short=alert.short,
        repeat=repeat,
        update=sanitise.line(alert.reason, _UPDATE_LIMIT) if update else "",
        broadcast=update and kind in _BROADCAST,
        change=_change(alert) if update else None,
        note=sanitise.line(alert.note, _NOTE_LIMIT),
        company="" if of_our_own else joined((_others(alert), _held(alert, update)), " · "),
    )


def words(line: Line) -> str:
    return "".join(span.text for span in line)


def joined(parts: Iterable[str | None], between: str) -> str:
    """Those parts that say something."""
    return between.join(part for part in parts if part)


def _kind(alert: Alert) -> str:
    """The phase without what it is about: "outlets" of "outlets:3"."""
    return alert.phase.partition(":")[0]


def _change(alert: Alert) -> Change | None:
    before = sanitise.line(alert.before, _HEADLINE_LIMIT)
    after = sanitise.line(alert.headline, _HEADLINE_LIMIT)
    return changes.diff(before, after) if before and before != after else None


def _others(alert: Alert) -> str:
    """Who else tells the story, by name as far as there is room for names."""
    names = dict.fromkeys(sanitise.line(name, _NAME_LIMIT) for name in alert.outlets)
    others = [name for name in names if name and name != sanitise.line(alert.outlet, _NAME_LIMIT)]
    more = len(others) - _OUTLETS_NAMED
    told = others if more <= 0 else [*others[:_OUTLETS_NAMED], f"{more} more"]
    return f"also told by: {joined((', '.join(told[:-1]), told[-1]), ' and ')}" if told else ""


def _held(alert: Alert, update: bool) -> str:
    if alert.held <= 0:
        return ""
    more = f"{alert.held:,} more article{'' if alert.held == 1 else 's'}"
    return f"{more} since the last message" if update else f"{more} so far"


def _marks(alert: Alert, field: str) -> list[tuple[int, int]]:
    return [(found.start, found.end) for found in alert.evidence if found.field == field]


def _excerpt(alert: Alert) -> tuple[tuple[Item, ...], int]:
    """The lines and how many were left out: those of a notice and of a digest stay lines, others become one."""
    if alert.phase == NOTICE:
        told = sanitise.lines(alert.excerpt, _EXCERPT_LIMIT).splitlines()
        return tuple(Item(line=(Span(text=each),)) for each in told), 0
    if _kind(alert) == _DIGEST:
        told = [each for each in alert.excerpt.splitlines() if sanitise.plain(each)]
        return tuple(map(_digested, told[:_MOST_ITEMS])), max(0, len(told) - _MOST_ITEMS)
    line = sanitise.spans(alert.excerpt, _EXCERPT_LIMIT, _marks(alert, "lead"))
    says_more = words(line) and words(line) != sanitise.line(alert.headline, _EXCERPT_LIMIT)
    return ((Item(line=line),) if says_more else ()), 0


def _digested(told: str) -> Item:
    """A member of a digest: its headline and, as the last word, its link."""
    before, _, last = told.strip().rpartition(" ")
    link = sanitise.link(last)
    return Item(line=(Span(text=sanitise.line(before if link else told, _HEADLINE_LIMIT)),), link=link)


def _time(alert: Alert, zone: tzinfo) -> str:
    if alert.published:
        return _local(alert.published, zone)
    return f"seen {_local(alert.fetched, zone)}" if alert.fetched else ""


def _local(moment: datetime, zone: tzinfo) -> str:
    """A date people of every country read alike: 2026-11-22 15:32 CET."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _why(alert: Alert) -> str:
    """Which rules fired on which words; of a digest, what brought it."""
    found = list(dict.fromkeys(evidence.text.casefold() for evidence in alert.evidence))
    quoted = ", ".join(f"“{sanitise.line(word, _NAME_LIMIT)}”" for word in found[:_WORDS_SHOWN])
    if len(found) > _WORDS_SHOWN:
        quoted += " and more"
    rules = sanitise.line(", ".join(alert.rules), _NAME_LIMIT)
    brought = sanitise.line(alert.reason, _NAME_LIMIT) if _kind(alert) == _DIGEST else ""
    why = joined((brought, f"{rules} matched {quoted}" if quoted else rules), "; ")
    return sanitise.cut(f"Why: {why}", _WHY_LIMIT) if why else ""
