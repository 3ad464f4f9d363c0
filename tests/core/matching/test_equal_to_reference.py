"""The real matcher finds what the plain one finds, to the character. Thousands of cases more: ./run test slow."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.matching.agreement import PATIENT, agree_on_many_rules, agree_on_one_rule

CASES = settings(PATIENT, max_examples=100)


@CASES
@given(data=st.data())
def test_one_rule(data: st.DataObject) -> None:
    agree_on_one_rule(data)


@CASES
@given(data=st.data())
def test_many_rules(data: st.DataObject) -> None:
    agree_on_many_rules(data)
