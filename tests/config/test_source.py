"""YAML text to nodes: every word as written, every mistake with its place."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import source
from monitor.config.source import Mapping, Scalar, Sequence
from monitor.core.errors import ConfigError

SIGNS = "a1é\n\t[]{}\"'#%@`\\\x00\x85\u2028\ufeff\ud800"
STEPS = ["b: ", "- ", "  ", ", ", ": ", "? ", "&x ", "*x", "!t ", "|\n", ">-\n", "---\n", "...\n"]
YAML_PIECES = st.sampled_from([*SIGNS, *STEPS])


def mistakes(text: str | bytes, max_bytes: int = source.MAX_BYTES) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        source.read("rules.yaml", text, max_bytes=max_bytes)
    return [f"{each.line}:{each.column} {each.message}" for each in caught.value.problems]


@pytest.mark.parametrize(
    "word",
    [
        "7.10",
        "112",
        "012",
        "null",
        "no",
        "on",
        "2023-12-02",
        "12:30:00",
        "1e3",
        "0x1F",
        "~",
        "=",
        "<<",
        ".inf",
    ],
)
def test_a_word_stays_the_word_that_was_written(word: str) -> None:
    root = source.read("rules.yaml", f"match: [{word}]\n").root
    assert isinstance(root, Mapping)
    match = root.get("match")
    assert isinstance(match, Sequence)
    assert match.items == (Scalar(word, plain=True, line=1, column=9, end_line=1, end_column=9 + len(word)),)


def test_quotes_make_a_word_of_anything_and_are_not_part_of_it() -> None:
    root = source.read("rules.yaml", 'a: "null"\n').root
    assert isinstance(root, Mapping)
    value = root.get("a")
    assert isinstance(value, Scalar)
    assert (value.text, value.plain, value.is_null) == ("null", False, False)


@pytest.mark.parametrize("absent", ["", "~", "null"])
def test_a_reader_that_knows_absent_values_can_ask_for_them(absent: str) -> None:
    root = source.read("config.yaml", f"url: {absent}\n").root
    assert isinstance(root, Mapping)
    value = root.get("url")
    assert isinstance(value, Scalar)
    assert value.is_null


def test_an_empty_file_has_no_root() -> None:
    assert source.read("rules.yaml", "# nothing yet\n").root is None


def test_places_count_characters_behind_a_byte_order_mark_and_foreign_letters() -> None:
    assert mistakes("\ufeffملاحظة: @x\n".encode()) == ["1:9 a text cannot begin with '@'"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_are_counted_the_way_the_scanner_counts_them(line_break: str) -> None:
    assert mistakes(f"a: 1{line_break}a: 2{line_break}") == [
        "2:1 the key 'a' is given twice (first in line 1)"
    ]


def test_every_duplicate_anchor_alias_and_tag_is_told_at_once() -> None:
    assert mistakes("a: &x 1\nb: *x\nc: !t 1\nb: 2\n") == [
        "1:4 an anchor: & names a value to be repeated elsewhere",
        "2:4 an alias: * repeats a value from elsewhere",
        "3:4 a tag: ! gives a value a type, and none is needed here",
        "4:1 the key 'b' is given twice (first in line 2)",
    ]


def test_what_came_before_broken_syntax_is_told_with_it() -> None:
    assert len(mistakes("a: &x 1\nb: [1\n")) == 2


def test_an_excerpt_is_cut_and_holds_nothing_a_terminal_obeys() -> None:
    with pytest.raises(ConfigError) as caught:
        source.read("rules.yaml", "a: \x1b[31m" + "x" * 1000)
    excerpt = caught.value.problems[0].excerpt
    assert excerpt is not None
    assert "\x1b" not in excerpt
    assert len(excerpt) < 210


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert mistakes("a" * 11, max_bytes=10) == ["0:0 the file has 11 bytes; at most 10 are read"]


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 20_000,
        "{a: " * 20_000,
        "- " * 20_000,
        "? " * 20_000,
        "- &a [*a]\n" * 20_000,
        "a: 1\n" * 20_000,
        "*a " * 9999,
    ],
    ids=["brackets", "braces", "dashes", "questions", "aliases", "duplicates", "stars"],
)
def test_a_hostile_file_costs_little_and_fills_no_screen(bomb: str) -> None:
    began = time.process_time()
    assert len(mistakes(bomb)) <= source.MAX_PROBLEMS + 1
    assert time.process_time() - began < 2


def test_sixty_four_levels_are_enough_for_anybody() -> None:
    assert source.read("rules.yaml", "[" * 64 + "]" * 64).root is not None
    assert mistakes("[" * 65 + "]" * 65) == ["1:65 nested more than 64 deep"]


@given(st.one_of(st.text(), st.binary(), st.lists(YAML_PIECES, max_size=40).map("".join)))
def test_anything_is_nodes_or_a_config_error_that_names_its_mistakes(content: str | bytes) -> None:
    assert read_or_problems(content)


def read_or_problems(content: str | bytes) -> source.Source | str:
    try:
        return source.read("rules.yaml", content)
    except ConfigError as error:
        return str(error)


@given(st.lists(YAML_PIECES, max_size=40).map("".join))
def test_every_node_lies_where_its_mark_says(text: str) -> None:
    try:
        read = source.read("rules.yaml", text)
    except ConfigError:
        return
    for scalar in _scalars(read.root):
        if scalar.plain and scalar.text and scalar.mark.line == scalar.end.line:
            line = read.lines[scalar.mark.line - 1]
            assert line[scalar.mark.column - 1 : scalar.end.column - 1].rstrip(
                "\ufeff"
            ) == scalar.text.rstrip("\ufeff")


def _scalars(node: source.Node | None) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Sequence():
            return [scalar for item in node.items for scalar in _scalars(item)]
        case Mapping():
            return [scalar for key, value in node.pairs for scalar in (key, *_scalars(value))]
        case _:
            return []
