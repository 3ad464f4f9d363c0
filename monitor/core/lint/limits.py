"""Limits for one figure that no figure keeps."""

from collections.abc import Iterator, Sequence

from monitor.core.clauses import AllOf, AnyOf, Clause, Comparison, Not, Number, Scoped
from monitor.core.clauses.written import brief
from monitor.core.lint.note import Lint, Note
from monitor.core.rules import Rule


def limits(rule: Rule) -> Iterator[Note]:
    """Figures of one cue that are wanted above and below. Two figures in one text could be both; nobody means that."""
    clauses = (rule.event, rule.about) if rule.extends is None else ()
    for group in (each for clause in clauses if clause is not None for each in _together(clause)):
        high = min((high for number in group if (high := _highest(number)) is not None), default=None)
        if high is not None and max(map(_lowest, group)) > high:
            shown = " AND ".join(map(brief, group))
            hint = "turn a sign round, or join them with OR"
            yield Note(lint=Lint.NO_FIGURE, message=f"no figure satisfies {shown}", hint=hint, words="NUMBER")


def _together(clause: Clause) -> Iterator[Sequence[Number]]:
    """The figures that are wanted at once, by cue."""
    match clause:
        case Number():
            yield [clause]
        case AllOf(clauses=parts):
            groups: dict[str, list[Number]] = {}
            for part in parts:
                if isinstance(part, Number):
                    groups.setdefault(brief(part.cue), []).append(part)
                else:
                    yield from _together(part)
            yield from groups.values()
        case AnyOf(clauses=parts):
            for part in parts:
                yield from _together(part)
        case Scoped(clause=inner) | Not(clause=inner):
            yield from _together(inner)


def _lowest(number: Number) -> int:
    match number.comparison:
        case Comparison.AT_LEAST | Comparison.EQUAL:
            return number.value
        case Comparison.MORE:
            return number.value + 1
        case _:
            return 0


def _highest(number: Number) -> int | None:
    match number.comparison:
        case Comparison.AT_MOST | Comparison.EQUAL:
            return number.value
        case Comparison.LESS:
            return number.value - 1
        case _:
            return None
