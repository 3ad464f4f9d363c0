import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import alerts, rendering
from monitor.core.alerts import Alert
from monitor.core.channels import Severity
from monitor.core.ids import AlertId, ChannelName, RuleId, StoryId
from monitor.core.matching import Evidence
from monitor.core.rendering import mail, rooms, slack, text
from monitor.core.rendering.rooms import Room
from monitor.core.sanitise import Span

MESSAGES = Path(__file__).parent.parent / "golden" / "messages"
PARIS = ZoneInfo("Europe/Paris")
CASES = sorted(MESSAGES.glob("*.alert.json"))


def read(path: Path) -> tuple[Alert, bool]:
    case: dict[str, Any] = json.loads(path.read_text())
    repeat = bool(case.pop("repeat", False))
    return alert(**case), repeat


def alert(**case: Any) -> Alert:
    matched = case.pop("matched", ["talks", "stalled"])
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
        evidence=(),
        raised=datetime(2026, 11, 22, 14, 41, tzinfo=UTC),
    )
    for moment in ("published", "fetched"):
        if case.get(moment):
            case[moment] = datetime.fromisoformat(case[moment])
    if "severity" in case:
        case["severity"] = Severity(case["severity"])
    for several in ("rules", "outlets", "first_on"):
        if several in case:
            case[several] = tuple(case[several])
    told = replace(told, **case)
    return replace(told, evidence=tuple(each for word in matched for each in evidence(told, word)))


def evidence(told: Alert, word: str) -> list[Evidence]:
    """Every place of a word, as the match stage finds them; somewhere else when it is nowhere."""
    places = [
        (field, place)
        for field, text in (("title", told.headline), ("lead", told.excerpt))
        for place in range(len(text))
        if word and text.startswith(word, place)
    ]
    return [
        Evidence(field=field, start=place, end=place + len(word), text=word, term=word)
        for field, place in places or [("elsewhere", 0)]
    ]


def expected(path: Path, ending: str) -> str:
    return path.with_name(path.name.replace(".alert.json", ending)).read_text()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".alert.json"))
def test_messages_read_as_people_were_promised(path: Path) -> None:
    told, repeat = read(path)
    message = rendering.render(told, zone=PARIS, repeat=repeat)
    assert f"{message.title}\n\n{message.body}\n" == expected(path, ".txt")
    assert mail.html(message.card) == expected(path, ".html")
    shown = json.dumps(slack.payload(message.card), ensure_ascii=False, indent=2)
    assert f"{shown}\n" == expected(path, ".slack.json")


def test_there_is_an_example_of_every_kind_of_message() -> None:
    names = {path.name.removesuffix(".alert.json") for path in CASES}
    assert names >= {"plain", "hostile", "repeat", "notice", "digest", "arabic", "chinese", "long"}
    assert names >= {"update", "edited", "many-outlets", "one-outlet"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".alert.json"))
def test_a_mail_fetches_nothing_and_runs_nothing(path: Path) -> None:
    told, repeat = read(path)
    document = mail.html(rendering.render(told, zone=PARIS, repeat=repeat).card)
    assert not re.search(r"<(?:img|script|link|iframe|object|form)\b|url\(|@import|\son\w+=", document)
    assert [link for link in re.findall(r'(?:href|src)="([^"]*)"', document) if link[:4] != "http"] == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".alert.json"))
def test_every_link_of_a_mail_is_also_visible(path: Path) -> None:
    told, repeat = read(path)
    document = mail.html(rendering.render(told, zone=PARIS, repeat=repeat).card)
    for link in re.findall(r'href="([^"]*)"', document):
        assert f">{link}</a>" in document


def test_the_words_that_fired_are_marked_where_they_stand_and_nowhere_else() -> None:
    told = alert(headline="Talks: the talks stalled", excerpt="Both talks\n\n stalled.", matched=["talks"])
    card = rendering.card(told, zone=UTC)
    assert card.headline == (Span(text="Talks: the "), Span(text="talks", marked=True), Span(text=" stalled"))
    [item] = card.excerpt
    assert item.line == (Span(text="Both "), Span(text="talks", marked=True), Span(text=" stalled."))


def test_marked_words_reach_mail_and_slack() -> None:
    card = rendering.card(alert(excerpt="The talks & more", matched=["talks"]), zone=UTC)
    assert '<mark style="background-color:#ffe08a;color:#1f1f1f">talks</mark> &amp; more' in mail.html(card)
    [_, quote] = slack.payload(card)["blocks"][1]["elements"]
    assert quote["elements"] == [
        {"type": "text", "text": "The "},
        {"type": "text", "text": "talks", "style": {"bold": True}},
        {"type": "text", "text": " & more"},
    ]


def test_slack_escapes_where_it_reads_markup_and_only_there() -> None:
    told = slack.payload(
        rendering.card(alert(headline="Q&A", outlet="B&B", title="R&D", matched=[]), zone=UTC)
    )
    assert told["text"].startswith("[HIGH] R&amp;D · Q&amp;A · B&amp;B")
    above, rich, source, _ = told["blocks"]
    assert above["elements"][0]["text"] == "🟠 *HIGH* · R&amp;D"
    assert rich["elements"][0]["elements"][0]["text"] == "Q&A"
    assert [element["text"] for element in source["elements"]] == ["B&amp;B", "2026-11-22 14:32 UTC"]


def test_the_topic_is_not_said_twice() -> None:
    card = rendering.card(alert(title="Truce talks stalled in Doha"), zone=UTC)
    assert slack.payload(card)["blocks"][0]["elements"][0]["text"] == "🟠 *HIGH*"
    assert mail.html(card).count("Truce talks stalled in Doha") == 1  # nor in the title of the document


