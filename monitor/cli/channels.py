"""`newsmonitor channels list | test | preview`: who is told, whether they can be reached, and what they see."""

import asyncio
import os
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import options, tables
from monitor.core.errors import UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.config.settings import Config as Settings
    from monitor.core.addresses import Network
    from monitor.core.alerts import Alert
    from monitor.core.channels import Channel
    from monitor.core.ports import Sender
    from monitor.core.rendering import Message
    from monitor.core.rendering.rooms import Room

app = typer.Typer(help="Channels: who is told, and how.", no_args_is_help=True)

Config = Annotated[Path | None, typer.Option(help="The config.yaml to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Form(StrEnum):
    SLACK = "slack"
    EMAIL = "email"
    TEXT = "text"
    TELEGRAM = "telegram"
    DISCORD = "discord"
    NTFY = "ntfy"
    SMS = "sms"


@app.command("list")
def list_channels(*, config: Config = None, as_json: AsJson = False) -> None:
    """The channels, the service behind each, and what is wrong with them. Exit 1 when something is."""
    channels = [_described(channel) for channel in _load(config).channels.values()]
    if as_json:
        tables.print_json(channels)
    else:
        rows = [
            [each["name"], each["service"], each["fallback"] or "-", each["problem"] or "-"]
            for each in channels
        ]
        tables.print_table(("name", "service", "fallback", "problem"), rows, none="No channels.")
    raise typer.Exit(1 if any(each["problem"] for each in channels) else 0)


@app.command("test")
def send_test(
    name: Annotated[str, typer.Argument(help="A channel of config.yaml.")],
    *,
    config: Config = None,
    quiet: options.Quiet = False,
) -> None:
    """Send a test message to a channel and say what became of it. Exit 1 when it was not taken."""
    from monitor.cli import trial
    from monitor.cli.progress import progress
    from monitor.core.deliveries import Sent

    loaded = _load(config)
    channel = _channel(loaded, name)
    with progress("sending", 1, quiet=quiet):
        result = _sender(channel, loaded.zone, loaded.network).send(trial.message(channel, loaded.zone))
    told = trial.told(channel, result, place=f"channels.{name} in {loaded.path}")
    if isinstance(result, Sent):
        mended = asyncio.run(trial.mend(config, channel))
        if not quiet:
            typer.echo(
                told + mended, err=channel.is_console
            )  # standard output carries the message itself there
        return
    typer.echo(told, err=True)
    raise typer.Exit(1)


@app.command()
def preview(
    alert: Annotated[str | None, typer.Argument(help="An alert's short id, such as A7F3K.")] = None,
    *,
    form: Annotated[Form, typer.Option("--as", help="The form to show it in.")] = Form.TEXT,
    example: Annotated[bool, typer.Option("--example", help="A made-up alert; needs no daemon.")] = False,
    html: Annotated[bool, typer.Option("--html", help="With --as email: print the HTML document.")] = False,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Show an alert exactly as a channel gets it. Slack's form is JSON: paste it into Slack's Block Kit Builder."""
    from monitor.core import rendering

    if (alert is None) is not example:
        raise UsageError("name one alert (newsmonitor alerts list shows them), or say --example")
    if html and form is not Form.EMAIL:
        raise UsageError("--html goes with --as email")
    shown, zone = (_example(), _zone(config)) if alert is None else asyncio.run(_find(config, alert))
    if shown is None:
        typer.echo(f"no alert {alert} is kept; newsmonitor alerts list shows the newest", err=True)
        raise typer.Exit(1)
    _print(rendering.render(shown, zone=zone), form, html=html, as_json=as_json)


def _print(message: "Message", form: Form, *, html: bool, as_json: bool) -> None:
    from monitor.core.rendering import slack, text

    match form:
        case Form.SLACK:
            tables.print_json(slack.payload(message.card))
        case Form.EMAIL:
            _print_mail(message, html=html, as_json=as_json)
        case _:
            _print_text(*text.fitted(message.card, _room(form)), as_json=as_json)


def _room(form: Form) -> "Room":
    from monitor.core.rendering import rooms

    match form:
        case Form.TELEGRAM:
            return rooms.BY_SCHEMA["tgram"]
        case Form.DISCORD:
            return rooms.BY_SCHEMA["discord"]
        case Form.NTFY:
            return rooms.BY_SCHEMA["ntfy"]
        case Form.SMS:
            return rooms.SMS
        case _:
            return rooms.ANY


def _print_text(title: str, body: str, *, as_json: bool) -> None:
    if as_json:
        tables.print_json({"title": title, "body": body})
    else:
        typer.echo(f"{title}\n\n{body}" if title else body)


def _print_mail(message: "Message", *, html: bool, as_json: bool) -> None:
    from monitor.core.rendering import mail

    document, plain = mail.html(message.card), mail.plain(message.card)
    if as_json:
        tables.print_json({"subject": message.title, "text": plain, "html": document})
    elif html:
        typer.echo(document, nl=False)
    else:
        typer.echo(f"Subject: {message.title}\n\n{plain}")


def _load(config: Path | None) -> "Settings":
    from monitor.config import load

    return load.load(load.find(config, os.environ, Path()), environ=os.environ)


def _described(channel: "Channel") -> dict[str, Any]:
    """Never its URL: most of one is secret."""
    service, problem = "console", None
    if not channel.is_console:
        from monitor.adapters import apprise_sender  # loads Apprise, 0.2 s

        url = channel.url.reveal()
        service, problem = (
            apprise_sender.kind(url),
            apprise_sender.problems(url, local=channel.on_this_machine),
        )
    return {
        "name": channel.name,
        "service": service,
        "fallback": channel.fallback,
        "problem": f"its address {problem}" if problem else None,
    }


def _channel(loaded: "Settings", name: str) -> "Channel":
    from monitor.core.ids import ChannelName

    channel = loaded.channels.get(ChannelName(name))
    if channel is None:
        near = get_close_matches(name, loaded.channels, n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise UsageError(f"no channel {name} in {loaded.path}{meant} There are: {', '.join(loaded.channels)}")
    return channel


def _sender(channel: "Channel", zone: "tzinfo", network: "Network") -> "Sender":
    import sys

    from monitor.adapters.console import ConsoleSender

    if channel.is_console:
        return ConsoleSender(sys.stdout, zone=zone, colour=tables.screen().color_system is not None)
    from monitor.adapters.apprise_sender import AppriseSender

    return AppriseSender(channel, network=network)


async def _find(config: Path | None, wanted: str) -> "tuple[Alert | None, tzinfo]":
    from monitor.cli.connected import connected

    async with connected(config) as (loaded, store):
        report = await store.reading.find_alert(wanted)
        return (report.alert if report else None), loaded.zone


def _zone(config: Path | None) -> "tzinfo":
    """That of config.yaml where there is one; its secrets are not asked for."""
    from datetime import UTC

    from monitor.config import documents, load

    try:
        document = documents.read(load.find(config, os.environ, Path()))
    except UsageError:
        if config is not None:
            raise
        return UTC
    return document.model.zone if document.model else UTC


def _example() -> "Alert":
    from datetime import UTC, datetime, timedelta

    from monitor.core.alerts import Alert
    from monitor.core.channels import Severity
    from monitor.core.ids import AlertId, RuleId, StoryId
    from monitor.core.matching import Evidence

    headline = "Israel calls its negotiators home from Doha as truce talks stall"
    excerpt = (
        "The talks have reached a deadlock, officials say, two days after the week-long truce in Gaza ended."
    )
    published = datetime(2023, 12, 2, 13, 40, tzinfo=UTC)
    evidence = tuple(
        Evidence(
            field=field, start=text.index(words), end=text.index(words) + len(words), text=words, term=words
        )
        for field, text, words in (
            ("title", headline, "talks stall"),
            ("lead", excerpt, "talks"),
            ("lead", excerpt, "deadlock"),
        )
    )
    return Alert(
        id=AlertId("example:new"),
        story=StoryId("example"),
        phase="new",
        reason="new story",
        severity=Severity.HIGH,
        title="Negotiations break down",
        rules=(RuleId("talks-collapse"),),
        headline=headline,
        excerpt=excerpt,
        outlet="The Harbour Post",
        link="https://news.example/world/truce-talks-stall",
        published=published,
        fetched=published + timedelta(minutes=2),
        evidence=evidence,
        raised=published + timedelta(minutes=2, seconds=1),
    )
