"""The presearch may say too much, never too little."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import clauses, matching
from monitor.core.clauses import AllOf, AnyOf, Clause, Not
from monitor.core.presearch import Index
from monitor.core.rules import RuleSet
from monitor.core.text import Words
from tests.core.rule_samples import ARTICLE, rule

WORDS = ("talks", "stalled", "truce", "gaza", "cease-fire", "face-to-face", "U.S.", "停火", "peace")
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(
    lambda words: clauses.parse_phrase(" ".join(words))
)


def _grown(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda parts: AllOf(clauses=parts)),
        several.map(lambda parts: AnyOf(clauses=parts)),
        inner.map(lambda part: Not(clause=part)),
    )


CLAUSES: st.SearchStrategy[Clause] = st.recursive(PHRASES, _grown, max_leaves=8)
TEXTS = st.lists(
    st.sampled_from([*WORDS, "ceasefire", "cease", "fire", "facetoface", "face-to", "us", "停", "火"]),
    max_size=10,
).map(" ".join)


@given(st.lists(CLAUSES, max_size=6), TEXTS, TEXTS)
def test_presearch_never_loses_a_match(trees: list[Clause], title: str, lead: str) -> None:
    ruleset = RuleSet.of(rule(f"r{number}", clause) for number, clause in enumerate(trees))
    text = {"title": Words(title), "lead": Words(lead)}
    naive = [each.id for each in ruleset.rules if clauses.evaluate(each.clause, text) is not None]
    index = Index.of(ruleset)
    assert set(naive) <= {each.id for each in index.candidates(text)}
    found = matching.match(replace(ARTICLE, title=title, lead=lead), index)
    assert [match.rule for match in found] == naive


def candidates(expression: str, headline: str) -> bool:
    index = Index.of(RuleSet.of([rule("one", expression)]))
    return bool(list(index.candidates({"title": Words(headline)})))


def test_a_rule_waits_under_words_it_cannot_do_without() -> None:
    assert candidates("talks AND stalled", "Talks stalled")
    assert not candidates("talks OR truce", "Nothing of the kind")
    assert not candidates('(talks OR truce) AND "peace negotiations"', "Talks on a truce")


@pytest.mark.parametrize(
    ("expression", "headline"),
    [
        ("cease-fire", "Ceasefire"),
        ("cease-fire", "Cease fire"),
        ("ceasefire", "Cease-fire"),
        ('"cease fire"', "Cease-fire"),
        ("face-to-face", "Facetoface"),
        ("face-to-face", "Faceto-face"),
        ('"a cease-fire"', "A ceasefire"),
    ],
)
def test_a_rule_is_found_under_every_spelling_of_its_hyphenated_words(expression: str, headline: str) -> None:
    assert candidates(expression, headline)


def test_of_two_words_the_one_fewer_rules_use_is_waited_under() -> None:
    rules = [rule("frequent-1", "talks AND Doha"), rule("frequent-2", "talks"), rule("frequent-3", "talks")]
    index = Index.of(RuleSet.of(rules))
    found = {each.id for each in index.candidates({"title": Words("talks")})}
    assert found == {"frequent-2", "frequent-3"}


def test_a_rule_that_needs_no_word_is_always_a_candidate() -> None:
    assert candidates("NOT talks", "")
