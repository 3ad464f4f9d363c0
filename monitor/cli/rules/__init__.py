"""`newsmonitor rules …`: what is watched for, whether it is written well, and why it fires."""

import typer

from monitor.cli.rules import check, examples, headline, score, table

app = typer.Typer(help="Rules: what people asked to be told.", no_args_is_help=True)
app.command("list")(table.list_rules)
app.command("check")(check.check)
app.command("test")(examples.run_examples)
app.command("try")(headline.try_headline)
app.command("score")(score.score)


@app.command()
def schema() -> None:
    """Print the JSON Schema of rule files, for editors that complete and check as you type."""
    from monitor.config.rulefiles import schema as known

    typer.echo(known.dump(), nl=False)
