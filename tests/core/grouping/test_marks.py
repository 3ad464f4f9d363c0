"""Numbers that tell one event from the next."""

import pytest

from monitor.core.grouping.marks import NONE, Marks, clash, from_plain, plain, read
from monitor.core.text import Words

HOUR = 3600.0
DAY = 24 * HOUR


def marks(title: str, lead: str = "", language: str = "en") -> Marks:
    return read(Words(title), lead, language)


OTHERS = [  # (one title, another one's of another event, hours between)
    ("Magnitude 5.1 earthquake strikes near Irrin", "Magnitude 4.8 earthquake strikes near Irrin", 0),
    ("5.6-magnitude quake hits Irrin", "Irrin: quake of magnitude 7.1 rocks islands", 0),
    (
        "Powerball winning numbers for Saturday, Nov. 12",
        "Powerball winning numbers for Wednesday, Nov. 16",
        96,
    ),
    ("Lottery draw results for Monday", "Lottery draw results for Tuesday", 24),
    ("Kelmar 2-1 Sarden: Oda scores winner", "Kelmar 0-3 Sarden: hat-trick for Brandel", 1),
    ("Kelmar beat Sarden 2-1 in derby", "Kelmar beat Sarden 3-1 in derby", 48),
    ("Man jailed for 5 years for drug smuggling", "Man jailed for 12 years for drug smuggling", 0),
    ("Man, 34, charged with murder in Kelmar", "Man, 52, charged with murder in Kelmar", 0),
    ("Court hears case 22-451 on fishing rights", "Court hears case 22-1219 on fishing rights", 0),
    ("Shares of Harrow Bank fall 3% in Vance", "Shares of Harrow Bank fall 7% in Vance", 24),
    ("Storm warning for 8 November in Sarden", "Storm warning for 9 November in Sarden", 24),
]
SAME = [
    ("Death toll in Kelmar rises to 12", "Death toll in Kelmar rises to 45", 24),
    ("Quake of magnitude 5.6 hits Irrin", "Irrin quake, magnitude 5.9, kills ten", 2),
    ("Magnitude 6 quake hits Irrin", "Irrin shaken by 5.6-magnitude earthquake", 2),
    ("Kelmar lead Sarden 1-0", "Kelmar beat Sarden 2-0", 1),
    ("Kelmar beat Sarden 2-1", "Sarden lose 1-2 to Kelmar", 72),
    ("Shares of Harrow Bank fall 3% in Vance", "Shares of Harrow Bank fall 7% in Vance", 2),
    ("Oda Brandel to host 2031 awards night", "Oda Brandel to host 31st awards night", 2),
    ("Kelmar 76ers fire their coach", "Kelmar 76ERS fire their coach", 2),
    ("23 July, last updated at 13:42 GMT", "24 July, last updated at 9:10 GMT", 24),
    ("Kelmar votes on Sunday", "Sarden mourns on Monday after the floods", 24),
]


@pytest.mark.parametrize(("one", "other", "hours"), OTHERS)
def test_numbers_of_another_event_clash(one: str, other: str, hours: float) -> None:
    assert clash(marks(one), marks(other), hours * HOUR)
    assert clash(marks(other), marks(one), hours * HOUR)


@pytest.mark.parametrize(("one", "other", "hours"), SAME)
def test_numbers_of_one_event_do_not(one: str, other: str, hours: float) -> None:
    assert clash(marks(one), marks(other), hours * HOUR) is None
    assert clash(marks(other), marks(one), hours * HOUR) is None


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Землетрясение магнитудой 5,1 у берегов Камчатки", "Землетрясение магнитудой 6,4 у Курил", "ru"),
        ("Erdbeben der Stärke 4,1 in Kroatien", "Kroatien: Erdbeben der Stärke 5,9", "de"),
        ("Sismo de magnitud 4,5 en Chile", "Chile: sismo de magnitud 6,2", "es"),
    ],
)
def test_magnitudes_are_read_in_other_languages(one: str, other: str, language: str) -> None:
    assert clash(marks(one, language=language), marks(other, language=language), 0.0)


def test_the_lead_names_a_magnitude_too() -> None:
    assert marks(
        "Strong quake shakes Irrin", "It had a magnitude of at least 5. 9, they said."
    ).magnitudes == (5.9,)


def test_most_articles_have_none() -> None:
    assert marks("Bridge collapses in Kelmar", "Twelve are dead.") is NONE


def test_a_story_keeps_its_first_and_its_latest() -> None:
    story = NONE
    for score in ("1-0", "1-1", "2-1", "3-1", "3-2", "4-2"):
        story = story.with_those_of(marks(f"Kelmar Sarden {score}"))
    assert story.scores == ((1, 0), (3, 1), (3, 2), (4, 2))


@pytest.mark.parametrize("title", [titles[0] for titles in OTHERS + SAME])
def test_what_is_written_down_is_read_again(title: str) -> None:
    assert from_plain(plain(marks(title))) == marks(title)
