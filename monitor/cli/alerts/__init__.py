"""`newsmonitor alerts`: what was told, to whom, why, and what readers thought of it.

listing.py    alerts list
showing.py    alerts show
exporting.py  alerts export
labelling.py  alerts label
plain.py      alerts, deliveries and labels as JSON
"""

import typer

from monitor.cli.alerts import exporting, labelling, listing, showing

app = typer.Typer(help="Alerts: what was told.", no_args_is_help=True)
app.command("list")(listing.list_alerts)
app.command()(showing.show)
app.command()(exporting.export)
app.command()(labelling.label)
