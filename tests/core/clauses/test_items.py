"""Items of a list: words in a row without quotes."""

import pytest
from hypothesis import given

from monitor.core.clauses import (
    Pattern,
    Phrase,
    Spelling,
    Vocabulary,
    parse,
    parse_item,
    references,
)
from tests.core.clauses.strategies import SCRIBBLES, mistake


@pytest.mark.parametrize("item", ["talks stalled", '"talks stalled"', "“talks stalled”", "  talks stalled "])
def test_quotes_around_an_item_change_nothing(item: str) -> None:
    assert parse_item(item) == parse('"talks stalled"')


@pytest.mark.parametrize(
    ("item", "text", "spelling"),
    [
        ("reach an impasse", "reach an impasse", Spelling.INFLECTED),
        ("=Two Words", "Two Words", Spelling.EXACT),
        ('=="Two Words"', "Two Words", Spelling.CASED),
        ("==US", "US", Spelling.CASED),
        ("israel* talks", "israel* talks", Spelling.INFLECTED),
        ("Live: talks, stalled (again)", "Live: talks, stalled (again)", Spelling.INFLECTED),
        ("$100 million", "$100 million", Spelling.INFLECTED),
        ("and/or", "and/or", Spelling.INFLECTED),
        ("talks and stalls", "talks and stalls", Spelling.INFLECTED),
        ('צה"ל', 'צה"ל', Spelling.INFLECTED),
        ("-5 degrees", "-5 degrees", Spelling.INFLECTED),
    ],
)
def test_an_item_is_a_phrase_as_it_stands(item: str, text: str, spelling: Spelling) -> None:
    found = parse_item(item)
    assert isinstance(found, Phrase)
    assert (found.text, found.spelling) == (text, spelling)


def test_an_item_may_be_a_name_or_a_pattern() -> None:
    assert parse_item("$talks") == Vocabulary(name="talks")
    assert parse_item("/Talks? stalled/") == Pattern(text="talks? stalled")


@given(SCRIBBLES)
def test_any_text_is_an_item_or_a_located_error(text: str) -> None:
    if mistake(lambda: parse_item(text), text) is None:
        assert isinstance(parse_item(text), Vocabulary) == bool(references(text))
