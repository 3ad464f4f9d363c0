"""Examples that are missing, and examples that prove less than their author thinks."""

from collections.abc import Iterable, Iterator

from monitor.core.clauses import AllOf, AnyOf, Clause, Not, Scoped
from monitor.core.lint.note import Lint, Note
from monitor.core.matching import Explained, Explanation
from monitor.core.matching.lacking import BLOCKED, lacks
from monitor.core.rules import Example, Rule


def without_examples(rule: Rule) -> Iterator[Note]:
    """A rule that no headline was ever seen to fire. Quiet examples alone hold for a rule that never fires.

    Of a copy (extends) the examples of the original show what fires it.
    """
    if rule.examples.fires or rule.extends:
        return
    message = "no example that fires" if rule.examples.quiet else "a rule without examples"
    hint = 'add examples: {fires: ["a headline that must fire"], quiet: ["one that must not"]}'
    yield Note(lint=Lint.NO_EXAMPLES, message=message, hint=hint)


def quiet_anyway(quiet: Iterable[tuple[Example, Explained]]) -> Iterator[Note]:
    """Quiet examples that hold what the rule excludes, but would be quiet without it too."""
    for example, explained in quiet:
        if explained.fires:
            continue
        excluded = list(_excluded(explained))
        if not excluded:
            yield from _before(example, explained)
            continue
        missing = [each for each in lacks(explained) if not each.startswith(("unless", "NOT ", BLOCKED))]
        if missing:
            words = ", ".join(dict.fromkeys(f"“{word}”" for word in excluded))
            yield Note(
                lint=Lint.QUIET_ANYWAY,
                message=f"quiet for another reason than {words}: {'; '.join(missing)}",
                hint="write it so that it would fire but for that, or it proves nothing",
                example=example,
            )


def _before(example: Example, explained: Explained) -> Iterator[Note]:
    """Of a rule that excludes or guards something: an example that fails before it comes to that."""
    guards = bool(explained.rule.cues)
    excludes = guards or explained.unless is not None or _has_not(explained.event.clause)
    if not excludes or explained.event.nearness > 0:
        return
    yield Note(
        lint=Lint.QUIET_ANYWAY,
        message=f"quiet before anything is excluded: {'; '.join(lacks(explained))}",
        hint=f"write it so that it would fire but for {'a guard, ' if guards else ''}`unless` or NOT, or it proves nothing",
        example=example,
    )


def _has_not(clause: Clause) -> bool:
    match clause:
        case Not():
            return True
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            return any(map(_has_not, parts))
        case Scoped(clause=inner):
            return _has_not(inner)
        case _:
            return False


def _excluded(explained: Explained) -> Iterator[str]:
    """The words that `unless`, a NOT or a guard found."""
    if explained.unless is not None and explained.unless.holds:
        yield from (each.text for each in explained.unless.evidence)
    yield from _by_not(explained.event)
    if explained.is_blocked and explained.judgement is not None:
        yield from (each.cue.text for each in explained.judgement.guarded)


def _by_not(explanation: Explanation) -> Iterator[str]:
    match explanation.clause:
        case AllOf():
            for part in explanation.parts:
                yield from _by_not(part)
        case Not():
            yield from (each.text for each in explanation.parts[0].evidence)
