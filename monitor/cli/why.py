"""`newsmonitor why ARTICLE`: what became of an article, step by step, and what today's rules say of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import options, tables
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.adapters.redis_store import RedisStore
    from monitor.config.settings import Config
    from monitor.core.articles import Article
    from monitor.core.ids import AlertId
    from monitor.core.matching import Explained, Index
    from monitor.core.reports import AlertReport, Archived
    from monitor.core.why import Found, Today

_MOST_SHOWN = 10  # articles, when several fit
_ID_SHOWN = 8  # characters of an id that a list shows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """fitting: one group per article, see core/why.best. since: the oldest article kept; None: there is none."""

    fitting: "tuple[tuple[Archived, ...], ...]"
    since: datetime | None
    keep: timedelta
    zone: tzinfo
    alerts: "dict[AlertId, AlertReport]"
    index: "Index"
    faulty: tuple[str, ...]


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
    search = asyncio.run(_search(config, article, quiet=quiet))
    if len(search.fitting) == 1:
        (records,) = search.fitting
        if as_json:
            tables.print_json(_plain(records, search))
        else:
            _print(records, search, trees=tree)
        return
    if as_json:
        candidates = [_plain_article(records[0].article) for records in search.fitting[:_MOST_SHOWN]]
        tables.print_json({"candidates": candidates, "kept_since": tables.iso(search.since)})
    elif search.fitting:
        _print_candidates(search)
    else:
        typer.echo(_unknown(article, search), err=True)
    raise typer.Exit(1)


async def _search(path: Path | None, wanted: str, *, quiet: bool) -> _Search:
    from monitor.cli.connected import connected
    from monitor.core import why as reasons

    async with connected(path) as (config, store):
        candidates, since = await _candidates(store, wanted, quiet=quiet)
        fitting = reasons.best(candidates)
        records = fitting[0] if len(fitting) == 1 else ()
        names = {record.alert for archived in records for record in archived.desk if record.alert}
        alerts = {name: report for name in names if (report := await store.reading.alert(name))}
        index, faulty = _rules(config)
        return _Search(
            fitting=fitting,
            since=since,
            keep=config.archive.keep,
            zone=config.zone,
            alerts=alerts,
            index=index,
            faulty=faulty,
        )


async def _candidates(
    store: "RedisStore", wanted: str, *, quiet: bool
) -> "tuple[list[tuple[Found, Archived]], datetime | None]":
    """Every record that fits, and how far back the archive reaches."""
    from monitor.cli.progress import progress
    from monitor.core.why import found

    candidates: list[tuple[Found, Archived]] = []
    since: datetime | None = None
    hours = await store.reading.hours()
    with progress("reading the archive", len(hours), quiet=quiet) as done:
        for hour in hours:
            for archived in await store.reading.hour(hour):
                fetched = archived.article.fetched
                since = fetched if since is None else min(since, fetched)
                if how := found(archived.article, wanted):
                    candidates.append((how, archived))
            done()
    return candidates, since


def _rules(config: "Config") -> "tuple[Index, tuple[str, ...]]":
    """The rules as the files say them now, and the files with mistakes, whose rules are left out."""
    from monitor.config import rulefiles
    from monitor.core.matching import Index
    from monitor.core.rules import RuleSet

    loaded = rulefiles.load(config.rules, channels=frozenset(config.channels))
    faulty = dict.fromkeys(problem.file for problem in loaded.problems)
    return Index.of(RuleSet.of(loaded.rules)), tuple(faulty)


def _unknown(wanted: str, search: _Search) -> str:
    from monitor.core.durations import show

    if search.since is None:
        return f"no article fits {wanted!r}: the archive is empty, no feed has been read yet"
    return (
        f"no article fits {wanted!r}. The archive reaches back to {tables.local(search.since, search.zone)} "
        f"(archive.keep is {show(search.keep)})"
    )


def _print_candidates(search: _Search) -> None:
    from monitor.core.sanitise import plain

    count = len(search.fitting)
    shown = "" if count <= _MOST_SHOWN else f", the newest {_MOST_SHOWN} of them"
    typer.echo(f"{count} articles fit{shown}. Ask again with an id, or with more of the headline:\n")
    rows = [
        [
            article.id[:_ID_SHOWN],
            tables.local(article.fetched, search.zone),
            plain(article.outlet),
            plain(article.title),
        ]
        for article in (records[0].article for records in search.fitting[:_MOST_SHOWN])
    ]
    tables.print_table(("id", "first seen", "outlet", "headline"), rows, none="")


def _print(records: "Sequence[Archived]", search: _Search, *, trees: bool) -> None:
    from monitor.core import sanitise, why

    article = records[0].article
    tables.print_card(
        [
            ("headline", Cell(sanitise.plain(article.title), "bold")),
            ("outlet", f"{sanitise.plain(article.outlet)} (tier {article.tier})"),
            ("link", sanitise.link(article.link) or "-"),
            ("published", tables.local(article.published, search.zone)),
            ("language", _language(article)),
            ("id", f"{article.id}, text {article.fingerprint}"),
        ]
    )
    for record in reversed(records):
        typer.echo("")
        _print_record(record, search)
    typer.echo("")
    _print_today(why.today(article, search.index), search, article if trees else None)


def _language(article: "Article") -> str:
    """What it is read in, and who says so."""
    if article.detected is None:
        return article.language or "unknown, read as English"
    named = f"; the feed says {article.language}" if article.language else ""
    return f"{article.detected} (guessed from the words{named})"


def _print_record(archived: "Archived", search: _Search) -> None:
    """What was recorded about one text of it from one feed."""
    from monitor.core import sanitise, why

    article = archived.article
    seen = f"Seen {tables.local(article.fetched, search.zone)} in feed {article.feed}"
    tables.print_lines([Cell(f"{seen}: {why.verdict(archived.verdict)}", "bold")])
    for rule, words in archived.verdict.matched if archived.verdict else ():
        quoted = ", ".join(f"“{sanitise.plain(each)}”" for each in dict.fromkeys(words))
        tables.print_lines([f"rule {rule} found {quoted}"], indent=2)
    for rule in why.undecided(archived):
        tables.print_lines([f"rule {rule}: not decided yet"], indent=2)
    for record in archived.desk:
        named = f", #{_short(record.alert)}" if record.alert else ""
        tables.print_lines([f"rule {record.rule}: {why.decision(record)}{named}"], indent=2)
        report = search.alerts.get(record.alert) if record.alert else None
        if record.alert and report is None:
            tables.print_lines(["the alert is too old to be kept"], indent=4)
        for delivery in report.deliveries if report else ():
            detail = f": {sanitise.plain(delivery.detail)}" if delivery.detail else ""
            when = tables.local(delivery.changed or delivery.created, search.zone)
            attempts = "1 attempt" if delivery.attempts == 1 else f"{delivery.attempts} attempts"
            sentence = f"{delivery.channel}: {delivery.state} {when}, {attempts}{detail}"
            tables.print_lines([Cell(sentence, tables.word(delivery.state).style)], indent=4)


def _short(alert: "AlertId") -> str:
    from monitor.core.ids import short

    return short(alert)


def _print_today(today: "Today", search: _Search, explained: "Article | None") -> None:
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
            _print_tree(search.index.explain(close.rule.id, explained), explained)
    if today.quiet:
        others = "other " if today.fires or today.close else ""
        rules = "rule does" if today.quiet == 1 else "rules do"
        tables.print_lines([Cell(f"{today.quiet} {others}{rules} not fire", "dim")], indent=2)
    for file in search.faulty:
        tables.print_lines([Cell(f"{file} holds mistakes and was left out: rules check", "yellow")], indent=2)


def _print_tree(found: "Explained", article: "Article | None") -> None:
    if article is not None:
        from monitor.cli.rules import branch, tree

        branch.show(tree.of_rule(found, article), indent=4)


def _plain(records: "Sequence[Archived]", search: _Search) -> dict[str, Any]:
    from monitor.core import why

    today = why.today(records[0].article, search.index)
    return {
        "article": _plain_article(records[0].article),
        "recorded": [_plain_record(record, search) for record in records],
        "today": {
            "fires": [
                {"rule": each.rule.id, "words": list(dict.fromkeys(found.text for found in each.evidence))}
                for each in today.fires
            ],
            "close": [{"rule": close.rule.id, "lacks": list(close.lacks)} for close in today.close],
            "quiet": today.quiet,
            "files_left_out": list(search.faulty),
        },
    }


def _plain_article(article: "Article") -> dict[str, Any]:
    return {
        **asdict(article),
        "published": tables.iso(article.published),
        "fetched": tables.iso(article.fetched),
    }


def _plain_record(archived: "Archived", search: _Search) -> dict[str, Any]:
    from monitor.cli.alerts import plain_delivery
    from monitor.core import why

    verdict = archived.verdict
    desk = []
    for record in archived.desk:
        report = search.alerts.get(record.alert) if record.alert else None
        deliveries = [plain_delivery(delivery) for delivery in report.deliveries] if report else []
        desk.append({**asdict(record), "means": why.decision(record), "deliveries": deliveries})
    return {
        "feed": archived.article.feed,
        "seen": tables.iso(archived.article.fetched),
        "fingerprint": archived.article.fingerprint,
        "judged": verdict is not None,
        "suppressed": verdict.suppressed if verdict else None,
        "means": why.verdict(verdict),
        "matched": [{"rule": rule, "words": list(words)} for rule, words in verdict.matched]
        if verdict
        else [],
        "desk": desk,
    }
