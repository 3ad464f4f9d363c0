"""`newsmonitor backtest`: what is asked, and who is told what is wrong with it."""

import os
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options as everywhere
from monitor.cli.rules import options

if TYPE_CHECKING:
    from monitor.cli.backtest.child import Job


def backtest(
    *,
    since: Annotated[str, typer.Option(metavar="SPAN", help="How far back: 90m, 12h, 7d.")] = "7d",
    rule: options.OnlyRule = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|REV",
            help="Another version of the rules: a file, a folder, or a revision of the git repository they are in.",
        ),
    ] = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    quiet: everywhere.Quiet = False,
) -> None:
    """How often each rule would have fired on the archive, what it just missed, and what another version would change.

    Nothing is sent. An article counts once, in however many feeds and edits it came. Exit 1 for mistakes in rules.
    """
    from monitor.cli.backtest import child, plain, report
    from monitor.core.errors import ConfigError

    span = _span(since)
    try:
        job, zone = _job(config, span, rule, against, quiet=quiet)
    except ConfigError as error:
        typer.echo(f"{error}\n\nnewsmonitor rules check lists every mistake", err=True)
        raise typer.Exit(1) from None
    outcome = child.judge(job, quiet=quiet)
    if as_json:
        plain.show(outcome, job, zone, against=against)
    else:
        report.show(outcome, job, zone, against=against, quiet=quiet)


def _span(text: str) -> timedelta:
    from monitor.core import durations
    from monitor.core.errors import UsageError

    try:
        span = durations.parse(text)
    except (ValueError, OverflowError):
        raise UsageError(f"--since {text!r} is not a span of time; write 90m, 12h or 7d") from None
    if not span:
        raise UsageError(f"--since {text}: nothing came in no time; write 90m, 12h or 7d")
    return span


def _job(
    config: Path | None, since: timedelta, rule: str | None, against: str | None, *, quiet: bool
) -> "tuple[Job, tzinfo]":
    from monitor.cli.backtest import versions
    from monitor.cli.backtest.child import Job
    from monitor.cli.rules import files
    from monitor.config import load
    from monitor.core.ids import RuleId

    found = load.find(config, os.environ, Path())
    loaded = load.load(found, environ=None)
    rules = versions.present(config, quiet=quiet)
    other = None if against is None else versions.other(config, against, quiet=quiet)
    files.only((*rules, *(other or ())), rule)
    only = None if rule is None else RuleId(rule)
    return Job(config=found.absolute(), since=since, rules=rules, other=other, only=only), loaded.zone
