"""What of an article is looked at."""

import pytest

from monitor.core.grouping import features
from monitor.core.grouping.features import STRONG
from monitor.core.grouping.titles import bare


def weights(title: str, lead: str = "", language: str | None = None) -> dict[str, float]:
    return {term: known.weight for term, known in features("a", title, lead, language).terms.items()}


def test_words_are_known_by_their_lemma_and_function_words_are_left_out() -> None:
    assert set(weights("The bridges of Kelmar have collapsed")) == {"bridg", "kelmar", "collaps"}


def test_the_title_counts_twice() -> None:
    assert weights("bridge")["bridg"] > weights("", "bridge")["bridg"]


def test_names_and_numbers_count_more() -> None:
    known = weights("Rescuers reach Kelmar after 17 hours and dig")
    assert known["kelmar"] == known["17"] == pytest.approx(STRONG * known["dig"])


def test_a_capital_that_comes_from_its_place_says_nothing() -> None:
    known = weights("Rescuers dig", "Volunteers dig too. Helpers dig.")
    assert known["volunt"] == known["helper"]
    shouted = weights("Rescuers Reach Kelmar Bridge Today")
    assert shouted["kelmar"] == shouted["bridg"]


def test_common_words_have_a_larger_share() -> None:
    terms = features("a", "President visits Kelmar").terms
    assert terms["presid"].share > terms["kelmar"].share


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Обрушился мост в Келмаре", "Обрушение моста в Келмаре", "ru"),
        ("Pont effondré à Kelmar", "Les ponts de Kelmar", "fr"),
        ("قتلى في انهيار جسر بغداد", "انهيار الجسر في بغداد", "ar"),
        ("קריסת גשר בתל אביב", "הגשר קרס בתל אביב", "he"),
        ("东京发生大地震", "东京大地震多人伤亡", "zh"),
    ],
)
def test_other_languages_share_terms(one: str, other: str, language: str) -> None:
    assert len(weights(one, language=language).keys() & weights(other, language=language).keys()) >= 2
    assert (
        weights(one) == weights(one, language=language) or language == "fr"
    )  # too short to give itself away


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Hafen ist seit dem Morgen für alle Schiffe gesperrt, und die Brücke ist nicht sicher", "de"),
        ("El puente se ha caído y los equipos de rescate buscan en el río", "es"),
        ("Most zawalił się w nocy i nie ma ofiar, ale są ranni", "pl"),
        ("Bridge of Oscar de la Renta falls", "en"),
        ("The mayor says that the bridge was safe for all", "en"),
    ],
)
def test_small_words_give_a_language_away(text: str, language: str) -> None:
    assert weights("Kelmar", text) == weights("Kelmar", text, language)


@pytest.mark.parametrize(
    "title", [" " * 100_000, "a - " * 30_000, "." * 100_000, "- " * 50_000, "magnitude " * 20_000]
)
def test_a_hostile_title_costs_little(title: str) -> None:
    assert len(weights(title, title)) <= 2


def test_a_long_summary_is_cut() -> None:
    assert "kelmar" not in weights("Bridge", "word " * 200 + "Kelmar")
    assert len(weights("", "字" * 10_000, "zh")) <= 1


def test_an_endless_word_is_cut() -> None:
    (term,) = weights("x" * 5000)
    assert len(term) <= 24


@pytest.mark.parametrize(
    ("title", "alone"),
    [
        ("BREAKING: Dam bursts in Sarden - Harbour Herald", "Dam bursts in Sarden"),
        ("UPDATE 2-Dam bursts in Sarden", "Dam bursts in Sarden"),
        ("Dam bursts in Sarden | World News", "Dam bursts in Sarden"),
        ("Dam bursts in Sarden ...", "Dam bursts in Sarden"),
        ("Sarden - Vance", "Sarden - Vance"),
        ("Half-built dam bursts", "Half-built dam bursts"),
        ("Live: Dam", "Live: Dam"),
    ],
)
def test_what_outlets_add_is_left_out(title: str, alone: str) -> None:
    assert bare(title) == alone
