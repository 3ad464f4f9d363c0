"""The answer for programs: everything that was counted."""

from dataclasses import asdict
from datetime import date, tzinfo
from typing import Any

from monitor.cli import tables
from monitor.cli.backtest.child import Job
from monitor.cli.backtest.report import days
from monitor.core.backtest import Comparison, Difference, Missed, Outcome, Sample, Tally
from monitor.core.rules import Rule


def show(outcome: Outcome, job: Job, zone: tzinfo, *, against: str | None) -> None:
    """Times in UTC, days in the zone of the configuration; days without a match are there too."""
    span = days(outcome, zone)
    rules = {rule.id: rule for rule in job.rules}
    told: dict[str, Any] = {
        "since_seconds": job.since.total_seconds(),
        "zone": str(zone),
        "articles": outcome.articles,
        "texts": outcome.texts,
        "first": tables.iso(outcome.first),
        "last": tables.iso(outcome.last),
        "rules": [_tally(each, rules[each.rule], span) for each in outcome.tallies],
    }
    if outcome.compared is not None:
        told["against"] = against
        told["compared"] = [_comparison(each) for each in outcome.compared]
    tables.print_json(told)


def _tally(tally: Tally, rule: Rule, span: tuple[date, ...]) -> dict[str, Any]:
    return {
        "rule": tally.rule,
        "title": rule.policy.title,
        "severity": rule.policy.severity,
        "articles": tally.articles,
        "days": {day.isoformat(): tally.days.get(day, 0) for day in span},
        "outlets": dict(tally.outlets),
        "told": tally.told,
        "suppressed": dict(tally.suppressed),
        "waiting": tally.waiting,
        "unmatched": tally.unmatched,
        "samples": _samples(tally.samples),
        "blocked": _missed(tally.blocked),
        "near_misses": _missed(tally.missed),
    }


def _missed(missed: Missed) -> dict[str, Any]:
    return {**asdict(missed), "samples": _samples(missed.samples)}


def _comparison(compared: Comparison) -> dict[str, Any]:
    return {
        "rule": compared.rule,
        "in_both": compared.in_both,
        "changed": compared.changed,
        "would_now_fire": _difference(compared.fires_now),
        "would_no_longer_fire": _difference(compared.no_longer),
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {"articles": difference.articles, "samples": _samples(difference.samples)}


def _samples(samples: tuple[Sample, ...]) -> list[dict[str, Any]]:
    return [{**asdict(each), "at": tables.iso(each.at)} for each in samples]
