"""`newsmonitor feeds`: what is polled.

listing.py    list: every feed and how it is doing
probing.py    probe: what an address is, asked and read the way the daemon does it
adding.py     add: one more feed in config.yaml
exchange.py   import, export: lists of feeds in OPML
parsing.py    parse: what the parser makes of a file
releasing.py  release: articles that were held back as backfill
names.py      ids, outlets and tags for feeds that come without
policy.py     what config.yaml says about reaching the world and the store
"""

import typer

from monitor.cli.feeds import adding, exchange, listing, parsing, probing, releasing

app = typer.Typer(help="What is polled.", no_args_is_help=True)
app.command("list")(listing.list_feeds)
app.command("probe")(probing.probe)
app.command("add")(adding.add)
app.command("import")(exchange.import_feeds)
app.command("export")(exchange.export_feeds)
app.command("parse")(parsing.parse)
app.command("release")(releasing.release)
