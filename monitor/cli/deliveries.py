"""`newsmonitor deliveries list | dead | retry | drop`: what has not reached people, and what to do about it."""

import asyncio
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from monitor.cli import options, tables
from monitor.cli.tables import Cell
from monitor.core.errors import UsageError

if TYPE_CHECKING:
    from monitor.adapters.redis_store import RedisStore
    from monitor.core.ids import AlertId
    from monitor.core.reports import DeliveryReport

app = typer.Typer(help="Deliveries: one alert on its way to one channel.", no_args_is_help=True)

Config = Annotated[Path | None, typer.Option(help="The config.yaml to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Ids = Annotated[list[str] | None, typer.Argument(help="Ids from `deliveries list`, or their beginnings.")]
Wish = Literal["retry", "drop"]

_SHOWN = 8  # characters of an id that a list shows
_SHORTEST = 4  # characters; fewer name a delivery by accident
_BEFORE = {
    "waiting": "it was waiting",
    "retry": "it was to be tried again",
    "held": "it was held for a person",
    "dead": "it had been given up",
    "dropped": "it had been dropped",
}
_LEFT_ALONE = {
    "sending": "it is being sent right now",
    "sent": "it was sent",
    "moved": "it went to the fallback of its channel",
    "digested": "it was told in a digest",
    "dropped": "it was dropped before",
}


@app.command("list")
def list_deliveries(*, config: Config = None, as_json: AsJson = False) -> None:
    """What is not done: waiting, being sent, to be tried again, held for a person, dead."""
    _list(config, None, as_json=as_json, none="Every alert has reached its channels.")


@app.command()
def dead(*, config: Config = None, as_json: AsJson = False) -> None:
    """What could not be sent, and why."""
    _list(config, "dead", as_json=as_json, none="Nothing is dead.")


@app.command()
def retry(
    ids: Ids = None,
    *,
    all_dead: Annotated[bool, typer.Option("--all-dead", help="All that could not be sent.")] = False,
    config: Config = None,
    quiet: options.Quiet = False,
) -> None:
    """Send again from the start. Exit 1 when something was left alone."""
    if bool(ids) == all_dead:
        raise UsageError("name deliveries to send again, or all that could not be sent: --all-dead")
    _settle(config, ids, "retry", quiet=quiet)


@app.command()
def drop(ids: Ids = None, *, config: Config = None, quiet: options.Quiet = False) -> None:
    """Send no more. Exit 1 when something was left alone."""
    if not ids:
        raise UsageError("name the deliveries to drop; newsmonitor deliveries list shows them")
    _settle(config, ids, "drop", quiet=quiet)


def _list(config: Path | None, state: str | None, *, as_json: bool, none: str) -> None:
    from monitor.cli.alerts.plain import plain_delivery

    found, headlines, zone = asyncio.run(_open(config, state))
    if as_json:
        tables.print_json(
            [{**plain_delivery(each), "headline": headlines.get(each.alert, "")} for each in found]
        )
        return
    titles = ("id", "alert", "channel", "state", "attempts", "since", "what")
    rows = [_row(delivery, headlines.get(delivery.alert, ""), zone) for delivery in found]
    tables.print_table(titles, rows, none=none)


async def _open(
    config: Path | None, state: str | None
) -> "tuple[list[DeliveryReport], dict[AlertId, str], tzinfo]":
    """What is not done (in that state), and the headline of each alert."""
    from monitor.cli.connected import connected

    async with connected(config) as (loaded, store):
        found = [each for each in await store.reading.deliveries() if state in (None, each.state)]
        alerts = {each.alert: await store.reading.alert(each.alert) for each in found}
    headlines = {name: report.alert.headline for name, report in alerts.items() if report}
    return found, headlines, loaded.zone


def _row(delivery: "DeliveryReport", headline: str, zone: tzinfo) -> list[str | Cell]:
    from monitor.core.ids import short
    from monitor.core.sanitise import plain

    detail = f" ({plain(delivery.detail)})" if delivery.detail else ""
    return [
        delivery.id[:_SHOWN],
        f"#{short(delivery.alert)}",
        delivery.channel,
        tables.word(delivery.state),
        str(delivery.attempts),
        tables.local(delivery.created, zone),
        f"{plain(headline)}{detail}",
    ]


def _settle(config: Path | None, wanted: Sequence[str] | None, wish: Wish, *, quiet: bool) -> None:
    done, left = asyncio.run(_settled(config, wanted, wish))
    if not done and not left:
        done = ["Nothing is dead."]
    for sentence in () if quiet else done:
        typer.echo(sentence)
    for sentence in left:
        typer.echo(sentence, err=True)
    raise typer.Exit(1 if left else 0)


async def _settled(
    config: Path | None, wanted: Sequence[str] | None, wish: Wish
) -> tuple[list[str], list[str]]:
    """What was done and what was left alone, in sentences. wanted None: everything that is dead."""
    from monitor.cli.connected import connected

    done: list[str] = []
    left: list[str] = []
    async with connected(config) as (_, store):
        unfinished = await store.reading.deliveries()
        names = [each.id for each in unfinished if each.state == "dead"] if wanted is None else wanted
        for name in names:
            said, sentence = await _settle_one(store, name, unfinished, wish)
            (done if said else left).append(sentence)
    return done, left


async def _settle_one(
    store: "RedisStore", wanted: str, unfinished: "Sequence[DeliveryReport]", wish: Wish
) -> tuple[bool, str]:
    """Whether it was done, and the sentence about it."""
    beginning = wanted.strip().lower()
    if len(beginning) < _SHORTEST:
        return False, f"{wanted}: too short, give at least {_SHORTEST} characters of an id"
    fitting = [each for each in unfinished if each.id.startswith(beginning)]
    if len(fitting) > 1:
        among = ", ".join(each.id for each in fitting)
        return False, f"{wanted}: left alone, several deliveries begin so: {among}"
    report = fitting[0] if fitting else await _finished(store, beginning)
    if report is None:
        return False, f"{wanted}: no such delivery; newsmonitor deliveries list shows what is not done"
    before = await store.outbox.settle(report.id, wish)
    name = f"{report.id[:_SHOWN]} on {report.channel}"
    if before is None or (before in _LEFT_ALONE and (before, wish) != ("dropped", "retry")):
        reason = _LEFT_ALONE.get(before or "", "it is gone by now")
        return False, f"{name}: left alone, {reason}"
    return True, f"{name}: {'will be sent again' if wish == 'retry' else 'dropped'} ({_BEFORE[before]})"


async def _finished(store: "RedisStore", wanted: str) -> "DeliveryReport | None":
    """One that is done is found by its whole id only."""
    from monitor.core.ids import DeliveryId

    return await store.reading.delivery(DeliveryId(wanted))
