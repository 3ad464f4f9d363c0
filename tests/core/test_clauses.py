"""Expressions, lists of phrases, what they mean and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.clauses import (
    MAX_DEPTH,
    AllOf,
    AnyOf,
    Clause,
    ClauseError,
    Not,
    Phrase,
    evaluate,
    explain,
    needs_something,
    parse,
    parse_phrase,
    show,
)
from monitor.core.text import Words

WORDS = ("talks", "stalled", "truce", "gaza", "cease-fire", "U.S.", "or", "peace")
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(
    lambda words: parse_phrase(" ".join(words))
)


def _grown(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(lambda parts: AllOf(clauses=parts)),
        several.map(lambda parts: AnyOf(clauses=parts)),
        inner.map(lambda part: Not(clause=part)),
    )


CLAUSES: st.SearchStrategy[Clause] = st.recursive(PHRASES, _grown, max_leaves=12)
TEXTS = st.lists(st.sampled_from([*WORDS, "ceasefire", "cease", "fire", "us", ","]), max_size=12).map(
    " ".join
)


def holds(expression: str, title: str, lead: str = "") -> bool:
    return evaluate(parse(expression), {"title": Words(title), "lead": Words(lead)}) is not None


@given(CLAUSES)
def test_a_clause_that_is_written_down_parses_to_itself(clause: Clause) -> None:
    assert parse(show(clause)) == clause


@given(CLAUSES, TEXTS, TEXTS)
def test_a_double_negation_accepts_the_same(clause: Clause, title: str, lead: str) -> None:
    text = {"title": Words(title), "lead": Words(lead)}
    twice = Not(clause=Not(clause=clause))
    assert (evaluate(twice, text) is None) == (evaluate(clause, text) is None)


@given(CLAUSES, TEXTS)
def test_an_explanation_agrees_with_the_verdict(clause: Clause, title: str) -> None:
    text = {"title": Words(title)}
    explained = explain(clause, text)
    assert explained.holds == (evaluate(clause, text) is not None)
    assert 0 <= explained.nearness <= 1


@given(CLAUSES, TEXTS)
def test_a_clause_that_needs_something_holds_only_with_one_of_its_words(clause: Clause, title: str) -> None:
    text = {"title": Words(title)}
    if needs_something(clause) and evaluate(clause, text) is not None:
        assert any(
            token.text in text["title"].vocabulary for phrase in _phrases(clause) for token in phrase.tokens
        )


def _phrases(clause: Clause) -> list[Phrase]:
    match clause:
        case Phrase():
            return [clause]
        case Not(clause=inner):
            return _phrases(inner)
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            return [phrase for part in parts for phrase in _phrases(part)]


@given(st.text(max_size=60))
def test_any_text_is_a_clause_or_a_located_error(text: str) -> None:
    offset = 0
    try:
        parse(text)
    except ClauseError as error:
        offset = error.offset
    assert 0 <= offset <= len(text)


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        ("a OR b AND c", '"a" OR "b" AND "c"'),
        ("(a OR b) AND c", '("a" OR "b") AND "c"'),
        ("a NOT b OR c", '"a" AND NOT "b" OR "c"'),
        ("NOT a AND b", 'NOT "a" AND "b"'),
        ("NOT (a OR b) AND c", 'NOT ("a" OR "b") AND "c"'),
        ("“peace talks” NOT sport", '"peace talks" AND NOT "sport"'),
        ("a\n  OR\tb", '"a" OR "b"'),
        ("don't OR l'accord", '"don\'t" OR "l\'accord"'),
        ('צה"ל OR idf', '"צה"ל" OR "idf"'),
        ("null OR 7.10 OR no", '"null" OR "7.10" OR "no"'),
        ("NOT NOT a", 'NOT NOT "a"'),
    ],
)
def test_not_binds_before_and_before_or(expression: str, tree: str) -> None:
    assert show(parse(expression)) == tree


@pytest.mark.parametrize(
    ("expression", "title", "lead", "verdict"),
    [
        ("talks AND stalled", "Talks stalled", "", True),
        ("talks AND stalled", "Talks", "They stalled", True),
        ('"talks stalled"', "Talks", "stalled", False),
        ("talks NOT sport", "Talks", "on sport", False),
        ("talks NOT sport", "Talks", "on trade", True),
        ("talks OR truce", "A truce", "", True),
        ("talks OR NOT truce", "nothing", "", True),
    ],
)
def test_words_may_stand_in_title_or_lead_but_a_phrase_stays_in_one(
    expression: str, title: str, lead: str, verdict: bool
) -> None:
    assert holds(expression, title, lead) is verdict


MISTAKES = {
    "": (0, "empty", "must occur"),
    "talks stalled": (0, "side by side", '"talks stalled"'),
    "peace AND talks stalled": (10, "side by side", "talks AND stalled"),
    "talks and stalled": (0, "upper case", "talks AND stalled"),
    "talks collapsed or stalled": (0, "upper case", '"talks collapsed" OR stalled'),
    "not talks": (0, "upper case", "NOT talks"),
    "talks Or truce": (0, "upper case", "talks OR truce"),
    "talks, truce": (0, "comma", "[talks, truce]"),
    "talks AND": (6, "missing after AND", None),
    "AND talks": (0, "missing before AND", None),
    "talks OR OR truce": (9, "missing after OR", None),
    "(talks": (0, "never closed", "add the )"),
    "talks)": (5, "closes nothing", "delete it"),
    "talks AND ()": (10, "nothing between", "delete"),
    '"talks': (0, "quote is never closed", "closing quote"),
    "talks (truce)": (0, "no operator", "AND, OR or NOT"),
    "talks && truce": (0, "no operator", "write AND"),
    "talks AND -sport": (10, "before a word", "NOT sport"),
    "...": (0, "no letter", None),
    'talks OR ""': (9, "no letter", None),
    "talks NEAR/8 stalled": (6, "NEAR/8 is not in this version", None),
    "talks BEFORE/3 stalled": (6, "not in this version", None),
    "a SAME-SENTENCE b": (2, "not in this version", None),
    "stall* AND talks": (0, "wildcards", "each form"),
    'talks AND "st?ll now"': (11, "wildcards", "each form"),
    "=Talks": (0, "not in this version", "case"),
    '="Two Words"': (0, "not in this version", "case"),
    "/talks? stalled/": (0, "slashes", None),
    "$talks AND a": (0, "vocabularies", None),
    "title:(a OR b)": (0, "one field", None),
    "a AND lead:b": (6, "one field", None),
    "NUMBER($killed) >= 100": (0, "NUMBER", None),
}


@pytest.mark.parametrize("expression", MISTAKES)
def test_a_mistake_is_located_and_says_what_to_write(expression: str) -> None:
    offset, message, hint = MISTAKES[expression]
    with pytest.raises(ClauseError) as raised:
        parse(expression)
    assert (raised.value.offset, True) == (offset, message in raised.value.message)
    assert hint is None or hint in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("item", "offset"),
    [
        ("talks AND stalled", 6),
        ("NOT sport", 0),
        ('talks "stalled"', 6),
        ("stall*", 0),
        ("$talks", 0),
        ("talks NEAR/3 stalled", 6),
        ("...", 0),
    ],
)
def test_an_item_of_a_list_is_words_and_nothing_else(item: str, offset: int) -> None:
    with pytest.raises(ClauseError) as raised:
        parse_phrase(item)
    assert raised.value.offset == offset


@pytest.mark.parametrize("item", ["talks stalled", '"talks stalled"', "“talks stalled”"])
def test_quotes_around_an_item_change_nothing(item: str) -> None:
    assert parse_phrase(item) == parse_phrase("talks stalled")


def test_ten_thousand_alternatives_are_no_trouble() -> None:
    clause = parse(" OR ".join(f"word{number}" for number in range(10_000)))
    assert evaluate(clause, {"title": Words("it is word9999 again")}) is not None


def test_depth_is_bounded_without_a_recursion_error() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == parse("a")
    for deep in ("(" * 9_999 + "a", "NOT " * 9_999 + "a"):
        with pytest.raises(ClauseError, match="deep"):
            parse(deep)


def test_a_rule_too_long_to_be_meant_is_refused() -> None:
    with pytest.raises(ClauseError, match="words"):
        parse_phrase("word " * 41)
    with pytest.raises(ClauseError, match="terms"):
        parse(" OR ".join(["word"] * 20_001))


@pytest.mark.parametrize(
    ("expression", "needs"),
    [
        ("a", True),
        ("NOT a", False),
        ("NOT a AND NOT b", False),
        ("a OR NOT b", False),
        ("a NOT b", True),
        ("NOT (NOT a AND b)", False),
        ("NOT (NOT a OR b)", True),
    ],
)
def test_a_clause_that_needs_no_word_is_recognised(expression: str, needs: bool) -> None:
    assert needs_something(parse(expression)) is needs


def test_an_explanation_names_the_word_that_is_missing() -> None:
    explained = explain(parse('"talks stalled" AND gaza'), {"title": Words("Gaza talks stall")})
    phrase, word = explained.parts
    assert (phrase.holds, phrase.missing, word.holds) == (False, ("stalled",), True)
    assert 0.5 < explained.nearness < 1
