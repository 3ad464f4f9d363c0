"""What holds for the tables themselves, for any text, and for the script of a text."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import fold
from monitor.core.text.forms import forms_of
from monitor.core.text.languages import LANGUAGES, _lemmas, keys, lemma, script_language

TABLES = ("ar", "de", "en", "es", "fr", "ru")
KNOWN = st.sampled_from(
    [None, "ar", "de", "en", "es", "fa", "fr", "he", "hi", "ja", "pl", "ru", "tr", "xx", "zh"]
)
DECLARED = [(language, *pair) for language in TABLES for pair in forms_of(language).merged]


def test_english_keeps_enough_apart() -> None:
    assert len({word for _, word in forms_of("en").merged}) >= 120


@pytest.mark.parametrize(("language", "stays", "apart"), DECLARED)
def test_what_a_table_parts_is_apart(language: str, stays: str, apart: str) -> None:
    assert lemma(stays, language) != lemma(apart, language)
    assert lemma(stays, language) not in keys(apart, language)


@pytest.mark.parametrize("language", TABLES)
def test_a_form_is_known_by_its_word(language: str) -> None:
    tables = forms_of(language)
    assert [
        form for form, word in tables.base.items() if lemma(form, language) != lemma(word, language)
    ] == []


@pytest.mark.parametrize("language", TABLES)
def test_a_word_stands_in_one_place_of_the_tables(language: str) -> None:
    tables = forms_of(language)
    assert tables.base.keys() & set(tables.base.values()) == set()
    assert len({word for _, word in tables.merged}) == len(
        {(word, tables.apart[word]) for _, word in tables.merged}
    )


@given(st.text(), KNOWN)
def test_any_text_is_survived(text: str, language: str | None) -> None:
    assert lemma(text, language) in keys(text, language)
    assert lemma(text, language) == lemma(text, language)


@given(st.text(), KNOWN)
def test_case_does_not_count(text: str, language: str | None) -> None:
    assert lemma(text.casefold(), language) == lemma(text, language)


@given(st.text(max_size=20))
def test_unknown_is_english(text: str) -> None:
    assert lemma(text, None) == lemma(text, "en")


@given(st.text())
def test_without_a_stemmer_it_is_the_folded_word(text: str) -> None:
    assert lemma(text, "zh") == fold(text.casefold())


def test_hebrew_needs_no_stemmer_and_chinese_has_none() -> None:
    assert not LANGUAGES & {"he", "zh", "ja", "th", "ko"}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_named_stemmer_exists(language: str) -> None:
    assert lemma("Genova", language)


def test_importing_costs_no_stemmer() -> None:
    program = "import sys; import monitor.core.text.languages; sys.exit('Stemmer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_threads_agree() -> None:
    words = [
        f"{start}{middle}ations" for start in "bcdfgmnprst" for middle in ("ego", "avi", "estin", "ili", "u")
    ]
    alone = [lemma(word, "pt") for word in words]
    with ThreadPoolExecutor(8) as pool:
        for together in pool.map(lambda _: [lemma(word, "pt") for word in words], range(50)):
            assert together == alone


def test_made_up_languages_share_one_memory() -> None:
    before = _lemmas.cache_info().currsize
    assert {lemma("Stalled", f"x{number}") for number in range(1000)} == {"stalled"}
    assert _lemmas.cache_info().currsize <= before + 1


def test_a_huge_word_is_not_kept() -> None:
    assert lemma("a" * 100_000, "en") == "a" * 100_000


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", None),
        ("Talks stalled", None),
        ("Négociations à Genève", None),
        ("2026 — …", None),
        ("استؤنفت المفاوضات في الدوحة", "ar"),
        ("مذاکرات در دوحه متوقف شد و گفتگو", "fa"),
        ("مذاکرات دوحہ میں رک گئے ہیں", "ur"),
        ("השיחות בדוחה נתקעו", "he"),
        ("दोहा में वार्ता रुकी", "hi"),
        ("多哈会谈陷入僵局", "zh"),
        ("ドーハ協議が中断", "ja"),
        ("停戦協議の再開", "ja"),
        ("도하 회담 중단", "ko"),
        ("Οι συνομιλίες", "el"),
        ("Переговоры в Дохе", "ru"),
        ("Переговори зупинено її", "uk"),
        ("การเจรจาหยุดชะงัก", "th"),
        ("BBC: Переговоры в Дохе приостановлены", "ru"),
        ("Putin (Путин) in Moscow", None),
    ],
)
def test_a_script_gives_the_language_away(text: str, language: str | None) -> None:
    assert script_language(text) == language


@given(st.text())
def test_any_script_is_survived(text: str) -> None:
    assert script_language(text) is None or script_language(text)


KEPT_APART = """
aid aide, execution executive, import important, several severe, author authority, organ organization, custom customs,
human humane, general generally, arm arms, office officer, command commander, prison prisoner, report reporter,
position positive, president presidency, accord according, account accountant, active activity, apart apartment,
business busy, captive captivate, celebrate celebrity, compete competent, consider considerable, contain container,
critic critical, dead deadly, defend defendant, depart department, design designate, detect detective, edit edition,
electron electronics, engine engineer, experience experiment, federal federation, final finale, govern government,
initial initiative, liberal liberation, major majority, medical medication, memory memorial, miner mineral,
minor minority, mobile mobilize, moral morale, object objective, opposition opposite, politics polite,
private privatize, process procession, protest protestant, recess recession, relate relative, senate senator,
terminal terminate, transit transition, unit united, vacate vacation, wit witness, past paste, policy police
"""


@pytest.mark.parametrize(
    "pair", [pair.split() for pair in KEPT_APART.replace("\n", " ").split(",")], ids=" ".join
)
def test_meanings_stay_apart(pair: list[str]) -> None:
    one, other = pair
    assert lemma(one, "en") != lemma(other, "en")
