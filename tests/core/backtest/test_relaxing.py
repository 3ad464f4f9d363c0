"""A rule with one thing less."""

import pytest

from monitor.core.backtest import relaxed
from monitor.core.clauses import show
from monitor.core.rules import Source, SourceKind, Sources
from tests.core.rule_samples import rule

TIER_ONE = Sources(include=(Source(kind=SourceKind.TIER, value="1"),))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("talks", {}),
        ("talks OR summit", {}),
        ('"talks stall"', {"“talks stall” only in pieces": '"talks" SAME-SENTENCE "stall"'}),
        ("talks AND stall", {}),  # half of it is no near miss
        (
            "talks AND stall AND Gaza",
            {
                "no talks": '"stall" AND "Gaza"',
                "no stall": '"talks" AND "Gaza"',
                "no Gaza": '"talks" AND "stall"',
            },
        ),
        ("talks NOT sport", {"sport is there": '"talks"'}),
        ("talks NEAR/8 stall", {"apart: talks NEAR/8 stall": '"talks" SAME-SENTENCE "stall"'}),
        ("talks SAME-SENTENCE stall", {"apart: talks SAME-SENTENCE stall": '"talks" AND "stall"'}),
        (
            '"reach an impasse"',
            {
                "“reach an impasse” only in pieces": '"reach" SAME-SENTENCE "an" AND "an" SAME-SENTENCE "impasse"'
            },
        ),
        ("NUMBER(killed) >= 100", {"no figure: NUMBER(killed) >= 100": '"killed"'}),
        (
            'title:"talks stall"',
            {"“talks stall” only in pieces, in the title": 'title:("talks" SAME-SENTENCE "stall")'},
        ),
        (
            '"talks stall" OR "talks collapse"',
            {
                "almost one of 2 alternatives": '"talks" SAME-SENTENCE "stall" OR "talks" SAME-SENTENCE "collapse"',
            },
        ),
    ],
)
def test_an_event_with_one_thing_less(event: str, expected: dict[str, str]) -> None:
    assert {each.lacks: show(each.rule.event) for each in relaxed(rule("r", event))} == expected


def test_what_else_a_rule_asks_for() -> None:
    found = relaxed(rule("r", "talks", about="Gaza", unless="sport", sources=TIER_ONE))
    assert [each.lacks for each in found] == [
        "about: no Gaza",
        "unless: sport is there",
        "its sources leave the article out",
    ]
    about, unless, sources = (each.rule for each in found)
    assert (about.about, unless.unless, sources.sources) == (None, None, Sources())
    assert about.unless is not None


def test_with_a_context_each_side_of_a_near_may_be_missing() -> None:
    lacks = [each.lacks for each in relaxed(rule("r", "talks NEAR/8 stall", about="Gaza"))]
    assert lacks == ["apart: talks NEAR/8 stall", "no talks", "no stall", "about: no Gaza"]


def test_each_is_a_rule_of_its_own() -> None:
    found = relaxed(rule("r", "talks AND stall AND Gaza", extends="other"))
    assert len({each.rule.id for each in found} | {"r"}) == 4
    assert len({each.rule.fingerprint for each in found}) == 3
    assert {each.rule.extends for each in found} == {None}


def test_a_long_expression_is_shown_by_its_beginning() -> None:
    many = " OR ".join(f"word{number}" for number in range(50))
    lacks = [each.lacks for each in relaxed(rule("r", f"talks AND stall AND ({many})"))]
    assert lacks[-1].endswith("…")
    assert len(lacks[-1]) < 70


def test_half_of_an_alternative_is_no_near_miss() -> None:
    lacks = [
        each.lacks for each in relaxed(rule("r", "talks NEAR/8 stall OR summit NEAR/8 fail", about="Gaza"))
    ]
    assert lacks == ["almost one of 2 alternatives", "about: no Gaza"]


def test_of_an_alternative_more_than_half_must_be_left() -> None:
    (either,) = relaxed(rule("r", "(talks NEAR/8 stall AND Gaza) OR (a1 AND b2 AND c3)"))
    assert show(either.rule.event) == (
        '"talks" SAME-SENTENCE "stall" AND "Gaza" OR "b2" AND "c3" OR "a1" AND "c3" OR "a1" AND "b2"'
    )
