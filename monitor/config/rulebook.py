"""The rules in force and how they follow their files: read, linked, tested and indexed beside those that run.

What did not change is not read again: drafts are kept by the content of their file, here and on disk, and so is the
compiled index. A faulty file runs in its last good version, or is left out when it never had one; the other files run
as they are.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from monitor.config import rulefiles
from monitor.config.lastgood import LastGood
from monitor.config.rulecache import RuleCache, content_key
from monitor.config.rulefiles import Draft, Linked
from monitor.config.rulefiles.proving import proof_key, prove
from monitor.core.errors import ConfigError, Problem
from monitor.core.ids import ChannelName, RuleId
from monitor.core.matching import Index
from monitor.core.matching.packing import pack, unpack
from monitor.core.matching.segment import Clock, Segment, no_time
from monitor.core.rules import Rule, RuleSet

_PROVEN, _BASE = "proven", "base"  # entries of the cache beside the drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The rules that run, everything that is wrong, and the files that run in an older version."""

    index: Index
    problems: tuple[Problem, ...] = ()
    stale_files: tuple[Path, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.index.ruleset.rules


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One file as it is used: its own draft or that of its last good copy."""

    draft: Draft
    raw: bytes
    fresh: bool


@dataclass(slots=True, kw_only=True)
class _Known:
    """What a load need not do again. drafts: by content_key of the file. proofs: rules, each with its proof_key.

    proven: the keys of rules whose examples behaved.
    """

    drafts: dict[str, Draft] = field(default_factory=dict)
    linked: Linked | None = None
    proofs: dict[RuleId, tuple[Rule, str]] = field(default_factory=dict)
    proven: frozenset[str] = frozenset()


class Rulebook:
    """Loads rules again and again. Not for two threads at once; what it returned before stays usable meanwhile.

    loaded: what the last load brought; no rules before the first.
    """

    def __init__(self, state_dir: Path, *, clock: Clock = no_time) -> None:
        self._last_good = LastGood(state_dir / "last-good")
        self._cache = RuleCache(state_dir / "rules.cache")
        self._clock = clock
        self._known: _Known | None = None
        self._kept: Segment | None = None
        self.loaded = Loaded(index=Index.of(RuleSet.of(()), clock))

    def load(self, paths: Sequence[Path], channels: frozenset[ChannelName]) -> Loaded:
        """The rules of these files and folders, as far as they can be had. Raises nothing for broken ones.

        Of two files with the same rule id the later one is faulty. Files as they stand go before older copies: a
        rule that has moved to another file runs from there.
        """
        follow = self.loaded.index.following
        if self._known is None:
            self._known = _Known(proven=self._proven())
            follow = self._restored
        loading = _Loading(follow, self._last_good, self._cache, self._known, channels)
        self.loaded = loading.run(paths)
        self._known = loading.known
        return self.loaded

    def keep(self) -> None:
        """Write down what the next process need not do again. Worth the while once the rules are in force."""
        known = self._known
        if known is None:
            return
        for key in self._cache.lacks(known.drafts):
            self._cache.write(key, (known.drafts[key],))
        if self._proven() != known.proven:
            self._cache.write(_PROVEN, (known.proven,))
        base = self.loaded.index.base
        if base is not self._kept:
            self._cache.write(_BASE, pack(base))
            self._kept = base
        self._cache.forget_others((*known.drafts, _PROVEN, _BASE))

    def _restored(self, ruleset: RuleSet) -> Index:
        """The index as it was compiled before a restart, brought up to date."""
        if self._kept is None:
            try:
                self._kept = unpack(self._cache.read(_BASE, tuple), ruleset.rules, self._clock)
            except (LookupError, TypeError, ValueError):
                return self.loaded.index.following(ruleset)
        return Index.resting_on(self._kept, ruleset, self._clock)

    def _proven(self) -> frozenset[str]:
        return frozenset().union(*self._cache.read(_PROVEN, frozenset))


class _Loading:
    """One load. Files move from their own version to their copy to nothing, so it ends.

    known: what the next load need not do again.
    """

    def __init__(
        self,
        follow: Callable[[RuleSet], Index],
        last_good: LastGood,
        cache: RuleCache,
        before: _Known,
        channels: frozenset[ChannelName],
    ) -> None:
        self.known = _Known(linked=before.linked, proofs=before.proofs)
        self._follow = follow
        self._last_good = last_good
        self._cache = cache
        self._before = before
        self._channels = channels

    def run(self, paths: Sequence[Path]) -> Loaded:
        found = rulefiles.find_all(paths, rulefiles.packaged_vocabularies())
        problems = list(found.problems)
        order = found.files
        sheets, unreadable = self._read_all(order)
        problems += (problem for group in unreadable.values() for problem in group)
        self._step_back(unreadable.keys(), sheets)
        index, wrong = self._judge(sheets)
        while wrong:
            first = [path for path in wrong if sheets[path].draft.problems] or list(
                wrong
            )  # others may follow from it
            problems += (problem for path in first for problem in wrong[path] if sheets[path].fresh)
            self._step_back(first, sheets)
            sheets = {path: sheets[path] for path in order if path in sheets}
            index, wrong = self._judge(sheets)
        if not found.problems:  # a folder that is away for now comes back with its files
            self._last_good.forget_others(order)
        for path, sheet in sheets.items():
            if sheet.fresh:
                problems += self._last_good.keep(path, sheet.raw)
        stale = tuple(path for path, sheet in sheets.items() if not sheet.fresh)
        return Loaded(index=index, problems=tuple(sorted(set(problems))), stale_files=stale)

    def _read_all(self, order: Sequence[Path]) -> tuple[dict[Path, _Sheet], dict[Path, tuple[Problem, ...]]]:
        """Every file as it stands, and what is wrong with those that cannot be read."""
        sheets: dict[Path, _Sheet] = {}
        unreadable: dict[Path, tuple[Problem, ...]] = {}
        for path in order:
            try:
                sheets[path] = self._read(path, rulefiles.read_bytes(path), fresh=True)
            except ConfigError as error:
                unreadable[path] = error.problems
        return sheets, unreadable

    def _read(self, path: Path, raw: bytes, *, fresh: bool) -> _Sheet:
        key = content_key(path, raw)
        draft = self._before.drafts.get(key) or self._cached(key) or rulefiles.draft(path, raw)
        self.known.drafts[key] = draft
        return _Sheet(draft, raw, fresh)

    def _cached(self, key: str) -> Draft | None:
        return next(iter(self._cache.read(key, Draft)), None)

    def _judge(self, sheets: Mapping[Path, _Sheet]) -> tuple[Index, dict[Path, list[Problem]]]:
        """The index of all rules together, and what is wrong with which file."""
        drafts = [sheet.draft for sheet in sheets.values()]
        linked = rulefiles.link(drafts, channels=self._channels, before=self.known.linked)
        index = self._follow(RuleSet.of(rule for group in linked.rules.values() for rule in group))
        proofs = {rule.id: self._proof(rule) for rule in index.ruleset.rules}
        tried = self._before.proven | self.known.proven  # an unchanged rule behaves as it did
        untried = frozenset(rule for rule, (_, key) in proofs.items() if key not in tried)
        problems = [problem for group in linked.problems.values() for problem in group]
        problems += prove(drafts, untried, index)
        by_file: dict[Path, list[Problem]] = {}
        paths = {sheet.draft.file: path for path, sheet in sheets.items()}
        for problem in problems:
            by_file.setdefault(paths[problem.file], []).append(problem)
        faulty = {str(path) for path in by_file}
        proven = frozenset(key for rule, key in proofs.values() if rule.file not in faulty)
        self.known.linked, self.known.proofs, self.known.proven = linked, proofs, proven
        return index, by_file

    def _proof(self, rule: Rule) -> tuple[Rule, str]:
        known = self.known.proofs.get(rule.id)
        return known if known is not None and known[0] is rule else (rule, proof_key(rule))

    def _step_back(self, faulty: Collection[Path], sheets: dict[Path, _Sheet]) -> None:
        """The last good version in place of each faulty file, once; then nothing.

        A file that did not change is broken by one that did: then those that changed step back, as far as they can.
        """
        copies = {path: copy for path in faulty if (copy := self._copy(path, sheets.get(path)))}
        stuck = [path for path in faulty if path not in copies]
        if any(path in sheets and self._is_as_it_was(path, sheets[path]) for path in stuck):
            changed = {path: self._copy(path, sheet) for path, sheet in sheets.items()}
            copies |= {path: copy for path, copy in changed.items() if copy}
        if not copies:
            for path in stuck:
                sheets.pop(path, None)
        for path in copies:
            sheets.pop(path, None)
        taken = {rule.id for sheet in sheets.values() for rule in sheet.draft.rules}
        for path, copy in copies.items():
            rest = tuple(rule for rule in copy.draft.rules if rule.id not in taken)
            sheets[path] = replace(copy, draft=replace(copy.draft, rules=rest))

    def _is_as_it_was(self, path: Path, sheet: _Sheet) -> bool:
        return sheet.fresh and self._last_good.copy_of(path) == sheet.raw

    def _copy(self, path: Path, sheet: _Sheet | None) -> _Sheet | None:
        """The last good version of a file, where that is another one than is used."""
        if sheet is not None and not sheet.fresh:
            return None
        raw = self._last_good.copy_of(path)
        return None if raw is None or (sheet and raw == sheet.raw) else self._read(path, raw, fresh=False)
