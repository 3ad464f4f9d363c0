"""What does not count in a comparison."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import fold

# Letters of many scripts, marks, quotes, hyphens, invisible characters: what feeds are made of.
WILD = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "aAbBéÉßİıñÅøŁйЙёЁїά’'‘“\"”-–.,/ \n\u00ad\u200b\u200d\u0301\u0306שׁצֿ停火กุ가ᄀ\u1161７½²"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


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
