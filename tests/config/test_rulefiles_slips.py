"""What YAML and newcomers do to a rule: one mistake, and the fix as it is told makes the rule load."""

from pathlib import Path

import pytest

from monitor.config import rulefiles
from monitor.core.errors import ConfigError, Problem

SLIPS = {  # what stands in the rule: its mistake's line and column, a part of the fix, and the rule as it is then
    'match: flood OR "talks: stall"': (3, 27, "`match: >-`", 'match: >-\n      flood OR "talks: stall"'),
    "match: flood AND title: (a OR b)": (
        3,
        27,
        "title:(a OR b)",
        "match: flood AND title:(a OR b)",
    ),
    "match: flood AND title: a": (3, 27, "title:a", "match: flood AND title:a"),
    "match: *gipfel OR x": (3, 12, "`match: >-`", "match: >-\n      *gipfel OR x"),
    "match: [flood, 'It's a flood']": (3, 24, 'write "It\'s a flood"', 'match: [flood, "It\'s a flood"]'),
    "match: flood; storm": (3, 17, "[flood, storm]", "match: [flood, storm]"),
    "match: Flut ODER Sturm": (3, 17, "Flut OR Sturm", "match: Flut OR Sturm"),
    "match: >-\n      NOT flood": (4, 7, "talks AND stalled", "match: >-\n      talks NOT flood"),
    "match: [a]\n    examples: {fires: [{titel: a}]}": (
        4,
        25,
        "'title'",
        "match: [a]\n    examples: {fires: [{title: a}]}",
    ),
    "match: [a]\n    examples: {fires: [{headline: a}]}": (
        4,
        25,
        "'title'",
        'match: [a]\n    examples: {fires: ["headline: a"]}',
    ),
    "match: {any: [a], unless: b}": (3, 13, "rename it: event", "match: {event: [a], unless: b}"),
    "match: {all: [a], unless: b}": (3, 13, "event: {all", "match: {event: {all: [a]}, unless: b}"),
    "match: {near: [a, b], within: 3, about: c}": (
        3,
        13,
        "event: {near: ..., within: ...}",
        "match: {event: {near: [a, b], within: 3}, about: c}",
    ),
    'match: [a]\n    sources: {include: ["tier 1"]}': (
        4,
        25,
        "write tier:1",
        'match: [a]\n    sources: {include: ["tier:1"]}',
    ),
    'match: [a]\n    sources: {include: ["lang:fr"]}': (
        4,
        25,
        "language: [fr]",
        "match: [a]\n    sources: {language: [fr]}",
    ),
    'match: [a]\n    sources: {include: ["tier:1-2"]}': (
        4,
        25,
        '"tier:1", "tier:2"',
        'match: [a]\n    sources: {include: ["tier:1", "tier:2"]}',
    ),
    'match: [a]\n    sources: {include: ["tier:6"]}': (
        4,
        25,
        "write tier:5",
        'match: [a]\n    sources: {include: ["tier:5"]}',
    ),
    "match: [a]\n    sources: {language: french}": (
        4,
        25,
        "language: [fr]",
        "match: [a]\n    sources: {language: [fr]}",
    ),
    "extends: x\n    match: [a]": (3, 14, "delete it", "match: [a]"),
    "extends: y": (3, 14, "no other rule", "match: [a]"),
    "match:\xa0[a]": (3, 11, "plain space", "match: [a]"),
    "match\xa0: [a]": (3, 10, "plain space", "match : [a]"),
    "severity:\xa0high\n    match: [a]": (3, 14, "plain space", "severity: high\n    match: [a]"),
    "match:\n\xa0     - a": (4, 1, "plain space", "match:\n      - a"),
    "match:\n      \u3000event: a": (4, 7, "plain space", "match:\n       event: a"),
    "match:\n      event: a\n\u2003     about: b": (
        5,
        1,
        "plain space",
        "match:\n      event: a\n      about: b",
    ),
}
CODES = {
    "sp": "es",
    "ge": "de",
    "en-uk": "en",
    "français": "fr",
    "German": "de",
    "deutsch": "de",
    "Español": "es",
    "en_US": "en",
}


def problems(body: str) -> tuple[Problem, ...]:
    text = f"rules:\n  - id: x\n    {body}\n"
    try:
        rulefiles.parse(Path("rules.yaml"), text.encode(), channels=None)
    except ConfigError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("body", SLIPS)
def test_a_slip_is_one_mistake_whose_fix_loads(body: str) -> None:
    line, column, fix, mended = SLIPS[body]
    (problem,) = problems(body)
    assert (problem.line, problem.column) == (line, column)
    assert fix in (problem.hint or "")
    assert problems(mended) == ()


@pytest.mark.parametrize("written", CODES)
def test_a_language_is_told_by_its_code_in_one_step(written: str) -> None:
    (problem,) = problems(f"match: [a]\n    sources: {{language: [{written}]}}")
    assert problem.hint == f"write {CODES[written]}"


def test_a_rule_that_extends_an_unknown_one_is_never_offered_itself() -> None:
    text = "rules:\n  - {id: floods, match: [a]}\n  - {id: flood, extends: flod}\n"
    with pytest.raises(ConfigError) as raised:
        rulefiles.parse(Path("rules.yaml"), text.encode(), channels=None)
    (problem,) = raised.value.problems
    assert problem.hint == "did you mean 'floods'?"


def test_a_no_break_space_within_a_text_is_a_blank() -> None:
    assert problems("match: [peace\xa0talks]") == ()
