"""`newsmonitor stories score`: how well articles are grouped into stories, against people who have told them apart."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from monitor.cli import tables

if TYPE_CHECKING:
    from monitor.core.errors import Problem
    from monitor.core.grouping import Features

_MILLISECONDS = 1e11  # what is further ahead cannot be seconds
_EXCERPT = 100  # characters
_SHAPE = (
    "{id, title, lead, ts?, outlet?, story} for an article, "
    "{a: {title, text}, b: {title, text}, label: OK or BAD} for a pair"
)


def score(
    file: Annotated[Path, typer.Argument(help=f"A JSON value a line: {_SHAPE}.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """How well the articles of a file are grouped: whose story they are stands beside them.

    Articles come in the order of their ts (seconds), or of the file where one has none. Alerts are counted as they
    arrive, before stories are merged; precision, recall and F1 (BCubed) are of the stories in the end.
    """
    lines, problems = _read(file)
    if problems:
        for problem in problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1)
    pairs = [line for line in lines if isinstance(line, _Pair)]
    result = _of_pairs(pairs) if pairs else _of_stories([line for line in lines if isinstance(line, _Told)])
    if as_json:
        tables.print_json({name: _rounded(value) for name, value in result.items() if name not in _COUNTS})
    else:
        tables.print_card([(_TITLES[name], _worded(name, value)) for name, value in result.items()])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    title: str
    lead: str
    language: str | None
    ts: float | None
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    one: tuple[str, str]
    other: tuple[str, str]
    is_same: bool


def _of_stories(lines: list[_Told]) -> dict[str, float | None]:
    from monitor.core.grouping import Grouping, features, scoring

    if all(line.ts is not None for line in lines):
        lines = sorted(lines, key=lambda line: line.ts or 0.0)
    grouping, alerts = Grouping(), list[str]()
    merged: dict[str, str] = {}
    now, began = 0.0, time.perf_counter()
    for number, line in enumerate(lines):
        now = now if line.ts is None else line.ts
        placement = grouping.place(features(str(number), line.title, line.lead, line.language), now)
        alerts.append(placement.story)
        merged.update((merge.goes, merge.stays) for merge in placement.merged)
    seconds = time.perf_counter() - began
    told = [line.story for line in lines]
    agreement = scoring.bcubed([_survivor(story, merged) for story in alerts], told)
    return {
        "articles": len(lines),
        "stories": len(set(told)),
        "precision": agreement.precision,
        "recall": agreement.recall,
        "f1": agreement.f1,
        "alerts_per_story": scoring.alerts_per_story(alerts, told),
        "stories_per_alert": scoring.stories_per_alert(alerts, told),
        "articles_per_second": len(lines) / seconds if seconds else None,
    }


def _survivor(story: str, merged: Mapping[str, str]) -> str:
    while story in merged:
        story = merged[story]
    return story


def _of_pairs(pairs: list[_Pair]) -> dict[str, float | None]:
    from monitor.core.grouping import features, scoring

    ratings = [_rated(features("a", *pair.one), features("b", *pair.other)) for pair in pairs]
    same = [pair.is_same for pair in pairs]
    agreement = scoring.decided([rating.is_same for rating in ratings], same)
    return {
        "pairs": len(pairs),
        "precision": agreement.precision,
        "recall": agreement.recall,
        "f1": agreement.f1,
        "auc": scoring.auc([rating.score for rating in ratings], same),
    }


class _Rating(NamedTuple):
    is_same: bool
    score: float


def _rated(one: "Features", other: "Features") -> _Rating:
    from monitor.core.grouping import Grouping

    grouping = Grouping()
    grouping.place(one, 0.0)
    placement = grouping.decide(other, 0.0)
    return _Rating(
        not placement.is_new, placement.score or (placement.nearest.score if placement.nearest else 0.0)
    )


_TITLES = {
    "articles": "articles",
    "stories": "stories",
    "pairs": "pairs",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "alerts_per_story": "alerts per story",
    "stories_per_alert": "stories per alert",
    "articles_per_second": "articles per second",
    "auc": "AUC",
}
_COUNTS = ("articles", "stories", "pairs")
_MEANINGS = {
    "precision": "of what was put together, how much belongs together",
    "recall": "of what belongs together, how much was put together",
    "alerts_per_story": "1 is best; before stories were merged",
    "stories_per_alert": "1 is best; before stories were merged",
    "auc": "how often a pair of one story is more alike than one of two",
}


def _worded(name: str, value: float | None) -> str:
    if name in _COUNTS or name == "articles_per_second":
        return "-" if value is None else f"{value:,.0f}"
    figure = "-" if value is None else f"{value:.3f}"
    return f"{figure}  {_MEANINGS[name]}" if name in _MEANINGS else figure


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _read(file: Path) -> "tuple[list[_Told | _Pair], list[Problem]]":
    """The lines of a file that are no mistakes, and the mistakes."""
    from monitor.core.errors import Problem, UsageError

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read: {error}") from error
    lines: list[_Told | _Pair] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            lines.append(_line(line, type(lines[0]) if lines else None))
        except _Mistake as mistake:
            problems.append(
                Problem(
                    file=str(file),
                    line=number,
                    column=mistake.column,
                    message=mistake.message,
                    hint=mistake.hint,
                    excerpt=line[:_EXCERPT] if mistake.column <= _EXCERPT else None,
                )
            )
    if not lines and not problems:
        problems.append(
            Problem(file=str(file), message="no lines", hint=f"write a JSON value a line: {_SHAPE}")
        )
    return lines, problems


class _Mistake(Exception):
    """What is wrong with a line, from which column (from 1) on."""

    def __init__(self, message: str, hint: str | None = None, column: int = 1) -> None:
        super().__init__(message)
        self.message, self.hint, self.column = message, hint, column


def _line(line: str, kind: type | None) -> _Told | _Pair:
    """What a line says; kind: what the file's first one is."""
    try:
        known = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Mistake(f"no JSON: {error.msg}", "write one JSON value a line", error.colno) from error
    except RecursionError as error:
        raise _Mistake("no JSON that can be read: nested too deep") from error
    if not isinstance(known, dict):
        raise _Mistake("no JSON object", f"write {_SHAPE}")
    read = _pair(known) if known.keys() & {"a", "b", "label"} else _told(known)
    if kind not in (None, type(read)):
        raise _Mistake("an article among pairs, or a pair among articles", "keep them in two files")
    return read


