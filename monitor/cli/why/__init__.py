"""`newsmonitor why ARTICLE`: what became of an article, step by step, and what today's rules say of it.

asking.py     what the store knows of it
identity.py   the article, and every text of it that was recorded
matching.py   the rules: what they found then, and what those of today say
deciding.py   its story, and what the desk made of it, with every delivery
plain.py      all of it as JSON
"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import options, tables
from monitor.cli.why import asking, deciding, identity, matching, plain

MOST_SHOWN = 10  # articles, when several fit


def why(
    article: Annotated[
        str, typer.Argument(help="Its link, part of its headline, or the beginning of its id.")
    ],
    *,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    tree: Annotated[
        bool, typer.Option("--tree", help="Show what each of today's rules found, part by part.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Why an article was told, or was not. Exit 1 when none fits, or more than one."""
    search, case = asyncio.run(asking.ask(config, article, quiet=quiet))
    if case is not None:
        if as_json:
            tables.print_json(plain.whole(case))
        else:
            _print(case, trees=tree)
        return
    if as_json:
        candidates = [identity.plain(records[0].article) for records in search.fitting[:MOST_SHOWN]]
        tables.print_json({"candidates": candidates, "kept_since": tables.iso(search.since)})
    elif search.fitting:
        identity.print_candidates(search, MOST_SHOWN)
    else:
        typer.echo(asking.unknown(article, search), err=True)
    raise typer.Exit(1)


def _print(case: asking.Case, *, trees: bool) -> None:
    identity.show(case)
    matching.show(case, trees=trees)
    deciding.show(case)
