"""Which figure a cue states."""

import pytest

from monitor.core.text import Words
from monitor.core.text.figures import Figure, bound, figures


def at(text: str, cue: str, language: str = "en") -> tuple[int, int | None] | None:
    """The figure of the first occurrence of the cue."""
    words = Words(text)
    start = text.index(cue)
    inside = [
        index
        for index, begin in enumerate(words.starts)
        if begin >= start and words.ends[index] <= start + len(cue)
    ]
    first, after = min(words.firsts[each] for each in inside), max(words.afters[each] for each in inside)
    found = bound(figures(words, language), first, after, words)
    return (found.low, found.high) if found else None


def lows(text: str, cues: str, language: str = "en") -> list[int | None]:
    return [found[0] if (found := at(text, cue, language)) else None for cue in cues.split()]


@pytest.mark.parametrize(
    ("text", "cues", "expected"),
    [
        ("Airstrike kills 12 in Rafah", "kills", [12]),
        ("12 killed in Rafah", "killed", [12]),
        ("Airstrike kills at least 12 people in Rafah", "kills", [12]),
        ("At least 12 people were killed in Rafah", "killed", [12]),
        ("Gaza death toll rises to 15,207", "toll", [15207]),
        ("Gaza toll passes 15,000", "toll", [15001]),
        ("Death toll after quake rises to 12", "toll", [12]),
        ("Death toll from the quake now at 12", "toll", [12]),
        ("Death toll of 12 confirmed", "toll", [12]),
        ("Death toll: 12", "toll", [12]),
        ("Death toll in 3 villages: 12", "toll", [12]),
        ("15,207 is the death toll", "toll", [15207]),
        ("killing at least three and wounding 20", "killing wounding", [3, 20]),
        ("wounding 20 and killing three", "killing wounding", [3, 20]),
        ("20 wounded and three killed", "killed wounded", [3, 20]),
        ("three people were killed and 20 people were wounded", "killed wounded", [3, 20]),
        ("Three killed, 20 wounded", "killed wounded", [3, 20]),
        ("Three killed 20 wounded in Kabul", "killed wounded", [3, 20]),
        ("Blast kills three injures 20 in Kabul", "kills injures", [3, 20]),
        ("Blast kills three people injures 20 others", "kills injures", [3, 20]),
        ("Blast kills three as 20 homes burn", "kills homes", [3, 20]),
        ("20 homes burn as blast kills three", "kills homes", [3, 20]),
        ("killed and wounded 20 people", "killed wounded", [20, 20]),
        ("12 people shot and killed", "shot killed", [12, 12]),
        ("12 people shot and killed by 3 gunmen", "killed gunmen", [12, 3]),
        (
            "110 hostages released in exchange for 240 prisoners",
            "hostages released prisoners",
            [110, 110, 240],
        ),
        (
            "Israel releases 240 prisoners in exchange for 110 hostages",
            "releases prisoners hostages",
            [240, 240, 110],
        ),
        (
            "Hamas frees 13 hostages, 39 prisoners released",
            "frees hostages prisoners released",
            [13, 13, 39, 39],
        ),
        ("Israel releases prisoners for 110 hostages", "releases hostages", [None, 110]),
        ("More than 100 of the 240 hostages released", "hostages released", [240, 101]),
        ("Of the 240 hostages, 110 were released", "hostages released", [240, 110]),
        ("12 killed in 3 attacks", "killed attacks", [12, 3]),
        ("Journalist killed in 3 attacks", "killed", [None]),
        ("Journalist killed by 3 gunmen", "killed gunmen", [None, 3]),
        ("Children killed in all 15 villages", "killed", [None]),
        ("100 arrested after killing of journalist", "arrested killing", [100, None]),
        ("100 protest as police kill man", "kill", [None]),
        ("Police kill man while 100 protest", "kill protest", [None, 100]),
        ("12 Palestinians, 3 Israelis killed", "killed", [12]),
        ("At least 12 people, including 3 children, were killed", "killed children", [12, 3]),
        ("At least 12 people, most of them women, were killed", "killed", [12]),
        ("Police say 12 were hurt. Killed: nobody", "Killed", [None]),
        ("12 hurt. Children killed", "killed", [None]),
        ("12 hurt; children killed", "killed", [None]),
        ("A 12-year-old boy was killed", "killed", [None]),
        ("Killed on October 7", "Killed", [None]),
        ("John Smith, 34, was killed", "killed", [None]),
        ("Dozens killed in Rafah", "killed", [24]),
        ("Nobody was killed", "killed", [None]),
        ("12 listed as missing", "missing", [12]),
        ("12 dead after being shot in Rafah", "shot", [12]),
        ("12 car bombs explode", "explode", [12]),
        ("Two dead", "Two", [2]),
    ],
)
def test_a_cue_states_the_figure_beside_it(text: str, cues: str, expected: list[int | None]) -> None:
    assert lows(text, cues) == expected


