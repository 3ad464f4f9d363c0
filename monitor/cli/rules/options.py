"""Options that several verbs about rules have."""

from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[Path | None, typer.Option(help="The config.yaml that names the rule files.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Files = Annotated[
    list[Path] | None, typer.Argument(help="Rule files or folders; those of the configuration if none.")
]
OnlyRule = Annotated[str | None, typer.Option("--rule", metavar="ID", help="Only this rule.")]
