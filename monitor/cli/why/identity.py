"""The article itself, what it is known by, and how its texts differ."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from monitor.cli import tables
from monitor.cli.tables import Cell
from monitor.cli.why.asking import Case, Search

if TYPE_CHECKING:
    from monitor.core.articles import Article
    from monitor.core.reports import Archived
    from monitor.core.sanitise import Span

_ID_SHOWN = 8  # characters of an id that a list shows
_MARKS = {"g": "the id its feed gives it", "l": "its link", "t": "its headline", "x": "its whole text"}


def show(case: Case) -> None:
    """One card."""
    from monitor.core import sanitise

    article = case.article
    oldest = min(record.article.fetched for record in case.records)
    feeds = dict.fromkeys(record.article.feed for record in reversed(case.records))
    fields: list[tuple[str, str | Cell]] = [
        ("headline", Cell(sanitise.plain(article.title), "bold")),
        ("outlet", f"{sanitise.plain(article.outlet)} (tier {article.tier})"),
        ("link", sanitise.link(article.link) or "-"),
        ("published", tables.local(article.published, case.zone)),
        ("seen", tables.local(oldest, case.zone)),
        ("feed" if len(feeds) == 1 else "feeds", ", ".join(feeds)),
        ("language", _language(article)),
        ("id", f"{article.id}, text {article.fingerprint}"),
    ]
    if case.keys:
        fields.append(("known by", ", ".join(known_by(case))))
    tables.print_card(fields)


def known_by(case: Case) -> list[str]:
    """What its feeds remember it by; () once they have forgotten it."""
    return [_MARKS[letter] for letter in case.keys]


def _language(article: "Article") -> str:
    """What it is read in, and who says so."""
    if article.detected is None:
        return article.language or "unknown, read as English"
    named = f"; the feed says {article.language}" if article.language else ""
    return f"{article.detected} (guessed from the words{named})"


def change(record: "Archived", before: "Archived | None") -> str:
    """How this text differs from the one that was recorded before it: in words, "" for the first."""
    if before is None:
        return ""
    one, other = before.article, record.article
    if one.fingerprint == other.fingerprint:
        return "the same text"
    from monitor.core import sanitise
    from monitor.core.rendering.changes import diff

    was, now = sanitise.plain(one.title), sanitise.plain(other.title)
    if was == now:
        return "the headline is the same, the text has changed"
    found = diff(was, now)
    gone, came = _marked(found.before), _marked(found.after)
    if gone and came:
        return f"headline edited: {came} in place of {gone}"
    if gone or came:
        return f"headline edited: {came} added" if came else f"headline edited: {gone} left out"
    return f"headline rewritten: it was “{was}”"


def _marked(spans: "tuple[Span, ...]") -> str:
    return ", ".join(f"“{span.text.strip()}”" for span in spans if span.marked and span.text.strip())


def print_candidates(search: Search, most: int) -> None:
    """Several articles fit."""
    from monitor.core.sanitise import plain as safe

    count = len(search.fitting)
    shown = "" if count <= most else f", the newest {most} of them"
    typer.echo(f"{count} articles fit{shown}. Ask again with an id, or with more of the headline:\n")
    rows = [
        [
            article.id[:_ID_SHOWN],
            tables.local(article.fetched, search.zone),
            safe(article.outlet),
            safe(article.title),
        ]
        for article in (records[0].article for records in search.fitting[:most])
    ]
    tables.print_table(("id", "first seen", "outlet", "headline"), rows, none="")


def plain(article: "Article") -> dict[str, Any]:
    """As JSON."""
    return {
        **asdict(article),
        "published": tables.iso(article.published),
        "fetched": tables.iso(article.fetched),
    }
