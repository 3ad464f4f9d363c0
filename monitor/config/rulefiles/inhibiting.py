"""Rules that keep others quiet: whether the others are there, and whether anybody is left to speak."""

from collections.abc import Collection, Iterator, Mapping

from monitor.config import places
from monitor.config.rulefiles.drafts import Draft, RuleDraft
from monitor.config.rulefiles.inheriting import Heir
from monitor.config.rulefiles.ordering import in_order
from monitor.core.errors import Problem
from monitor.core.ids import RuleId

_MOST_OFFERED = 12


def unknown(draft: Draft, rule: RuleDraft, known: Collection[RuleId]) -> Iterator[Problem]:
    """Every name of a rule that no file has. known: the rules of all files."""
    inhibits = rule.own.policy.inhibits
    for name, place in inhibits.rules if inhibits is not None else ():
        if name not in known:
            yield place.problem(draft.file, f"no rule {name!r}", other_rule(name, known, rule.id))


def other_rule(name: str, known: Collection[RuleId], asking: RuleId) -> str:
    """What to write instead of a name that no rule has."""
    others = tuple(each for each in known if each != asking)
    near = places.nearest(name, others)
    if near is not None and (near.startswith("did you mean") or len(others) <= _MOST_OFFERED):
        return near
    return "name a rule by its id" if others else "delete the line: no other rule is here"


def circles(
    heirs: Mapping[RuleId, Heir], drafts: Mapping[RuleId, tuple[Draft, RuleDraft]]
) -> Iterator[Problem]:
    """Rules of which each keeps the next one quiet: where all match one article, none would be told."""

    def quiet(name: str) -> tuple[RuleId, ...]:
        heir = heirs.get(RuleId(name))
        return heir.rule.policy.inhibits if heir is not None else ()

    _, found = in_order((name for name, heir in heirs.items() if heir.rule.policy.inhibits), quiet)
    for circle in found:
        last, first = RuleId(circle[-1]), circle[0]
        draft, rule = drafts[last]
        own = rule.own.policy.inhibits
        place = (
            next((each.place for each in own.rules if each.name == first), rule.place) if own else rule.place
        )
        way = " → ".join((*circle, first))
        hint = "take one of them out of the other's `inhibits`"
        yield place.problem(draft.file, f"rules that keep each other quiet: {way}", hint)
