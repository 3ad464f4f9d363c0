"""Rules as desks write them, in nine languages: each example behaves, and every trap of language is among them."""

from collections import Counter
from pathlib import Path

import pytest

from monitor.config import rulefiles
from monitor.config.rulefiles.proving import article_of
from monitor.core.articles import Article
from monitor.core.matching import Index
from monitor.core.rules import Example, Rule, RuleSet

DESK = Path(__file__).parent / "desk"
LOADED = rulefiles.load([DESK], channels=None, packaged=DESK / "vocabulary")  # nothing that ships
RULES = {rule.id: rule for rule in LOADED.rules}
INDEX = Index.of(RuleSet.of(LOADED.rules))
EXAMPLES = [
    pytest.param(rule, example, fires, id=f"{rule.id}: {example.title}")
    for rule in LOADED.rules
    for fires, examples in ((True, rule.examples.fires), (False, rule.examples.quiet))
    for example in examples
]
FIRES, QUIET = "fires", "quiet"

# What the language promises about words, and the headline of the desk's rules that holds it to that.
TRAPS = (
    ("two words for a hyphen", "ceasefire", FIRES, "Cease fire from midnight"),
    ("one word for a hyphen", "ceasefire", FIRES, "Ceasefires in two valleys"),
    ("a hyphen in a vocabulary", "ceasefire", FIRES, "Cease-fire monitors arrive"),
    ("a dash for a hyphen", "ceasefire", FIRES, "CEASE–FIRE FROM MIDNIGHT"),
    ("a soft hyphen", "ceasefire", FIRES, "Cease\N{SOFT HYPHEN}fire from midnight"),
    ("the other word of a compound", "ceasefire", QUIET, "Works cease as fire spreads"),
    ("an irregular verb", "talks-stalled", FIRES, "Sudan negotiations broke down, host says"),
    ("a phrase is inflected", "talks-stalled", FIRES, "Talks with Hamas have been called off"),
    ("initials", "talks-stalled", FIRES, "Stalling talks test U.S. patience"),
    ("US is not us", "talks-stalled", QUIET, "Talks stall, and the mediators tell us to be patient"),
    ("NEAR ends with its sentence", "talks-stalled", QUIET, "Israel tells of a collapsed roof. Talks go on."),
    ("unless", "talks-stalled", QUIET, "Gaza striker's talks with Doha club stall"),
    ("extends adds to about", "talks-stalled-doha", QUIET, "Truce talks with Hamas in Cairo collapse"),
    ("a form in ing", "aid-blocked", FIRES, "Army is blocking aid for the third week"),
    ("aide is not aid", "aid-blocked", QUIET, "Aide to minister blocked from parliament"),
    ("aides are not aid", "aid-blocked", QUIET, "President's aides halt briefing"),
    ("execute, execution", "execution", FIRES, "Three prisoners executed at dawn"),
    ("hang, hanged", "execution", FIRES, "Two hanged for espionage"),
    ("executives are not executed", "execution", QUIET, "Executives of the bank resign"),
    ("AI as initials", "ai-rules", FIRES, "A.I. law takes effect"),
    ("ai is not in training", "ai-rules", QUIET, "Training rules for pilots tightened"),
    ("AI is not Ai", "ai-rules", QUIET, "Ai Weiwei show opens under new museum rules"),
    ("a pattern", "ai-rules", FIRES, "California bans chat bots in schools"),
    ("a wildcard in front", "port-closed", FIRES, "Seaports shut as storm nears"),
    ("a wildcard inside", "port-closed", FIRES, "Harbour blockaded by dockers"),
    ("title: does not read the lead", "port-closed", QUIET, "Storm nears coast"),
    ("a figure with a comma", "mass-casualties", FIRES, "Earthquake kills at least 15,207, officials say"),
    ("a German point of thousands", "mass-casualties", FIRES, "Erdbeben: 15.207 Tote geborgen"),
    ("a German decimal", "mass-casualties", QUIET, "Lawine: 151,5 Zentimeter Schnee, ein Toter"),
    ("thousands apart", "mass-casualties", FIRES, "Séisme : au moins 1 240 morts"),
    ("number words", "mass-casualties", FIRES, "More than a hundred dead in landslide"),
    ("from, to", "mass-casualties", FIRES, "Death toll from floods rises from 80 to 120"),
    ("at most", "mass-casualties", QUIET, "Up to 99 killed in shipwreck"),
    ("an age between commas", "mass-casualties", QUIET, "Man, 102, dead after fall"),
    ("an age after aged", "mass-casualties", QUIET, "Actor, aged 101, found dead"),
    ("the number of a road", "mass-casualties", QUIET, "Two killed on Highway 101"),
    ("a year", "mass-casualties", QUIET, "Killed in 1944, soldier is buried"),
    ("dozens are two or more", "dozens-killed", FIRES, "Dozens killed in landslide"),
    ("dozens are not a hundred", "mass-casualties", QUIET, "Dozens killed in landslide"),
    ("a dozen is twelve", "dozens-killed", QUIET, "A dozen killed in bus crash"),
    ("the figure of the cue", "dozens-killed", QUIET, "Two dead, dozens injured in crash"),
    ("des dizaines", "dozens-killed", FIRES, "Des dizaines de morts dans un naufrage"),
    ("a French elision", "accord-de-paix", FIRES, "L'accord de paix a été signé à Bamako"),
    ("a curly apostrophe", "accord-de-paix", FIRES, "La junte et les rebelles concluent l’accord"),
    ("French capitals without accents", "accord-de-paix", FIRES, "LA TREVE ANNONCEE A KHARTOUM"),
    ("cessez le feu", "accord-de-paix", FIRES, "Le cessez le feu est entré en vigueur"),
    ("an accordion is no accord", "accord-de-paix", QUIET, "L'accordéon annonce le retour de la paix"),
    ("accents of both sides", "election-reportee", FIRES, "ELECTION ANNULEE EN GUINEE"),
    ("a German compound", "gipfel-gescheitert", FIRES, "EU-Sondergipfel gescheitert"),
    ("a participle with ge inside", "gipfel-gescheitert", FIRES, "Klimagipfel in Bonn abgesagt"),
    ("a separable verb", "gipfel-gescheitert", FIRES, "Kreml sagt Verhandlungen in Genf ab"),
    ("umlauts in compounds", "ruestung", FIRES, "Rüstungsgüter sollen geliefert werden"),
    ("a Russian case", "obstrel", FIRES, "Под обстрелом оказался жилой район"),
    ("a Russian noun like a verb", "peregovory-sorvany", FIRES, "Участники переговоров заявили о провале"),
    ("a short participle", "peregovory-sorvany", FIRES, "Переговоры о перемирии прерваны"),
    ("й is no и", "mai-sandu", QUIET, "Иод в древности"),
    ("the Arabic article", "hudna", FIRES, "انهيار الهدنة في السودان"),
    ("haa for taa marbuta, alef with hamza", "hudna", FIRES, "إنهيار هدنه الخرطوم"),
    ("an Arabic and written onto a word", "hudna", FIRES, "تمديد هدنة غزة وخرق جديد في الجنوب"),
    ("an Arabic in written onto a word", "mufawadat", FIRES, "فشل بمفاوضات القاهرة"),
    ("tashkeel and tatweel", "hudna", FIRES, "هُدْنَة غــزة: انهيار وشيك"),
    ("= switches prefixes off", "mufawadat", QUIET, "تعليق المحادثات"),
    ("two Hebrew prefixes", "hafsakat-esh", FIRES, "כשהשיחות על סף פיצוץ"),
    ("gershayim", "artzot-habrit", FIRES, "ארה״ב: סנקציות חדשות"),
    ("a quote as gershayim, behind a prefix", "artzot-habrit", FIRES, 'סנקציות מארה"ב'),
    ("= in Hebrew", "tzahal", QUIET, 'בצה"ל אומרים: הרצועה שקטה'),
    ("Chinese has no spaces", "tinghuo", FIRES, "加沙停火协议破裂"),
    ("Chinese characters in a row only", "tinghuo", QUIET, "停止火车运行 协议破裂"),
    ("a Hindi phrase", "yuddhviram", FIRES, "संघर्ष विराम समाप्त"),
)


