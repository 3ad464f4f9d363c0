"""Wire copies."""

import pytest

from monitor.core.grouping import Printed, is_copy
from monitor.core.grouping.copies import agencies

WIRE = (
    "KELMAR (Reuters) - A bridge over the river Osse collapsed on Sunday, killing at least twelve people and injuring "
    "dozens, officials said. Rescue teams searched the water through the night."
)
CUT = "A bridge over the river Osse collapsed on Sunday, killing at least twelve people and injuring dozens, officials said."
TITLE = "Twelve dead as bridge collapses in Kelmar"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            Printed(TITLE, ""),
            Printed("BREAKING: Twelve dead as bridge collapses in Kelmar - Harbour Herald", ""),
        ),
        (Printed(TITLE, WIRE), Printed("Twelve Dead As Bridge Collapses In Kelmar", WIRE.upper())),
        (Printed(TITLE, WIRE), Printed("Kelmar mourns", CUT)),
        (
            Printed(TITLE, WIRE),
            Printed(
                "Kelmar mourns",
                CUT.replace("officials said", "the mayor of the town told a paper"),
                "Reuters",
            ),
        ),
    ],
)
def test_copies(one: Printed, other: Printed) -> None:
    assert is_copy(one, other)
    assert is_copy(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            Printed(TITLE, WIRE),
            Printed("Kelmar mourns its dead", "The town of Kelmar held a service for all victims."),
        ),
        (
            Printed("Morning briefing", CUT),
            Printed("Morning briefing", "Dock workers in Port Vance walked out today."),
        ),
        (
            Printed("What to know this Sunday morning", CUT),
            Printed(
                "What to know this Sunday morning",
                "Dock workers in Port Vance walked out over pay again today.",
            ),
        ),
        (Printed("Kelmar", ""), Printed("Kelmar", "")),
        (Printed("", ""), Printed("", "")),
        (
            Printed(
                "Quake",
                "A quake of magnitude 5.1 struck 40 km off the coast of Irrin on Sunday, the service said, and no damage was known.",
            ),
            Printed(
                "Tremor",
                "A quake of magnitude 4.7 struck 40 km off the coast of Irrin on Sunday, the service said, and no damage was known.",
            ),
        ),
    ],
)
def test_no_copies(one: Printed, other: Printed) -> None:
    assert not is_copy(one, other)
    assert not is_copy(other, one)


@pytest.mark.parametrize(
    ("article", "credited"),
    [
        (Printed("", WIRE), {"reuters"}),
        (Printed("", "", "By Oda Brandel and AFP"), {"afp"}),
        (Printed("", "", "The Associated Press"), {"ap"}),
        (Printed("", "", "dpa/AFP"), {"dpa", "afp"}),
        (Printed("", "Все живы. (ТАСС)"), {"tass"}),
        (Printed("", "Snap of the day (video)", "Desk"), set()),
    ],
)
def test_credits(article: Printed, credited: set[str]) -> None:
    assert agencies(article) == credited
