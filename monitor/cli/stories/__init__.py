"""`newsmonitor stories`: which articles tell the same event, what was told of it, and how well they are found.

listing.py    stories list
showing.py    stories show
scoring.py    stories score
belonging.py  why an article belongs to its story, in sentences
plain.py      a story as JSON
"""

import typer

from monitor.cli.stories import listing, scoring, showing

app = typer.Typer(help="Stories: which articles tell the same event.", no_args_is_help=True)
app.command("list")(listing.list_stories)
app.command()(showing.show)
app.command()(scoring.score)
