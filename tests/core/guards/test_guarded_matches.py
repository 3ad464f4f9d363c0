"""Which headlines fire a rule although all its words are there, which do not, and what is said of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clauses import AnyOf, Vocabulary, parse_item
from monitor.core.guards import NO_CUES, OFF, CueTable, CueTables, GuardKind, Guards, Verdict
from monitor.core.ids import RuleId
from monitor.core.matching import Index
from monitor.core.matching.lacking import lacks
from monitor.core.rules import RuleSet
from tests.core.guards.cue_samples import ENGLISH, LISTS, TABLES, guarded
from tests.core.rule_samples import article, index, rule

VOCABULARY = {
    "talks": ["talks", "negotiation"],
    "stalled": ["stall", "collapse", "deadlock"],
    "end": ["end", "collapse", "over"],
}
STALLED = guarded(rule("stalled", "$talks NEAR/8 $stalled", vocabulary=VOCABULARY))
RULES = index(STALLED)


def said(headline: str, rules: Index = RULES, *, lead: str = "", language: str | None = "en") -> str:
    """What comes of a headline: "fires", "quiet", or what it was blocked by."""
    outcome = rules.outcome(article(headline, lead, language=language))
    if outcome.matches:
        return outcome.matches[0].note or "fires"
    return outcome.blocked[0].guarded.reason if outcome.blocked else "quiet"


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Truce talks stall in Doha", "fires"),
        ("Denies talks have stalled", "negated “Denies”"),
        ("Israel denies that talks have stalled", "negated “denies”"),
        ("Report of stalled talks is false", "negated “is false”"),
        ("Talks could collapse", "hypothetical “could”"),
        ("Talks set to collapse", "hypothetical “set to”"),
        ("Talks resume after stalling", "resumption “resume”"),
        ("Stalled talks resume", "resumption “resume”"),
        ("Fifty killed since the talks collapsed", "background “since”"),
        ("Talks that collapsed last week", "background “last week”"),
        ("Have talks stalled?", "question “?”"),
        ("Have talks stalled? Envoys say they have", "question “?”"),
        ("What if the talks stall", "question “What if”"),
        ("Fact check: talks stalled", "negated “Fact check”"),
        ("Nobody talks", "quiet"),
    ],
)
def test_a_cue_beside_the_event_blocks_it(headline: str, expected: str) -> None:
    assert said(headline) == expected


@pytest.mark.parametrize(
    "headline",
    [
        "Talks stall, envoys could leave",  # another clause
        "Envoys could leave: talks stall",
        "Envoys could leave. Talks stall",
        "What now? Talks stall",
        "Talks collapse – president denies blame",
        "Envoys warn of war as talks collapse",  # a word that parts
        "Talks stall and envoys could leave",  # the wrong side
        "Talks that were feared stall",  # in the midst, and what is behind guards nothing before it
        "Talks stall, no doubt about it",  # a phrase in which the cue is none
        "Minister no doubt sees talks stall",
        "Envoys could one two three four five six seven eight nine see talks stall",  # out of reach
    ],
)
def test_a_cue_elsewhere_does_not(headline: str) -> None:
    assert said(headline) == "fires"


def test_the_reach_of_a_cue_is_counted_in_words() -> None:
    assert said("Envoys could one two three four five six seven eight talks stall").startswith("hypothetical")


def test_one_free_occurrence_is_enough() -> None:
    headline = "Israel denies talks have stalled, envoy says talks stalled"
    assert said(headline) == "fires"
    (match,) = RULES.match(article(headline))
    assert [each.start for each in match.evidence] == [45, 51]  # what made it fire, not what was denied
    judgement = RULES.explain(STALLED.id, article(headline)).judgement
    assert judgement is not None
    assert [(each.occurrence.text, each.reason) for each in judgement.guarded] == [
        ("talks", "negated “denies”"),
        ("stalled", "negated “denies”"),
    ]


def test_an_occurrence_in_the_lead_counts_as_well() -> None:
    assert said("Talks could stall", lead="Talks stalled on Monday.") == "fires"


def test_own_words_never_guard() -> None:
    leave = index(guarded(rule("leave", "embassy NEAR/8 urges NEAR/8 leave".replace(" NEAR/8 leave", ""))))
    assert said("Embassy urges citizens to leave", leave) == "fires"
    context = index(guarded(rule("leave", "leave", about="urge* AND embassy")))
    assert said("Embassy urges citizens leave", context) == "fires"
    other = index(guarded(rule("leave", "embassy NEAR/8 leave")))
    assert said("Embassy urges citizens to leave", other).startswith("hypothetical")


def test_of_a_cue_of_several_words_all_must_be_own() -> None:
    rules = index(guarded(rule("one", "set AND collapse")))
    assert said("Talks set to collapse", rules) == "hypothetical “set to”"


def test_a_cue_in_an_own_phrase_is_none() -> None:
    phrase = index(guarded(rule("one", '$talks NEAR/8 "no progress"', vocabulary=VOCABULARY)))
    assert said("Talks: no progress", phrase) == "fires"


def test_a_vocabulary_can_exempt_a_cue() -> None:
    assert said("Talks end without result as deadlock continues") == "fires"
    assert said("Talks without end in no deadlock") == "fires"
    ended = index(guarded(rule("ended", "$talks NEAR/8 $end", vocabulary=VOCABULARY)))
    assert said("No talks end", ended) == "negated “No”"


def test_a_vocabulary_within_a_vocabulary_exempts_too() -> None:
    stalled = Vocabulary(name="stalled", clause=parse_item("deadlock"))
    outer = Vocabulary(name="events", clause=AnyOf(clauses=(stalled, parse_item("strike"))))
    rules = index(guarded(replace(rule("one", "deadlock"), event=outer)))
    assert said("No deadlock", rules) == "fires"
    assert said("No deadlock", index(guarded(rule("one", "deadlock")))) == "negated “No”"


@pytest.mark.parametrize(
    ("guards", "expected"),
    [
        (Guards(), "hypothetical “could”"),
        (Guards(hypothetical=Verdict.FLAG), "not yet a fact: “could”"),
        (Guards(hypothetical=Verdict.ALLOW), "fires"),
        (Guards(negated=Verdict.ALLOW), "hypothetical “could”"),
        (OFF, "fires"),
    ],
)
def test_a_rule_chooses_what_becomes_of_each_kind(guards: Guards, expected: str) -> None:
    assert said("Talks could collapse", index(guarded(STALLED, guards))) == expected


def test_a_cue_that_blocks_goes_before_one_that_flags() -> None:
    flagging = index(guarded(STALLED, Guards(hypothetical=Verdict.FLAG)))
    assert said("Israel denies talks could collapse", flagging) == "negated “denies”"
    assert said("Israel denies talks collapsed; talks could collapse", flagging) == "not yet a fact: “could”"
    assert said("Talks collapse; talks could collapse", flagging) == "fires"


def test_the_language_of_the_article_decides() -> None:
    french = CueTable.of("fr", {"negated": {"before": ["dément"]}})
    both = index(guarded(rule("one", "talks"), cues=CueTables.of([ENGLISH, french])))
    assert said("Iran dément talks", both, language="fr") == "negated “dément”"
    assert said("Could talks", both, language="fr") == "fires"
    assert said("Could talks", both, language=None) == "hypothetical “Could”"
    assert said("Could talks", both, language="de") == "fires"  # no table, no guard


def test_without_cues_nothing_is_guarded() -> None:
    assert said("Talks could collapse", index(guarded(STALLED, cues=NO_CUES))) == "fires"


def test_what_must_not_occur_is_asked_of_the_text_as_it_stands() -> None:
    rules = index(guarded(rule("one", "talks AND (truce OR NOT stall)")))
    assert said("Could stall talks. Talks", rules) == "quiet"
    assert said("Talks. Could stall truce. Talks", rules).startswith("hypothetical")


def test_figures_are_bound_to_free_words_only() -> None:
    rules = index(guarded(rule("one", "NUMBER(killed) >= 100")))
    assert said("200 killed in strike", rules) == "fires"
    assert said("Army denies 200 killed", rules) == "negated “denies”"


def test_a_blocked_copy_leaves_the_rule_it_extends_to_fire() -> None:
    parent = guarded(rule("parent", "talks"), OFF)
    child = guarded(rule("child", "talks", extends="parent"))
    outcome = index(parent, child).outcome(article("Could talks"))
    assert [each.rule for each in outcome.matches] == ["parent"]
    assert [each.rule for each in outcome.blocked] == ["child"]
    both = index(guarded(rule("parent", "talks")), child).outcome(article("Could talks"))
    assert [each.rule for each in both.blocked] == ["child"]
    loud = index(guarded(rule("parent", "talks")), guarded(child, OFF)).outcome(article("Could talks"))
    assert ([each.rule for each in loud.matches], loud.blocked) == (["child"], ())


def test_a_blocked_rule_says_so_and_is_close() -> None:
    news = article("Talks could collapse")
    explained = RULES.explain(STALLED.id, news)
    assert (explained.fires, explained.is_blocked) == (False, True)
    assert lacks(explained) == ("blocked: hypothetical “could”",)
    assert explained.nearness == 0.9
    assert not RULES.fires(STALLED.id, news)
    fresh = index(STALLED)
    fresh.match(news)
    assert (fresh.efforts()[STALLED.id].verified, fresh.efforts()[STALLED.id].matched) == (1, 0)


def test_a_guard_is_told_beside_what_else_keeps_a_rule_quiet() -> None:
    rules = index(guarded(rule("one", "collapse", about="gaza")))
    explained = rules.explain(RuleId("one"), article("Talks could collapse"))
    assert lacks(explained) == ("about: no “gaza”", "blocked: hypothetical “could”")
    assert rules.outcome(article("Talks could collapse")).blocked == ()


WORDS = st.lists(
    st.sampled_from(
        [
            "talks",
            "stall",
            "collapse",
            "could",
            "deny",
            "denied",
            "denies",
            "no",
            "doubt",
            "without",
            "since",
            "as",
            "is",
            "false",
            ",",
            ".",
            "?",
            ";",
            "resume",
            "to",
            "fact",
            "check",
        ]
    ),
    max_size=16,
).map(" ".join)
EVENTS = (
    "talks NEAR/3 stall",
    "talks",
    "talks BEFORE/4 collapse",
    "talks AND NOT resume",
    "title:stall OR collapse",
)


@given(WORDS, WORDS, st.sampled_from(EVENTS))
def test_guards_never_add_a_match_and_allowed_ones_take_none(title: str, lead: str, event: str) -> None:
    news = article(title, lead)
    plain = bool(index(rule("one", event)).match(news))
    free = guarded(rule("one", event))
    assert bool(index(guarded(free, OFF)).match(news)) == plain
    outcome = index(free).outcome(news)
    assert bool(outcome.matches) + bool(outcome.blocked) == plain
    (flagging,) = (Guards(**dict.fromkeys(map(str, GuardKind), Verdict.FLAG)),)
    flagged = index(guarded(free, flagging)).match(news)
    assert bool(flagged) == plain
    assert bool(outcome.matches) == (plain and not flagged[0].note)
    assert index(free).fires(RuleId("one"), news) == bool(outcome.matches)
    explained = index(free).explain(RuleId("one"), news)
    assert explained.fires == bool(outcome.matches)
    if outcome.matches:
        assert explained.evidence == outcome.matches[0].evidence


@given(st.permutations(["Talks stall", "Talks could collapse", "Israel denies talks stall", "No news"]))
def test_the_order_of_occurrences_makes_no_difference(parts: list[str]) -> None:
    assert said(". ".join(parts)) == "fires"
    assert said(". ".join(part for part in parts if part != "Talks stall")) not in {"fires", "quiet"}


@given(WORDS)
def test_what_is_quoted_is_what_stands_there(title: str) -> None:
    for each in index(guarded(rule("one", "talks OR stall"))).outcome(article(title)).blocked:
        for found in (each.guarded.cue, each.guarded.occurrence):
            assert found.text == title[found.start : found.end]


def test_tables_of_the_same_content_are_the_same() -> None:
    again = CueTable.of("en", LISTS, parts=["while", "as"], exempt={"stalled": ["without", "no"]})
    assert again == ENGLISH
    assert hash(again) == hash(ENGLISH)
    assert CueTables.of([again]) == TABLES
    assert replace(again, fingerprint="other") != ENGLISH


def test_an_index_takes_over_rules_whose_cues_have_changed() -> None:
    before = Index.of(RuleSet.of([STALLED, *(rule(f"other-{number}", "strike") for number in range(9))]))
    after = before.following(RuleSet.of([guarded(STALLED, cues=NO_CUES), *before.ruleset.rules[1:]]))
    assert (said("Talks could stall", before), said("Talks could stall", after)) == (
        "hypothetical “could”",
        "fires",
    )
