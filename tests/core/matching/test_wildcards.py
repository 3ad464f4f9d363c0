"""Wildcards mean what a shell's do, and cost no more than the word is long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.matching.wildcards import Wildcard, Wildcards

WRITTEN = st.text("ab*?", min_size=1, max_size=8)


@given(WRITTEN, st.text("ab", max_size=10))
def test_they_fit_like_the_regular_expression(written: str, word: str) -> None:
    regex = "".join({"*": ".*", "?": "."}.get(sign, sign) for sign in written)
    assert Wildcard(written).fits(word) == bool(re.fullmatch(regex, word))


@given(st.lists(WRITTEN, max_size=12), st.text("ab", max_size=8))
def test_sorting_them_loses_none(several: list[str], word: str) -> None:
    wildcards = Wildcards()
    for number, written in enumerate(several):
        wildcards.add(written, number)
    fitting = [number for number, written in enumerate(several) if Wildcard(written).fits(word)]
    assert sorted(wildcards.matching(word)) == fitting


@pytest.mark.parametrize(
    "written", ["*a" * 30 + "*b", "a*" * 30 + "b", "*?a" * 20 + "b"], ids=["behind", "before", "mixed"]
)
def test_one_that_fits_almost_everywhere_ends(written: str) -> None:
    assert not Wildcard(written).fits("a" * 50_000)  # trying every way would not end
