"""What one look showed."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """about: what was looked at, a word or two. remedy: what to do, "" when it is ok. Nothing in it is secret."""

    about: str
    level: Level
    sentence: str
    remedy: str = ""


def ok(about: str, sentence: str) -> Finding:
    return Finding(about=about, level=Level.OK, sentence=sentence)


def warning(about: str, sentence: str, remedy: str) -> Finding:
    return Finding(about=about, level=Level.WARNING, sentence=sentence, remedy=remedy)


def problem(about: str, sentence: str, remedy: str) -> Finding:
    return Finding(about=about, level=Level.PROBLEM, sentence=sentence, remedy=remedy)
