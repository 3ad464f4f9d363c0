"""Which rules fire on an article, on what, and what it costs to find out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.channels import Severity
from monitor.core.ids import ArticleId, Fingerprint, RuleId
from monitor.core.matching import Index
from monitor.core.policies import Policy
from monitor.core.rules import RuleSet, Source, SourceKind, Sources
from tests.core.rule_samples import article, index, rule


def fired(rules: Index, title: str, lead: str = "", **more: Any) -> list[str]:
    return [match.rule for match in rules.match(article(title, lead, **more))]


def test_rules_fire_in_the_order_of_the_set() -> None:
    assert fired(index(zebra="talks", alpha="stalled OR talks", quiet="truce"), "Talks stalled") == [
        "zebra",
        "alpha",
    ]


def test_evidence_quotes_the_original_characters() -> None:
    rules = index(ended='"cease-fire talks" OR =negocies')
    news = article("Énvoys: Cease\u2011Fire talks", "Accords négocie\u0301s; ceasefire talks")
    (match,) = rules.match(news)
    assert [(each.field, each.text, each.term) for each in match.evidence] == [
        ("title", "Cease\u2011Fire talks", "cease-fire talks"),
        ("lead", "négocie\u0301s", "=negocies"),
        ("lead", "ceasefire talks", "cease-fire talks"),
    ]


def test_the_id_follows_rule_article_and_text() -> None:
    rules = index(one="talks", two="talks")
    news = article("Talks")
    edited = replace(news, fingerprint=Fingerprint("f2"))
    other = replace(news, id=ArticleId("a2"))
    ids = [match.id for each in (news, edited, other) for match in rules.match(each)]
    assert len(set(ids)) == 6
    assert [match.id for match in rules.match(news)] == ids[:2]


def test_a_match_carries_policy_article_and_the_rules_fingerprint_as_they_were() -> None:
    one = rule("one", "talks", policy=Policy(title="Talks", severity=Severity.HIGH))
    news = article("Talks")
    (match,) = index(one).match(news)
    assert (match.article, match.policy, match.fingerprint) == (news, one.policy, one.fingerprint)


@given(st.text(max_size=80), st.text(max_size=80))
def test_evidence_always_points_at_its_words(before: str, behind: str) -> None:
    news = article(f"{before} cease-fire\u00a0talks {behind}", behind)
    for match in index(one='"cease-fire talks"', two="fire OR a OR NOT b").match(news):
        for each in match.evidence:
            assert each.text == getattr(news, each.field)[each.start : each.end] != ""


def test_an_event_reads_title_and_lead_and_its_context_the_whole_summary() -> None:
    rules = index(rule("one", "talks", about="Doha", unless="striker"))
    assert fired(rules, "Talks stall", "No progress.", summary="No progress. Envoys left Doha.") == ["one"]
    assert fired(rules, "No progress", "In Doha.", summary="In Doha. Talks stall.") == []
    assert fired(rules, "Talks stall", "In Doha.", summary="In Doha. The striker left.") == []


def test_a_field_confines_a_clause() -> None:
    rules = index(
        title="title:talks", author="author:reuters", category='category:"middle east"', body="body:doha"
    )
    news: dict[str, Any] = {
        "summary": "Lead. Doha.",
        "author": "By Reuters",
        "categories": ("Middle", "East", "The Middle East"),
    }
    assert fired(rules, "Envoys", "Talks", **news) == ["author", "category", "body"]
    (match,) = index(category='category:"middle east"').match(article("", **news))
    assert [(each.text, each.start) for each in match.evidence] == [("Middle East", 4)]
    assert fired(rules, "Talks", "", categories=("Middle", "East")) == ["title"]


def test_no_phrase_and_no_pair_reaches_from_one_field_into_the_next() -> None:
    rules = index(
        phrase='"talks stalled"', near="talks NEAR/8 stalled", sentence="talks SAME-SENTENCE stalled"
    )
    assert fired(rules, "Talks", "stalled") == []
    assert fired(rules, "Envoys", "Talks stalled") == ["phrase", "near", "sentence"]


def test_sources_decide_before_words() -> None:
    wire, bbc = Source(kind=SourceKind.TAG, value="wire"), Source(kind=SourceKind.OUTLET, value="bbc")
    rules = index(
        rule("wire", "talks", sources=Sources(include=(wire,), exclude=(bbc,), languages=("en", "fr")))
    )
    assert fired(rules, "Talks", tags=("wire",)) == ["wire"]
    assert fired(rules, "Talks") == []
    assert fired(rules, "Talks", tags=("wire",), outlet="BBC") == []
    assert fired(rules, "Talks", tags=("wire",), language="de") == []


def test_a_guessed_language_holds_nothing_out() -> None:
    rules = index(rule("french", "talks", sources=Sources(languages=("fr",))))
    assert fired(rules, "Talks", language=None, detected="de") == ["french"]


def test_of_a_rule_and_its_copies_the_last_copy_counts() -> None:
    parent, child = rule("parent", "talks"), rule("child", "talks", about="Gaza", extends="parent")
    grandchild = rule("grandchild", "talks", about="Doha", extends="child")
    rules = index(parent, child, grandchild, other="talks")
    assert fired(rules, "Talks") == ["parent", "other"]
    assert fired(rules, "Gaza talks") == ["child", "other"]
    assert fired(rules, "Talks in Doha") == ["grandchild", "other"]
    assert rules.fires(RuleId("parent"), article("Gaza talks"))


def test_a_newer_set_shares_what_did_not_change() -> None:
    kept = [rule(f"r{number}", f"word{number}") for number in range(20)]
    before = index(*kept, talks="talks")
    after = before.following(RuleSet.of([rule("new", "truce"), rule("talks", "deadlock"), *kept[1:]]))
    assert fired(after, "Word0 talks") == []
    assert fired(after, "Word1, truce, deadlock") == ["new", "talks", "r1"]
    assert fired(before, "Word0 talks") == ["r0", "talks"]
    assert set(after.efforts()) == {"new", "talks", *(f"r{number}" for number in range(1, 20))}
    again = after.following(before.ruleset)
    assert fired(again, "Word0 talks, truce") == ["r0", "talks"]


@given(st.lists(st.sampled_from(["talks", "truce", "a OR b", "NOT talks"]), max_size=12), st.integers(0, 12))
def test_a_newer_set_matches_like_one_made_afresh(expressions: list[str], changed: int) -> None:
    rules = [rule(f"r{number}", what) for number, what in enumerate(expressions)]
    newer = [*rules[:changed], rule("added", "talks OR b"), *rules[changed + 1 :]]
    following, afresh = index(*rules).following(RuleSet.of(newer)), index(*newer)
    for title in ("Talks", "Truce", "b", ""):
        assert following.match(article(title)) == afresh.match(article(title))


def effort(expression: str, title: str) -> tuple[int, int, int]:
    rules = index(one=expression)
    rules.match(article(title))
    spent = rules.efforts()[RuleId("one")]
    return spent.candidates, spent.verified, spent.matched


def test_a_rule_waits_under_words_it_cannot_do_without() -> None:
    assert effort("talks AND stalled", "Talks stalled") == (1, 1, 1)
    assert effort("talks OR truce", "Nothing of the kind") == (0, 0, 0)
    assert effort('(talks OR truce) AND "peace negotiations"', "Talks on a truce") == (0, 0, 0)
    assert effort("said AND deadlock", "He said it") == (0, 0, 0)
    assert effort("deadlock AND said", "The deadlock") == (1, 0, 0)
    assert effort("NOT talks", "") == (0, 1, 1)
    assert effort("NOT (NOT talks AND NOT truce)", "Peace") == (0, 0, 0)


def test_what_a_rule_costs_is_counted() -> None:
    ticks = iter(range(0, 1000, 7))
    rules = Index.of(RuleSet.of([rule("one", "talks")]), clock=lambda: next(ticks))
    rules.match(article("Talks"))
    rules.match(article("Talks"))
    assert rules.efforts()[RuleId("one")].nanoseconds == 14


@pytest.mark.parametrize(
    ("expression", "headline"),
    [
        ("cease-fire", "Ceasefire"),
        ("cease-fire", "Cease fire"),
        ("ceasefire", "Cease-fire"),
        ("ceasefire", "Cease fire"),
        ('"cease fire"', "Cease-fire"),
        ('"cease fire"', "Ceasefire"),
        ("face-to-face", "Facetoface"),
        ("face-to-face", "Faceto-face"),
        ('"a cease-fire"', "A ceasefire"),
        ('"cease-fire talks NEAR"', "cease-fire talks near"),
    ],
)
def test_hyphens_bridge_the_spellings_on_either_side(expression: str, headline: str) -> None:
    assert fired(index(one=expression), headline) == ["one"]


@pytest.mark.parametrize(
    "text",
    [
        "talks stalled " * 20_000,
        "talks " * 20_000 + "stalled " * 20_000,
        "cease-fire-" * 20_000,
        "talks 12 killed, " * 10_000,
    ],
    ids=["pairs", "crowds", "hyphens", "figures"],
)
def test_a_text_that_repeats_itself_costs_no_more_than_its_length(text: str) -> None:
    rules = index(
        near="talks NEAR/30 stalled",
        sentence="talks SAME-SENTENCE stalled",
        phrase='"talks stalled talks stalled"',
        fires='"cease-fire cease-fire-cease-fire cease"',
        pattern="/talks (stalled|talks)/",
        number="NUMBER(killed) >= 100",
    )
    assert len(rules.match(article(text))) <= 5  # a quadratic walk would not end
