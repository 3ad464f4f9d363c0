"""What holds for figures of every text."""

import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import Words
from monitor.core.text.figures import bound, figures
from monitor.core.text.figures.tongues import tongue

LANGUAGES = ["ar", "de", "en", "es", "fr", "he", "hi", "it", "ja", "ru", "zh", None]
PIECES = (  # noqa: SIM905 - a list of these would fill a page
    "12 1,240 15.207 1.2 0 ٣ १२ 三 十 百 万 第 数 two twenty hundred thousand million a of and to from between at least "
    "more than or half dozens tens scores cent quatre vingt deux mille zweihundert tausend dutzend treinta y mil двадцать "
    "пять тысяч до عشرات ألف و15 على الأقل כ מאה सौ लाख से अधिक killed people October years % $ - – : / . , ; ( ) + > ' \n "
    "\u202f\N{NO-BREAK SPACE}"
).split(" ")
wild = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda glue: glue.join(pieces))
)


@given(text=wild, language=st.sampled_from(LANGUAGES), cue=st.integers(0, 40))
def test_figures_stand_in_the_text_in_order_and_apart(text: str, language: str | None, cue: int) -> None:
    words = Words(text)
    found = figures(words, language)
    for figure in found:
        assert 0 <= figure.start < figure.end <= len(text)
        assert 0 <= figure.first < figure.after <= words.count
        assert figure.low >= 0
        assert figure.high is None or figure.low <= figure.high
    for before, after in pairwise(found):
        assert before.end <= after.start
        assert before.after <= after.first
    if cue < words.count:
        assert bound(found, cue, cue + 1, words) in (None, *found)


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each])
def test_the_words_of_a_language_are_consistent(language: str) -> None:
    known = tongue(language)
    assert known.alone <= known.scales.keys()
    assert known.shy <= known.vague.keys()
    assert known.spanning <= known.connectors
    assert all(low >= 0 and (high is None or low < high) for low, high in known.vague.values())
    assert all(phrase and all(phrase) for phrase in (*known.before, *known.after))


def calls(work: Callable[[], object]) -> int:
    """How many functions are called in the course of it: what takes time, without a clock."""
    count = 0

    def tally(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        del frame, argument
        count += event in ("call", "c_call")

    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("language", "piece"),
    [
        ("en", "12 "),
        ("en", "at least "),
        ("en", "two hundred and "),
        ("en", "1,240 to "),
        ("en", "half a "),
        ("en", "12 killed and "),
        ("en", "12-"),
        ("de", "hundert"),
        ("fr", "123 "),
        ("fr", "quatre vingt "),
        ("zh", "三"),
        ("zh", "数万"),
        ("zh", "1万"),
        ("ru", "до "),
    ],
)
def test_the_time_grows_with_the_text_and_not_faster(language: str, piece: str) -> None:
    def read(length: int) -> int:
        words = Words(piece * (length // len(piece)))
        found = figures(words, language)  # the first time fills the caches

        def work() -> None:
            figures(words, language)
            for position in range(0, words.count, 7):
                bound(found, position, position + 1, words)

        return calls(work)

    assert read(10_000) < 13 * read(1_000) + 100


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_hundred_thousand_characters_are_read(language: str) -> None:
    words = Words("12 killed and three 三百 " * 5_000)
    found = figures(words, language)
    assert len(found) >= 5_000
    assert bound(found, 1, 2, words) == found[0]
