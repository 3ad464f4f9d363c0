"""`newsmonitor doctor`: everything the monitor needs from its surroundings, looked at once, with what to do.

finding.py   what one look showed
machine.py   Python, the XML parser, certificates, the clock, the disk
files.py     config.yaml, secrets, state_dir
store.py     the store, its clock, the daemons
network.py   DNS, feeds, channels
"""

import asyncio
import os
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options
from monitor.cli.doctor.finding import Finding, Level
from monitor.cli.feeds import policy
from monitor.core.errors import ConfigError

if TYPE_CHECKING:
    from monitor.cli import tables
    from monitor.config.documents import Document


def doctor(
    *,
    config: policy.Config = None,
    as_json: policy.AsJson = False,
    quiet: options.Quiet = False,
    no_network: Annotated[
        bool, typer.Option("--no-network", help="Ask no feed, no channel and no name server.")
    ] = False,
) -> None:
    """Look at everything the monitor needs and say what is wrong and what to do. Exit 1 when there are problems."""
    from monitor.cli import tables

    found = asyncio.run(_examined(policy.document_or_mistakes(config), no_network=no_network, quiet=quiet))
    if as_json:
        tables.print_json([asdict(finding) for finding in found])
    else:
        _print(found, quiet=quiet)
    raise typer.Exit(1 if any(finding.level is Level.PROBLEM for finding in found) else 0)


async def _examined(document: "Document | ConfigError", *, no_network: bool, quiet: bool) -> list[Finding]:
    return [finding async for finding in examine(document, no_network=no_network, quiet=quiet)]


async def examine(
    document: "Document | ConfigError", *, no_network: bool, quiet: bool = False
) -> AsyncIterator[Finding]:
    """Every look, the machine first. A config.yaml with mistakes hides only what depends on it.

    quiet: without a bar.
    """
    from monitor.cli.doctor import files, machine

    started = time.time() - time.monotonic()
    yield machine.python()
    yield machine.xml_parser()
    if isinstance(document, ConfigError):
        yield _unusable(document)
        return
    for finding in files.config(document, os.environ):
        yield finding
    for finding in files.secret_files(document):
        yield finding
    if document.model is not None:
        async for finding in _depending(document, no_network=no_network, quiet=quiet):
            yield finding
    stepped = machine.clock_step(started, time.time() - time.monotonic())
    if stepped:
        yield stepped


async def _depending(document: "Document", *, no_network: bool, quiet: bool) -> AsyncIterator[Finding]:
    """What needs to know where things are."""
    from monitor.adapters.clock import SystemClock
    from monitor.cli.doctor import files, machine
    from monitor.cli.doctor.store import store

    network = policy.network(document)
    tls = machine.certificates(network.ca_file)
    yield tls
    folder = policy.state_dir(document)
    for finding in (*files.state_folder(folder), *machine.disk(folder)):
        yield finding
    async for finding in store(document, SystemClock()):
        yield finding
    if not no_network:
        async for finding in _reachable(document, tls_works=tls.level is Level.OK, quiet=quiet):
            yield finding


async def _reachable(document: "Document", *, tls_works: bool, quiet: bool) -> AsyncIterator[Finding]:
    from monitor.cli.doctor import network
    from monitor.cli.progress import progress
    from monitor.config import secrets

    feeds = policy.model(document).feeds
    addresses, _ = secrets.resolve(document.source, os.environ)
    resolved = await network.names(feeds)
    if resolved:
        yield resolved
    with progress("feeds and channels", len(feeds) + len(addresses), quiet=quiet) as done:
        if tls_works:  # without it no fetcher can be made, and that is told
            async for finding in network.feeds(feeds, policy.network(document), done):
                yield finding
        async for finding in network.channels(addresses, done):
            yield finding


def _unusable(error: ConfigError) -> Finding:
    first = error.problems[0]
    return Finding(
        about="config",
        level=Level.PROBLEM,
        sentence=f"{first.file}:{first.line}: {first.message}",
        remedy="newsmonitor check shows the place; nothing that depends on it was looked at",
    )


def _print(found: list[Finding], *, quiet: bool) -> None:
    """Feeds that are well are one line: there may be hundreds."""
    from monitor.cli import tables

    feeds = [finding for finding in found if finding.about.startswith("feed ")]
    well = [finding for finding in feeds if finding.level is Level.OK]
    shown = [finding for finding in found if finding not in well]
    if well:
        sentence = f"{len(well)} of {len(feeds)} were reached and read"
        shown.insert(found.index(feeds[0]), Finding(about="feeds", level=Level.OK, sentence=sentence))
    lines = [finding for finding in shown if not (quiet and finding.level is Level.OK)]
    if lines:
        tables.print_table(("", "about", "found"), [_row(finding) for finding in lines], none="")
    if not quiet:
        counts = Counter(finding.level for finding in found)
        told = ", ".join(f"{counts[level]} {_COUNTED[level]}" for level in reversed(Level))
        tables.print_lines(["", told])


def _row(finding: Finding) -> "tuple[tables.Cell, str, str]":
    """In a pipe a finding is one line."""
    from monitor.cli import tables

    said = [finding.sentence, f"fix: {finding.remedy}"] if finding.remedy else [finding.sentence]
    text = "\n".join(said) if tables.is_for_people() else " ".join("; ".join(said).split())
    return tables.Cell(finding.level, _STYLES[finding.level]), finding.about, text


_STYLES = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "bold red"}
_COUNTED = {Level.OK: "ok", Level.WARNING: "to look at", Level.PROBLEM: "to mend"}
