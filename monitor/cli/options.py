"""Options that mean the same to every verb that has them."""

from typing import Annotated

import typer

Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Only what was asked for and what is wrong: no progress, no remarks."),
]
