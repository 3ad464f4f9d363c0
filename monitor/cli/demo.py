"""`newsmonitor demo`: a news day, replayed to the real daemon."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options

if TYPE_CHECKING:
    from monitor.demo.summary import Summary

_WHAT_THIS_IS = """\
The real daemon, with a store of its own, reads {feeds} feeds of invented outlets.
They replay two days of December 2023, on which a truce ended. It tells what its
rules ask for, and why. Nothing leaves this machine, and nothing stays on it.{stop}
"""
_WHAT_IS_NEXT = """\
Now your own:
  newsmonitor init mydesk && cd mydesk           a config.yaml, rules to edit
  newsmonitor rules try "Peace talks collapse"   which rules fire, and why
  newsmonitor run                                watch real feeds with them
"""
_REASONS = {
    "backlog": "there before we began to watch",
    "duplicate": "the same article a second time",
    "edit": "edited after it was told",
    "told": "its story was told, and it adds nothing",
    "copy": "the same, and another outlet's text",
    "corroboration": "one outlet alone: told with the second",
    "together": "told in an alert with another",
    "guard": "denied, possible, long past, or asked",
}


def demo(
    *,
    fast: Annotated[
        bool, typer.Option("--fast", help="The whole day in some fifteen seconds, then stop.")
    ] = False,
    quiet: options.Quiet = False,
) -> None:
    """Watch a news day of the past, in minutes, on this machine alone."""
    try:
        from monitor.demo import day, play

        if quiet:
            play.play(fast=fast, say=_say_nothing)
            return
        stop = "" if fast else "\nIt takes seven minutes; Ctrl-C ends it at any time."
        typer.echo(_WHAT_THIS_IS.format(feeds=len(day.load().sources), stop=stop))
        told = play.play(fast=fast, say=_say)
    except KeyboardInterrupt:  # while the store was starting; the daemon answers it by itself
        if not quiet:
            typer.echo("Stopped before the day began.")
        return
    typer.echo()  # a terminal shows ^C at the beginning of this line
    _sum_up(told)
    typer.echo(_WHAT_IS_NEXT)


def _say_nothing(_: str) -> None:
    """The alerts are what was asked for."""


def _say(sentence: str) -> None:
    """Between two alerts, and unlike them."""
    typer.secho(f"-- {sentence}\n", dim=not os.environ.get("NO_COLOR"))


def _sum_up(told: "Summary") -> None:
    from monitor.cli.tables import print_table

    typer.echo(
        f"{told.articles} articles from {_count(told.feeds, 'feed')} in {told.polls} polls: "
        f"{told.matches} matches, {told.stories} stories, {_count(told.alerts, 'alert')}.\n{_troubles(told)}.\n"
    )
    rows = [[row.name, str(row.articles), str(row.told)] for row in told.rows]
    print_table(["what it was", "articles", "told"], rows, none="Nothing was read.")
    typer.echo()
    reasons = [[_REASONS.get(name, name), str(count)] for name, count in told.suppressed.items()]
    print_table(["kept quiet because", "times"], reasons, none="Nothing was held back.")
    typer.echo()


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _troubles(told: "Summary") -> str:
    broke = f"{_count(told.failed, 'feed')} broke for a while" if told.failed else ""
    waiting = f"{told.waiting} asked us to wait" if told.waiting else ""
    return ", ".join(filter(None, (broke, waiting))) or "No feed was in trouble"
