"""`newsmonitor run`: the daemon."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options

if TYPE_CHECKING:
    from monitor.cli.progress import Steps
    from monitor.config.settings import Config

ROLES = "poll,match,desk,deliver"


def run(
    *,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    once: Annotated[
        bool,
        typer.Option(
            "--once", help="Poll every feed once, deliver, and stop; exit 1 if a feed or a channel failed."
        ),
    ] = False,
    roles: Annotated[str, typer.Option(help="Which stages this process works.")] = ROLES,
    quiet: options.Quiet = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Log every poll and every decision, also the quiet ones.")
    ] = False,
) -> None:
    """Watch the feeds and tell people, until stopped."""
    from monitor.cli import logs
    from monitor.cli.progress import progress

    wanted = frozenset(role.strip() for role in roles.split(",") if role.strip())
    if unknown := sorted(wanted - set(ROLES.split(","))):
        raise typer.BadParameter(f"no such role: {', '.join(unknown)} (there are {ROLES})")
    if quiet and verbose:
        raise typer.BadParameter("--quiet and --verbose ask for opposite things: give one of them")
    settings = _settings(config)
    logs.configure(verbose=verbose, quiet=quiet)
    os.umask(0o077)
    _make_state_dir(settings)
    with progress("polling feeds", len(settings.feeds), quiet=quiet or not once) as polled:
        good = _live(settings, wanted, once=once, polled=polled)
    raise typer.Exit(0 if good else 1)


def _settings(config: Path | None) -> "Config":
    """All that can be refused before anything is started."""
    from monitor.app import refuse_bad_channels
    from monitor.config import load

    settings = load.load(load.find(config, os.environ, Path()), environ=os.environ)
    load.require_feeds(settings)
    refuse_bad_channels(settings)
    return settings


def _make_state_dir(settings: "Config") -> None:
    """Raises ConfigError."""
    from monitor.core.errors import ConfigError

    try:
        settings.state_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{settings.state_dir} cannot be made: {error.strerror}"
        hint = "name a folder that you may write to, or make it and give it to who runs newsmonitor"
        raise ConfigError([settings.problem(("state_dir",), message, hint)]) from error


def _live(settings: "Config", roles: frozenset[str], *, once: bool, polled: "Steps") -> bool:
    """The whole life of the process; with a server of our own around it when no store is named."""
    import asyncio

    from monitor.adapters.embedded import EmbeddedStore
    from monitor.cli import logs
    from monitor.daemon import Daemon

    def on_poll(left: int) -> None:
        polled(left=left)

    if settings.store.url is not None:
        daemon = Daemon(settings, store_url=settings.store.url.reveal(), roles=roles)
        return asyncio.run(daemon.run(once=once, on_poll=on_poll))
    embedded = EmbeddedStore(settings.state_dir, say=logs.say)
    try:
        daemon = Daemon(settings, store_url=embedded.start(), roles=roles, embedded=embedded)
        return asyncio.run(daemon.run(once=once, on_poll=on_poll))
    finally:
        embedded.stop()
