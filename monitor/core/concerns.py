"""What a person should know about a running newsmonitor, in words, each with what to do about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import assert_never

from monitor.core.deliveries import Condition, State
from monitor.core.deliveries.conditions import TELL_AFTER
from monitor.core.durations import show
from monitor.core.health import Health, Word
from monitor.core.ids import ChannelName, FeedId
from monitor.core.reports import DaemonReport, DeliveryReport, Holders, Lag
from monitor.core.sanitise import plain

SILENT_AFTER = timedelta(minutes=1)  # a daemon speaks up every ten seconds
LATE_AFTER = timedelta(minutes=10)  # nobody sends on a channel whose oldest delivery has waited for so long

_LONGEST_DETAIL = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """about: the thing ("feed herald"); remedy: "" when there is nothing to do; urgent: it needs a person."""

    about: str
    sentence: str
    remedy: str = ""
    urgent: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things stand: what was asked of the store, and of the files, at one moment (the store's clock).

    roles: those that somebody must work; rules: the fingerprint of the rule files as they are now, None when
    they hold mistakes; given_up: entries of the streams that failed five times; conditions: of the channels that
    are not simply working; zone: of the times in sentences.
    """

    now: datetime
    roles: tuple[str, ...]
    channels: frozenset[ChannelName]
    rules: str | None
    daemons: tuple[DaemonReport, ...]
    feeds: Mapping[FeedId, Health]
    deliveries: tuple[DeliveryReport, ...]
    given_up: int
    conditions: Mapping[ChannelName, Condition] = field(default_factory=dict)
    holders: Holders = field(default_factory=Holders)
    lag: Lag = field(default_factory=Lag)
    zone: tzinfo = UTC


def concerns(standing: Standing) -> tuple[Concern, ...]:
    """Those that need a person first, otherwise in the order of the pipeline."""
    found = [
        *_daemons(standing),
        *_reloads(standing),
        *_rules(standing),
        *_feeds(standing.feeds),
        *_behind(standing),
        *_given_up(standing.given_up),
        *_conditions(standing),
        *_deliveries(standing),
    ]
    return tuple(sorted(found, key=lambda concern: not concern.urgent))


def awake(standing: Standing) -> tuple[DaemonReport, ...]:
    """The daemons that were heard of just now."""
    return tuple(daemon for daemon in standing.daemons if standing.now - daemon.seen < SILENT_AFTER)


def _daemons(standing: Standing) -> Iterator[Concern]:
    working = awake(standing)
    if not working:
        heard = max(standing.daemons, key=lambda daemon: daemon.seen, default=None)
        silence = (
            f"; the last, pid {heard.pid}, fell silent {show(standing.now - heard.seen)} ago" if heard else ""
        )
        remedy = "start one: newsmonitor run, or systemctl start newsmonitor"
        yield Concern(about="daemon", sentence=f"none is running{silence}", remedy=remedy)
        return
    if missing := [role for role in standing.roles if not any(role in each.roles for each in working)]:
        yield Concern(
            about="daemon",
            sentence=f"none works {', '.join(missing)}: everything waits there",
            remedy=f"start one that does: newsmonitor run --roles {','.join(missing)}",
        )
    for daemon in standing.daemons:
        if daemon not in working:
            yield Concern(
                about=f"daemon {plain(daemon.name)}",
                sentence=f"silent for {show(standing.now - daemon.seen)} (pid {daemon.pid})",
                remedy="if it was meant to run: journalctl -u newsmonitor",
                urgent=False,
            )


