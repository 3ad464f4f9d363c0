import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import sanitise
from monitor.core.rendering.rooms import Size, in_bytes, in_septets, in_utf16

MESSAGES = Path(__file__).parent.parent / "golden" / "messages"
HOSTILE: list[dict[str, Any]] = json.loads((MESSAGES / "hostile-titles.json").read_text())
HARMLESS: list[dict[str, str]] = json.loads((MESSAGES / "harmless-titles.json").read_text())
ANYTHING = st.text(alphabet=st.characters(), max_size=80) | st.text(
    alphabet="@!<>[](): #*_`~|a1.\u200d\u0301\u2060\n-", max_size=40
)
JOINER = "\u2060"


def title(case: dict[str, Any]) -> str:
    text: str = case["text"]
    return text * int(case.get("repeat", 1))


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case["name"])
def test_honest_headlines_of_every_script_stay_as_they_are(case: dict[str, str]) -> None:
    text = unicodedata.normalize("NFC", case["text"])
    assert sanitise.plain(text) == text
    assert sanitise.line(text, 140) == text


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_hostile_headlines_become_one_short_line_without_anything_invisible(case: dict[str, Any]) -> None:
    for shown in (sanitise.line(title(case), 140), sanitise.plain(title(case), 140)):
        assert len(shown) <= 140
        assert shown.isprintable() or all(
            character.isprintable() or character in {"\u200c", "\u200d", JOINER} for character in shown
        )
        shown.encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("<!channel> talks", "‹!~channel› talks"),
        ("@everyone talks", "@~everyone talks"),
        ("!everyone", "!~everyone"),
        ("a [link](https://evil.example)", "a [link]~(https~://evil~.example)"),
        ("javascript:alert(1)", "javascript~:alert(1)"),
        ("*b* `c` _i_ snake_case", "∗b∗ 'c' ˍiˍ snake_case"),
        ("a ||b|| c", "a |~|b|~| c"),
        ("# heading", "~# heading"),
        (":fire: at 10:30:45", ":~fire: at 10:30:45"),
        ("Talks\r\nBcc: victim", "Talks Bcc: victim"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("@\u200beveryone", "@~everyone"),
    ],
)
def test_what_could_come_alive_is_broken_and_stays_readable(raw: str, shown: str) -> None:
    assert sanitise.line(raw, 140) == shown.replace("~", JOINER)


def test_plain_text_keeps_its_punctuation() -> None:
    assert sanitise.plain("a <b> *c* @d https://e.example") == "a <b> *c* @d https://e.example"


def test_line_breaks_survive_only_where_asked_for() -> None:
    assert sanitise.lines("one\r\n\r\n# two\n@three", 100) == f"one\n{JOINER}# two\n@{JOINER}three"
    assert sanitise.line("one\r\n\r\n# two\u2028three\x85four", 100) == "one # two three four"


def test_towers_of_marks_are_cut_down_and_what_lies_behind_them_is_still_cleaned() -> None:
    shown = sanitise.line("T" + "\u0300\u0301" * 500 + "alks <b>", 140)
    assert len(shown) < 20
    assert shown.endswith("alks ‹b›")


def test_a_huge_title_is_not_looked_at_to_its_end() -> None:
    assert sanitise.line("word " * 1_000_000, 140) == ("word " * 28)[:139].rstrip() + "…"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("one two", 5, "one…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
        ("abe\u0301f", 4, "ab…"),
        ("ab👩\u200d👩\u200d👧 c", 6, "ab…"),
        ("ab👍🏽 c", 4, "ab…"),
        ("🇫🇷🇩🇪🇪🇸", 4, "🇫🇷…"),
        ("ab@\u2060cd", 4, "ab…"),
        ("\u0301\u0301\u0301", 2, "…"),
    ],
)
def test_a_cut_never_splits_what_a_reader_sees_as_one_character(text: str, limit: int, shown: str) -> None:
    assert sanitise.cut(text, limit) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example/a/b?x=1&y=2#part", "https://news.example/a/b?x=1&y=2#part"),
        (" HTTPS://News.Example ", "https://news.example/"),
        ("https://user:secret@news.example:8443/a", "https://news.example:8443/a"),
        ("https://münchen.example/straße", "https://münchen.example/stra%C3%9Fe"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ('https://news.example/a|b<c>"d `e` *f* @everyone !channel', "https://news.example/a%7Cb%3Cc%3E%22d%20%60e%60%20%2Af%2A%20%40everyone%20%21channel"),
        ("https://news.example/%E2%82%AC?q=a+b", "https://news.example/%E2%82%AC?q=a+b"),
        ("https://news.example/\u202egnp.exe", "https://news.example/%E2%80%AEgnp.exe"),
        ("https://news.example/a\r\nBcc: x", "https://news.example/aBcc:%20x"),
        ("https://news.example/\ud83d", "https://news.example/%EF%BF%BD"),
        ("javascript:alert(1)", None),
        ("ftp://news.example/a", None),
        ("//news.example/a", None),
        ("https://", None),
        ("https://news.example:port/", None),
        ("https://[::1/", None),
        ("https://ev\u202eil.example/", None),
        ("https://evil.example<!channel>/", None),
        ("https://news.example/" + "a" * 1000, None),
        ("", None),
    ],
)  # fmt: skip
def test_a_link_is_whole_and_harmless_or_not_shown(url: str, shown: str | None) -> None:
    assert sanitise.link(url) == shown


