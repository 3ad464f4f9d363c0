"""`newsmonitor status`: what is watched, what is wrong and what to do about it, on one screen."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import options, tables
from monitor.cli.run import ROLES
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.config.settings import Config
    from monitor.core.alerts import Alert
    from monitor.core.concerns import Concern, Standing
    from monitor.core.deliveries import Condition
    from monitor.core.reports import DaemonReport

_ONE = {"articles": "article", "matches": "match", "deliveries": "delivery"}
_LATE = timedelta(seconds=5)
_CONCERNS_SHOWN = 10  # one screen
_ALERTS_LOOKED_AT = 20  # among the newest there may be notices to the operator, which are no news


@dataclass(frozen=True, slots=True, kw_only=True)
class _Screen:
    """What is shown. waiting: how much work lies between the stages, by what it is."""

    standing: "Standing"
    concerns: "tuple[Concern, ...]"
    waiting: dict[str, int]
    last: "Alert | None"
    zone: tzinfo

    @property
    def urgent(self) -> int:
        return sum(concern.urgent for concern in self.concerns)


def status(
    *,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """How things stand, and what to do. Exit 1 when something needs a person."""
    screen = asyncio.run(_look(config))
    if as_json:
        tables.print_json(_plain(screen))
    elif screen.urgent or not quiet:
        _print(screen, quiet=quiet)
    raise typer.Exit(1 if screen.urgent else 0)


async def _look(path: Path | None) -> _Screen:
    from monitor.cli.connected import connected
    from monitor.core import alerts, concerns
    from monitor.core.concerns import Standing
    from monitor.core.health import health

    async with connected(path) as (config, store):
        now = await store.reading.now()
        backlog = await store.housekeeping.backlog()
        deliveries = await store.reading.deliveries()
        reports = await store.reading.feeds([feed.id for feed in config.feeds])
        standing = Standing(
            now=now,
            roles=tuple(ROLES.split(",")),
            channels=frozenset(config.channels),
            rules=_fingerprint(config),
            daemons=await store.reading.daemons(),
            feeds={report.feed: health(report, now) for report in reports},
            deliveries=deliveries,
            given_up=max(0, backlog.dead - sum(delivery.state == "dead" for delivery in deliveries)),
            conditions=await store.progress.conditions(),
            holders=await store.progress.holders([feed.id for feed in config.feeds]),
            lag=await store.progress.lag(),
            zone=config.zone,
        )
        newest = await store.reading.alerts(limit=_ALERTS_LOOKED_AT)
    told = (report.alert for report in newest if report.alert.phase != alerts.NOTICE)
    return _Screen(
        standing=standing,
        concerns=concerns.concerns(standing),
        waiting={
            "articles": backlog.articles,
            "matches": backlog.matches,
            "deliveries": backlog.deliveries,
        },
        last=next(told, None),
        zone=config.zone,
    )


def _fingerprint(config: "Config") -> str | None:
    """Of the rule files as they are now; None when they hold mistakes."""
    from monitor.config import rulefiles
    from monitor.core.errors import ConfigError
    from monitor.core.rules import RuleSet

    try:
        rules = rulefiles.load_rules(config.rules, channels=frozenset(config.channels))
    except ConfigError:
        return None
    return RuleSet.of(rules).fingerprint


def _print(screen: _Screen, *, quiet: bool) -> None:
    """quiet: only what needs a person."""
    if not quiet:
        _print_standing(screen)
    concerns = [concern for concern in screen.concerns if concern.urgent or not quiet]
    for concern in concerns[:_CONCERNS_SHOWN]:
        sentence = Cell(f"{concern.about}: {concern.sentence}", "bold red" if concern.urgent else "")
        tables.print_lines([sentence], mark="! " if concern.urgent else "- ")
        if concern.remedy:
            tables.print_lines([concern.remedy], indent=4, mark="-> ")
    if (more := len(concerns) - _CONCERNS_SHOWN) > 0:
        tables.print_lines([f"and {more} more: newsmonitor feeds list, newsmonitor deliveries list"])
    if concerns:
        typer.echo("")
    tables.print_lines([_sum(screen)])


def _print_standing(screen: _Screen) -> None:
    from monitor.core.concerns import awake

    working = awake(screen.standing)
    fields: list[tuple[str, str | Cell]] = [
        ("running", _daemon(daemon, working, screen)) for daemon in working
    ] or [("running", Cell("nothing", "bold red"))]
    fields += [("watching", _feeds(screen)), ("waiting", _waiting(screen)), ("last alert", _last(screen))]
    tables.print_card(fields)
    typer.echo("")


def _daemon(daemon: "DaemonReport", working: "Sequence[DaemonReport]", screen: _Screen) -> Cell:
    """Of several, each with its machine and what it holds; red when they judge by different rules."""
    from monitor.core.sanitise import plain

    since = tables.local(daemon.started, screen.zone)
    roles = "" if daemon.roles == screen.standing.roles else f", only {', '.join(daemon.roles)}"
    where, holds = "", ""
    if len(working) > 1:
        where = f" on {plain(daemon.name.partition(':')[0])}"
        holds = f", {_holds(daemon, screen)}"
    text = (
        f"pid {daemon.pid}{where} since {since}{roles}: {_many(daemon.feeds, 'feed')}, "
        f"{_many(daemon.rules, 'rule')} (set {daemon.fingerprint[:6]}){holds}"
    )
    sets = {each.fingerprint for each in working if "match" in each.roles}
    return Cell(text, "bold red" if len(sets) > 1 and "match" in daemon.roles else "")


def _holds(daemon: "DaemonReport", screen: _Screen) -> str:
    """The leases of one daemon at this moment."""
    holders = screen.standing.holders
    held = ["desk"] if daemon.word and holders.desk == daemon.word else []
    held += [f"channel {name}" for name, word in holders.channels.items() if word == daemon.word]
    if polling := holders.feeds.get(daemon.word, 0):
        held.append(f"{_many(polling, 'poll')} under way")
    return f"holds {', '.join(held)}" if held else "holds nothing now"


def _feeds(screen: _Screen) -> str:
    from monitor.core.health import Word

    feeds = screen.standing.feeds
    counts = Counter(health.word for health in feeds.values())
    words = [f"{counts[word]} {word}" for word in reversed(Word) if counts[word]]
    if not feeds:
        return "no feeds"
    return f"{_many(len(feeds), 'feed')}: {', '.join(words)}{_late(screen.standing.lag.feeds)}"


def _waiting(screen: _Screen) -> str:
    lag = screen.standing.lag
    waiting = [
        f"{count:,} {_ONE[what] if count == 1 else what}{_late(getattr(lag, what))}"
        for what, count in screen.waiting.items()
        if count
    ]
    return ", ".join(waiting) or "nothing"


def _late(lag: timedelta) -> str:
    """How late the oldest is; a few seconds are the rhythm of the work."""
    from monitor.core.durations import show

    return f" (oldest {show(lag)} late)" if lag >= _LATE else ""


def _last(screen: _Screen) -> str:
    from monitor.core.durations import show
    from monitor.core.sanitise import plain

    alert = screen.last
    if alert is None:
        return "none so far"
    ago = show(max(screen.standing.now - alert.raised, timedelta(seconds=1)))
    return f"#{alert.short} {ago} ago, {alert.severity}: {plain(alert.headline)} ({plain(alert.outlet)})"


def _sum(screen: _Screen) -> Cell:
    if not screen.urgent:
        return Cell("Nothing needs you.", "green")
    return Cell(f"{_many(screen.urgent, 'thing')} need{'s' if screen.urgent == 1 else ''} you.", "bold red")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _plain_condition(condition: "Condition") -> dict[str, Any]:
    return asdict(condition) | {
        "since": tables.iso(condition.since),
        "rest": condition.rest.total_seconds(),
    }


def _plain(screen: _Screen) -> dict[str, Any]:
    alert = screen.last
    return {
        "good": not screen.urgent,
        "daemons": [
            asdict(daemon) | {"started": tables.iso(daemon.started), "seen": tables.iso(daemon.seen)}
            for daemon in screen.standing.daemons
        ],
        "feeds": [{"id": feed, **asdict(health)} for feed, health in screen.standing.feeds.items()],
        "waiting": screen.waiting,
        "lag_seconds": {what: lag.total_seconds() for what, lag in asdict(screen.standing.lag).items()},
        "leases": asdict(screen.standing.holders),
        "channels": {name: _plain_condition(each) for name, each in screen.standing.conditions.items()},
        "concerns": [asdict(concern) for concern in screen.concerns],
        "last_alert": alert
        and {
            "id": alert.id,
            "short": alert.short,
            "raised": tables.iso(alert.raised),
            "headline": alert.headline,
        },
    }
