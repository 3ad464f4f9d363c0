"""Random rules and articles by the thousand: the real matcher finds what the plain one finds, to the character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.matching.agreement import PATIENT, agree_on_many_rules, agree_on_one_rule

PARTS = 10  # each short enough for a time-out to mean something
CASES = settings(PATIENT, max_examples=250)


@pytest.mark.parametrize("part", range(PARTS))
@CASES
@given(data=st.data())
def test_one_rule(part: int, data: st.DataObject) -> None:
    agree_on_one_rule(data)


@pytest.mark.parametrize("part", range(PARTS))
@CASES
@given(data=st.data())
def test_many_rules(part: int, data: st.DataObject) -> None:
    agree_on_many_rules(data)
