"""`newsmonitor run`: the daemon."""

import os
from pathlib import Path
from typing import Annotated

import typer

ROLES = "poll,match,desk,deliver"


def run(
    *,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, deliver, and stop.")] = False,
    roles: Annotated[str, typer.Option(help="Which stages this process works.")] = ROLES,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Log every poll, also those that bring nothing.")
    ] = False,
) -> None:
    """Watch the feeds and tell people, until stopped."""
    import asyncio

    from monitor.adapters.embedded import EmbeddedStore
    from monitor.app import refuse_bad_channels
    from monitor.cli import logs
    from monitor.config import load
    from monitor.daemon import Daemon

    wanted = frozenset(role.strip() for role in roles.split(","))
    if unknown := sorted(wanted - set(ROLES.split(","))):
        raise typer.BadParameter(f"no such role: {', '.join(unknown)} (there are {ROLES})")
    settings = load.load(load.find(config, os.environ, Path()), environ=os.environ)
    load.require_feeds(settings)
    refuse_bad_channels(settings)
    logs.configure(verbose=verbose)
    os.umask(0o077)
    settings.state_dir.mkdir(parents=True, exist_ok=True)
    if settings.store.url is not None:
        daemon = Daemon(settings, store_url=settings.store.url.reveal(), roles=wanted)
        asyncio.run(daemon.run(once=once))
        return
    embedded = EmbeddedStore(settings.state_dir, say=logs.say)
    try:
        daemon = Daemon(settings, store_url=embedded.start(), roles=wanted, embedded=embedded)
        asyncio.run(daemon.run(once=once))
    finally:
        embedded.stop()
