"""Rules and alternatives that no article can satisfy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.core.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Near,
    Not,
    Number,
    Phrase,
    Scoped,
    Vocabulary,
)
from monitor.core.clauses.written import brief
from monitor.core.lint.alternatives import Alternatives, alternatives
from monitor.core.lint.note import Lint, Note
from monitor.core.matching.views import Scope
from monitor.core.rules import Rule, SourceKind, Sources

_WITHIN = {  # where all that stands in a scope stands as well
    Scope.TITLE: {Scope.TITLE, Scope.HEAD, Scope.WHOLE},
    Scope.LEAD: {Scope.LEAD, Scope.HEAD, Scope.BODY, Scope.WHOLE},
    Scope.HEAD: {Scope.HEAD, Scope.WHOLE},
    Scope.BODY: {Scope.BODY, Scope.WHOLE},
    Scope.WHOLE: {Scope.WHOLE},
    Scope.AUTHOR: {Scope.AUTHOR},
    Scope.CATEGORY: {Scope.CATEGORY},
}
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Clash:
    """What has to be there, and what must not be although it then is. by: where the rule says so."""

    needed: str
    excluded: str
    by: str


class _Excluded:
    """What must not stand in an article, each in its scope."""

    def __init__(self, found: Iterable[tuple[Clause, Scope, str]]) -> None:
        self._found = tuple(found)
        self._phrases: dict[tuple[Scope, str], Alternatives] = {}
        for scope, by in dict.fromkeys((scope, by) for _, scope, by in self._found):
            group = [
                one
                for one, within, how in self._found
                if (within, how) == (scope, by) and isinstance(one, Phrase)
            ]
            self._phrases[scope, by] = Alternatives(group)

    def __add__(self, more: Iterable[tuple[Clause, Scope, str]]) -> "_Excluded":
        added = tuple(more)
        return _Excluded((*self._found, *added)) if added else self

    def clash(self, clause: Clause, scope: Scope) -> _Clash | None:
        """Why the clause cannot hold, as far as it is one of what must not stand there."""
        if isinstance(clause, Phrase):
            for (within, by), phrases in self._phrases.items():
                if within in _WITHIN[scope] and (implied := phrases.implied_by(clause)):
                    return _Clash(clause.text, phrases[implied[0]].text, by)
            return None
        for other, within, by in self._found:
            if within in _WITHIN[scope] and (other == clause or _contains(clause, other)):
                return _Clash(brief(clause), brief(other), by)
        return None


def contradictions(rule: Rule) -> Iterator[Note]:
    """That the rule can never fire and why; or else the alternatives that can never count."""
    impossible = _sources(rule.sources) or _clauses(rule)
    if isinstance(impossible, Note):
        yield impossible
    elif impossible:
        yield _dead(impossible)


def _clauses(rule: Rule) -> Note | list[_Clash]:
    excluded = _Excluded(_of_unless(rule.unless)) + _negated(rule.about, Scope.WHOLE)
    for clause, scope in ((rule.event, Scope.HEAD), (rule.about, Scope.WHOLE)):
        if clause is not None and (clash := _impossible(clause, scope, excluded)) is not None:
            return _never(clash)
    return [] if rule.extends else list(_dead_alternatives(rule.event, Scope.HEAD, excluded))


def _of_unless(clause: Clause | None) -> Iterator[tuple[Clause, Scope, str]]:
    if clause is not None:
        yield from _each(clause, Scope.WHOLE, "`unless`")


def _negated(clause: Clause | None, scope: Scope) -> Iterator[tuple[Clause, Scope, str]]:
    """What the NOTs of a conjunction exclude."""
    match clause:
        case AllOf(clauses=parts):
            for part in parts:
                yield from _negated(part, scope)
        case Not(clause=inner):
            yield from _each(inner, scope, "NOT")
        case _:
            return


def _each(clause: Clause, scope: Scope, by: str) -> Iterator[tuple[Clause, Scope, str]]:
    for one in alternatives(clause):
        if isinstance(one, Scoped):
            yield from _each(one.clause, Scope(one.field.value), by)
        else:
            yield one, scope, by


def _impossible(clause: Clause, scope: Scope, excluded: _Excluded) -> _Clash | None:
    """Why no article holds the clause, if that is certain."""
    if (clash := excluded.clash(clause, scope)) is not None:
        return clash
    match clause:
        case AllOf(clauses=parts):
            inside = excluded + _negated(clause, scope)
            wanted = [part for part in parts if not isinstance(part, Not)]
            return _first(_impossible(part, scope, inside) for part in wanted)
        case AnyOf(clauses=parts):
            return _all(_impossible(part, scope, excluded) for part in parts)
        case Near(left=left, right=right):
            return _impossible(left, scope, excluded) or _impossible(right, scope, excluded)
        case Scoped(field=field, clause=inner):
            return _impossible(inner, Scope(field.value), excluded)
        case Vocabulary(clause=inner) if inner is not None:
            return _impossible(inner, scope, excluded)
        case Number(cue=cue):
            return _impossible(cue, scope, excluded)
        case _:
            return None


def _dead_alternatives(clause: Clause, scope: Scope, excluded: _Excluded) -> Iterator[_Clash]:
    """Alternatives written in the rule that cannot hold, while others can."""
    match clause:
        case AllOf(clauses=parts):
            inside = excluded + _negated(clause, scope)
            for part in parts:
                if not isinstance(part, Not):
                    yield from _dead_alternatives(part, scope, inside)
        case AnyOf(clauses=parts):
            for part in parts:
                clash = None if isinstance(part, Vocabulary) else _impossible(part, scope, excluded)
                if clash is not None:
                    yield clash
                else:
                    yield from _dead_alternatives(part, scope, excluded)
        case Near(left=left, right=right):
            yield from _dead_alternatives(left, scope, excluded)
            yield from _dead_alternatives(right, scope, excluded)
        case Scoped(field=field, clause=inner):
            yield from _dead_alternatives(inner, Scope(field.value), excluded)
        case _:
            return


def _contains(clause: Clause, other: Clause) -> bool:
    """Whether all that the other conjunction asks for stands in this one."""
    return (
        isinstance(clause, AllOf)
        and isinstance(other, AllOf)
        and all(part in clause.clauses for part in other.clauses)
    )


def _all(clashes: Iterable[_Clash | None]) -> _Clash | None:
    """The first, if every alternative has one."""
    first: _Clash | None = None
    for clash in clashes:
        if clash is None:
            return None
        first = first or clash
    return first


def _first(clashes: Iterable[_Clash | None]) -> _Clash | None:
    return next((clash for clash in clashes if clash is not None), None)


def _never(clash: _Clash) -> Note:
    same = clash.needed == clash.excluded
    what = f"“{clash.needed}”, which {clash.by} excludes" if same else (
        f"“{clash.needed}”, and with it stands “{clash.excluded}”, which {clash.by} excludes"
    )  # fmt: skip
    return Note(
        lint=Lint.NEVER_FIRES,
        message=f"this rule can never fire: it needs {what}",
        hint="take the word out of one of the two",
        words=clash.needed,
    )


def _dead(clashes: list[_Clash]) -> Note:
    first = clashes[0]
    named = ", ".join(dict.fromkeys(f"“{clash.needed}”" for clash in clashes[:_MOST_NAMED]))
    more = len(clashes) - _MOST_NAMED
    others = f" and {more} more" if more > 0 else ""
    message = f"{named}{others} can never count: {first.by} excludes “{first.excluded}”"
    hint = "take it out, or narrow what is excluded"
    return Note(lint=Lint.DEAD_ALTERNATIVE, message=message, hint=hint, words=first.needed)


def _sources(sources: Sources) -> Note | None:
    """A rule that includes only what it excludes."""
    shut = {(each.kind, _value(each.kind, each.value)) for each in sources.exclude}
    if not sources.include or any(
        (each.kind, _value(each.kind, each.value)) not in shut for each in sources.include
    ):
        return None
    shown = str(sources.include[0])
    message = f"this rule can never fire: its sources include {shown} and exclude it"
    return Note(lint=Lint.NEVER_FIRES, message=message, hint="take it out of one of the two", words=shown)


def _value(kind: SourceKind, value: str) -> str:
    return value.casefold() if kind is SourceKind.OUTLET else value
