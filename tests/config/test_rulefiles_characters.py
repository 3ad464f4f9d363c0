"""Where a character of a text stands in its file, in every way YAML has to write a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import source as nodes
from monitor.config.rulefiles.characters import Characters
from monitor.core.errors import ConfigError


def places(text: str, wanted: str) -> list[str]:
    """What the file has, from the place on at which each of these words of the value of `match` is said to stand."""
    source = nodes.read("rules.yaml", text)
    assert isinstance(source.root, nodes.Mapping)
    scalar = source.root.get("match")
    assert isinstance(scalar, nodes.Scalar)
    marks = [Characters(source, scalar).mark(scalar.text.index(word)) for word in wanted.split()]
    return [source.lines[mark.line - 1][mark.column - 1 :] for mark in marks]


@pytest.mark.parametrize(
    "text",
    [
        "match: one two",
        "match:   one\n    two",
        "match: one\n\n\n  two",
        "match: 'one two'",
        "match: 'it''s '' '' one\n\n  two'",
        'match: "one two"',
        'match: "one\\\n   two"',
        'match: "one \\\n   \\  two"',
        r'match: "\"\\\/\t\n\x41\u00e9\U0001F600\e\_\N\L\P one \" two"',
        "match: >-\n  one\n  two\n",
        "match: >-  # why\n\n\n    one\n     two\n",
        "match: >\n  a\n\n  one\n    two\n\n\n",
        "match: |\n  one two\n",
        "match: |+2\n    one\n  two\n\n",
        "match: |2-\n   \n    one\n  two",
        "match: >-\r\n  one\r\n  two\r\n",
        "match: >-\n  мир one 日本 two\n",
        "match: 'one\n  \u2028  two'",
    ],
)
def test_a_word_is_found_where_it_stands(text: str) -> None:
    one, two = places(text, "one two")
    assert one.startswith("one")
    assert two.startswith("two")


def test_an_escape_stands_where_its_backslash_does() -> None:
    assert places(r'match: "a \u0062 \"c"', 'b "c') == [r'\u0062 \"c"', r'\"c"']


def test_a_blank_and_the_end_stand_behind_the_word_before() -> None:
    source = nodes.read("rules.yaml", "match: >-\n  one\n  two\n")
    assert isinstance(source.root, nodes.Mapping)
    scalar = source.root.get("match")
    assert isinstance(scalar, nodes.Scalar)
    characters = Characters(source, scalar)
    assert characters.mark(3) == (2, 6)
    assert characters.mark(len("one two")) == (3, 6)
    assert characters.mark(100) == (3, 6)


STYLES = ("match: {}", "match: '{}'", 'match: "{}"', "match: >-\n  {}", "match: |-\n    {}", "match: [{}]")


@given(st.text(st.sampled_from("ab'\"\\ \n#:xu0é日"), max_size=30), st.sampled_from(STYLES))
def test_every_place_is_inside_the_file(text: str, style: str) -> None:
    written = style.format(text.replace("\n", "\n    "))
    try:
        source = nodes.read("rules.yaml", written)
    except ConfigError:
        return
    assert isinstance(source.root, nodes.Mapping)
    scalar = source.root.get("match")
    if not isinstance(scalar, nodes.Scalar):
        return
    characters = Characters(source, scalar)
    for offset, letter in enumerate(scalar.text):
        line, column = characters.mark(offset)
        there = source.lines[line - 1][column - 1 : column]
        assert there in {letter, "\\"} or letter.isspace()
