"""Explanations for programs."""

from dataclasses import asdict
from typing import Any

from monitor.core.clauses import AllOf, AnyOf, Near, Not, Number, Pattern, Phrase, Scoped, Vocabulary
from monitor.core.guards import Verdict
from monitor.core.matching import Explained, Explanation, Judgement


def explained(found: Explained) -> dict[str, Any]:
    """Event, about and unless of a rule, and whether its sources let the article through."""
    return {
        "fires": found.fires,
        "admitted": found.admitted,
        "event": explanation(found.event),
        "about": explanation(found.about) if found.about is not None else None,
        "unless": explanation(found.unless) if found.unless is not None else None,
        "guards": judgement(found.judgement),
    }


def judgement(found: Judgement | None) -> dict[str, Any]:
    """What the guards make of the event: allow, flag or block; and every occurrence that is guarded, with its cue."""
    if found is None:
        return {"outcome": Verdict.ALLOW.value, "note": "", "guarded": []}
    guarded = [asdict(each) for each in found.guarded]
    return {"outcome": found.outcome.value, "note": found.note, "guarded": guarded}


def explanation(found: Explanation) -> dict[str, Any]:
    """One clause. Of alternatives those that hold or come near, and how many there are."""
    return {
        **_own(found),
        "holds": found.holds,
        "nearness": round(found.nearness, 3),
        "evidence": [asdict(each) for each in found.evidence],
    }


def _own(found: Explanation) -> dict[str, Any]:
    """What only this kind of clause has."""
    parts = found.parts
    own: dict[str, Any]
    match found.clause:
        case Phrase(text=text, spelling=spelling):
            own = {"phrase": spelling + text, "missing": list(found.missing)}
        case Pattern(text=text):
            own = {"pattern": text}
        case AllOf():
            own = {"all": [explanation(part) for part in parts]}
        case AnyOf():
            own = {"any": [explanation(part) for part in parts if part.nearness > 0], "of": len(parts)}
        case Not():
            own = {"not": explanation(parts[0])}
        case Near(within=within, ordered=ordered):
            own = {"near": [explanation(part) for part in parts], "within": within, "ordered": ordered}
        case Number(comparison=comparison, value=value):
            own = {"number": explanation(parts[0]), "comparison": comparison.value, "value": value}
        case Scoped(field=field):
            own = {"field": field.value, "clause": explanation(parts[0])}
        case Vocabulary(name=name):
            own = {"vocabulary": name, "clause": explanation(parts[0]) if parts else None}
    return own
