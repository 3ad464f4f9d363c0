"""What is written down again means the same."""

import pytest
from hypothesis import given

from monitor.core.clauses import (
    AllOf,
    AnyOf,
    Clause,
    ClauseError,
    Comparison,
    Field,
    Near,
    Not,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Spelling,
    Vocabulary,
    parse,
    show,
)
from monitor.core.clauses.words import phrase
from monitor.core.clauses.written import brief
from tests.core.clauses.strategies import CLAUSES, SCRIBBLES, mistake


@given(CLAUSES)
def test_a_clause_that_is_written_down_parses_to_itself(clause: Clause) -> None:
    assert parse(show(clause)) == clause
    assert parse(brief(clause)) == clause


@given(SCRIBBLES)
def test_any_text_is_written_down_again_or_a_located_error_with_a_hint(text: str) -> None:
    if mistake(lambda: parse(text), text) is None:
        assert parse(show(parse(text))) == parse(text)


def word(text: str, spelling: Spelling = Spelling.INFLECTED) -> Phrase:
    return phrase(text, 0, spelling)


CONTRACT = {  # every example expression of the language's contract
    "talks": '"talks"',
    "stall*": '"stall*"',
    "*fire": '"*fire"',
    "w?rd": '"w?rd"',
    '"two words"': '"two words"',
    '"is*l w?rds"': '"is*l w?rds"',
    "=word": '="word"',
    '="Two Words"': '="Two Words"',
    "==US": '=="US"',
    "/re.*d/": None,
    "/truce talks?/": "/truce talks?/",
    "a NEAR/8 b": '"a" NEAR/8 "b"',
    "a BEFORE/8 b": '"a" BEFORE/8 "b"',
    "a SAME-SENTENCE b": '"a" SAME-SENTENCE "b"',
    "NOT a": 'NOT "a"',
    "a AND b": '"a" AND "b"',
    "a NOT b": '"a" AND NOT "b"',
    "a OR b": '"a" OR "b"',
    "NUMBER($killed) >= 100": "NUMBER($killed) >= 100",
    "NUMBER($killed) >= 1,240": "NUMBER($killed) >= 1240",
    "title:(a OR b)": 'title:("a" OR "b")',
    "title:word": 'title:"word"',
    'lead:"a b"': 'lead:"a b"',
    "body:$name": "body:$name",
    "author:=Reuters": 'author:="Reuters"',
    "category:sport": 'category:"sport"',
    "$name": "$name",
    "$talks NEAR/8 $stalled": "$talks NEAR/8 $stalled",
    "$sport OR $labour_dispute": "$sport OR $labour_dispute",
    "7.10 OR 112 OR null OR no OR 2023-12-02": '"7.10" OR "112" OR "null" OR "no" OR "2023-12-02"',
    "cease-fire OR U.S. OR and/or OR 9/11 OR km/h": '"cease-fire" OR "U.S." OR "and/or" OR "9/11" OR "km/h"',
    "l'accord OR don't": '"l\'accord" OR "don\'t"',
    'צה"ל OR idf': '"צה"ל" OR "idf"',
    "مفاوضات AND 北京": '"مفاوضات" AND "北京"',
    "“peace talks” NOT sport": '"peace talks" AND NOT "sport"',
    "a\n  OR\tb": '"a" OR "b"',
}


@pytest.mark.parametrize("expression", CONTRACT)
def test_every_form_of_the_language_is_read_and_shown(expression: str) -> None:
    shown = CONTRACT[expression]
    if shown is None:  # re and d alone are no literal part
        with pytest.raises(ClauseError, match="literal part"):
            parse(expression)
    else:
        assert show(parse(expression)) == shown


def test_every_kind_of_node_is_what_it_says() -> None:
    a, b = word("a"), word("b")
    trees: dict[str, Clause] = {
        "a": a,
        "=a": word("a", Spelling.EXACT),
        "==a": word("a", Spelling.CASED),
        "/stalled talks/": Pattern(text="stalled talks"),
        "$a": Vocabulary(name="a"),
        "a NEAR/0 b": Near(left=a, right=b, within=0),
        "a BEFORE/100 (a OR b)": Near(left=a, right=AnyOf(clauses=(a, b)), within=100, ordered=True),
        "a SAME-SENTENCE b": Near(left=a, right=b, within=None),
        "NUMBER(a OR b) = 3": Number(cue=AnyOf(clauses=(a, b)), comparison=Comparison.EQUAL, value=3),
        "NUMBER(a)<1,000": Number(cue=a, comparison=Comparison.LESS, value=1000),
        "title:a": Scoped(field=Field.TITLE, clause=a),
        "title:NUMBER(a) > 3": Scoped(
            field=Field.TITLE, clause=Number(cue=a, comparison=Comparison.MORE, value=3)
        ),
        "a NOT b": AllOf(clauses=(a, Not(clause=b))),
    }
    for expression, tree in trees.items():
        assert parse(expression) == tree, expression


@pytest.mark.parametrize(
    ("expression", "same"),
    [
        ("a OR b AND c", "a OR (b AND c)"),
        ("(a OR b) AND c", "c1"),
        ("a NOT b OR c", "(a AND (NOT b)) OR c"),
        ("NOT a AND b", "(NOT a) AND b"),
        ("NOT a NEAR/3 b", "NOT (a NEAR/3 b)"),
        ("a NEAR/3 b AND c", "(a NEAR/3 b) AND c"),
        ("a AND b NEAR/3 c", "a AND (b NEAR/3 c)"),
        ("a OR b BEFORE/3 c OR d", "a OR (b BEFORE/3 c) OR d"),
        ("a NOT b NEAR/3 c", "a AND (NOT (b NEAR/3 c))"),
        ("title:a AND b", "(title:a) AND b"),
        ("NOT title:a OR b", "(NOT (title:a)) OR b"),
        ("NOT NUMBER(a) > 3 AND b", "(NOT (NUMBER(a) > 3)) AND b"),
        ("title:NUMBER(a) > 3 OR b", "(title:(NUMBER(a) > 3)) OR b"),
        ("NOT NOT a", "NOT (NOT a)"),
        ("a AND NOT b NOT c", "a AND (NOT b) AND (NOT c)"),
    ],
)
def test_near_binds_before_not_before_and_before_or(expression: str, same: str) -> None:
    if same == "c1":
        assert isinstance(parse(expression), AllOf)
    else:
        assert parse(expression) == parse(same)
        assert show(parse(expression)) == show(parse(same))
