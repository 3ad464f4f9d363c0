"""All of it as JSON."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from monitor.cli import tables
from monitor.cli.why import identity
from monitor.cli.why.asking import Case

if TYPE_CHECKING:
    from monitor.core.reports import Archived


def whole(case: Case) -> dict[str, Any]:
    """recorded: the newest text first."""
    from monitor.core import why

    today = why.today(case.article, case.index)
    earlier = [*case.records[1:], None]
    return {
        "article": identity.plain(case.article),
        "known_by": identity.known_by(case),
        "recorded": [
            _record(record, before, case) for record, before in zip(case.records, earlier, strict=True)
        ],
        "today": {
            "fires": [
                {"rule": each.rule.id, "words": list(dict.fromkeys(found.text for found in each.evidence))}
                for each in today.fires
            ],
            "close": [{"rule": close.rule.id, "lacks": list(close.lacks)} for close in today.close],
            "quiet": today.quiet,
            "files_left_out": list(case.faulty),
        },
        "story": _story(case),
    }


def _record(archived: "Archived", before: "Archived | None", case: Case) -> dict[str, Any]:
    from monitor.cli.alerts.plain import label, plain_delivery
    from monitor.cli.stories.plain import decision, placed
    from monitor.core import why

    verdict = archived.verdict
    desk = []
    for record in archived.desk:
        report = case.alerts.get(record.alert) if record.alert else None
        deliveries = [plain_delivery(delivery) for delivery in report.deliveries] if report else []
        said = {"deliveries": deliveries, "label": label(report.label) if report else None}
        desk.append({**decision(record), **said})
    return {
        "feed": archived.article.feed,
        "seen": tables.iso(archived.article.fetched),
        "headline": archived.article.title,
        "fingerprint": archived.article.fingerprint,
        "change": identity.change(archived, before),
        "judged": verdict is not None,
        "suppressed": verdict.suppressed if verdict else None,
        "blocked": [asdict(block) for block in verdict.blocked] if verdict else [],
        "means": why.verdict(verdict),
        "matched": [{"rule": rule, "words": list(words)} for rule, words in verdict.matched]
        if verdict
        else [],
        "undecided": list(why.undecided(archived)),
        "placed": placed(archived.placed),
        "desk": desk,
    }


def _story(case: Case) -> dict[str, Any] | None:
    """What is known of it, without its articles: stories show has them."""
    from monitor.cli.stories import plain

    if case.story is None:
        return None
    known = plain.whole(case.story, case.alerts, now=case.now)
    return {name: value for name, value in known.items() if name != "members"}
