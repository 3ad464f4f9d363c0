"""Names of vocabularies: where they stand, what they stand for, and what a clause then asks for."""

import pytest
from hypothesis import given

from monitor.core.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Near,
    Not,
    Number,
    Reference,
    Scoped,
    Vocabulary,
    needs_something,
    parse,
    phrases,
    references,
    resolve,
    show,
)
from tests.core.clauses.strategies import CLAUSES, NAMES

WORDS = {name: parse(f"{name}1 OR {name}2") for name in NAMES}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$a AND ($b OR title:$a)", [("a", 0), ("b", 8), ("a", 20)]),
        ("NUMBER($killed) >= 3 NOT $sport", [("killed", 7), ("sport", 25)]),
        ('"$a b" OR /talks $b/ OR $c', [("c", 24)]),
        (" $a", [("a", 1)]),
        ("$a AND (b $", [("a", 0)]),
        ("$100 million", []),
        ("US$ talks", []),
    ],
)
def test_names_are_found_where_they_stand(text: str, found: list[tuple[str, int]]) -> None:
    assert references(text) == tuple(Reference(name=name, offset=offset) for name, offset in found)


def names(clause: Clause) -> set[str]:
    return {reference.name for reference in references(show(clause))}


def vocabularies(clause: Clause) -> list[Vocabulary]:
    match clause:
        case Vocabulary():
            return [clause]
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            return [found for part in parts for found in vocabularies(part)]
        case Not(clause=inner) | Scoped(clause=inner) | Number(cue=inner):
            return vocabularies(inner)
        case Near(left=left, right=right):
            return vocabularies(left) + vocabularies(right)
        case _:
            return []


@given(CLAUSES)
def test_every_name_is_filled_in_and_shared(clause: Clause) -> None:
    resolved = resolve(clause, WORDS)
    found = vocabularies(resolved)
    assert {vocabulary.name for vocabulary in found} == names(clause)
    assert all(vocabulary.clause is WORDS[vocabulary.name] for vocabulary in found)
    assert len({id(vocabulary) for vocabulary in found}) == len(names(clause))
    assert show(resolved) == show(clause)


def test_a_name_that_nobody_checked_is_the_callers_fault() -> None:
    with pytest.raises(KeyError):
        resolve(parse("a NEAR/3 ($b OR c)"), {})


@pytest.mark.parametrize(
    ("expression", "needs"),
    [
        ("a", True),
        ("$a", True),
        ("/talks/", True),
        ("NOT a", False),
        ("NOT a AND NOT b", False),
        ("a OR NOT b", False),
        ("a NOT b", True),
        ("NOT (NOT a AND b)", False),
        ("NOT (NOT a OR b)", True),
        ("a NEAR/3 b", True),
        ("NOT a NEAR/3 b", False),
        ("NUMBER(a) < 3", True),
        ("title:(NOT a)", False),
        ("title:a NOT lead:b", True),
    ],
)
def test_a_clause_that_needs_no_word_is_recognised(expression: str, needs: bool) -> None:
    assert needs_something(parse(expression)) is needs


@given(CLAUSES)
def test_filling_in_words_changes_nothing_about_what_is_needed(clause: Clause) -> None:
    assert needs_something(resolve(clause, WORDS)) is needs_something(clause)


def test_phrases_come_in_order_and_those_of_a_vocabulary_once() -> None:
    expression = 'a NOT (b NEAR/3 ($v OR c)) OR title:"d e" OR NUMBER($v) > 3 OR /talks/'
    found = phrases(resolve(parse(expression), {"v": parse("x OR y")}))
    assert [phrase.text for phrase in found] == ["a", "b", "x", "y", "c", "d e"]


def test_vocabularies_of_vocabularies_are_walked_once() -> None:
    known: dict[str, Clause] = {"v0": parse("a")}
    for level in range(1, 60):  # 2**60 paths
        known[f"v{level}"] = resolve(parse(f"$v{level - 1} OR $v{level - 1}"), known)
    top = resolve(parse("$v59"), known)
    assert needs_something(top)
    assert len(list(phrases(top))) == 1
