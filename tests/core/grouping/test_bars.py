"""What the rules that fired have to say about which articles belong together."""

import pytest

from monitor.core.grouping import Grouping, features
from monitor.core.grouping.bars import JOINS, NO_RULE, SOON

HOUR = 3600.0
RECALLED = (
    "Norland recalls its envoys from Port Vance",
    "The talks on a truce had led nowhere, the government said.",
)
STALLED = (
    "Truce efforts stall for days as Sudmark waits for word from Norland and mediators pack their papers",
    "No date was set for another round, and the mediators flew home on Friday, a spokesman told reporters at the airport.",
)


def place(grouping: Grouping, name: str, told: tuple[str, str], ts: float, *rules: str) -> str:
    return grouping.place(features(name, *told, "en", rules=rules), ts).home


def test_the_same_rule_and_a_name_within_hours_make_a_few_words_enough() -> None:
    apart, together = Grouping(), Grouping()
    assert [place(apart, name, told, 0.0) for name, told in (("a", RECALLED), ("b", STALLED))] == ["a", "b"]
    place(together, "a", RECALLED, 0.0, "stalled")
    placement = together.place(features("b", *STALLED, "en", rules=("stalled",)), HOUR)
    assert placement.home == "a"
    assert placement.needed == pytest.approx(SOON * JOINS)
    assert sum(part.score for part in placement.terms) == pytest.approx(placement.score)
    assert "rule:stalled" in {part.term for part in placement.terms}


def test_without_a_name_in_common_the_same_rule_is_not_enough() -> None:
    grouping = Grouping()
    place(
        grouping,
        "a",
        ("Ferry sinks off Samar", "Sixty were aboard, the coast guard said."),
        0.0,
        "ferry-lost",
    )
    told = (
        "Ferry overturns on the Congo near Mbandaka",
        "Forty people are missing after the accident on the river.",
    )
    placement = grouping.decide(features("b", *told, "en", rules=("ferry-lost",)), HOUR)
    assert placement.is_new
    assert placement.nearest is not None
    assert placement.nearest.reason == f"below {JOINS:.2g}"


def test_a_day_later_the_rule_lowers_no_bar() -> None:
    grouping = Grouping()
    place(grouping, "a", RECALLED, 0.0, "stalled")
    told = (
        "Fishermen blame truce delays for empty markets along the coast between Norland and Sudmark this winter",
        "Boats have stayed in harbour since patrols began to stop them, their union told reporters on Friday.",
    )
    soon = grouping.decide(features("b", *told, "en", rules=("stalled",)), HOUR)
    late = grouping.decide(features("b", *told, "en", rules=("stalled",)), 24 * HOUR)
    assert soon.needed == pytest.approx(SOON * JOINS)
    assert late.needed == JOINS


def test_a_rule_that_fires_for_everything_says_little() -> None:
    grouping = Grouping()
    towns = "Kelmar Irrin Osse Brandel Vance Doroba Teth Halden Grunau Corvina Solenne Tavaro".split()  # noqa: SIM905
    for number, town in enumerate(towns):
        place(grouping, f"t{number}", (f"{town} {town}shire {town}ville", ""), 0.0, "stalled")
    assert len(grouping.stories) == len(towns)
    place(grouping, "a", RECALLED, 0.0, "stalled")
    assert place(grouping, "b", STALLED, 0.0, "stalled") == "b"


def test_two_words_of_the_articles_own_are_needed_all_the_same() -> None:
    grouping = Grouping()
    place(grouping, "a", ("Kelmar shelled", ""), 0.0, "strikes")
    nearest = grouping.decide(features("b", "Kelmar bombarded", "", "en", rules=("strikes",)), HOUR).nearest
    assert nearest is not None
    assert nearest.reason == "one term in common is too few"


def test_what_no_rule_brings_together_must_be_twice_as_alike() -> None:
    told = ("Strike halts trains in Kelmar", "Drivers walked out at midnight.")
    other = (
        "Hospitals in Kelmar hit by ransomware",
        "Drivers of ambulances write on paper, trains bring blood.",
    )
    with_rules, without = Grouping(), Grouping()
    place(without, "a", told, 0.0)
    place(with_rules, "a", told, 0.0, "strike")
    assert place(without, "b", other, HOUR) == "a"
    placement = with_rules.decide(features("b", *other, "en", rules=("ransomware",)), HOUR)
    assert placement.is_new
    assert placement.nearest is not None
    assert placement.nearest.reason == f"below {NO_RULE * JOINS:.2g}"


def test_names_are_the_same_in_two_languages() -> None:
    grouping = Grouping()
    place(
        grouping,
        "en",
        ("Quake shakes island of Corvina near Brisa", "Brisa and Corvina were cut off."),
        0.0,
        "quake",
    )
    told = features(
        "es", "Fuerte sismo sacude Corvina", "En Brisa y Corvina se cortó la luz.", "es", rules=("quake",)
    )
    assert grouping.place(told, HOUR).home == "en"
