"""What `newsmonitor check` finds: config.yaml, what it points at, rule files and channels, in one go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.config import documents, places, references, rulefiles, secrets
from monitor.config.documents import Document
from monitor.config.source import Scalar, Source
from monitor.core.channels import Secret, is_console
from monitor.core.errors import ConfigError, Problem
from monitor.core.ids import ChannelName


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was counted and what is wrong. rules is None when rule files were not asked for.

    notes: sources of rules that no feed is; they make nothing wrong.
    """

    path: str
    problems: tuple[Problem, ...]
    feeds: int = 0
    channels: int = 0
    rules: int | None = None
    notes: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        if self.problems:
            files = len({problem.file for problem in self.problems})
            count = f"{_many(len(self.problems), 'problem')} in {_many(files, 'file')}"
            return "\n".join([*map(str, self.problems), *self._told, count])
        counted = [_many(self.feeds, "feed"), _many(self.channels, "channel")]
        if self.rules is not None:
            counted.append(_many(self.rules, "rule"))
        return "\n".join([*self._told, f"{self.path}: {', '.join(counted)}: good"])

    @property
    def _told(self) -> Iterator[str]:
        return (str(replace(note, message=f"note: {note.message}")) for note in self.notes)


def examine(path: Path, environ: Mapping[str, str], *, config_only: bool) -> Findings:
    """Every mistake there is; a wrong file is an answer here, not an error.

    config_only: what the file says by itself. No secrets, rule files or other files, nor Apprise: fit for a
    machine that has none of them.
    """
    try:
        document = documents.read(path)
    except ConfigError as error:
        return Findings(path=str(path), problems=error.problems)
    problems = list(document.problems)
    addresses, unresolved = secrets.resolve(document.source, None if config_only else environ)
    problems += unresolved
    rules = None
    notes: tuple[Problem, ...] = ()
    if not config_only:
        wrong, rules = _rules(document)
        notes = _unheard(document) if not wrong else ()
        problems += [*document.missing_files(), *_channels(document.source, addresses), *wrong]
    return Findings(
        path=str(path),
        problems=tuple(sorted(problems)),
        feeds=sum(1 for _ in references.feeds(document.source)),
        channels=len(references.channel_names(document.source)),
        rules=rules,
        notes=notes,
    )


def from_here(path: Path) -> Path:
    """As a person in this folder would name it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _channels(source: Source, addresses: Mapping[str, Secret]) -> Iterator[Problem]:
    """What only the library that sends can tell: whether it knows this kind of channel."""
    named = {name: address for name, address in addresses.items() if not is_console(address)}
    if not named:
        return
    from monitor.adapters.apprise_sender import problems  # loads Apprise, 0.2 s

    for name, address in named.items():
        local = places.node_at(source.root, ("channels", name, "on_this_machine"))
        wrong = problems(address.reveal(), local=isinstance(local, Scalar) and local.text.lower() == "true")
        if wrong:
            yield source.problem(places.key_at(source.root, ("channels", name)), f"its address {wrong}")


def _rules(document: Document) -> tuple[tuple[Problem, ...], int]:
    names = frozenset(ChannelName(name) for name in references.channel_names(document.source))
    try:
        return (), len(rulefiles.load_rules([from_here(path) for path in document.rules], channels=names))
    except ConfigError as error:
        return error.problems, 0


def _unheard(document: Document) -> tuple[Problem, ...]:
    """Sources of rules that no feed is."""
    if document.model is None:
        return ()
    from monitor.cli.rules import files, notes

    try:
        drafts = files.read(Path(document.source.path), quiet=True)
    except ConfigError:  # told already
        return ()
    return tuple(each.at for draft in drafts.drafts for each in notes.unheard(draft, drafts.feeds or ()))


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