def test_a_digest_keeps_its_headlines_and_links_together() -> None:
    told = tuple(
        replace(
            alert(headline=f"Headline {number} https://evil.example"), link=f"https://news.example/{number}"
        )
        for number in range(60)
    )
    digest = alerts.catch_up(told, channel=ChannelName("desk"), now=told[0].raised)
    message = rendering.render(digest, zone=UTC)
    lines = message.body.splitlines()
    assert lines[:2] == [
        "Headline 0 https\u2060://evil\u2060.example (Example News)",
        "https://news.example/0",
    ]
    shown = sum(line.startswith("https://news.example/") for line in lines)
    assert f"… and {60 - shown} more" in lines
    listed = slack.payload(message.card)["blocks"][1]["elements"][1]
    assert listed["type"] == "rich_text_list"
    assert [each["elements"][0].get("url") for each in listed["elements"][:2]] == [
        "https://news.example/0",
        "https://news.example/1",
    ]
    assert mail.html(message.card).count('href="https://news.example/') == len(message.card.excerpt)
    assert mail.plain(message.card).count("\nhttps://news.example/") == len(message.card.excerpt)


def test_a_digest_of_long_links_is_not_too_long_for_slack() -> None:
    """Beyond some 16,000 characters of blocks, Slack refuses the message as a whole."""
    told = tuple(
        replace(alert(headline="Word " * 60), link=f"https://news.example/{number}/" + "a" * 700)
        for number in range(60)
    )
    digest = alerts.catch_up(told, channel=ChannelName("desk"), now=told[0].raised)
    payload = slack.payload(rendering.card(digest, zone=UTC))
    assert len(json.dumps(payload)) < 13_000
    *items, last = payload["blocks"][1]["elements"][1]["elements"]
    assert last["elements"][0]["text"] == f"… and {60 - len(items)} more"


ROOMS = {
    **rooms.BY_SCHEMA,
    "sms": rooms.SMS,
    "tiny": Room(title=0, body=67),
    "any": rooms.ANY,
    "mail": rooms.MAIL,
}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name.removesuffix(".alert.json"))
@pytest.mark.parametrize("room", ROOMS)
def test_every_message_fits_into_every_room_and_keeps_its_link_and_id(path: Path, room: str) -> None:
    told, repeat = read(path)
    card = rendering.card(told, zone=PARIS, repeat=repeat)
    title, body = text.fitted(card, ROOMS[room])
    whole = body if ROOMS[room].title else f"{title}\r\n{body}" if title else body
    assert ROOMS[room].unit(whole) <= ROOMS[room].body
    assert card.short in body
    if card.link and len(card.link) < 60 and room != "tiny":
        assert card.link in body.splitlines()


def test_an_sms_costs_one_message_and_says_what_matters() -> None:
    card = rendering.card(alert(), zone=UTC)
    title, body = text.fitted(card, rooms.SMS)
    assert title == ""
    assert body.isascii()
    assert body.splitlines() == [
        "HIGH: Truce talks stalled in Doha - Example News",
        "https://news.example/world/truce-talks",
        f"#{card.short}",
    ]


def test_an_sms_that_is_too_long_ends_at_a_word() -> None:
    card = rendering.card(alert(headline="Truce talks stalled in Doha, say officials " * 5), zone=UTC)
    head, *_ = text.fitted(card, rooms.SMS)[1].splitlines()
    assert head.endswith(
        ("officials...", "say...", "Doha,...", "talks...", "Truce...", "stalled...", "in...")
    )


def test_what_is_cut_is_cut_by_what_the_service_counts() -> None:
    card = rendering.card(alert(excerpt="新" * 3000, matched=[]), zone=UTC)
    _, body = text.fitted(card, rooms.BY_SCHEMA["ntfy"])
    assert len(body.encode()) <= 4000
    card = rendering.card(alert(excerpt="👩\u200d🚒" * 900, matched=[]), zone=UTC)
    title, body = text.fitted(card, rooms.BY_SCHEMA["discord"])
    assert len(f"{title}\r\n{body}".encode("utf-16-le")) / 2 <= rooms.ANY.body
    assert "👩\u200d🚒…" in body


def test_an_update_says_first_what_is_new() -> None:
    told = alert(phase="outlets:3", reason="3 outlets report it <!channel>")
    card = rendering.card(told, zone=UTC)
    assert text.body(card).startswith("Update: 3 outlets report it ‹!channel›\n".replace("!c", "!\u2060c"))
    assert "<b>Update:</b> 3 outlets" in mail.html(card)
    assert text.title(card) == text.title(rendering.card(alert(), zone=UTC))
    assert card.update in slack.payload(card)["text"].replace("&amp;", "&")
    assert rendering.card(alert(reason="new story"), zone=UTC).update == ""


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
    phase=st.sampled_from(["new", "edit:1", "notice", "digest"]),
    matched=st.lists(WORDS, max_size=9),
    repeat=st.booleans(),
)
def test_no_message_passes_its_limits(repeat: bool, **words: Any) -> None:
    message = rendering.render(alert(**words), zone=PARIS, repeat=repeat)
    assert 0 < len(message.title) <= rendering.TITLE_LIMIT
    assert 0 < len(message.body) <= rendering.BODY_LIMIT
    assert "\n" not in message.title
    assert message.alert.short in message.body
    assert mail.html(message.card).endswith("</html>\n")
    for room in ROOMS.values():
        title, body = text.fitted(message.card, room)
        taken = room.unit(body) + (0 if room.title or not title else room.unit(title) + 2)
        assert taken <= room.body
    for block in slack.payload(message.card)["blocks"]:
        assert len(json.dumps(block)) < 40_000
        assert all(0 < len(each["text"]) < 3000 for each in block["elements"] if block["type"] == "context")