def fires(rule: Rule, example: Example) -> bool:
    return INDEX.fires(rule.id, article_of(example, rule))


def test_the_files_have_no_mistake() -> None:
    assert [str(problem) for problem in LOADED.problems] == []
    assert len(RULES) >= 10


@pytest.mark.parametrize(("rule", "example", "expected"), EXAMPLES)
def test_an_example_behaves(rule: Rule, example: Example, expected: bool) -> None:
    assert fires(rule, example) == expected


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.examples.fires
    assert rule.examples.quiet


@pytest.mark.parametrize(
    ("rule", "kind", "title"), [trap[1:] for trap in TRAPS], ids=[trap[0] for trap in TRAPS]
)
def test_a_trap_is_among_the_examples(rule: str, kind: str, title: str) -> None:
    examples = RULES[rule].examples  # type: ignore[index]
    texts = [text for each in getattr(examples, kind) for text in (each.title, each.lead)]
    assert title in texts, f"{rule} has no such example: {title}"


def test_the_traps_are_many_and_differ() -> None:
    assert len({trap[0] for trap in TRAPS}) == len(TRAPS) >= 50


def test_nine_languages_take_part() -> None:
    spoken = Counter(article(rule, example) for rule in RULES.values() for example in rule.examples.fires)
    assert set(spoken) == {"ar", "de", "en", "es", "fr", "he", "hi", "ru", "zh"}


def article(rule: Rule, example: Example) -> str:
    found: Article = article_of(example, rule)
    return found.language or found.detected or "en"
