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
    from monitor.core.alerts import Alert
    from monitor.core.channels import Channel
    from monitor.core.deliveries import SendResult
    from monitor.core.ports import Sender
    from monitor.core.rendering import Message

app = typer.Typer(help="Channels: who is told, and how.", no_args_is_help=True)

Config = Annotated[Path | None, typer.Option(help="The config.yaml to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Form(StrEnum):
    SLACK = "slack"
    EMAIL = "email"
    TEXT = "text"


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
    from monitor.cli.progress import progress
    from monitor.core.deliveries import Sent

    loaded = _load(config)
    channel = _channel(loaded, name)
    with progress("sending", 1, quiet=quiet):
        result = _sender(channel, loaded.zone).send(_test_message(channel, loaded.zone))
    told = _told(channel, result, place=f"channels.{name} in {loaded.path}")
    if isinstance(result, Sent):
        if not quiet:
            typer.echo(told, err=channel.is_console)  # standard output carries the message itself there
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
    from monitor.core.rendering import slack

    match form:
        case Form.SLACK:
            tables.print_json(slack.payload(message.card))
        case Form.EMAIL:
            _print_mail(message, html=html, as_json=as_json)
        case Form.TEXT if as_json:
            tables.print_json({"title": message.title, "body": message.body})
        case Form.TEXT:
            typer.echo(f"{message.title}\n\n{message.body}")


def _print_mail(message: "Message", *, html: bool, as_json: bool) -> None:
    from monitor.adapters.apprise_sender import plain_twin
    from monitor.core.rendering import mail

    document = mail.html(message.card)
    if as_json:
        tables.print_json({"subject": message.title, "text": plain_twin(document), "html": document})
    elif html:
        typer.echo(document, nl=False)
    else:
        typer.echo(f"Subject: {message.title}\n\n{plain_twin(document)}")


def _load(config: Path | None) -> "Settings":
    from monitor.config import load

    return load.load(load.find(config, os.environ, Path()), environ=os.environ)


def _described(channel: "Channel") -> dict[str, Any]:
    """Never its URL: most of one is secret."""
    service, problem = "console", None
    if not channel.is_console:
        from monitor.adapters import apprise_sender  # loads Apprise, 0.2 s

        url = channel.url.reveal()
        service, problem = apprise_sender.kind(url), apprise_sender.problems(url)
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


def _sender(channel: "Channel", zone: "tzinfo") -> "Sender":
    import sys

    from monitor.adapters.console import ConsoleSender

    if channel.is_console:
        return ConsoleSender(sys.stdout, zone=zone, colour=tables.screen().color_system is not None)
    from monitor.adapters.apprise_sender import AppriseSender

    return AppriseSender(channel)


def _test_message(channel: "Channel", zone: "tzinfo") -> "Message":
    from monitor.adapters.clock import SystemClock
    from monitor.core import alerts, rendering
    from monitor.core.channels import Severity

    notice = alerts.notice(
        kind="test",
        title=f"Test of channel {channel.name}",
        text="You can read this: alerts reach you here.\nIt was sent by hand; nothing has happened.",
        severity=Severity.INFO,
        now=SystemClock().now(),
    )
    return rendering.render(notice, zone=zone)


def _told(channel: "Channel", result: "SendResult", *, place: str) -> str:
    """What became of the test message, and what to do."""
    from monitor.core.deliveries import Ambiguous, NotSent, Rejected, Sent

    match result:
        case Sent():
            return f"{channel.name}: taken. Look whether it has arrived."
        case Rejected(detail=detail):
            return (
                f"{channel.name}: refused for good: {detail}\n"
                f"Mend its address or token: {place}. Until then alerts go to "
                f"{channel.fallback or 'the dead letters, for it has no fallback'}."
            )
        case NotSent(detail=detail):
            return (
                f"{channel.name}: not sent: {detail}\n"
                f"Alerts would be sent again for six hours. Is the service up and its address right ({place})?"
            )
        case Ambiguous(detail=detail):
            return (
                f"{channel.name}: nobody can tell whether it arrived: {detail}\n"
                "Look into the channel. Alerts would be sent again and marked as possible repeats, or held "
                f"with on_ambiguous: hold ({place})."
            )


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
