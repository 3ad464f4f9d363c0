"""What one file says, by itself: nothing in it depends on another file, so it is kept while the others change."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from monitor.config.source import Mark, excerpt
from monitor.core.channels import Severity
from monitor.core.clauses import Clause
from monitor.core.errors import Problem
from monitor.core.guards import CueTable, GuardKind, Verdict
from monitor.core.ids import RuleId
from monitor.core.policies import Corroborate, Throttle, Update
from monitor.core.rules import Example, Sources


class Place(NamedTuple):  # tuples most of these: ten thousand rules have a hundred thousand, kept on disk
    """A place in a file, with its line: what a message needs when the rest of the file is gone."""

    line: int
    column: int
    text: str

    def problem(self, file: str, message: str, hint: str | None = None) -> Problem:
        """A mistake at this place."""
        shown = excerpt(Mark(self.line, self.column), self.text)
        return Problem(
            file=file, line=self.line, column=self.column, message=message, hint=hint, excerpt=shown
        )


class Mention(NamedTuple):
    """A name, where it stands: of a vocabulary, a rule, a channel."""

    name: str
    place: Place


class VocabularyDraft(NamedTuple):
    """A named list of words. content: the same words for the same languages, the same content.

    sound: it was read without a mistake. mentions: the vocabularies it names. size: how many terms it holds itself.
    """

    name: str
    place: Place
    clause: Clause | None
    content: str = ""
    size: int = 0
    mentions: tuple[Mention, ...] = ()

    @property
    def sound(self) -> bool:
        return self.clause is not None


class MatchDraft(NamedTuple):
    """What stands under `match`. mentions: the vocabularies it names, in the order of the file."""

    event: Clause | None = None
    about: Clause | None = None
    unless: Clause | None = None
    mentions: tuple[Mention, ...] = ()


class Inhibits(NamedTuple):
    """The rules that stay quiet, and for how long; None: as long as a policy has it."""

    rules: tuple[Mention, ...]
    lasts: timedelta | None = None


class PolicyDraft(NamedTuple):
    """What the desk is asked to do. None: it does not say. Each is inherited whole."""

    corroborate: Corroborate | None = None
    update: Update | None = None
    throttle: Throttle | None = None
    max_age: timedelta | None = None
    inhibits: Inhibits | None = None


NOTHING_ASKED = PolicyDraft()


class Settings(NamedTuple):
    """What a rule may say and `defaults` too. None: it does not say. include: where its sources include.

    guards: of each kind that is said.
    """

    severity: Severity | None = None
    channels: tuple[Mention, ...] | None = None
    sources: Sources | None = None
    include: Place | None = None
    policy: PolicyDraft = NOTHING_ASKED
    guards: tuple[tuple[GuardKind, Verdict], ...] = ()


NOTHING_SAID = Settings()


class ExampleDraft(NamedTuple):
    """An example. hint: what to do when it does not behave and YAML is a likely reason."""

    example: Example
    place: Place
    hint: str | None = None


class RuleDraft(NamedTuple):
    """A rule. sound: it was read without a mistake; one that was not is here so that others can name it."""

    id: RuleId
    place: Place
    sound: bool
    title: str | None = None
    match: MatchDraft = MatchDraft()
    own: Settings = NOTHING_SAID
    extends: Mention | None = None
    fires: tuple[ExampleDraft, ...] = ()
    quiet: tuple[ExampleDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One file. shared: its vocabularies or its cues are for all files. problems: every mistake it shows by itself."""

    file: str
    shared: bool = False
    defaults: Settings = NOTHING_SAID
    vocabularies: tuple[VocabularyDraft, ...] = ()
    rules: tuple[RuleDraft, ...] = ()
    cues: CueTable | None = None
    problems: tuple[Problem, ...] = ()
