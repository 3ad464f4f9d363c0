"""Habits of other search boxes and other languages: where they are told, and a fix in the author's own words."""

import re

import pytest

from monitor.core.clauses import ClauseError, parse, parse_item

HABITS = {  # the expression, where it is told, a word of the message, what to write instead
    "flood -storm": (6, "- before a word", "flood NOT storm"),
    "flood !storm": (6, "! before a word", "flood NOT storm"),
    "flood –storm": (6, "– before a word", "flood NOT storm"),
    "big flood -storm": (10, "- before a word", '"big flood" NOT storm'),
    "flood -storm -rain": (6, "- before a word", "flood NOT storm NOT rain"),
    "flood -$sport": (6, "- before a word", "flood NOT $sport"),
    "flood -storm rain": (6, "- before a word", "NOT storm"),
    "(a OR b) -storm": (9, "- before a word", "NOT storm"),
    'flood -"big storm"': (6, "no operator", "NOT"),
    "flood; storm": (5, "a semicolon", "flood OR storm"),
    "flood;storm": (5, "a semicolon", "flood OR storm"),
    "big flood; storm": (9, "a semicolon", '"big flood" OR storm'),
    "flood AFTER/5 storm": (6, "AFTER/5 is no operator", "storm BEFORE/5 flood"),
    "flood AFTER storm": (6, "AFTER is no operator", "storm BEFORE/8 flood"),
    'flood AFTER/5 "big storm"': (6, "AFTER/5 is no operator", '"big storm" BEFORE/5 flood'),
    "flood NEAR /5 storm": (6, "how many words", "NEAR/5"),
    "flood NEAR/ 5 storm": (6, "how many words", "NEAR/5"),
    "flood NEAR 5 storm": (6, "how many words", "NEAR/5"),
    "flood BEFORE /12 storm": (6, "how many words", "BEFORE/12"),
    "flood NEAR storm": (6, "how many words", "NEAR/8"),
    "flood NEAR 112": (6, "how many words", "NEAR/8"),
    "Flut ODER Sturm": (5, "AND, OR and NOT", "Flut OR Sturm"),
    "Flut UND Sturm": (5, "AND, OR and NOT", "Flut AND Sturm"),
    "crue OU orage": (5, "AND, OR and NOT", "crue OR orage"),
    "crue ET orage": (5, "AND, OR and NOT", "crue AND orage"),
    "lluvia Y viento": (7, "AND, OR and NOT", "lluvia AND viento"),
    "lluvia O viento": (7, "AND, OR and NOT", "lluvia OR viento"),
    "(a OR b) ODER c": (9, "AND, OR and NOT", "OR"),
    "flood AND title: (a OR b)": (10, "a blank stands behind", "title:(a OR b)"),
    "title: flood AND storm": (0, "a blank stands behind", "title:flood"),
    "flood and storm": (6, "upper case", "flood AND storm"),
    "NUMBER(dead) >= 1 000": (16, "no blanks", "1000"),
    "NUMBER(dead) >= 12 500 000 AND x": (16, "no blanks", "12500000"),
    "title:dead NEAR/3 lead:flood": (0, "not the scope", "title:dead AND lead:flood"),
    "title:dead NEAR/3 title:flood": (0, "not the scope", "title:(dead NEAR/3 flood)"),
}
MIXED = {"flооd": 2, "Рutin": 0, "москвa": 5, "Αthens": 0, '"big flооd"': 7, "==flооd": 4, "flо*": 2}
WHOLE = ["VIP-зал", "наводнение", "Αθήνα", "flóod", "G20", "й1", "µm", "F16s OR наводнение"]


@pytest.mark.parametrize("expression", HABITS)
def test_a_habit_is_told_where_it_stands_with_the_words_of_its_author(expression: str) -> None:
    offset, message, fix = HABITS[expression]
    with pytest.raises(ClauseError) as raised:
        parse(expression)
    assert raised.value.offset == offset
    assert message in raised.value.message
    assert re.match(rf"write {re.escape(fix)}(?:,|$)", raised.value.hint or "")


@pytest.mark.parametrize("expression", [fix for _, _, fix in HABITS.values() if " " in fix])
def test_what_it_says_to_write_is_an_expression(expression: str) -> None:
    parse(expression)


@pytest.mark.parametrize("text", MIXED)
def test_a_word_of_two_scripts_is_told_at_the_letter_that_only_looks_right(text: str) -> None:
    with pytest.raises(ClauseError) as raised:
        parse(text)
    assert "mixes Latin and" in raised.value.message
    assert raised.value.offset == MIXED[text]
    assert "retype" in (raised.value.hint or "")


def test_so_is_one_in_an_item_of_a_list() -> None:
    with pytest.raises(ClauseError, match="mixes Latin and Cyrillic"):
        parse_item("big flооd")


@pytest.mark.parametrize("text", WHOLE)
def test_a_word_of_one_script_is_none_and_a_hyphen_joins_two(text: str) -> None:
    parse(text)
