"""The YAML forms of a clause: they and the expression mean the same."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import source as nodes
from monitor.config.rulefiles import reading
from monitor.config.rulefiles.forms import FIGURES, Forms
from monitor.config.rulefiles.page import Page
from monitor.core.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Comparison,
    Field,
    Near,
    Not,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Vocabulary,
    parse,
    parse_item,
    show,
)

COMPARISONS = {comparison: key for key, comparison in FIGURES.items()}


def read(text: str) -> Clause | None:
    """The clause of a YAML text that stands behind `event:`."""
    page = Page(nodes.read("rules.yaml", text))
    assert page.source.root is not None
    clause = Forms(page).clause(page.source.root, "event")
    assert page.problems == []
    return clause


def item(term: Phrase | Pattern | Vocabulary) -> str:
    match term:
        case Phrase(text=text, spelling=spelling):
            return f"{spelling}{text}"
        case Pattern(text=text):
            return f"/{text}/"
        case Vocabulary(name=name):
            return f"${name}"


def form(clause: Clause) -> Any:
    """The clause as a list, a mapping or an item, as YAML has them."""
    match clause:
        case Phrase() | Pattern() | Vocabulary():
            return item(clause)
        case AnyOf(clauses=parts):
            return {"any": [form(part) for part in parts]}
        case AllOf(clauses=parts):
            return {"all": [form(part) for part in parts]}
        case Not(clause=inner):
            return {"none": [form(inner)]}
        case Near(left=left, right=right, within=within, ordered=ordered):
            distance = "sentence" if within is None else within
            return {"near": [form(left), form(right)], "within": distance, "ordered": ordered}
        case Number(cue=cue, comparison=comparison, value=value):
            return {"number": [form(cue)], COMPARISONS[comparison]: value}
        case Scoped(field=field, clause=inner):
            return {field.value: [form(inner)]}


WORDS = st.sampled_from(["talks", "stalled", "peace talks", "Gaza", "7.10", "مفاوضات", "no", "cease-fire"])
SPELLED = st.builds(str.__add__, st.sampled_from(["", "=", "=="]), WORDS).map(parse_item)
LEAVES = st.one_of(
    SPELLED,
    st.sampled_from(["fire*", "/stall(?:ed|s)/", "$talks", "$stalled"]).map(parse_item),
)
TERMS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(clauses=tuple(parts))),
    max_leaves=4,
)
NEAR = st.one_of(
    st.builds(Near, left=TERMS, right=TERMS, within=st.integers(0, 100), ordered=st.booleans()),
    st.builds(Near, left=TERMS, right=TERMS, within=st.none()),
)
NUMBER = st.builds(Number, cue=TERMS, comparison=st.sampled_from([*Comparison]), value=st.integers(0, 10**9))


def combined(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(clauses=tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: AllOf(clauses=tuple(parts))),
            st.builds(Not, clause=inner),
        ),
        max_leaves=6,
    )


FLAT = combined(st.one_of(TERMS, NEAR, NUMBER))
CLAUSES = combined(st.one_of(FLAT, st.builds(Scoped, field=st.sampled_from([*Field]), clause=FLAT)))


@given(CLAUSES)
def test_a_clause_as_yaml_is_the_same_clause(clause: Clause) -> None:
    shape = form(clause)
    written = json.dumps([shape] if isinstance(shape, str) else shape, ensure_ascii=False)
    assert read(written) == clause


@given(CLAUSES)
def test_yaml_and_expression_mean_the_same(clause: Clause) -> None:
    shape = form(clause)
    assert read(json.dumps([shape] if isinstance(shape, str) else shape)) == parse(show(clause))


@pytest.mark.parametrize(
    ("yaml", "expression"),
    [
        ("[talks stalled, truce]", '"talks stalled" OR truce'),
        ("[truce]", "truce"),
        ("talks AND truce", "talks AND truce"),
        ("{any: [truce]}", "truce"),
        ("{all: [talks, [stalled, collapsed]]}", "talks AND (stalled OR collapsed)"),
        ("{none: [sport, chess]}", "NOT (sport OR chess)"),
        ("{near: [talks, [stall, collapse]], within: 8}", "talks NEAR/8 (stall OR collapse)"),
        ("{near: [talks, $stalled], within: 0, ordered: true}", "talks BEFORE/0 $stalled"),
        ("{near: [talks, stalled], within: sentence}", "talks SAME-SENTENCE stalled"),
        ("{near: [talks, stalled], ordered: false}", "talks SAME-SENTENCE stalled"),
        ("{number: $killed, at_least: 100}", "NUMBER($killed) >= 100"),
        ("{number: [killed, dead], less_than: 5}", "NUMBER(killed OR dead) < 5"),
        ("{number: killed OR dead, equal: 5}", "NUMBER(killed OR dead) = 5"),
        ("{title: talks AND truce}", "title:(talks AND truce)"),
        ("{body: [talks, peace talks]}", 'body:(talks OR "peace talks")'),
        ("[{title: talks}, truce]", "title:talks OR truce"),
        (
            "[=Hamas, '==US', '/stall(ed|s)/', $truce, 'fire*']",
            "=Hamas OR ==US OR /stall(ed|s)/ OR $truce OR fire*",
        ),
    ],
)
def test_a_form_and_its_expression(yaml: str, expression: str) -> None:
    assert read(yaml) == parse(expression)


def test_more_phrases_than_a_rule_may_have_are_told_and_not_read() -> None:
    words = ", ".join(f"w{number}" for number in range(20_001))
    draft = reading.read("rules.yaml", f"rules:\n  - id: one\n    match: [{words}]\n".encode())
    (problem,) = draft.problems
    assert (problem.line, problem.column, problem.message) == (3, 12, "more than 20,000 phrases")
