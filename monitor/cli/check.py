"""`newsmonitor check`: every mistake of config.yaml and the rule files, before a daemon meets it."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import options


def check(
    *,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to check.")] = None,
    config_only: Annotated[
        bool,
        typer.Option(
            "--config-only", help="Only what config.yaml itself says: no secrets, rules or channels."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Find every mistake in config.yaml and the rule files. Exit 0: good, 1: problems, 2: no such file."""
    from monitor.cli import findings
    from monitor.config import load

    found = findings.examine(load.find(config, os.environ, Path()), os.environ, config_only=config_only)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    elif found.problems or not quiet:
        typer.echo(str(found))
    raise typer.Exit(1 if found.problems else 0)
