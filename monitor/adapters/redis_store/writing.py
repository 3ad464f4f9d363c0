"""What the desk decided, as the arguments of the script that writes it: see write_desk in lua/prelude.lua."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any, Self

from monitor.adapters.redis_store.codec import milliseconds, pack, pack_plain
from monitor.adapters.redis_store.scripts import Argument
from monitor.core.deliveries import delivery_id
from monitor.core.grouping import Likeness, Placement, cluster
from monitor.core.leases import Received
from monitor.core.matching import Matches
from monitor.core.stories import Outcome, Ruling, Story

FORGET_AFTER = timedelta(days=14)  # a story that nobody tells any more
_TERMS = 12  # of an explanation


class Writing:
    """Gathers head and blobs; the head names a blob by its number."""

    def __init__(self) -> None:
        self._head: dict[str, Any] = {}
        self._blobs: list[bytes] = []

    def arguments(self) -> list[Argument]:
        return [json.dumps(self._head, ensure_ascii=False), *self._blobs]

    def outcome(self, outcome: Outcome) -> Self:
        """Stories, timers, windows, alert and rulings."""
        head = self._head
        head["stories"] = {story.id: self._blob(pack(story)) for story in outcome.stories}
        head["windows"] = {window.rule: self._blob(pack(window)) for window in outcome.windows}
        head["timers"] = {name: milliseconds(delay) for name, delay in outcome.timers.items()}
        for story in outcome.stories:
            head["timers"][f"forget:{story.id}"] = milliseconds(FORGET_AFTER)
        head["cancelled"] = list(outcome.cancelled)
        head["alerts"] = self._alerts(outcome)
        head["notes"] = [_note(ruling, outcome) for ruling in outcome.rulings]
        head["counts"] = _counts(outcome.rulings)
        if outcome.forgotten is not None:
            head["forgotten"] = outcome.forgotten
        return self

    def arrived(self, received: Received[Matches], outcome: Outcome, placement: Placement | None) -> Self:
        """Where the article was placed, and that its matches are decided. placement: None where words played no part."""
        head, article = self._head, received.value[0].article
        head["matches"] = {outcome.story: {match.id: match.rule for match in received.value}}
        rulings = [
            ruling for ruling in outcome.rulings if ruling.match is not None
        ]  # not of those that waited
        telling = {
            "hour": received.place.hour,
            "field": received.place.field,
            "title": article.title[:_TITLE],
            "outlet": article.outlet,
            "link": article.link,
            "fetched": article.fetched.isoformat(),
            "rules": [ruling.rule for ruling in rulings],
            "reasons": [ruling.reason for ruling in rulings],
        }
        number = self._blob(pack_plain(telling))
        names = dict.fromkeys(name for name in (article.id, received.known_as) if name)
        head["placed"] = {name: [outcome.story, number] for name in names}
        if placement is not None:
            head["clusters"] = {
                each.id: self._blob(pack_plain(cluster.plain(each))) for each in placement.changed
            }
            head["gone"] = list(placement.gone)
            head["seen"] = repr(placement.ts)
            if placement.is_new:
                head["founded"] = placement.changed[0].number + 1
            place = received.place
            head["notes"].append(
                {"hour": place.hour, "field": f"{place.field}|story", "text": json.dumps(_placed(placement))}
            )
        return self

    def _alerts(self, outcome: Outcome) -> list[dict[str, Any]]:
        alert = outcome.alert
        if alert is None:
            return []
        story = next((each for each in outcome.stories if each.id == alert.story), None)
        deliveries = [
            {"id": delivery_id(alert.id, name), "channel": name} | _after(story, alert.id, name)
            for name in dict.fromkeys(outcome.channels)
        ]
        return [{"id": alert.id, "blob": self._blob(pack(alert)), "deliveries": deliveries}]

    def _blob(self, packed: bytes) -> int:
        self._blobs.append(packed)
        return len(self._blobs)


_TITLE = 300  # characters


def _after(story: Story | None, alert: str, channel: Any) -> dict[str, str]:
    """An update waits for the first message of its story on that channel."""
    first = story.first.get(channel) if story is not None else None
    return {} if first is None or first == alert else {"after": delivery_id(first, channel)}


def _note(ruling: Ruling, outcome: Outcome) -> dict[str, str]:
    said = {
        "reason": ruling.reason,
        "detail": ruling.detail,
        "story": outcome.story,
        "alert": ruling.alert or "",
    }
    return {
        "hour": ruling.origin.hour,
        "field": f"{ruling.origin.field}|desk|{ruling.rule}",
        "text": json.dumps(said, ensure_ascii=False),
    }


def _counts(rulings: tuple[Ruling, ...]) -> dict[str, int]:
    """Of every match exactly one word: told, or what it was suppressed for. One decided anew loses its old word."""
    counts: Counter[str] = Counter()
    for ruling in rulings:
        counts["told" if ruling.reason.is_told else f"suppressed:{ruling.reason}"] += 1
        if ruling.before is not None:
            counts[f"suppressed:{ruling.before}"] -= 1
    return {name: by for name, by in counts.items() if by}


def _placed(placement: Placement) -> dict[str, Any]:
    """Why the article belongs to its story, in figures that add up."""
    said: dict[str, Any] = {
        "story": placement.home,
        "is_new": placement.is_new,
        "score": placement.score,
        "needed": placement.needed,
        "terms": [[part.term, part.score] for part in placement.terms],
    }
    if placement.nearest is not None:
        said["nearest"] = _likeness(placement.nearest)
    if placement.merged:
        said["merged"] = [
            {"stays": merge.stays, "goes": merge.goes, "score": merge.score} for merge in placement.merged
        ]
    return said


def _likeness(likeness: Likeness) -> dict[str, Any]:
    parts = [[part.term, part.score] for part in likeness.parts[:_TERMS]]
    return {"story": likeness.story, "score": likeness.score, "terms": parts, "reason": likeness.reason}