@pytest.mark.parametrize(
    ("language", "text", "cues", "expected"),
    [
        ("fr", "Au moins 12 morts et 20 blessés dans une explosion", "morts blessés", [12, 20]),
        ("fr", "Le bilan passe à 15 207 morts", "bilan morts", [15207, 15207]),
        ("fr", "Mort de 12 personnes", "Mort", [12]),
        ("fr", "Journaliste tué dans 3 attaques", "tué attaques", [None, 3]),
        ("fr", "Douze tués, dont 3 enfants, à Gaza", "tués enfants", [12, 3]),
        ("de", "Zwölf Tote und 20 Verletzte bei Anschlag", "Tote Verletzte", [12, 20]),
        ("de", "Zahl der Toten steigt auf 15.207", "Toten", [15207]),
        ("de", "Journalist bei 3 Angriffen getötet, 20 verletzt", "verletzt", [20]),
        ("es", "Al menos 12 muertos y 20 heridos", "muertos heridos", [12, 20]),
        ("es", "La cifra de muertos sube a 15.207", "muertos", [15207]),
        ("es", "Liberan a 110 rehenes a cambio de 240 presos", "Liberan rehenes presos", [110, 110, 240]),
        ("ru", "Число погибших выросло до 15 207", "погибших", [15207]),
        ("ru", "12 человек погибли и 20 ранены", "погибли ранены", [12, 20]),
        ("ru", "Журналист убит в 3 атаках", "убит", [None]),
        ("ar", "مقتل 12 شخصا وإصابة 20", "مقتل وإصابة", [12, 20]),
        ("ar", "ارتفاع عدد القتلى إلى ١٥٬٢٠٧", "القتلى", [15207]),
        ("he", "12 הרוגים ו-20 פצועים", "הרוגים פצועים", [12, 20]),
        ("hi", "हमले में 12 लोगों की मौत, 20 घायल", "मौत घायल", [12, 20]),
        ("zh", "爆炸造成12人死亡,20人受伤", "死亡 受伤", [12, 20]),
        ("zh", "死亡人数升至15207人", "死亡", [15207]),
    ],
)
def test_cues_of_other_languages(language: str, text: str, cues: str, expected: list[int | None]) -> None:
    assert lows(text, cues, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "cue", "expected"),
    [
        ("en", "150 Palestinians, 2 Israelis killed", "killed", 150),
        ("en", "2 Israelis, 150 Palestinians killed", "killed", 150),
        ("en", "120 soldiers and three officers killed in ambush", "killed", 120),
        ("en", "3 Israeli police officers, 150 Palestinians and two aides were killed", "killed", 150),
        ("en", "Attack kills two in Kano, 150 in Lagos", "kills", 150),
        ("en", "Attack kills two soldiers and 150 civilians in Lagos", "kills", 150),
        ("en", "An attack killed two in Kano, 150 in Lagos, officials said", "killed", 150),
        ("de", "150 Soldaten und drei Zivilisten getötet", "getötet", 150),
        ("fr", "150 soldats et trois civils tués", "tués", 150),
        ("es", "150 soldados y tres civiles muertos", "muertos", 150),
        ("en", "At least 150 people (30 of them children) killed", "killed", 150),
        ("en", "Attack kills 150 people (30 of them children)", "kills", 150),
        ("en", "20 soldiers wounded and three civilians killed", "killed", 3),
        ("en", "In attack on 150 soldiers, 2 officers killed", "killed", 2),
        ("en", "Out of 150 passengers, 2 crew members killed", "killed", 2),
        ("en", "150 soldiers, 2 killed", "killed", 2),
        ("en", "150 soldiers hurt, 2 officers killed", "killed", 2),
        ("en", "Blast kills two in Kano, 150 in hospital", "kills", 2),
        ("en", "Blast kills two people, 150 residents flee", "kills", 2),
        ("en", "Blast kills two people, 150 homes burn", "kills", 2),
        ("en", "Blast kills two officers and 20 soldiers are hurt", "kills", 2),
        ("en", "Blast kills two in Kano. 150 in Lagos", "kills", 2),
    ],
)
def test_the_largest_part_of_a_list_counts_and_never_a_sum(
    language: str, text: str, cue: str, expected: int
) -> None:
    assert lows(text, cue, language) == [expected]


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("5,000 mourn killed teenager", "killed", None),
        ("10,000 attend funeral for dead soldiers", "dead", None),
        ("3,000 protest over killings", "killings", None),
        ("1,500 march for killed teenager", "killed", None),
        ("1,000 protest death of man", "death", None),
        ("2,000 people rally for killed teenager", "killed", None),
        ("10,000 flee killings", "killings", None),
        ("Resolution 2334 dead, says UN", "dead", None),
        ("12 protest leaders killed", "killed", 12),
        ("150 who gathered for food killed", "killed", 150),
        ("12 attending funeral killed", "killed", 12),
        ("3,000 protest in Kano", "protest", 3000),
    ],
)
def test_who_gathers_was_not_killed(text: str, cue: str, expected: int | None) -> None:
    assert lows(text, cue) == [expected]


def test_without_figures_there_is_none() -> None:
    assert bound((), 0, 1, Words("nobody killed")) is None


def test_a_figure_that_is_far_away_is_not_bound() -> None:
    far = "12 ministers " + "and so on " * 10 + "killed"
    assert at(far, "killed") is None


def test_a_joined_word_may_be_the_cue() -> None:
    words = Words("12 cease-fire violations")
    whole = words.surfaces.index("ceasefire")
    found = bound(figures(words, "en"), words.firsts[whole], words.afters[whole], words)
    assert found == Figure(low=12, high=12, start=0, end=2, first=0, after=1)
