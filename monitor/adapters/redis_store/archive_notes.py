"""An hour of the archive: articles, and the notes that match stage and desk wrote beside them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from monitor.adapters.redis_store.codec import unpack
from monitor.core.articles import Article
from monitor.core.grouping import Likeness, Merge, Part
from monitor.core.ids import AlertId, RuleId, StoryId
from monitor.core.reports import Archived, Block, DeskRecord, Placed, Verdict
from monitor.core.stories import Origin


def of_hour(hour: str, fields: Mapping[bytes, bytes]) -> tuple[Archived, ...]:
    """Everything that one hour holds."""
    notes: dict[str, dict[str, bytes]] = {}
    for name, value in fields.items():
        article, _, note = name.decode().partition("|")
        if note:
            notes.setdefault(article, {})[note] = value
    return tuple(
        archived(Origin(hour=hour, field=name.decode()), value, notes.get(name.decode(), {}))
        for name, value in fields.items()
        if b"|" not in name
    )


def archived(origin: Origin, article: bytes, notes: Mapping[str, bytes]) -> Archived:
    """An article as it was packed, with its notes by their names: "verdict", "story", "desk|RULE"."""
    desk = [_decided(RuleId(name[5:]), value) for name, value in notes.items() if name.startswith("desk|")]
    return Archived(
        article=unpack(Article, article),
        verdict=_verdict(notes.get("verdict")),
        desk=tuple(sorted(desk, key=lambda record: record.rule)),
        placed=_placed(notes.get("story")),
        origin=origin,
    )


def _verdict(recorded: bytes | None) -> Verdict | None:
    if recorded is None:
        return None
    known = json.loads(recorded)
    matched = tuple((RuleId(m["rule"]), tuple(m["evidence"])) for m in known.get("matched", ()))
    blocked = tuple(
        Block(rule=RuleId(b["rule"]), kind=b["kind"], cue=b["cue"], words=tuple(b["evidence"]))
        for b in known.get("blocked", ())
    )
    return Verdict(matched=matched, blocked=blocked, suppressed=known.get("suppressed"))


def _decided(rule: RuleId, recorded: bytes) -> DeskRecord:
    known = json.loads(recorded)
    return DeskRecord(
        rule=rule,
        reason=known["reason"],
        detail=known.get("detail") or "",
        story=StoryId(known["story"]) if known.get("story") else None,
        alert=AlertId(known["alert"]) if known.get("alert") else None,
    )


def _placed(recorded: bytes | None) -> Placed | None:
    if recorded is None:
        return None
    known = json.loads(recorded)
    nearest = known.get("nearest")
    return Placed(
        story=StoryId(known["story"]),
        is_new=known["is_new"],
        score=known["score"],
        needed=known["needed"],
        terms=_parts(known["terms"]),
        nearest=Likeness(
            story=nearest["story"],
            score=nearest["score"],
            parts=_parts(nearest["terms"]),
            reason=nearest["reason"],
        )
        if nearest
        else None,
        merged=tuple(
            Merge(stays=each["stays"], goes=each["goes"], score=each["score"], parts=())
            for each in known.get("merged", ())
        ),
    )


def _parts(told: Sequence[Any]) -> tuple[Part, ...]:
    return tuple(Part(term, score) for term, score in told)
