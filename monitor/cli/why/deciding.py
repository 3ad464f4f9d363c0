"""Its story, what the desk made of each match, and every delivery of the alerts."""

from typing import TYPE_CHECKING

import typer

from monitor.cli import tables
from monitor.cli.stories import belonging, showing
from monitor.cli.tables import Cell
from monitor.cli.why.asking import Case

if TYPE_CHECKING:
    from monitor.core.ids import AlertId
    from monitor.core.reports import Archived, DeliveryReport, DeskRecord, StoryReport


def show(case: Case) -> None:
    """Nothing where no rule matched."""
    if case.story is not None:
        _print_story(case, case.story)
    if any(record.verdict is not None and record.verdict.matched for record in case.records):
        _print_decisions(case)
    if case.story is not None:
        mine = {record.alert for archived in case.records for record in archived.desk}
        if any(told.alert and told.alert not in mine for told in case.story.story.told):
            showing.print_told(case.story, case.alerts, case.zone, title="All that was told of the story:")
        showing.print_pending(case.story, now=case.now, zone=case.zone)


def _print_story(case: Case, report: "StoryReport") -> None:
    from monitor.core.ids import short
    from monitor.core.sanitise import plain
    from monitor.core.why import said as counted

    story = report.story
    typer.echo("")
    tables.print_lines([Cell(f"Story {short(story.id)}: {plain(story.headline)}", "bold")])
    articles = "1 article" if story.articles == 1 else f"{story.articles} articles"
    count = len(story.voices)
    outlets = "1 independent outlet" if count == 1 else f"{count} independent outlets"
    names = ", ".join(map(plain, story.outlets))
    tables.print_lines([f"{articles} from {outlets}: {names}"], indent=2)
    for record in reversed(case.records):
        if record.desk and (record.placed is not None or record is case.records[-1]):
            is_founder = story.article == record.article.id
            for said, figures in belonging.sentences(record.placed, is_founder=is_founder, known=case.known):
                tables.print_lines([said], indent=2)
                tables.print_lines([Cell(figures, "dim")] if figures else [], indent=4)
    for each in counted(report):
        if each.member.id == case.article.id:
            tables.print_lines([f"Among its outlets this article counts as: {plain(each.words)}."], indent=2)
    if story.merged:
        took_in = ", ".join(belonging.named(name, case.known) for name in story.merged)
        tables.print_lines([f"It has taken in {took_in}."], indent=2)


def _print_decisions(case: Case) -> None:
    """Of each text, the oldest first."""
    from monitor.core import why

    typer.echo("")
    tables.print_lines([Cell("The desk's decision:", "bold")])
    for archived in reversed(case.records):
        for rule in why.undecided(archived):
            tables.print_lines([f"rule {rule}: not decided yet"], indent=2)
        for record in archived.desk:
            _print_decision(record, archived, case)


def _print_decision(record: "DeskRecord", archived: "Archived", case: Case) -> None:
    from monitor.core import why
    from monitor.core.ids import short
    from monitor.core.sanitise import plain

    named = f", #{short(record.alert)}" if record.alert else ""
    detail = f": {plain(record.detail)}" if record.detail else ""
    texts = {each.article.fingerprint for each in case.records if each.desk}
    which = f" (as of {tables.local(archived.article.fetched, case.zone)})" if len(texts) > 1 else ""
    tables.print_lines([f"rule {record.rule}{which}: {why.decision(record)}{named}{detail}"], indent=2)
    if record.alert:
        _print_deliveries(record.alert, case)


def _print_deliveries(alert: "AlertId", case: Case) -> None:
    report = case.alerts.get(alert)
    if report is None:
        tables.print_lines(["the alert is too old to be kept"], indent=4)
        return
    for delivery in report.deliveries:
        sentence = _sentence(delivery, case)
        tables.print_lines([Cell(sentence, tables.word(delivery.state).style)], indent=4)
    if report.label is not None:
        from monitor.core.sanitise import plain

        note = f": {plain(report.label.note)}" if report.label.note else ""
        tables.print_lines([f"labelled {report.label.word}{note}"], indent=4)


def _sentence(delivery: "DeliveryReport", case: Case) -> str:
    from monitor.core.sanitise import plain

    detail = f": {plain(delivery.detail)}" if delivery.detail else ""
    when = tables.local(delivery.changed or delivery.created, case.zone)
    attempts = "1 attempt" if delivery.attempts == 1 else f"{delivery.attempts} attempts"
    repeated = ", perhaps repeated" if delivery.repeat else ""
    return f"{delivery.channel}: {delivery.state} {when}, {attempts}{repeated}{detail}"
