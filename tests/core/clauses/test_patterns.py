"""Patterns: folded as articles are, and never without a literal that RE2 agrees to."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clauses import ClauseError
from monitor.core.clauses.patterns import Literal, checked, folded, literals
from tests.core.clauses.strategies import mistake


def whole(*texts: str) -> tuple[Literal, ...]:
    return tuple(Literal(text=text, whole=True) for text in sorted(texts))


def part(*texts: str) -> tuple[Literal, ...]:
    return tuple(Literal(text=text, whole=False) for text in sorted(texts))


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("talks", whole("talks")),
        ("talks? stalled", whole("stalled")),
        ("talks?", whole("talk", "talks")),
        ("stall(ed|ing)?", whole("stall", "stalled", "stalling")),
        ("(peace|truce) talks", whole("talks")),
        ("peace|truce", whole("peace", "truce")),
        ("talk.*", part("talk")),
        (".*fire", part("fire")),
        ("talk.* gaza", whole("gaza")),
        ("[0-9]+ killed", whole("killed")),
        ("(talk|truce).*", part("talk", "truce")),
        ("killed+", part("killed")),
        ("us [0-9]", whole("us")),
        ("(?:us|uk) .+", whole("uk", "us")),
        ("[aeiou]lite", whole("alite", "elite", "ilite", "olite", "ulite")),
        (r"7\.10", whole("7.10")),
        (r"\pL+", None),
        (".*", None),
        ("us.*", None),
        ("(talks)?", None),
        ("(talks)*", None),
        ("talks{0}", whole("talk")),
        ("talks|.+", None),
        ("talks|", None),
    ],
)
def test_the_literals_of_a_pattern(pattern: str, found: tuple[Literal, ...] | None) -> None:
    assert literals(pattern) == found


@pytest.mark.parametrize(
    ("pattern", "same"),
    [
        ("Crédit Ägypten", "credit agypten"),
        ("Straße", "strasse"),
        ("aß+talks", "a(?:ss)+talks"),
        ("[A-Z]talks[É]", "[a-z]talks[e]"),
        (r"\p{Greek}talks\PL", r"\p{Greek}talks\PL"),
        ("(?:Talks|TRUCE){1,2}?", "(?:talks|truce){1,2}?"),
        ("cafe\N{COMBINING ACUTE ACCENT}s", "cafes"),
        ("Й" + "орк", "йорк"),
    ],
)
def test_letters_are_folded_and_syntax_is_not(pattern: str, same: str) -> None:
    assert checked(pattern, 0) == same
    assert folded(same) == same


@dataclass(frozen=True)
class Drawn:
    """A pattern and a text that it matches whole."""

    pattern: str
    text: str


LETTERS = "abcd"
SINGLE = st.one_of(
    st.text(LETTERS, min_size=1, max_size=5).map(lambda text: Drawn(text, text)),
    st.sampled_from(LETTERS).map(lambda letter: Drawn(".", letter)),
    st.sampled_from(LETTERS).map(lambda letter: Drawn(r"\pL", letter)),
    st.sampled_from(LETTERS).map(lambda letter: Drawn(f"[{letter}x0-9]", letter)),
    st.sampled_from(LETTERS).map(lambda letter: Drawn("[^z]", letter)),
    st.just(Drawn(" ", " ")),
)


def row(parts: list[Drawn]) -> Drawn:
    return Drawn("".join(each.pattern for each in parts), "".join(each.text for each in parts))


def either(parts: list[Drawn]) -> Drawn:
    return Drawn(f"({'|'.join(each.pattern for each in parts)})", parts[-1].text)


def repeated(drawn: Drawn, quantifier: tuple[str, int]) -> Drawn:
    return Drawn(f"(?:{drawn.pattern}){quantifier[0]}", drawn.text * quantifier[1])


QUANTIFIERS = st.sampled_from(
    [
        ("?", 0),
        ("?", 1),
        ("*", 0),
        ("*", 2),
        ("+", 1),
        ("+", 3),
        ("{2}", 2),
        ("{1,3}", 2),
        ("{0,1}?", 1),
        ("{1}", 1),
    ]
)
PATTERNS: st.SearchStrategy[Drawn] = st.recursive(
    SINGLE,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(row),
        st.lists(inner, min_size=1, max_size=3).map(either),
        st.builds(repeated, inner, QUANTIFIERS),
    ),
    max_leaves=12,
)


def occurs(literal: Literal, text: str) -> bool:
    words = text.split(" ")
    return literal.text in words if literal.whole else any(literal.text in word for word in words)


@given(PATTERNS)
def test_a_text_that_matches_holds_one_of_the_literals(drawn: Drawn) -> None:
    import re2

    assert re2.fullmatch(drawn.pattern, drawn.text)
    try:
        found = literals(drawn.pattern)
    except ClauseError:
        return  # spaces that never match
    if found is None or "  " in f" {drawn.text} ":
        return
    assert any(occurs(literal, drawn.text) for literal in found), found
    assert all(literal.whole or len(literal.text) >= 3 for literal in found)


AROUND = st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=3)


@given(AROUND, PATTERNS, AROUND)
def test_a_pattern_found_in_a_text_brings_one_of_its_literals(
    before: list[str], drawn: Drawn, behind: list[str]
) -> None:
    import re2

    text = " ".join([*before, *drawn.text.split(), *behind])
    try:
        pattern = checked(drawn.pattern, 0)
    except ClauseError:
        return  # no literal part, or spaces that never match
    if re2.search(f" (?:{pattern}) ", f" {text} "):
        assert any(occurs(literal, text) for literal in literals(pattern) or ())


SYNTAX = st.lists(
    st.sampled_from(
        [*"aBéß北 ()[]{}|*+?.,^$\\-/'0129", "(?:", r"\pL", r"\b", "{2,3}", "[a-d]", "[^", "talks", "\n"]
    ),
    max_size=14,
).map("".join)


@given(SYNTAX | st.text(max_size=20))
def test_any_text_is_a_pattern_or_a_located_error(text: str) -> None:
    import re2

    error = mistake(lambda: checked(text, 0), text)
    if error is None:
        pattern = checked(text, 0)
        assert re2.compile(pattern)
        assert checked(pattern, 0) == pattern == folded(text)
