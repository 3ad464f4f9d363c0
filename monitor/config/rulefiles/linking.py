"""The drafts of all files to rules: vocabularies filled in, copies completed, ids compared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.config import places
from monitor.config.rulefiles import inhibiting
from monitor.config.rulefiles.drafts import Draft, Mention, RuleDraft
from monitor.config.rulefiles.finding import packaged_vocabularies
from monitor.config.rulefiles.inheriting import Heir, inherit
from monitor.config.rulefiles.ordering import in_order
from monitor.config.rulefiles.scopes import Scope
from monitor.core.errors import Problem
from monitor.core.guards import CueTables
from monitor.core.ids import ChannelName, RuleId
from monitor.core.rules import Rule

Channels = frozenset[ChannelName]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """rules: of each file, those that have no mistake. problems: of each file that has one. Both by file, in order.

    heirs: how each rule came about, for the next time.
    """

    rules: Mapping[str, tuple[Rule, ...]]
    problems: Mapping[str, tuple[Problem, ...]]
    heirs: Mapping[RuleId, Heir]


def link(drafts: Sequence[Draft], *, channels: Channels | None, before: Linked | None = None) -> Linked:
    """Everything of all files. channels: those a rule may name; None: not checked.

    Of two files with the same rule, or of two shared ones with the same vocabulary, the later one is wrong. A shared
    one hides the one of its name that comes with the package.
    before: what the same call gave when only some of these drafts were there; it spares work and changes nothing.
    """
    return _Linker(drafts, channels, before.heirs if before is not None else {}).linked()


class _Linker:
    def __init__(
        self, drafts: Sequence[Draft], channels: Channels | None, before: Mapping[RuleId, Heir]
    ) -> None:
        self._channels = channels
        self._before = before
        self._problems: dict[str, list[Problem]] = {draft.file: list(draft.problems) for draft in drafts}
        self._shared = [draft for draft in drafts if draft.shared]
        self._files = [draft for draft in drafts if not draft.shared]
        self._rules: dict[RuleId, tuple[Draft, RuleDraft]] = {}
        self._cues = CueTables.of(draft.cues for draft in drafts if draft.cues is not None)

    def linked(self) -> Linked:
        self._check_languages()
        scopes = self._scopes()
        self._collect()
        heirs = self._heirs(scopes)
        self._check_inhibits(heirs)
        rules = {
            draft.file: tuple(
                heirs[rule.id].rule
                for rule in draft.rules
                if rule.id in heirs and self._rules[rule.id][1] is rule
            )
            for draft in self._files
        }
        problems = {file: tuple(sorted(found)) for file, found in self._problems.items() if found}
        return Linked(rules=rules, problems=problems, heirs=heirs)

    def _tell(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._problems[problem.file].append(problem)

    def _check_languages(self) -> None:
        """One file of cues for each language: what two say could not be told apart in what a guard did."""
        files: dict[str, str] = {}
        for draft in self._shared:
            if draft.cues is None:
                continue
            other = files.setdefault(draft.cues.language, draft.file)
            if other != draft.file:
                message = f"the language {draft.cues.language} is taken: {other} has its cues"
                hint = "give the file the name of the other; then it replaces it"
                self._tell((Problem(file=draft.file, message=message, hint=hint),))

    def _scopes(self) -> Mapping[str, Scope]:
        """What $name means in each file; reports every name that means nothing."""
        shared = Scope()
        for drafts in self._shipped_and_own():
            shared = Scope(shared)
            shared.bring(drafts)
            self._tell(shared.problems)
        kept = {
            each.name: Mention(draft.file, each.place)
            for draft in reversed(self._files)
            for each in draft.vocabularies
        }
        return {draft.file: self._scope(draft, Scope(shared, kept)) for draft in self._files}

    def _shipped_and_own(self) -> tuple[Sequence[Draft], Sequence[Draft]]:
        """What all files share: first what comes with the package, which a desk's own of the same name hides."""
        shipped = packaged_vocabularies()
        ours = [draft for draft in self._shared if Path(draft.file).parent == shipped]
        return ours, [draft for draft in self._shared if Path(draft.file).parent != shipped]

    def _scope(self, draft: Draft, scope: Scope) -> Scope:
        if draft.vocabularies:
            scope.bring([draft])
            self._tell(_news(draft, scope.problems))
        for rule in draft.rules:
            if rule.match.mentions:
                self._tell(_news(draft, scope.missing(draft.file, rule.match.mentions)))
        return scope

    def _collect(self) -> None:
        """Every rule under its id; reports ids that are taken and channels that nobody knows."""
        for draft in self._files:
            self._tell(self._unknown_channels(draft.file, draft.defaults.channels or ()))
            for rule in draft.rules:
                self._tell(self._unknown_channels(draft.file, rule.own.channels or ()))
                other, taken = self._rules.setdefault(rule.id, (draft, rule))
                if taken is not rule:
                    message = f"the id {rule.id} is taken: {other.file}:{taken.place.line} has it too"
                    hint = "give one of the two rules another id"
                    self._tell((rule.place.problem(draft.file, message, hint),))

    def _unknown_channels(self, file: str, named: Iterable[Mention]) -> Iterator[Problem]:
        if self._channels is None:
            return
        for name, place in named:
            if name not in self._channels:
                hint = places.nearest(name, sorted(self._channels)) or "the configuration has no channels"
                yield place.problem(file, f"no channel {name!r} in the configuration", hint)

    def _heirs(self, scopes: Mapping[str, Scope]) -> Mapping[RuleId, Heir]:
        """Every rule that can be completed, each after the one it extends."""

        def parent(name: str) -> tuple[str, ...]:
            extends = self._rules[RuleId(name)][1].extends
            return (extends.name,) if extends is not None and extends.name in self._rules else ()

        order, circles = in_order(self._rules, parent)
        self._tell(self._circular(circles))
        turning = {name for circle in circles for name in circle}
        heirs: dict[RuleId, Heir] = {}
        for name in map(RuleId, order):
            draft, rule = self._rules[name]
            above = heirs.get(RuleId(rule.extends.name)) if rule.extends is not None else None
            if rule.extends is not None and above is None and name not in turning:
                self._tell(self._orphan(draft.file, rule))
            if not rule.sound or (rule.extends is not None and above is None):
                continue
            found = self._completed(draft, rule, above, scopes[draft.file])
            if isinstance(found, Heir):
                heirs[name] = found
            else:
                self._tell(found)
        return heirs

    def _check_inhibits(self, heirs: Mapping[RuleId, Heir]) -> None:
        for draft in self._files:
            for rule in draft.rules:
                self._tell(_news(draft, inhibiting.unknown(draft, rule, self._rules)))
        self._tell(inhibiting.circles(heirs, self._rules))

    def _completed(
        self, draft: Draft, rule: RuleDraft, above: Heir | None, scope: Scope
    ) -> Heir | Sequence[Problem]:
        known = self._before.get(rule.id)
        if known is not None and known.is_current(rule, above, scope, self._cues):
            return known
        return inherit(draft, rule, above, scope, self._cues)

    def _circular(self, circles: Iterable[tuple[str, ...]]) -> Iterator[Problem]:
        for circle in circles:
            draft, rule = self._rules[RuleId(circle[-1])]
            way = " → ".join((*circle, circle[0]))
            if rule.extends is not None:
                hint = (
                    "delete one of these `extends`" if len(circle) > 1 else "delete it, or name another rule"
                )
                yield rule.extends.place.problem(draft.file, f"a rule that extends itself: {way}", hint)

    def _orphan(self, file: str, rule: RuleDraft) -> Iterator[Problem]:
        """A rule that extends one that is not there, or that has a mistake in another file."""
        extends = rule.extends
        if extends is None:
            return
        above = self._rules.get(RuleId(extends.name))
        if above is None:
            hint = inhibiting.other_rule(extends.name, self._rules, rule.id)
            yield extends.place.problem(file, f"no rule {extends.name!r}", hint)
        elif above[0].file != file:
            place = f"{above[0].file}:{above[1].place.line}"
            hint = "mend it first: newsmonitor rules check"
            yield extends.place.problem(file, f"{extends.name} has a mistake of its own: {place}", hint)


def _news(draft: Draft, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems at places of which the file itself has not told one already."""
    told = {(problem.line, problem.column) for problem in draft.problems}
    return (problem for problem in problems if (problem.line, problem.column) not in told)