def _rules(standing: Standing) -> Iterator[Concern]:
    matching = [daemon for daemon in awake(standing) if "match" in daemon.roles]
    in_force = {daemon.fingerprint for daemon in matching}
    if len(in_force) > 1:
        sets = ", ".join(f"pid {daemon.pid}: {_many(daemon.rules, 'rule')}" for daemon in matching)
        sentence = f"daemons judge by different rules ({sets})"
        remedy = f"give all the same files, then {_reload(*matching)}"
        yield Concern(about="rules", sentence=sentence, remedy=remedy)
    problems = dict.fromkeys(problem for daemon in matching for problem in daemon.problems)
    for problem in problems:
        place = plain(problem.partition("\n")[0], _LONGEST_DETAIL)
        yield Concern(
            about="rules",
            sentence=f"{place}; the last good version of the file runs",
            remedy=f"newsmonitor rules check shows the place; once mended, {_reload(*matching)}",
        )
    if standing.rules is None and matching and not problems:
        yield Concern(
            about="rules",
            sentence="the rule files hold mistakes that no daemon has met yet",
            remedy="newsmonitor rules check shows them",
        )
    elif standing.rules is not None and in_force and standing.rules not in in_force:
        sentence = "the rule files have changed since they were read"
        yield Concern(about="rules", sentence=sentence, remedy=_reload(*matching), urgent=False)


def _reloads(standing: Standing) -> Iterator[Concern]:
    known = len(standing.feeds)
    for daemon in awake(standing):
        if "poll" in daemon.roles and daemon.feeds != known:
            yield Concern(
                about="config.yaml",
                sentence=f"it names {_many(known, 'feed')}, the daemon with pid {daemon.pid} watches {daemon.feeds}",
                remedy=_reload(daemon),
                urgent=False,
            )


def _reload(*daemons: DaemonReport) -> str:
    pids = " ".join(str(daemon.pid) for daemon in daemons)
    return f"have them read again: kill -HUP {pids}, or systemctl reload newsmonitor"


def _feeds(feeds: Mapping[FeedId, Health]) -> Iterator[Concern]:
    if feeds and all(health.word is Word.FAILING for health in feeds.values()):
        sentence = f"none of {_many(len(feeds), 'feed')} can be read"
        remedy = "this machine may be cut off: newsmonitor doctor looks at its network"
        yield Concern(about="feeds", sentence=sentence, remedy=remedy)
    for feed, health in feeds.items():
        if health.word not in (Word.FINE, Word.UNREAD) or health.remedy:
            yield Concern(
                about=f"feed {feed}",
                sentence=health.sentence,
                remedy=health.remedy,
                urgent=health.urgent,
            )


def _given_up(entries: int) -> Iterator[Concern]:
    if entries:
        yield Concern(
            about="pipeline",
            sentence=f"given up after five attempts: {entries} articles or matches",
            remedy='the log of the daemon says why: look for "failed, will be tried again"',
        )


def _behind(standing: Standing) -> Iterator[Concern]:
    stages = (
        ("poll", "feeds", standing.lag.feeds),
        ("match", "articles", standing.lag.articles),
        ("desk", "matches", standing.lag.matches),
    )
    for role, what, lag in stages:
        if lag > LATE_AFTER and any(role in daemon.roles for daemon in awake(standing)):
            yield Concern(
                about="pipeline",
                sentence=f"{what} wait for {show(lag)}",
                remedy=f"start another daemon: newsmonitor run --roles {role}",
            )


def _conditions(standing: Standing) -> Iterator[Concern]:
    for channel, condition in sorted(standing.conditions.items()):
        if channel in standing.channels and _is_told(condition):
            yield _condition(channel, condition, standing)


def _is_told(condition: Condition) -> bool:
    """Of the channel as a whole, with how many wait for it; not of each delivery again."""
    return condition.shut or condition.rest > timedelta(0)


