"""Rules that are meant to hurt: each is refused at its place, or costs no more than its size."""

from pathlib import Path

import pytest

from monitor.config import rulefiles

ENDLESS = {
    "a megabyte of pattern": (f"match: >-\n      /{'a' * 1_000_000}/", "at most 1,000"),
    "a pattern that multiplies itself": (
        "match: >-\n      /(((a{1,99}b){1,99}c){1,99}d){1,99}/",
        "repetition",
    ),
    "forty thousand alternatives": (
        f"match: [{', '.join(f'word{n} thing' for n in range(40_000))}]",
        "more than 20,000",
    ),
    "a hundred thousand parentheses": (f"match: >-\n      {'(' * 100_000}a{')' * 100_000}", "50 deep"),
    "a hundred thousand NOTs": (f"match: >-\n      {'NOT ' * 100_000}a", "50 deep"),
    "a hundred thousand operators without end": (f"match: >-\n      {'a OR ' * 100_000}", "20,000"),
    "nested lists": (f"match: {'{any: [' * 200}a{']}' * 200}", "64 deep"),
    "a contradiction": ("match: talks NOT talks\n    examples: {fires: [talks]}", "should fire"),
}
HARMLESS = {
    "ten thousand alternatives": f"match: [{', '.join(f'word{n} thing' for n in range(10_000))}]",
    "a wildcard that fits everywhere": (
        f"match: ['{'*a' * 200}*b']\n    examples: {{quiet: ['{'a' * 5_000}']}}"
    ),
    "a long walk of near misses": (f"match: a NEAR/100 b\n    examples: {{quiet: ['{'a c ' * 5_000}']}}"),
}


def load(folder: Path, match: str) -> rulefiles.Loaded:
    (folder / "rules.yaml").write_text(f"rules:\n  - id: one\n    {match}\n")
    return rulefiles.load([folder], channels=None)


@pytest.mark.parametrize("name", ENDLESS)
def test_it_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    match, said = ENDLESS[name]
    (problem,) = load(tmp_path, match).problems
    assert said in problem.message
    assert problem.line >= 3
    assert problem.hint


@pytest.mark.parametrize("name", HARMLESS)
def test_it_costs_no_more_than_its_size(tmp_path: Path, name: str) -> None:
    loaded = load(tmp_path, HARMLESS[name])
    assert (len(loaded.rules), loaded.problems) == (1, ())


def test_vocabularies_that_double_each_other_are_refused(tmp_path: Path) -> None:
    chain = "".join(f"  v{n}: [$v{n + 1}, $v{n + 1}]\n" for n in range(60))
    text = f"vocabulary:\n{chain}  v60: [word]\nrules:\n  - {{id: one, match: $v0}}\n"
    (tmp_path / "rules.yaml").write_text(text)
    loaded = rulefiles.load([tmp_path], channels=None)
    assert "at most 20,000" in loaded.problems[0].message
    assert loaded.rules == ()
