"""What people see of a story after its first message, and of how far it may be relied on."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import rendering, sanitise
from monitor.core.channels import Severity
from monitor.core.ids import ChannelName
from monitor.core.rendering import Card, mail, rooms, slack, text
from monitor.core.rendering.changes import diff
from tests.core.test_rendering import MESSAGES, PARIS, ROOMS, alert

HOSTILE: list[dict[str, Any]] = json.loads((Path(MESSAGES) / "hostile-titles.json").read_text())
DESK, MAIL = ChannelName("desk"), ChannelName("mail")
PHASES = [
    "confirmed", "severity:high", "rule:ceasefire", "number:150", "merge:s2", "edit:5f1e", "outlets:3", "again:2"
]  # fmt: skip


def card(channel: ChannelName | None = None, **case: Any) -> Card:
    return rendering.card(alert(**case), zone=PARIS, channel=channel)


def edited(before: str, after: str, **case: Any) -> Card:
    return card(phase="edit:1", reason="headline edited", before=before, headline=after, **case)


def marked(line: rendering.Line, sign: str = "[]") -> str:
    return "".join(f"{sign[0]}{span.text}{sign[1]}" if span.marked else span.text for span in line)


@pytest.mark.parametrize("phase", PHASES)
def test_a_channel_that_hears_of_a_story_late_hears_it_as_new(phase: str) -> None:
    case = {"phase": phase, "reason": "what changed", "first_on": [MAIL], "before": "Truce talks"}
    first, later = card(MAIL, **case), card(DESK, **case)
    assert (first.update, first.change, first.broadcast) == ("", None, False)
    assert later.update == card(None, **case).update == "what changed"
    assert rendering.render(alert(**case), zone=PARIS, channel=MAIL).card == first


def test_the_first_message_is_new_to_everybody() -> None:
    assert card(DESK).update == card(None).update == ""
    assert not rendering.is_update(alert(), DESK)


@pytest.mark.parametrize("phase", ["notice", "digest", "digest:1700000000"])
def test_what_no_article_brought_is_no_update(phase: str) -> None:
    assert not rendering.is_update(alert(phase=phase), DESK)


def test_a_digest_of_the_desk_looks_like_the_one_after_an_outage() -> None:
    case: dict[str, Any] = {
        "title": "2 alerts since 14:00",
        "headline": "2 alerts since 14:00",
        "excerpt": "Talks stalled (BBC) https://news.example/1\nTruce ends (AFP) https://news.example/2",
        "reason": "told every hour",
        "link": "",
        "matched": [],
        "outlets": ["BBC", "AFP"],
    }
    digests = [card(phase=phase, **case) for phase in ("digest", "digest:1700000000")]
    assert digests[0] == digests[1]
    assert [item.link for item in digests[0].excerpt] == ["https://news.example/1", "https://news.example/2"]
    assert digests[0].why == "Why: told every hour; talks-stalled"
    assert (digests[0].outlet, digests[0].time, digests[0].company) == ("", "", "")


@pytest.mark.parametrize("phase", PHASES)
def test_only_what_nobody_should_overlook_leaves_its_thread(phase: str) -> None:
    told = slack.payload(card(phase=phase), "17.1")
    assert told["reply_broadcast"] is (phase in {"confirmed", "severity:high"})


@pytest.mark.parametrize("phase", PHASES)
def test_the_subject_stays_the_same(phase: str) -> None:
    later = card(phase=phase, note="one outlet only", before="Before", outlets=["A", "B"], held=3)
    assert text.title(later) == text.title(card())


class TestChanges:
    """Word by word."""

    @pytest.mark.parametrize(
        ("before", "after", "gone", "came"),
        [
            ("talks stalled in Doha", "talks resume in Doha", "talks [stalled] in Doha", "talks [resume] in Doha"),
            ("killed 100 in Gaza", "killed 150 in Gaza", "killed [100] in Gaza", "killed [150] in Gaza"),
            ("Truce holds", "Truce holds, for now", "Truce [holds]", "Truce [holds, for now]"),
            ("At least ten dead", "ten dead", "[At least] ten dead", "ten dead"),
            ("加沙停火谈判恢复", "加沙停火谈判破裂", "加沙停火谈判[恢复]", "加沙停火谈判[破裂]"),
            ("محادثات الهدنة تتعثر", "محادثات الهدنة تستأنف", "محادثات الهدنة [تتعثر]", "محادثات الهدنة [تستأنف]"),
            ("Talks stalled", "Storm hits Manila", "Talks stalled", "Storm hits Manila"),
            ("", "Talks", "", "Talks"),
            ("same", "same", "same", "same"),
        ],
    )  # fmt: skip
    def test_what_went_and_what_came(self, before: str, after: str, gone: str, came: str) -> None:
        change = diff(before, after)
        assert (marked(change.before), marked(change.after)) == (gone, came)

    def test_here_a_word_and_there_a_word_is_left_unmarked(self) -> None:
        before = " ".join(f"{number} kept" for number in range(40))
        change = diff(before, before.replace("1", "one"))
        assert len(change.before) == len(change.after) == 1

    @given(st.text(max_size=300), st.text(max_size=300))
    def test_the_pieces_are_the_lines(self, before: str, after: str) -> None:
        before, after = sanitise.line(before, 300), sanitise.line(after, 300)
        change = diff(before, after)
        assert "".join(span.text for span in change.before) == before
        assert "".join(span.text for span in change.after) == after
        assert all(span.text for span in (*change.before, *change.after))


class TestAnEditedHeadline:
    """As each form shows it."""

    def test_a_phone_shows_the_headline_before(self) -> None:
        shown = text.body(edited("Truce talks under way", "Truce talks stalled"))
        assert shown.startswith(
            "Update: headline edited\nTruce talks stalled\nwas: Truce talks under way\nExample News"
        )

    def test_a_mail_marks_the_words_that_went_and_came(self) -> None:
        shown = mail.html(edited("Q&A under way in Doha", "Q&A stalled in Doha"))
        assert '<ins style="background-color:#c9efc5;color:#1f1f1f">stalled</ins> in Doha</a></h1>' in shown
        assert 'Q&amp;A <del style="background-color:#ffd9d6;color:#1f1f1f">under way</del> in Doha' in shown

    def test_slack_strikes_the_words_that_went_and_shows_the_new_ones_in_bold(self) -> None:
        shown = edited("Truce talks under way in Doha", "Truce talks stalled in Doha", link="")
        headline, was, _quote = slack.payload(shown)["blocks"][1]["elements"]
        assert headline["elements"] == [
            {"type": "text", "text": "Truce talks "},
            {"type": "text", "text": "stalled", "style": {"bold": True}},
            {"type": "text", "text": " in Doha"},
        ]
        assert {"type": "text", "text": "under way", "style": {"strike": True}} in was["elements"]
        assert was["elements"][0]["text"] == "was: "

    def test_a_headline_that_was_written_anew_is_bold_as_a_whole(self) -> None:
        shown = edited("Storm hits Manila", "Truce talks stalled", link="")
        headline, was, _quote = slack.payload(shown)["blocks"][1]["elements"]
        assert headline["elements"] == [
            {"type": "text", "text": "Truce talks stalled", "style": {"bold": True}}
        ]
        assert [each["text"] for each in was["elements"]] == ["was: ", "Storm hits Manila"]

    def test_a_long_link_is_not_repeated_for_each_piece(self) -> None:
        """Beyond some 16,000 characters of blocks, Slack refuses the message as a whole."""
        before = "a b c d e f g h i j k l"
        link = "https://news.example/" + "x" * 770
        shown = edited(before, before.replace("d", "D").replace("h", "H"), link=link, excerpt="新" * 2000)
        assert len(json.dumps(slack.payload(shown))) < 13_000

    def test_a_text_that_changed_below_the_same_headline_has_no_diff(self) -> None:
        assert edited("Truce  talks", "Truce talks").change is None

    def test_it_stays_in_the_thread(self) -> None:
        told = slack.payload(edited("Truce talks under way", "Truce talks stalled"), "17.1")
        assert told["reply_broadcast"] is False
        assert "was: Truce talks under way" in told["text"]

    @pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
    def test_a_hostile_one_is_as_harmless_as_any(self, case: dict[str, Any]) -> None:
        """Every piece comes out of the sanitiser, before and after; markup is written around it by us alone."""
        words = case["text"] * int(case.get("repeat", 1))
        shown = edited(f"{words} before", f"{words} after", outlets=[words, "B"], note=words)
        safe = sanitise.line(f"{words} before", 300)
        assert text.was(shown) == (f"was: {safe}" if shown.change else "")
        _, rich, *_ = slack.payload(shown)["blocks"]
        pieces = [piece for section in rich["elements"][:2] for piece in section["elements"]]
        assert {piece["type"] for piece in pieces} <= {"text", "link"}
        marks = mail.html(shown)
        for mark in ("ins", "del"):
            assert marks.count(f"<{mark} ") == marks.count(f"</{mark}>")
        for each in (shown.note, shown.company):
            assert not set(each) & set("<>*`~\n\r\x1b")
            assert not {"@everyone", "https://", "javascript:"} & set(each.lower().split())


class TestCompany:
    """Who else tells it, and how much was not told."""

    @pytest.mark.parametrize(
        ("outlets", "company"),
        [
            ([], ""),
            (["Example News"], ""),
            (["Example News", "BBC"], "also told by: BBC"),
            (["BBC", "Example News", "AFP"], "also told by: BBC and AFP"),
            (["Example News", "BBC", "AFP", "dpa"], "also told by: BBC, AFP and 1 more"),
            (["Example News", "BBC", "AFP", "dpa", "EFE", "PTI"], "also told by: BBC, AFP and 3 more"),
            (["Example News", "BBC", "BBC ", "\u200b"], "also told by: BBC"),
        ],
    )
    def test_two_are_named_and_the_others_counted(self, outlets: list[str], company: str) -> None:
        assert card(outlets=outlets).company == company

    @pytest.mark.parametrize(
        ("phase", "held", "company"),
        [
            ("outlets:3", 0, ""),
            ("outlets:3", 1, "1 more article since the last message"),
            ("outlets:3", 1234, "1,234 more articles since the last message"),
            ("new", 7, "7 more articles so far"),
        ],
    )
    def test_what_was_held_back_is_counted(self, phase: str, held: int, company: str) -> None:
        assert card(phase=phase, held=held).company == company

    def test_every_form_shows_it(self) -> None:
        told = card(phase="outlets:3", outlets=["Example News", "B&B"], held=2)
        line = "also told by: B&B · 2 more articles since the last message"
        assert line in text.body(told).splitlines()
        assert line.replace("&", "&amp;") in mail.html(told)
        assert line in mail.plain(told)
        *_, source, _why = slack.payload(told)["blocks"]
        assert source["elements"][-1]["text"] == line.replace("&", "&amp;")

    def test_a_name_without_end_is_cut(self) -> None:
        assert len(card(outlets=["A" * 5000, "B" * 5000, "C" * 5000]).company) < 200


class TestNote:
    """What a reader must know before he relies on it."""

    def test_it_stands_beside_the_severity(self) -> None:
        told = card(note="not yet <a> fact")
        assert text.body(told).startswith("Note: not yet ‹a› fact\nTruce talks")
        assert slack.payload(told)["blocks"][0]["elements"][0]["text"].startswith(
            "🟠 *HIGH* · *not yet ‹a› fact*"
        )
        assert slack.payload(told)["text"].startswith("[HIGH] Truce talks stalled · not yet ‹a› fact · ")
        assert ">not yet ‹a› fact</span>&nbsp; Truce" in mail.html(told)

    def test_it_is_worth_its_room_in_an_sms(self) -> None:
        _, body = text.fitted(card(note="one outlet only"), rooms.SMS)
        assert body.startswith("HIGH, one outlet only: Truce talks stalled in Doha")

    def test_it_stands_before_what_changed(self) -> None:
        told = card(
            note="one outlet only", phase="severity:critical", reason="more severe: critical, was high"
        )
        assert text.first(told).splitlines() == [
            "Note: one outlet only", "Update: more severe: critical, was high"
        ]  # fmt: skip


WORDS = st.text(max_size=2000)


@given(
    headline=WORDS,
    before=WORDS,
    note=WORDS,
    reason=WORDS,
    link=WORDS.map("https://news.example/".__add__),
    outlets=st.lists(WORDS, max_size=5),
    held=st.integers(0, 10**9),
    phase=st.sampled_from(["new", *PHASES]),
    severity=st.sampled_from(Severity),
    repeat=st.booleans(),
)
def test_no_update_passes_its_limits(repeat: bool, **case: Any) -> None:
    message = rendering.render(alert(**case), zone=PARIS, repeat=repeat)
    assert 0 < len(message.body) <= rendering.BODY_LIMIT
    assert message.alert.short in message.body
    for room in ROOMS.values():
        title, body = text.fitted(message.card, room)
        taken = room.unit(body) + (0 if room.title or not title else room.unit(title) + 2)
        assert taken <= room.body
    payload = slack.payload(message.card)
    assert all(0 < len(each["text"]) < 3000 for each in payload["blocks"][0]["elements"])
    assert len(payload["blocks"]) <= 5
    assert mail.html(message.card).endswith("</html>\n")