def _condition(channel: ChannelName, condition: Condition, standing: Standing) -> Concern:
    detail = plain(condition.detail, _LONGEST_DETAIL) or "no reason was given"
    waits = sum(
        each.channel == channel and each.state in ("waiting", "retry", "sending")
        for each in standing.deliveries
    )
    waiting = f", {_many(waits, 'alert')} {'waits' if waits == 1 else 'wait'}" if waits else ""
    tried = (
        f"next try in {show(condition.rest)}" if condition.rest >= timedelta(seconds=1) else "next try now"
    )
    since = _time(condition.since, standing)
    remedy = f"newsmonitor channels test {channel}"
    match condition.state:
        case State.WORKING:
            sentence = f"it asked for a pause ({detail}){waiting}, {tried}"
            return Concern(about=f"channel {channel}", sentence=sentence, urgent=False)
        case State.OPEN:
            sentence = f"not reachable{since} ({detail}){waiting}, {tried}"
            lasting = condition.since is None or standing.now - condition.since > TELL_AFTER
            return Concern(about=f"channel {channel}", sentence=sentence, remedy=remedy, urgent=lasting)
        case State.BROKEN:
            sentence = f"refuses our messages{since} ({detail}){waiting}, {tried}"
            remedy = (
                f"mend its address or token, then {remedy}; what could not wait: newsmonitor deliveries dead"
            )
            return Concern(about=f"channel {channel}", sentence=sentence, remedy=remedy)
        case _:
            assert_never(condition.state)


def _time(moment: datetime | None, standing: Standing) -> str:
    if moment is None:
        return ""
    local, today = moment.astimezone(standing.zone), standing.now.astimezone(standing.zone)
    return f" since {local:%H:%M}" if local.date() == today.date() else f" since {local:%Y-%m-%d %H:%M}"


def _deliveries(standing: Standing) -> Iterator[Concern]:
    for channel in sorted({delivery.channel for delivery in standing.deliveries}):
        there = [delivery for delivery in standing.deliveries if delivery.channel == channel]
        yield from _on_channel(channel, there, standing)


def _on_channel(
    channel: ChannelName, deliveries: Sequence[DeliveryReport], standing: Standing
) -> Iterator[Concern]:
    about = f"channel {channel}"
    states = {
        state: [each for each in deliveries if each.state == state] for state in ("dead", "held", "retry")
    }
    if dead := states["dead"]:
        yield Concern(
            about=about,
            sentence=f"{_many(len(dead), 'delivery')} could not be sent: {_last(dead)}",
            remedy=f"newsmonitor channels test {channel}; then newsmonitor deliveries retry --all-dead",
        )
    if held := states["held"]:
        yield Concern(
            about=about,
            sentence=f"{_many(len(held), 'delivery')} may have arrived and must not be sent twice: {_last(held)}",
            remedy="look there; then newsmonitor deliveries drop ID, or retry ID",
        )
    condition = standing.conditions.get(channel, Condition())
    if channel not in standing.channels or not _is_told(condition):
        yield from _waiting(channel, states["retry"], deliveries, standing)


def _waiting(
    channel: ChannelName,
    retried: Sequence[DeliveryReport],
    deliveries: Sequence[DeliveryReport],
    standing: Standing,
) -> Iterator[Concern]:
    about = f"channel {channel}"
    if retried:
        sentence = f"{_many(len(retried), 'delivery')} will be tried again: {_last(retried)}"
        yield Concern(about=about, sentence=sentence, urgent=False)
    late = [
        each
        for each in deliveries
        if each.state in ("waiting", "retry") and standing.now - each.created > LATE_AFTER
    ]
    if late and channel not in standing.channels:
        yield Concern(
            about=about,
            sentence=f"{_many(len(late), 'delivery')} waiting for a channel that config.yaml does not have",
            remedy="a daemon that delivers moves them to its fallback or the default route within two minutes",
        )
    elif waiting := [each for each in late if each.state == "waiting"]:
        yield Concern(
            about=about,
            sentence=f"{_many(len(waiting), 'delivery')} not sent for {show(standing.now - waiting[0].created)}",
            remedy=f"newsmonitor channels test {channel}",
        )


def _many(count: int, noun: str) -> str:
    return (
        f"{count} {noun}" if count == 1 else f"{count} {noun.removesuffix('y') + 'ie' * noun.endswith('y')}s"
    )


def _last(deliveries: Sequence[DeliveryReport]) -> str:
    """What was said the last time."""
    latest = max(deliveries, key=lambda delivery: delivery.changed or delivery.created)
    return plain(latest.detail, _LONGEST_DETAIL) or "no reason was given"
