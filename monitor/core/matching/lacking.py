"""What would have to be different for a rule to fire, in words."""

from collections.abc import Iterable

from monitor.core.clauses import AllOf, AnyOf, Near, Number, Pattern, Phrase, Scoped, Vocabulary
from monitor.core.clauses.written import brief
from monitor.core.matching.explanation import Explained, Explanation

BLOCKED = "blocked: "  # how a sentence begins that names a guard

_MOST_ALTERNATIVES = 4


def lacks(explained: Explained) -> tuple[str, ...]:
    """One sentence per thing that keeps the rule quiet; none when it fires."""
    if explained.fires:
        return ()
    found = list(_lacking(explained.event))
    if explained.about is not None:
        found += [f"about: {each}" for each in _lacking(explained.about)]
    if explained.unless is not None and explained.unless.holds:
        words = dict.fromkeys(each.text for each in explained.unless.evidence)
        found.append(f"unless: {_quoted(words)} is there" if words else "unless holds")
    if explained.is_blocked and explained.judgement is not None and explained.judgement.deciding is not None:
        found.append(f"{BLOCKED}{explained.judgement.deciding.reason}")
    if not explained.admitted:
        found.append("its sources leave this article out")
    return tuple(found)


def _lacking(explained: Explanation) -> tuple[str, ...]:
    if explained.holds:
        return ()
    match explained.clause:
        case AllOf():
            return tuple(each for part in explained.parts for each in _lacking(part))
        case AnyOf():
            return (_alternatives(explained.parts),)
        case Near():
            return _apart(explained)
        case Number(comparison=comparison, value=value):
            cue = explained.parts[0]
            return _lacking(cue) or (f"no figure {comparison} {value:,} for {brief(cue.clause)}",)
        case Scoped(field=field):
            return tuple(f"{each} in the {field}" for each in _lacking(explained.parts[0]))
        case _:
            return (_leaf(explained),)


def _leaf(explained: Explanation) -> str:
    match explained.clause:
        case Phrase(text=text):
            return f"no “{text}”" if explained.missing else f"“{text}” only in pieces"
        case Pattern(text=text):
            return f"nothing fits /{text}/"
        case Vocabulary(name=name):
            return f"no ${name}"
        case _:
            words = dict.fromkeys(each.text for part in explained.parts for each in part.evidence)
            return f"NOT {_quoted(words)} is there" if words else "what it excludes holds"


def _apart(explained: Explanation) -> tuple[str, ...]:
    """Both sides are there, but not together; or one is missing."""
    missing = tuple(each for part in explained.parts for each in _lacking(part))
    if missing:
        return missing
    shown = brief(explained.clause)
    return (f"too far apart, in another order or in different sentences: {shown}",)


def _alternatives(parts: tuple[Explanation, ...]) -> str:
    nearest = sorted(parts, key=lambda part: -part.nearness)
    if not all(isinstance(part.clause, Phrase) for part in parts):
        return " and ".join(_lacking(nearest[0]))
    texts = [part.clause.text for part in nearest if isinstance(part.clause, Phrase)]
    more = len(texts) - _MOST_ALTERNATIVES
    return f"none of {_quoted(texts[:_MOST_ALTERNATIVES])}" + (f" and {more} more" if more > 0 else "")


def _quoted(terms: Iterable[str]) -> str:
    return ", ".join(f"“{term}”" for term in terms)
