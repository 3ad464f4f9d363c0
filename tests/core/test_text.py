"""Words, folding and offsets."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import Words, fold, tokens

# Letters of many scripts, marks, quotes, hyphens, invisible characters: what feeds are made of.
WILD = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aAbBéÉßİıñÅøŁйЙёЁїά’'‘“\"”-–.,/ \n\u00ad\u200b\u200d\u0301\u0306שׁصֿ停火กุ가ᄀ\u1161７½²"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


def finds(pattern: str, text: str) -> list[str]:
    return [text[start:end] for start, end in Words(text).find(tokens(pattern))]


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("CEASEFIRE", "ceasefire"),
        ("négociés", "negocies"),
        ("ne\u0301gocie\u0301s", "negocies"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Søren Ærø", "soren aero"),
        ("İstanbul", "istanbul"),
        ("ειρήνη", "ειρηνη"),
        ("Ёлка", "елка"),
        ("ЙОД", "йод"),
        ("и\u0306од", "йод"),
        ("Netan\u200eya\u00adhu", "netanyahu"),
        ("l’accord “vert”", 'l\'accord "vert"'),
        ("デ", "デ"),
    ],
)
def test_what_does_not_count_is_folded_away(given_text: str, folded: str) -> None:
    assert fold(given_text) == folded


@given(WILD)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(WILD)
def test_folding_does_not_depend_on_how_accents_are_encoded(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(WILD)
def test_offsets_point_into_the_original_text(text: str) -> None:
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.first < token.after
        assert token.text
        if token.after == token.first + 1:
            assert fold(text[token.start : token.end]).replace(".", "") == token.text.replace(".", "")


@given(WILD)
def test_words_stand_in_order_without_overlap(text: str) -> None:
    single = [token for token in tokens(text) if token.after == token.first + 1]
    assert [token.first for token in single] == list(range(len(single)))
    assert all(one.end <= other.start for one, other in pairwise(single))


@given(WILD)
def test_every_text_finds_itself(text: str) -> None:
    pattern = tokens(text)
    if pattern:
        assert Words(text).find(pattern)[0][0] == pattern[0].start


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


SPELLINGS = ("cease-fire", "cease fire", "ceasefire", "cease‑fire", "Cease–Fire", "cease\u00adfire")


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_hyphen_in_the_rule_finds_every_spelling(text: str) -> None:
    assert finds("cease-fire talks", f"new {text} talks") == [f"{text} talks"]


@pytest.mark.parametrize("pattern", SPELLINGS)
def test_a_hyphen_in_the_article_is_found_by_every_spelling(pattern: str) -> None:
    assert finds(f"{pattern} talks", "new cease-fire talks") == ["cease-fire talks"]


def test_two_hyphens_are_a_dash_and_join_nothing() -> None:
    assert finds("ceasefire", "cease--fire") == []


def test_a_long_chain_of_hyphens_is_searched_without_trying_every_path() -> None:
    chain = "-".join("a" * 300)
    assert len(tokens(chain)) < 3 * 300
    assert Words(chain).find(tokens("-".join("a" * 40)))
