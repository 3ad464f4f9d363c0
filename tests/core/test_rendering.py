import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import rendering
from monitor.core.alerts import Alert
from monitor.core.channels import Severity
from monitor.core.ids import AlertId, RuleId, StoryId
from monitor.core.matching import Evidence

MESSAGES = Path(__file__).parent.parent / "golden" / "messages"
PARIS = ZoneInfo("Europe/Paris")
CASES = sorted(MESSAGES.glob("*.alert.json"))


def read(path: Path) -> tuple[Alert, bool]:
    case: dict[str, Any] = json.loads(path.read_text())
    repeat = bool(case.pop("repeat", False))
    return alert(**case), repeat


def alert(**case: Any) -> Alert:
    words = case.pop("matched", ["talks", "stalled"])
    told = Alert(
        id=AlertId("story-1:new"),
        story=StoryId("story-1"),
        phase="new",
        reason="new",
        severity=Severity.HIGH,
        title="Truce talks stalled",
        rules=(RuleId("talks-stalled"),),
        headline="Truce talks stalled in Doha",
        excerpt="Both delegations left the Qatari capital on Sunday.",
        outlet="Example News",
        link="https://news.example/world/truce-talks",
        published=datetime(2026, 11, 22, 14, 32, tzinfo=UTC),
        fetched=datetime(2026, 11, 22, 14, 40, tzinfo=UTC),
        evidence=tuple(
            Evidence(field="title", start=0, end=len(word), text=word, term=word) for word in words
        ),
        raised=datetime(2026, 11, 22, 14, 41, tzinfo=UTC),
    )
    for moment in ("published", "fetched"):
        if case.get(moment):
            case[moment] = datetime.fromisoformat(case[moment])
    if "severity" in case:
        case["severity"] = Severity(case["severity"])
    if "rules" in case:
        case["rules"] = tuple(case["rules"])
    return replace(told, **case)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".alert.json"))
def test_messages_read_as_people_were_promised(path: Path) -> None:
    told, repeat = read(path)
    message = rendering.render(told, zone=PARIS, repeat=repeat)
    expected = path.with_name(path.name.replace(".alert.json", ".txt")).read_text()
    assert f"{message.title}\n\n{message.body}\n" == expected


def test_a_message_carries_its_alert_and_its_mark() -> None:
    message = rendering.render(alert(), zone=UTC, repeat=True)
    assert message.alert == alert()
    assert message.repeat


def test_a_long_link_is_shown_whole_and_the_excerpt_gives_way() -> None:
    link = "https://news.example/" + "a" * 770
    body = rendering.render(alert(link=link, excerpt="word " * 400), zone=UTC).body
    assert link in body.splitlines()
    assert len(body) <= rendering.BODY_LIMIT
    assert "word word" in body
    assert "…" in body


def test_the_link_stands_alone_on_its_line() -> None:
    lines = rendering.render(alert(), zone=UTC).body.splitlines()
    assert [line for line in lines if "https:" in line] == ["https://news.example/world/truce-talks"]


WORDS = st.text(max_size=3000)


@given(
    headline=WORDS,
    excerpt=WORDS,
    outlet=WORDS,
    title=WORDS,
    link=WORDS | WORDS.map("https://news.example/".__add__),
    reason=WORDS,
    phase=st.sampled_from(["new", "edit:1", "notice"]),
    matched=st.lists(WORDS, max_size=9),
    repeat=st.booleans(),
)
def test_no_message_passes_its_limits(repeat: bool, **words: Any) -> None:
    message = rendering.render(alert(**words), zone=PARIS, repeat=repeat)
    assert 0 < len(message.title) <= rendering.TITLE_LIMIT
    assert 0 < len(message.body) <= rendering.BODY_LIMIT
    assert "\n" not in message.title
    assert message.alert.short in message.body
