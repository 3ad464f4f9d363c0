"""What to say about an example that does not behave."""

from dataclasses import dataclass

from monitor.core import clauses
from monitor.core.clauses import Explanation, Phrase
from monitor.core.rules import Rule
from monitor.core.text import Words


@dataclass(frozen=True, slots=True)
class Surprise:
    message: str
    hint: str | None


def silent(rule: Rule, headline: str) -> Surprise:
    """The headline should have fired the rule."""
    explained = clauses.explain(rule.clause, {"title": Words(headline)})
    blocking = _blocking(explained)
    if blocking:
        return Surprise(f"this should fire {rule.id} and does not", f"what NOT excludes is there: {blocking}")
    nearest = max(_phrases(explained), key=lambda part: part.nearness, default=None)
    if nearest is None or nearest.nearness == 0:
        return Surprise(
            f"this should fire {rule.id} and does not", "it holds no word of the rule; add a phrase"
        )
    lacking = f"lacks {', '.join(nearest.missing)}" if nearest.missing else "has its words, but not in a row"
    shown = clauses.show(nearest.clause)
    hint = f"closest is {shown}: the headline {lacking}; words match in exactly this form"
    return Surprise(f"this should fire {rule.id} and does not", hint)


def loud(rule: Rule, headline: str) -> Surprise:
    """The headline should have left the rule quiet."""
    hits = clauses.evaluate(rule.clause, {"title": Words(headline)}) or ()
    terms = ", ".join(dict.fromkeys(f'"{hit.term}"' for hit in hits))
    return Surprise(f"this should leave {rule.id} quiet and fires it", f"it fires on {terms}")


def _phrases(explained: Explanation) -> list[Explanation]:
    """The phrases that should occur and do not."""
    if isinstance(explained.clause, Phrase):
        return [] if explained.holds else [explained]
    if isinstance(explained.clause, clauses.Not) or explained.holds:
        return []
    return [phrase for part in explained.parts for phrase in _phrases(part)]


def _blocking(explained: Explanation) -> str | None:
    """The first term that occurs although a part of the rule forbids it."""
    if explained.holds or isinstance(explained.clause, Phrase):
        return None
    if isinstance(explained.clause, clauses.Not):
        return next((f'"{hit.term}"' for hit in explained.parts[0].hits), None)
    return next((found for part in explained.parts if (found := _blocking(part))), None)
