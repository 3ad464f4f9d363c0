"""Which rules fire on an article, and on what."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.core import matching
from monitor.core.articles import Article
from monitor.core.ids import ArticleId, Fingerprint
from monitor.core.presearch import Index
from monitor.core.rules import RuleSet
from tests.core.rule_samples import ARTICLE, rule

PHRASE = "cease-fire talks"


def index(**expressions: str) -> Index:
    return Index.of(RuleSet.of(rule(name, expression) for name, expression in expressions.items()))


def article(title: str, lead: str = "") -> Article:
    return replace(ARTICLE, title=title, lead=lead)


def test_rules_fire_in_the_order_of_the_set() -> None:
    rules = index(zebra="talks", alpha="stalled OR talks", quiet="truce")
    found = matching.match(article("Talks stalled"), rules)
    assert [match.rule for match in found] == ["zebra", "alpha"]


def test_evidence_quotes_the_original_characters() -> None:
    rules = index(ended='"cease-fire talks" OR negocies')
    news = article("Énvoys: Cease\u2011Fire talks", "Accords négocie\u0301s; ceasefire talks")
    (match,) = matching.match(news, rules)
    assert [(each.field, each.text, each.term) for each in match.evidence] == [
        ("title", "Cease\u2011Fire talks", "cease-fire talks"),
        ("lead", "négocie\u0301s", "negocies"),
        ("lead", "ceasefire talks", "cease-fire talks"),
    ]


def test_a_word_of_two_alternatives_is_quoted_once_for_each() -> None:
    (match,) = matching.match(article("Talks"), index(talks="talks OR TALKS OR talks"))
    assert [(each.term, each.start) for each in match.evidence] == [("TALKS", 0), ("talks", 0)]


def test_the_id_follows_rule_article_and_text() -> None:
    rules = index(one="talks", two="talks")
    news = article("Talks")
    edited = replace(news, fingerprint=Fingerprint("f2"))
    other = replace(news, id=ArticleId("a2"))
    ids = [match.id for each in (news, edited, other) for match in matching.match(each, rules)]
    assert len(set(ids)) == 6
    assert [match.id for match in matching.match(news, rules)] == ids[:2]


def test_a_match_carries_the_policy_and_the_article_as_they_were() -> None:
    rules = index(one="talks")
    news = article("Talks")
    (match,) = matching.match(news, rules)
    assert match.article is news
    assert match.policy == rules.ruleset.rules[0].policy


@given(st.text(max_size=80), st.text(max_size=80))
def test_evidence_always_points_at_its_words(before: str, behind: str) -> None:
    news = article(f"{before} cease-fire\u00a0talks {behind}", behind)
    for match in matching.match(news, index(one='"cease-fire talks"', two="fire OR a OR NOT b")):
        for each in match.evidence:
            assert each.text == getattr(news, each.field)[each.start : each.end] != ""
