"""Words, offsets, joined words and wildcards."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import Token, Words, fold, tokens

# What feeds are made of, and what nobody should send: halves of pairs, control characters.
WILD = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aAbBUS79éÉßİıйЙїά’'‘“\"”-–—.,;:!?…/*|· \n\u00ad\u200b\u200d\u0301\u0306ابهאבשׁצֿ״־،؟٧٬हि।停火。กุ가ᄀ\u1161７½²\ud800\x00"
        ),
        st.characters(),
    ),
    max_size=40,
)
PIECES = "U.S. US cease fire ceasefire Air strikes 7.10 face-to-face . , - -- : l’accord d'un 停火 it's"
WORDY = st.lists(st.sampled_from(PIECES.split())).map(" ".join)


def walk(pattern: tuple[Token, ...], text: tuple[Token, ...], place: int, position: int) -> int | None:
    """The end of the words of the pattern from one place on, if they stand at that position of the text in a row."""
    ends = [
        token.end if step.after == pattern[-1].after else walk(pattern, text, step.after, token.after)
        for step in pattern
        for token in text
        if step.first == place and token.first == position and fold(step.text) == fold(token.text)
    ]
    return max((end for end in ends if end is not None), default=None)


def finds(pattern: str, text: str) -> list[str]:
    sought, words = tokens(pattern), tokens(text)
    single = [token for token in words if token.after == token.first + 1]
    ends = [(token.start, walk(sought, words, 0, token.first)) for token in single]
    return [text[start:end] for start, end in ends if end is not None]


def surfaces(text: str, *, wildcards: bool = False) -> list[str]:
    return [token.text for token in tokens(text, wildcards=wildcards)]


@given(WILD | WORDY, st.booleans())
def test_offsets_point_into_the_original_text(text: str, wildcards: bool) -> None:
    for token in tokens(text, wildcards=wildcards):
        assert 0 <= token.start < token.end <= len(text)
        assert token.first < token.after
        assert token.text
        if token.after == token.first + 1:
            original = re.sub(r"[.\"“”„״'’׳]", "", text[token.start : token.end])
            assert fold(original) == fold(token.text.replace(".", ""))


@given(WILD | WORDY)
def test_surfaces_are_composed_and_hold_nothing_invisible(text: str) -> None:
    for token in tokens(text):
        if token.after == token.first + 1:
            assert unicodedata.is_normalized("NFC", token.text)
        assert not any(unicodedata.category(character) == "Cf" for character in token.text)


@given(WILD | WORDY)
def test_words_stand_in_order_without_overlap(text: str) -> None:
    found = tokens(text)
    single = [token for token in found if token.after == token.first + 1]
    assert [token.first for token in single] == list(range(len(single)))
    assert all(one.end <= other.start for one, other in pairwise(single))
    assert all(one.after <= other.after for one, other in pairwise(found))


@given(WILD | WORDY)
def test_words_and_tokens_are_the_same(text: str) -> None:
    words = Words(text)
    rows = zip(words.surfaces, words.starts, words.ends, words.firsts, words.afters, strict=True)
    assert list(rows) == [(each.text, each.start, each.end, each.first, each.after) for each in tokens(text)]
    assert words.count == max(words.afters, default=0)


@given(WILD | WORDY)
def test_what_else_a_text_holds_does_not_change_how_its_words_are_read(text: str) -> None:
    beside = tokens(text + "\n停")  # no plain text, so it is read another way
    assert beside[:-1] == tokens(text)


@given(WILD | WORDY)
def test_without_wildcards_in_it_a_rule_is_read_as_a_text(text: str) -> None:
    text = re.sub(r"[*?]", " ", text)
    assert tokens(text, wildcards=True) == tokens(text)


@pytest.mark.parametrize(
    "code", [0, 0x1000, 0x2000, 0x3000, 0xA000, 0xD000, 0xF000, 0x10000, 0x1D000, 0x1E000, 0x20000]
)
def test_each_character_alone_is_read_as_among_others(code: int) -> None:
    block = [chr(each) for each in range(code, code + 0x1000)]
    among = {
        token.start // 4: token.text
        for token in tokens("".join(f"\n{each}\n停" for each in block))
        if token.start % 4 == 1
    }
    alone = {place: found[0].text for place, each in enumerate(block) if (found := tokens(each))}
    assert among == alone


@given(WORDY)
def test_every_text_finds_itself(text: str) -> None:
    pattern = tokens(text)[:6]
    if pattern:
        assert finds(text[: pattern[-1].end], text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. Senate’s", ["The", "US", "Senate", "s"]),
        ("Ne\u0301gocie\u0301s à GENÈVE", ["Négociés", "à", "GENÈVE"]),
        ("Netan\u200eya\u00adhu", ["Netanyahu"]),
        ("\u200eגז\u200eה\u200e", ["גזה"]),
        ("Cease-Fire", ["Cease", "Fire", "CeaseFire"]),
        ("on 7.10, 1,240.5 and F7.10", ["on", "7.10", "1,240.5", "and", "F7.10"]),
        ("١٬٢٤٠ قتيلاً", ["١٬٢٤٠", "قتيلاً"]),
        ("E.U.-led N.Korean a.m.", ["EU", "led", "EUled", "N", "Korean", "am"]),
        ("بِسْمِ اللَّه", ["بِسْمِ", "اللَّه"]),
        ("इज़राइल में", ["इज़राइल", "में"]),
        ("ᄒ\u1172전 停火 x", ["휴", "전", "停", "火", "x"]),
        ("停-火", ["停", "火"]),
        ("snake_case #tag @name", ["snake", "case", "tag", "name"]),
        ("", []),
        ("\ud800 \x00", []),
    ],
)
def test_surfaces(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('דובר צה"ל אמר', ["דובר", "צהל", "אמר"]),
        ("דובר צה״ל אמר", ["דובר", "צהל", "אמר"]),
        ("שר ארה”ב", ["שר", "ארהב"]),
        ("נשיא צ'כיה וג׳ו ביידן", ["נשיא", "צכיה", "וגו", "ביידן"]),
        ('אמר: "לא נסכים"', ["אמר", "לא", "נסכים"]),
        ("בית־ספר", ["בית", "ספר", "ביתספר"]),
    ],
)
def test_a_quotation_mark_inside_a_hebrew_word_is_part_of_it(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("ai", "AI training in Mumbai", ["AI"]),
        ("ai", "training", []),
        ("us", "U.S. envoy meets US team", ["U.S.", "US"]),
        ("U.S.", "The US says", ["US"]),
        ("accord", "l’accord de paix", ["accord"]),
        ("well", "we'll see", []),
        ("don't", "They don’t agree", ["don’t"]),
        ("Israel", "Israel's cabinet", ["Israel"]),
        ("talks stalled", "Talks, stalled", ["Talks, stalled"]),
        ("talks stalled", "stalled talks", []),
        ("talks stalled", "talks have stalled", []),
        ("7.10", "Oct 7.10", ["7.10"]),
        ("10", "7.10", []),
        ("1,240", "1,240 killed", ["1,240"]),
        ("2023-12-02", "on 2023-12-02", ["2023-12-02"]),
        ("face to face", "a face-to-face meeting", ["face-to-face"]),
        ("facetoface", "a face-to-face meeting", ["face-to-face"]),
        ("led", "the US-led force", ["led"]),
        ("usled", "U.S.-led", ["U.S.-led"]),
        ("Korean", "N.Korean talks", ["Korean"]),
        ("停火", "双方达成停火协议", ["停火"]),
        ("หยุดยิง", "ข้อตกลงหยุดยิง", ["หยุดยิง"]),
        ("휴전", "휴전이 발효", ["휴전"]),
        ("pourparlers", "POURPARLERS\u00a0gelés", ["POURPARLERS"]),
        ("a b", "a b a b", ["a b", "a b"]),
    ],
)
def test_words_are_found_whole(pattern: str, text: str, found: list[str]) -> None:
    assert finds(pattern, text) == found


SPELLINGS = (
    "cease-fire",
    "cease fire",
    "ceasefire",
    "cease‑fire",
    "Cease–Fire",
    "cease\u00adfire",
    "CEASE FIRE",
)


@pytest.mark.parametrize("text", SPELLINGS)
@pytest.mark.parametrize("pattern", SPELLINGS)
def test_every_spelling_in_a_rule_finds_every_spelling(pattern: str, text: str) -> None:
    assert finds(f"{pattern} talks", f"new {text} talks") == [f"{text} talks"]


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_hyphen_in_a_rule_finds_every_spelling_of_what_no_table_knows(text: str) -> None:
    unknown = text.replace("cease", "quince").replace("Cease", "Quince").replace("CEASE", "QUINCE")
    assert finds("quince-fire talks", f"new {unknown} talks") == [f"{unknown} talks"]


def test_two_hyphens_are_a_dash_and_join_nothing() -> None:
    assert finds("ceasefire", "cease--fire") == []


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Air strikes on Gaza", ["Airstrikes"]),
        ("truce, or cease\u00a0fire", ["ceasefire"]),
        ("a cease, fire", []),
        ("cease\nfire", []),
        ("cease  fire", []),
        ("a cease", []),
        ("every day, may be, in to, turn out, a side", []),
        ("US-led air strike", ["USled", "airstrike"]),
        ("a pre-war air raid-like cease fire deal", ["prewar", "raidlike", "ceasefire"]),
    ],
)
def test_open_compounds_are_joined(text: str, joined: list[str]) -> None:
    assert [token.text for token in tokens(text) if token.after > token.first + 1] == joined


def test_a_joined_word_stands_behind_its_last_part() -> None:
    words = Words("new cease fire talks")
    assert words.surfaces == ["new", "cease", "fire", "ceasefire", "talks"]
    assert words.firsts == [0, 1, 2, 1, 3]
    assert words.afters == [1, 2, 3, 3, 4]
    assert words.starts == [0, 4, 10, 4, 15]
    assert words.ends == [3, 9, 14, 14, 20]
    assert words.count == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is*l", ["is*l"]),
        ("*fire w?rd talks*", ["*fire", "w?rd", "talks*"]),
        ("a*?b **fire 7*", ["a*?b", "**fire", "7*"]),
        ("cease-fire*", ["cease", "fire*", "ceasefire*"]),
        ("air strike*", ["air", "strike*", "airstrike*"]),
        ("talks * stalled ** now - *", ["talks", "stalled", "now"]),
        ("é* ne\u0301* изра*", ["é*", "né*", "изра*"]),
        ("停火*", ["停", "火"]),
        ("U.S.*", ["US"]),
    ],
)
def test_wildcards_belong_to_the_word_they_touch(text: str, expected: list[str]) -> None:
    assert surfaces(text, wildcards=True) == expected


def test_wildcards_are_nothing_in_an_article() -> None:
    assert surfaces("is*l what?") == ["is", "l", "what"]


@pytest.mark.parametrize(
    "unit",
    ["-", "a-", "a.", "1,", ". ", "\n", '."', "! ", " – ", "air strike ", "\u200b", "a\u0301", "a\u00ad", "停", 'א"', "x‼y ", "*", "…x"],
)  # fmt: skip
def test_a_giant_text_is_read_to_its_end(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    words = Words(text)
    assert len(words.surfaces) <= 3 * words.count
    assert words.clause_starts() == tuple(sorted(set(words.clause_starts())))
    assert Words(text, wildcards=True).count <= len(text)
