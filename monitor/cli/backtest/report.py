"""The answer for people: rule by rule, and then what another version would change."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from itertools import islice

import typer

from monitor.cli import tables
from monitor.cli.backtest.child import Job
from monitor.cli.tables import Cell
from monitor.core import durations
from monitor.core.backtest import Comparison, Difference, Missed, Outcome, Sample, Tally, sparkline
from monitor.core.rules import Rule
from monitor.core.sanitise import plain

_MOST_OUTLETS = 5
_MOST_LACKS = 3
_FOUND = "found"
_MEANS = {
    "backlog": "stood in the feed when it was first read",
    "backfill": "older than the last poll",
    "edit": "only its text had changed",
    "told": "story told already",
    "copy": "a copy of what was told",
    "together": "told with another rule",
    "no-channel": "nobody is to hear of it",
    "late": "too old",
    "inhibited": "kept quiet by another rule",
    "corroboration": "waits for a second source",
    "unconfirmed": "no second source came",
    "throttle": "held back for a while",
    "guard": "blocked by a guard",
}


def show(outcome: Outcome, job: Job, zone: tzinfo, *, against: str | None, quiet: bool) -> None:
    """Rules that fire or just miss, then the names of the others, then the comparison."""
    _print_head(outcome, job, zone, quiet=quiet)
    rules = {rule.id: rule for rule in job.rules}
    span = days(outcome, zone)
    silent = [tally for tally in outcome.tallies if not _is_worth_a_look(tally)]
    for tally in outcome.tallies:
        if _is_worth_a_look(tally):
            _print_tally(tally, rules[tally.rule], span, zone)
    if silent:
        typer.echo("")
        verb = "rule fires on nothing and misses" if len(silent) == 1 else "rules fire on nothing and miss"
        names = ", ".join(tally.rule for tally in silent)
        tables.print_lines([Cell(f"{len(silent)} {verb} nothing by one term: {names}", "dim")])
    if outcome.compared is not None:
        _print_comparison(outcome.compared, against or "", zone)


def days(outcome: Outcome, zone: tzinfo) -> tuple[date, ...]:
    """Every day from the first article to the last."""
    if outcome.first is None or outcome.last is None:
        return ()
    first, last = (moment.astimezone(zone).date() for moment in (outcome.first, outcome.last))
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def _print_head(outcome: Outcome, job: Job, zone: tzinfo, *, quiet: bool) -> None:
    if outcome.first is None:
        typer.echo(f"The archive holds no article of the last {durations.show(job.since)}.")
        return
    span = f"{tables.local(outcome.first, zone)} to {tables.local(outcome.last, zone)}"
    tables.print_lines([Cell(f"{_many(outcome.articles, 'article')}, {span}", "bold")])
    if not quiet:
        more = outcome.texts - outcome.articles
        again = f" ({_many(more, 'further text')} came in other feeds or as edits)" if more else ""
        tables.print_lines(
            [f"An article counts once{again}. These are matches: the desk tells a story once."]
        )


def _is_worth_a_look(tally: Tally) -> bool:
    return bool(tally.articles or tally.missed.articles or tally.blocked.articles)


def _print_tally(tally: Tally, rule: Rule, span: Sequence[date], zone: tzinfo) -> None:
    typer.echo("")
    tables.print_lines([Cell(f"{tally.rule}  {rule.policy.severity}  {plain(rule.policy.title)}", "bold")])
    tables.print_lines([_often(tally, span)], indent=2)
    if tally.outlets:
        tables.print_lines([f"outlets: {_counted(tally.outlets, _MOST_OUTLETS)}"], indent=2)
    if ends := _ends(tally):
        tables.print_lines([f"at the time: {ends}"], indent=2)
    _print_samples(tally.samples, zone, _FOUND)
    if tally.blocked.articles:
        blocked = f"kept quiet by guards on {_many(tally.blocked.articles, 'more article')}: "
        tables.print_lines([Cell(blocked + _counted(tally.blocked.lacks, _MOST_LACKS), "yellow")], indent=2)
        _print_samples(tally.blocked.samples, zone, "")
    if tally.missed.articles:
        tables.print_lines([Cell(_missed(tally.missed), "yellow")], indent=2)
        _print_samples(tally.missed.samples, zone, "")


def _often(tally: Tally, span: Sequence[date]) -> str:
    if not tally.articles:
        return "no article"
    counts = [tally.days.get(day, 0) for day in span]
    most = max(tally.days, key=lambda day: tally.days[day])
    a_day = (
        f", {tally.articles / len(span):.1f} a day, most on {most} ({tally.days[most]:,})"
        if len(span) > 1
        else ""
    )
    return f"{_many(tally.articles, 'article')}{a_day}  {sparkline(counts)}"


def _ends(tally: Tally) -> str:
    """What became of them, with the reasons for staying quiet."""
    ends = [f"{tally.told:,} raised an alert"] if tally.told else []
    ends += [
        f"{count:,} {reason} ({_MEANS[reason]})" if reason in _MEANS else f"{count:,} {reason}"
        for reason, count in tally.suppressed.items()
    ]
    ends += [f"{tally.waiting:,} not decided yet"] if tally.waiting else []
    ends += [f"{tally.unmatched:,} not matched by the rules of that time"] if tally.unmatched else []
    return ", ".join(ends)


def _missed(missed: Missed) -> str:
    more = "or more " if missed.capped else ""
    return f"{_many(missed.articles, 'near miss', 'near misses')} {more}by one term: " + _counted(
        missed.lacks, _MOST_LACKS, "; "
    )


def _print_samples(samples: Sequence[Sample], zone: tzinfo, how: str) -> None:
    """how: what the words are; those that were found are quoted."""
    for each in samples:
        line = f"{tables.local(each.at, zone)}  {plain(each.outlet)}: {plain(each.title)}"
        tables.print_lines([line], indent=4)
        words = map(plain, each.words)
        shown = ", ".join(f"“{word}”" for word in words) if how == _FOUND else "; ".join(words)
        if shown:
            tables.print_lines([Cell(f"{how} {shown}".strip(), "dim")], indent=6)


def _print_comparison(compared: Sequence[Comparison], against: str, zone: tzinfo) -> None:
    typer.echo("")
    differing = [each for each in compared if each.fires_now.articles or each.no_longer.articles]
    changed = [each for each in compared if each.changed]
    head = f"Against {plain(against)}: {_many(len(changed), 'rule')} changed, {len(differing)} with other matches"
    tables.print_lines([Cell(head, "bold")])
    for each in differing:
        typer.echo("")
        tables.print_lines(
            [Cell(each.rule if each.in_both else f"{each.rule} (in one of them only)", "bold")]
        )
        _print_difference("would now fire", "green", each.fires_now, zone)
        _print_difference("would no longer fire", "red", each.no_longer, zone)


def _print_difference(what: str, style: str, difference: Difference, zone: tzinfo) -> None:
    if difference.articles:
        tables.print_lines([Cell(f"{what} on {_many(difference.articles, 'article')}", style)], indent=2)
        _print_samples(difference.samples, zone, _FOUND)


def _counted(counts: Mapping[str, int], most: int, between: str = ", ") -> str:
    named = between.join(f"{plain(name)} {count:,}" for name, count in islice(counts.items(), most))
    more = len(counts) - most
    return f"{named}{between}{more} more" if more > 0 else named


def _many(count: int, noun: str, several: str = "") -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {several or noun + 's'}"
