"""The `newsmonitor` command. Verbs import what they need when they run: --help stays under 0.4 s."""

import os
import sys
from typing import Annotated

import typer

from monitor import __version__
from monitor.cli import (
    alerts,
    backtest,
    channels,
    check,
    config,
    deliveries,
    demo,
    doctor,
    feeds,
    init,
    rules,
    run,
    status,
    stories,
    why,
)
from monitor.core.errors import ConfigError, MonitorError, UsageError

app = typer.Typer(
    name="newsmonitor",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # Rich would double the time of --help
    help="Watches news feeds and tells people about the events they asked for: within minutes, once, with the reason.",
)
app.command()(run.run)
app.command()(init.init)
app.command()(demo.demo)
app.command()(check.check)
app.command()(doctor.doctor)
app.command()(status.status)
app.command()(why.why)
app.command()(backtest.backtest)
app.add_typer(config.app, name="config", help="Show the configuration, or its schema.")
app.add_typer(feeds.app, name="feeds", help="List feeds, look into them, add, import and export them.")
app.add_typer(rules.app, name="rules", help="List, check and try rules.")
app.add_typer(stories.app, name="stories", help="Which articles tell the same event.")
app.add_typer(alerts.app, name="alerts", help="What was told.")
app.add_typer(channels.app, name="channels", help="Who is told, and what they see.")
app.add_typer(deliveries.app, name="deliveries", help="What has not reached people, and what to do about it.")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newsmonitor {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def _let_go_of_closed_streams() -> None:
    """A terminal that was closed, a pipe nobody reads: the interpreter would fail at its end over what is left in them."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def main() -> None:
    """Exit: 0 good, 1 problems found, 2 wrong usage."""
    try:
        app()
    except UsageError as error:
        print(error, file=sys.stderr)  # noqa: T201  the command's own voice
        sys.exit(2)
    except MonitorError as error:
        print(error, file=sys.stderr)  # noqa: T201  the command's own voice
        if isinstance(error, ConfigError):
            print("`newsmonitor check` lists every mistake, also those of rule files", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    finally:
        _let_go_of_closed_streams()
