"""newsmonitor stories score: articles that people have told apart, pairs, and files that are wrong."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.cli.stories import app
from monitor.core.errors import UsageError
from tests.core.grouping.news import EVENTS

CORPUS = os.environ.get("NEWSMONITOR_CORPUS")
KEYS = {"precision", "recall", "f1", "alerts_per_story", "stories_per_alert", "articles_per_second"}


def score(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["score", str(file), *arguments])


def figures(file: Path) -> dict[str, Any]:
    result = score(file, "--json")
    assert result.exit_code == 0, result.stderr
    known: dict[str, Any] = json.loads(result.stdout)
    return known


def written(folder: Path, *lines: Any) -> Path:
    file = folder / "told.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    return file


def article(number: int, title: str, story: str, **known: Any) -> dict[str, Any]:
    return {"id": f"a{number}", "title": title, "lead": "", "story": story} | known


@pytest.fixture
def events(tmp_path: Path) -> Path:
    rows = [(event, title) for event, titles in EVENTS.items() for title in titles]
    return written(tmp_path, *(article(number, title, event) for number, (event, title) in enumerate(rows)))


def test_stories_for_programs(events: Path) -> None:
    known = figures(events)
    assert set(known) == KEYS
    assert known["precision"] == 1.0
    assert known["f1"] > 0.85
    assert known["stories_per_alert"] == 1.0
    assert 1.0 <= known["alerts_per_story"] <= 1.5
    assert known["articles_per_second"] > 0


def test_stories_for_people(events: Path) -> None:
    result = score(events)
    assert result.exit_code == 0
    assert "articles             22" in result.stdout
    assert "stories per alert    1.000  1 is best" in result.stdout


def test_articles_come_in_the_order_of_their_times(tmp_path: Path) -> None:
    title = "Bridge collapses in Kelmar"
    hours = [0, 24 * 8, 24 * 4]  # in this order, the last would be too late for the first
    apart = [article(number, title, "bridge", ts=hour * 3600) for number, hour in enumerate(hours)]
    assert figures(written(tmp_path, *apart))["alerts_per_story"] == 1.0
    assert figures(written(tmp_path, *apart[:2]))["alerts_per_story"] == 2.0


@pytest.mark.parametrize("ts", [0, None, 1394470501.265, 1394470501265, "2024-03-01T12:00:00Z"])
def test_times_in_several_spellings(tmp_path: Path, ts: Any) -> None:
    file = written(tmp_path, article(1, "Kelmar bridge", "s", ts=ts, outlet="Herald"), "")
    assert figures(file)["f1"] == 1.0


def test_pairs(tmp_path: Path) -> None:
    bridge = {"title": "Bridge collapses in Kelmar, twelve dead", "text": ""}
    killed = {"title": "Twelve killed as Kelmar bridge gives way", "text": ""}
    dockers = {"title": "Dock workers in Port Vance walk out", "text": "They want more pay."}
    file = written(
        tmp_path,
        {"a": bridge, "b": killed, "label": "OK"},
        {"a": bridge, "b": dockers, "label": "BAD"},
    )
    assert figures(file) == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "auc": 1.0}
    assert "AUC        1.000" in score(file).stdout


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        ("{bad", "2:2", "no JSON"),
        ("[1]", "2:1", "no JSON object"),
        ("[" * 100_000, "2:1", "no JSON"),
        ({"id": "b", "story": "s"}, "2:1", "title is missing"),
        ({"id": "b", "title": 7, "story": "s"}, "2:1", "title is no text"),
        ({"id": "b", "title": "t"}, "2:1", "story is missing"),
        ({"title": "t", "story": "s"}, "2:1", "id is missing"),
        ({"id": "b", "title": "t", "story": "s", "ts": "noon"}, "2:1", "ts is 'noon'"),
        ('{"id": "b", "title": "t", "story": "s", "ts": NaN}', "2:1", "ts is nan"),
        (
            {"a": {"title": "t", "text": ""}, "b": {"title": "t", "text": ""}, "label": "YES"},
            "2:1",
            "label is",
        ),
        ({"a": {"title": "t"}, "label": "OK"}, "2:1", "b is no object"),
        ({"a": {"title": "t"}, "b": {"title": "t"}, "label": "OK"}, "2:1", "an article among pairs"),
    ],
)
def test_a_bad_line_is_named_with_its_place(tmp_path: Path, line: Any, place: str, message: str) -> None:
    file = written(tmp_path, article(1, "Kelmar bridge", "s"), line)
    result = score(file)
    assert result.exit_code == 1
    assert f"{file}:{place}: {message}" in result.stderr
    assert result.stdout == ""


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    result = score(written(tmp_path, "{", "[]", article(1, "t", "s")))
    assert result.stderr.count("told.jsonl:") == 2


def test_an_empty_file_has_no_score(tmp_path: Path) -> None:
    result = score(written(tmp_path, ""))
    assert result.exit_code == 1
    assert "no lines" in result.stderr


def test_a_file_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    assert isinstance(score(tmp_path / "none.jsonl").exception, UsageError)
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe")
    assert isinstance(score(tmp_path / "bytes.jsonl").exception, UsageError)


@pytest.mark.skipif(CORPUS is None, reason="NEWSMONITOR_CORPUS does not name a folder of recorded news")
@pytest.mark.parametrize(
    ("name", "f1", "alerts"),
    [("ecbplus_dev", 0.85, 1.5), ("uci_dev", 0.78, 9.0)],  # stories of the second are topics of days
)
def test_stories_that_people_have_told_apart(name: str, f1: float, alerts: float) -> None:
    file = Path(CORPUS or "", "stories", f"{name}.jsonl")
    if not file.is_file():
        pytest.skip(f"{file} is not there")
    known = figures(file)
    print(name, known)  # noqa: T201  the figures are worth a look
    assert known["f1"] >= f1
    assert known["alerts_per_story"] <= alerts
