"""`newsmonitor config show | schema`: what is in force, and what could be written."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The configuration in force, and its schema for editors.")


@app.command()
def show(
    *,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to show.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the configuration with every default filled in and every secret hidden."""
    from monitor.config import load, shown

    loaded = load.load(load.find(config, os.environ, Path()), environ=os.environ)
    if as_json:
        typer.echo(json.dumps(shown.tree(loaded), ensure_ascii=False, indent=2))
    else:
        typer.echo(shown.effective(loaded), nl=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of config.yaml: editors complete and check with it."""
    from monitor.config import shown

    typer.echo(json.dumps(shown.json_schema(), ensure_ascii=False, indent=2))
