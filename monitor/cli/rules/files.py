"""Which rule files a verb works on, and what they say."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.cli.findings import from_here
from monitor.cli.progress import progress
from monitor.config import documents, load, places, references, rulefiles
from monitor.config.documents import Document
from monitor.config.rulefiles import Draft
from monitor.core.errors import ConfigError, Problem, UsageError
from monitor.core.feeds import Feed
from monitor.core.ids import ChannelName, FeedId
from monitor.core.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What the files say, each by itself. problems: of those that could not be read at all.

    channels: those a rule may name; None: not checked. feeds: those it can listen to; None: not known.
    """

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]
    channels: frozenset[ChannelName] | None
    feeds: tuple[Feed, ...] | None = None

    def settle(self) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
        """The rules of files without a mistake, their examples run; and every mistake."""
        rules, wrong = rulefiles.settle(self.drafts, channels=self.channels)
        return rules, tuple(sorted((*self.problems, *wrong)))

    def link(self) -> tuple[tuple[Rule, ...], tuple[Problem, ...]]:
        """Every rule that has no mistake itself, whatever its examples do; and the mistakes."""
        linked = rulefiles.link(self.drafts, channels=self.channels)
        rules = tuple(rule for group in linked.rules.values() for rule in group)
        wrong = (each for group in linked.problems.values() for each in group)
        return rules, tuple(sorted((*self.problems, *wrong)))


def read(config: Path | None, named: Sequence[Path] | None = None, *, quiet: bool = False) -> Files:
    """These files and folders, or those that config.yaml names. Raises ConfigError and UsageError.

    Files given by name need no configuration; where there is one, the channels they name are checked.
    """
    paths, document = _wanted(config, tuple(named or ()))
    _require_files(named or ())
    found = rulefiles.find_all(paths, rulefiles.packaged_vocabularies())
    problems = list(found.problems)
    drafts: list[Draft] = []
    wanted = found.files
    with progress("reading rule files", len(wanted), quiet=quiet) as done:
        for path in wanted:
            try:
                drafts.append(rulefiles.draft(path))
            except ConfigError as error:
                problems += error.problems
            done()
    return Files(
        drafts=tuple(drafts), problems=tuple(problems), channels=_channels(document), feeds=_feeds(document)
    )


def only(rules: Sequence[Rule], wanted: str | None) -> tuple[Rule, ...]:
    """The rule with this id, or all for None. Raises UsageError when there is none."""
    if wanted is None:
        return tuple(rules)
    kept = tuple(rule for rule in rules if rule.id == wanted)
    if not kept:
        near = places.nearest(wanted, [rule.id for rule in rules]) or "no rule was found"
        raise UsageError(f"no rule {wanted!r}: {near}")
    return kept


def _wanted(config: Path | None, named: tuple[Path, ...]) -> tuple[tuple[Path, ...], Document | None]:
    try:
        document = documents.read(load.find(config, os.environ, Path.cwd()))
    except UsageError:
        if config is not None or not named:
            raise
        return named, None
    if not named and (missing := document.missing_files()):
        raise ConfigError(missing)
    return named or tuple(map(from_here, document.rules)), document


def _require_files(named: Sequence[Path]) -> None:
    """Raises UsageError for what is meant to be something else than a file."""
    for path in named:
        if str(path) == "-":
            raise UsageError("rules are read from files, not from standard input: name a file")
        is_id = path.suffix == "" and len(path.parts) == 1
        if is_id and not documents.exists(path):
            raise UsageError(f"no file {path}; for one rule: newsmonitor rules test --rule {path}")


def _channels(document: Document | None) -> frozenset[ChannelName] | None:
    if document is None:
        return None
    return frozenset(ChannelName(name) for name in references.channel_names(document.source))


def _feeds(document: Document | None) -> tuple[Feed, ...] | None:
    if document is None or document.model is None:
        return None
    return tuple(
        Feed(
            id=FeedId(each.id),
            url=each.url,
            outlet=each.outlet,
            owner=each.owner or "",
            tier=each.tier,
            language=each.language,
            tags=tuple(each.tags),
        )
        for each in document.model.feeds
    )