@given(ANYTHING, st.integers(0, 60))
def test_a_line_is_one_line_and_keeps_its_limit(text: str, limit: int) -> None:
    shown = sanitise.line(text, limit)
    assert len(shown) <= limit
    assert not set(shown) & set("\r\n<>")
    assert sanitise.cut(shown, limit) == shown


@given(ANYTHING)
def test_what_is_clean_stays_the_same_when_cleaned_again(text: str) -> None:
    """So it does not matter how often words pass through here on their way."""
    shown = sanitise.line(text, 10_000)
    assert sanitise.line(shown, 10_000) == shown
    plain = sanitise.plain(text)
    assert sanitise.plain(plain) == plain


@given(st.text(max_size=60).map("https://news.example/".__add__))
def test_a_link_never_holds_anything_that_ends_a_link(url: str) -> None:
    shown = sanitise.link(url)
    assert shown is None or (shown.isascii() and not set(shown) & set(' <>|"@!*`\\'))


@given(ANYTHING, st.integers(0, 60), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=5))
def test_pieces_of_a_line_are_together_that_line(text: str, limit: int, marks: list[tuple[int, int]]) -> None:
    pieces = sanitise.spans(text, limit, marks)
    assert "".join(piece.text for piece in pieces) == sanitise.line(text, limit)
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "word", "marked"),
    [
        ("the talks stalled", "talks", ["talks"]),
        ("  the \n\n talks\u200b stalled", "talks", ["talks"]),
        ("@everyone", "everyone", ["everyone"]),
        ("see evil.example", "evil.example", ["evil~.example"]),
        ("停火谈判陷入僵局", "谈判", ["谈判"]),
        ("Cafe\u0301 talks", "talks", ["talks"]),
        ("*talks*", "*talks*", ["∗talks∗"]),
        ("a b", " ", []),
        ("talks" + " and more" * 9, "more", ["more"]),
        ("word " * 9 + "late", "late", []),
    ],
)
def test_words_are_marked_where_they_stand_after_cleaning(text: str, word: str, marked: list[str]) -> None:
    start = text.index(word)
    pieces = sanitise.spans(text, 40, [(start, start + len(word))])
    assert [piece.text for piece in pieces if piece.marked] == [
        shown.replace("~", JOINER) for shown in marked
    ]


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Truce talks stalled in Doha", 20, "Truce talks stalled…"),
        ("Truce talks stalled in Doha", 19, "Truce talks…"),
        ("Truce talks", 11, "Truce talks"),
        ("Truce\ntalks stalled", 9, "Truce…"),
        ("Bundesverfassungsgerichtsentscheidung", 20, "Bundesverfassungsge…"),
        ("停火谈判在多哈陷入僵局", 6, "停火谈判在…"),
        ("ab " + "x" * 60, 50, "ab " + "x" * 46 + "…"),  # a border far behind is none
        ("क्षत्रिय", 4, "क्ष…"),  # Rule GB9c: a conjunct is one character to its reader
        ("क्षत्रिय", 3, "…"),
        ("กำลัง", 2, "…"),  # the second is part of the first
        ("กำลัง", 3, "กำ…"),
        ("👩\u200d🚒👩\u200d🚒", 4, "👩\u200d🚒…"),
        ("🇫🇷🇩🇪", 3, "🇫🇷…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("words", 0, ""),
    ],
)
def test_a_text_is_cut_between_words_and_never_inside_a_character(text: str, limit: int, shown: str) -> None:
    assert sanitise.cut(text, limit) == shown


@given(st.text(max_size=80), st.integers(0, 90), st.sampled_from([len, in_utf16, in_bytes, in_septets]))
def test_what_is_cut_has_the_size_that_was_asked_for(text: str, limit: int, unit: Size) -> None:
    text = sanitise.plain(text)
    shown = sanitise.cut(text, limit, unit)
    assert unit(shown) <= limit
    assert shown == text or text.startswith(shown.removesuffix("…"))
    assert (shown == text) == (unit(text) <= limit and len(text) <= limit)
