"""The rules: what they found in each text of it, and what those of today say."""

from typing import TYPE_CHECKING

import typer

from monitor.cli import tables
from monitor.cli.tables import Cell
from monitor.cli.why import identity
from monitor.cli.why.asking import Case

if TYPE_CHECKING:
    from monitor.core.articles import Article
    from monitor.core.matching import Explained
    from monitor.core.reports import Archived
    from monitor.core.why import Today


def show(case: Case, *, trees: bool) -> None:
    """As it was recorded, the oldest text first; then judged afresh."""
    from monitor.core import why

    before: Archived | None = None
    for record in reversed(case.records):
        typer.echo("")
        _print_record(record, before, case)
        before = record
    typer.echo("")
    _print_today(why.today(case.article, case.index), case, case.article if trees else None)


def _print_record(archived: "Archived", before: "Archived | None", case: Case) -> None:
    """What the match stage said about one text of it from one feed."""
    from monitor.core import sanitise, why

    article = archived.article
    seen = f"Seen {tables.local(article.fetched, case.zone)} in feed {article.feed}"
    if differs := identity.change(archived, before):
        seen += f" ({differs})"
    tables.print_lines([Cell(f"{seen}: {why.verdict(archived.verdict)}", "bold")])
    if archived.verdict is not None and archived.verdict.suppressed == "backfill":
        tables.print_lines([f"newsmonitor feeds release {article.feed} hands on what is held back"], indent=2)
    for rule, words in archived.verdict.matched if archived.verdict else ():
        quoted = ", ".join(f"“{sanitise.plain(each)}”" for each in dict.fromkeys(words))
        tables.print_lines([f"rule {rule} found {quoted or 'what it asks for absent'}"], indent=2)


def _print_today(today: "Today", case: Case, explained: "Article | None") -> None:
    """explained: the article, if each rule is to show what it found in it."""
    from monitor.core.sanitise import plain

    tables.print_lines(
        [Cell("Judged afresh by the rules as they are now (nothing of this was sent):", "bold")]
    )
    for each in today.fires:
        words = ", ".join(dict.fromkeys(f"“{plain(found.text)}”" for found in each.evidence))
        tables.print_lines([Cell(f"{each.rule.id} fires: {words or 'by what is absent'}", "green")], indent=2)
        _print_tree(each, explained)
    for close in today.close:
        lacks = plain("; ".join(close.lacks))
        tables.print_lines([f"{close.rule.id} is close: {lacks}"], indent=2)
        if explained is not None:
            _print_tree(case.index.explain(close.rule.id, explained), explained)
    if today.quiet:
        others = "other " if today.fires or today.close else ""
        rules = "rule does" if today.quiet == 1 else "rules do"
        tables.print_lines([Cell(f"{today.quiet} {others}{rules} not fire", "dim")], indent=2)
    for file in case.faulty:
        tables.print_lines([Cell(f"{file} holds mistakes and was left out: rules check", "yellow")], indent=2)


def _print_tree(found: "Explained", article: "Article | None") -> None:
    if article is not None:
        from monitor.cli.rules import branch, tree

        branch.show(tree.of_rule(found, article), indent=4)
