"""However long an expression is, it is read once, and what is too long to be meant is told where."""

import pytest

from monitor.core.clauses import MAX_DEPTH, MAX_TERMS, AnyOf, ClauseError, parse, parse_item, references
from monitor.core.clauses.lexing import Lexeme, lex

MEGABYTE = 1 << 20


def test_ten_thousand_alternatives_are_no_trouble() -> None:
    clause = parse(" OR ".join(f"word{number}" for number in range(10_000)))
    assert isinstance(clause, AnyOf)
    assert len(clause.clauses) == 10_000


def test_depth_is_bounded_without_a_recursion_error() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == parse("a")
    deepest = parse("title:" + "(NOT " * (MAX_DEPTH // 2) + "a" + ")" * (MAX_DEPTH // 2))
    assert deepest == parse("title:(" + "NOT " * (MAX_DEPTH // 2) + "a)")
    for deep in ("(" * 9_999 + "a", "NOT " * 9_999 + "a", "a NEAR/3 " + "(" * 9_999, "NUMBER(" * 9_999):
        with pytest.raises(ClauseError, match="deep"):
            parse(deep)


def test_a_rule_too_long_to_be_meant_is_refused() -> None:
    with pytest.raises(ClauseError, match="41 words"):
        parse_item("word " * 41)
    with pytest.raises(ClauseError, match="terms") as raised:
        parse(" OR ".join(["word"] * (MAX_TERMS + 1)))
    assert raised.value.offset == MAX_TERMS * len("word OR ")


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("(" * MEGABYTE, MAX_DEPTH),
        ("NOT " * (MEGABYTE // 4), 4 * MAX_DEPTH),
        ("a OR " * 100_000, 5 * MAX_TERMS),
        ("a NEAR/3 " * 100_000, 11),
        ("a " * (MEGABYTE // 2), 0),
        ("title:" * (MEGABYTE // 6), 6),
        ("NUMBER(" * (MEGABYTE // 7), 6 + 7 * (MAX_DEPTH)),
        ('"' + "a " * (MEGABYTE // 2), 0),
        ("/" + "a" * MEGABYTE, 0),
        ("a," * (MEGABYTE // 2), 0),
        ("=" * MEGABYTE, 0),
        ("*" * MEGABYTE, 0),
        ("a" + "*b" * (MEGABYTE // 2), 0),
        ("א" + '"א' * (MEGABYTE // 2), 0),
        ("$" + "a" * MEGABYTE, 0),
        ("a" * MEGABYTE + ":", 0),
        ("a NEAR/" + "9" * MEGABYTE + " b", 2),
        ("/talks" + "(a|b)" * (MEGABYTE // 5) + "/", 1),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_megabyte_ends_at_once(text: str, offset: int) -> None:
    with pytest.raises(ClauseError) as raised:
        parse(text)
    assert raised.value.offset == offset
    assert len(str(raised.value)) < 3_000


def test_reading_stops_at_the_first_mistake() -> None:
    lexemes: list[Lexeme] = []
    for lexeme in lex("a b" + " c" * 1000 + ' "'):
        lexemes.append(lexeme)
        if len(lexemes) == 3:
            break
    assert [lexeme.written for lexeme in lexemes] == ["a", "b", "c"]
    with pytest.raises(ClauseError, match="many words"):
        parse("a b" + " c" * 1000 + ' "')
    assert references("$a b" + " c" * 1000 + ' "')[0].name == "a"
