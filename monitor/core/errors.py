"""Everything this package raises on purpose, by who must act.

MonitorError
├── ConfigError        config.yaml or a rule file is wrong: a person must edit a file (carries every mistake)
├── ClauseError        an expression or phrase of a rule is wrong (core/clauses)
├── UsageError         a command was called in a way that cannot work
├── StoreError
│   ├── StoreRefused   the store would lose or evict alerts, or belongs to somebody else: the operator must act
│   ├── StoreAway      the store does not answer: the stage waits and tries again
│   ├── LeaseLost      another daemon works this now: the stage stands by
│   └── VersionMoved   somebody else changed the desk's state: drop what was computed, read it anew
└── ParseFailed        bytes that are not a feed, or that cost too much to read: counted against the feed

Trouble on the other side of a wire (a feed, a channel) is a value, not an exception:
see feeds.FetchResult and deliveries.SendResult.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class MonitorError(Exception):
    """Base of every deliberate error. Its text is fit to be shown to the person who must act."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake in a file a person wrote, with everything needed to find and mend it.

    line and column count from 1; 0 means the file as a whole. excerpt is the source line as it stands,
    hint says what to write instead.
    """

    file: str
    line: int = 0
    column: int = 0
    message: str
    hint: str | None = None
    excerpt: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = f"{place}: {self.message}"
        if self.excerpt is not None:
            pointer = " " * max(self.column - 1, 0) + "^"
            number = str(self.line)
            text += f"\n  {number} | {self.excerpt}\n  {' ' * len(number)} | {pointer}"
        if self.hint:
            text += f"\n  fix: {self.hint}"
        return text


class ConfigError(MonitorError):
    """config.yaml or rule files are wrong. Carries every mistake of every file, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(MonitorError):
    """A command was called in a way that cannot work."""


class StoreError(MonitorError):
    """State could not be read or written."""


class StoreRefused(StoreError):
    """The store answers, but using it would break a promise; the text names the remedy."""


class StoreAway(StoreError):
    """The store does not answer (yet, or any more)."""


class LeaseLost(StoreError):
    """Another daemon holds the lease by now; nothing was written."""


class VersionMoved(StoreError):
    """The desk's state is not the one this was computed from; nothing was written."""


class ParseFailed(MonitorError):
    """A body could not be turned into entries. reason is a short stable word for counters and tables."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")