def _told(known: dict[str, Any]) -> _Told:
    _text(known, "id")
    return _Told(
        title=_text(known, "title"),
        lead=_text(known, "lead", optional=True),
        language=_text(known, "language", optional=True) or None,
        ts=_seconds(known.get("ts")),
        story=_text(known, "story"),
    )


def _pair(known: dict[str, Any]) -> _Pair:
    if known.get("label") not in ("OK", "BAD"):
        raise _Mistake(f"label is {known.get('label')!r}", "write OK for one story, BAD for two")
    return _Pair(one=_side(known, "a"), other=_side(known, "b"), is_same=known["label"] == "OK")


def _side(known: dict[str, Any], name: str) -> tuple[str, str]:
    side = known.get(name)
    if not isinstance(side, dict):
        raise _Mistake(f"{name} is no object", "write {title, text}")
    return _text(side, "title"), _text(side, "text", optional=True)


def _text(known: Mapping[str, Any], name: str, *, optional: bool = False) -> str:
    value = known.get(name)
    if value is None and optional:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and name in ("id", "story"):
        return str(value)
    if not isinstance(value, str):
        raise _Mistake(f"{name} is missing" if value is None else f"{name} is no text", f"write {_SHAPE}")
    return value


def _seconds(value: Any) -> float | None:
    """A time as seconds; milliseconds and ISO 8601 are understood."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise _Mistake(f"ts is {value!r}", "write seconds since 1970, or 2024-03-01T12:00:00Z") from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < float("inf"):
        raise _Mistake(f"ts is {value!r}", "write seconds since 1970, or 2024-03-01T12:00:00Z")
    return value / 1000 if value > _MILLISECONDS else float(value)
