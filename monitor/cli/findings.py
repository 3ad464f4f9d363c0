"""What `newsmonitor check` finds: config.yaml, what it points at, rule files and channels, in one go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.config import documents, places, references, rulefiles, secrets
from monitor.config.documents import Document
from monitor.config.source import Scalar, Source
from monitor.core.channels import Secret, is_console
from monitor.core.errors import ConfigError, Problem
from monitor.core.ids import ChannelName


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was counted and what is wrong. rules is None when rule files were not asked for."""

    path: str
    problems: tuple[Problem, ...]
    feeds: int = 0
    channels: int = 0
    rules: int | None = None

    def __str__(self) -> str:
        if self.problems:
            files = len({problem.file for problem in self.problems})
            count = f"{_many(len(self.problems), 'problem')} in {_many(files, 'file')}"
            return "\n".join([*(str(problem) for problem in self.problems), count])
        counted = [_many(self.feeds, "feed"), _many(self.channels, "channel")]
        if self.rules is not None:
            counted.append(_many(self.rules, "rule"))
        return f"{self.path}: {', '.join(counted)}: good"


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
    if not config_only:
        wrong, rules = _rules(document)
        problems += [*document.missing_files(), *_channels(document.source, addresses), *wrong]
    return Findings(
        path=str(path),
        problems=tuple(sorted(problems)),
        feeds=sum(1 for _ in references.feeds(document.source)),
        channels=len(references.channel_names(document.source)),
        rules=rules,
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


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
