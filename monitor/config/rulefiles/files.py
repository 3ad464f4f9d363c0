"""Rule files on disk to rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from monitor.config.rulefiles import reading
from monitor.config.rulefiles.drafts import Draft
from monitor.config.rulefiles.finding import GUARDS, VOCABULARY, find_all, packaged_vocabularies, shared_by
from monitor.config.rulefiles.linking import Channels, link
from monitor.config.rulefiles.proving import has_examples, prove
from monitor.core.errors import ConfigError, Problem
from monitor.core.matching import Index
from monitor.core.rules import Rule, RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What rule files say. rules: of files without a mistake. problems: every mistake of every file.

    drafts: what each file says by itself, also a faulty one; in the order in which they count.
    """

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """One file without a mistake."""

    path: Path
    rules: tuple[Rule, ...]


def load(paths: Sequence[Path], *, channels: Channels | None, packaged: Path | None = None) -> Loaded:
    """The rules of these files and folders, as far as they are without a mistake. Raises nothing for those that are not.

    channels: those a rule may name; None: not checked. packaged: the folder of the vocabularies that come with the
    package, if not the usual one; its cues stand in the folder beside it.
    """
    found = find_all(paths, packaged or packaged_vocabularies())
    problems = list(found.problems)
    drafts: list[Draft] = []
    for path in found.files:
        try:
            drafts.append(draft(path))
        except ConfigError as error:
            problems += error.problems
    rules, wrong = settle(drafts, channels=channels)
    return Loaded(rules=rules, problems=tuple(sorted((*problems, *wrong))), drafts=tuple(drafts))


def settle(
    drafts: Sequence[Draft], *, channels: Channels | None
) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
    """The rules of the files without a mistake, their examples run; and every mistake of all."""
    linked = link(drafts, channels=channels)
    exemplary = [rule for group in linked.rules.values() for rule in group if has_examples(rule)]
    index = Index.of(RuleSet.of(exemplary))
    examples = tuple(prove(drafts, {rule.id for rule in exemplary}, index))
    faulty = {*linked.problems, *(each.file for each in examples)}
    rules = tuple(rule for file, group in linked.rules.items() if file not in faulty for rule in group)
    problems = (*(each for group in linked.problems.values() for each in group), *examples)
    return rules, tuple(sorted(problems))


def load_rules(paths: Sequence[Path], *, channels: Channels | None) -> tuple[Rule, ...]:
    """The rules of all files, in the order of the files. channels: those a rule may name; None: not checked.

    Raises ConfigError with every problem of every file: mistakes, examples that do not hold, ids used twice.
    """
    loaded = load(paths, channels=channels)
    if loaded.problems:
        raise ConfigError(loaded.problems)
    return loaded.rules


def load_file(path: Path, *, channels: Channels | None) -> tuple[Rule, ...]:
    """The rules of one file, with the shared vocabularies beside it. Raises ConfigError with every problem in it."""
    return read(path, channels=channels).rules


def draft(path: Path, raw: bytes | None = None) -> Draft:
    """What a file says by itself. raw: what it holds, when that is known. Raises ConfigError when it cannot be read."""
    held = read_bytes(path) if raw is None else raw
    if path.parent.name in (VOCABULARY, GUARDS):
        return _of_all(str(path), held, path.parent.name)
    return reading.read(str(path), held, shared=False, guards=False)


@lru_cache(maxsize=64)
def _of_all(path: str, held: bytes, folder: str) -> Draft:
    """A file that every rule file rests on: read once, however often a verb asks for it."""
    return reading.read(path, held, shared=folder == VOCABULARY, guards=folder == GUARDS)


def read(path: Path, *, channels: Channels | None) -> RuleFile:
    """One file as it stands on disk. Raises ConfigError."""
    return parse(path, read_bytes(path), channels=channels)


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises ConfigError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
        raise ConfigError([Problem(file=str(path), message=message)]) from None


def parse(path: Path, raw: bytes, *, channels: Channels | None) -> RuleFile:
    """One file from its bytes, with the shared vocabularies beside path. Raises ConfigError with its problems."""
    own = draft(path, raw)
    home = path.parent.parent if own.shared else path.parent
    drafts = [draft(each) for each in shared_by(home, packaged_vocabularies()) if each != path]
    rules, problems = settle([*drafts, own], channels=channels)
    wrong = [problem for problem in problems if problem.file == own.file]
    if wrong:
        raise ConfigError(wrong)
    return RuleFile(path=path, rules=tuple(rule for rule in rules if rule.file == own.file))
