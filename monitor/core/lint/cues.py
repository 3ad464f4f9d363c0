"""Words of a rule that are also cues: where the rule finds them, they guard nothing."""

from collections.abc import Iterator

from monitor.core.clauses import Phrase
from monitor.core.guards import Side, Verdict
from monitor.core.lint.alternatives import Alternatives, written
from monitor.core.lint.note import Lint, Note
from monitor.core.rules import Rule

_MOST_NAMED = 4
_WORDS = frozenset({Side.BEFORE, Side.NEXT, Side.AFTER, Side.ANYWHERE})


def own_cues(rule: Rule) -> Iterator[Note]:
    """The terms of the event that stand in the rule itself; a vocabulary is written with the cues in mind."""
    own = [term for term in written(rule.event) if isinstance(term, Phrase)]
    found: dict[str, str] = {}
    for table in rule.cues:
        cues = [cue for cue in table.cues if cue.side in _WORDS and cue.phrase is not None]
        alike = Alternatives(cue.phrase for cue in cues if cue.phrase is not None)
        for term in own:
            for number in alike.implied_by(term) if term.language in {None, table.language} else ():
                cue = cues[number]
                is_whole = cue.phrase is not None and cue.phrase.tokens[-1].after == term.tokens[-1].after
                if is_whole and rule.guards.verdict(cue.kind) is not Verdict.ALLOW:
                    found.setdefault(term.text, cue.kind)
    if not found:
        return
    named = ", ".join(f"“{text}” ({kind})" for text, kind in list(found.items())[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    is_one = len(found) == 1
    yield Note(
        lint=Lint.OWN_CUE,
        message=f"{named}{more} {'is a cue' if is_one else 'are cues'} of guards too, and no guard where this rule finds {'it' if is_one else 'them'}",
        hint="nothing to do if that is what the rule is about; otherwise take them out of `event`",
        words=next(iter(found)),
    )
