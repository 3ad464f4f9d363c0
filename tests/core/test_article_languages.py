"""When the language that a feed names is not believed."""

from dataclasses import replace

import pytest

from monitor.core.articles import is_doubtful
from tests.builders import article


@pytest.mark.parametrize(
    ("named", "title"),
    [
        (None, "Truce talks stalled"),
        (None, "هدنة في غزة"),
        ("en", "هدنة في غزة"),
        ("en", "Переговоры приостановлены"),
        ("ru", "Truce talks stalled"),
        ("he", "Truce talks stalled"),
        ("ar", "Переговоры приостановлены"),
        ("zh", "هدنة في غزة"),
        ("el", "Truce talks stalled"),
    ],
)
def test_a_language_is_in_doubt_unnamed_or_in_another_script(named: str | None, title: str) -> None:
    assert is_doubtful(replace(article(title=title), language=named))


@pytest.mark.parametrize(
    ("named", "title"),
    [
        ("en", "Truce talks stalled"),
        ("fr", "Truce talks stalled"),
        ("xx", "Truce talks stalled"),
        ("en", "Xi Jinping 习近平 visits Moscow"),
        ("en", ""),
        ("uk", "Переговоры приостановлены"),
        ("ru", "Їжак і ґава"),
        ("sr", "Prekid vatre u Gazi"),
        ("sr", "Прекид ватре у Гази"),
        ("fa", "هدنة في غزة"),
        ("ja", "停戦合意"),
        ("he", "הפסקת אש בעזה"),
    ],
)
def test_a_language_that_fits_the_script_is_believed(named: str, title: str) -> None:
    assert not is_doubtful(replace(article(title=title), language=named))


def test_an_article_is_read_in_the_language_of_its_words() -> None:
    told = article()
    assert (told.language, told.detected, told.reading_language) == ("en", None, "en")
    assert replace(told, detected="ar").reading_language == "ar"
    assert replace(told, language=None).reading_language is None
