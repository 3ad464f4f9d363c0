"""The cue lists that come with the package, on headlines invented for it: what guards an event, and what does not.

A table for each language, in the folder beside this file. The event of a headline stands in brackets; two brackets are
two words of one event. A row is free, or names the kind that guards it. A row that goes wrong says why: it is mended by
a better list, and never by taking it out.
"""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Self

import pytest

from monitor.config import rulefiles
from monitor.core.guards import CueTables, GuardKind
from monitor.core.matching import Index
from monitor.core.rules import Rule, RuleSet
from tests.core.rule_samples import article, rule

HERE = Path(__file__).parent / "guards"
RULES = Path(__file__).parents[2] / "rules"
LANGUAGES = ("ar", "de", "en", "es", "fr", "he", "hi", "ru")
FREE = "free"
_WITHIN = 20  # words between two brackets
_EVENT = re.compile(r"\[([^\]]+)\]")


class Row(NamedTuple):
    """One headline of a table. vocabulary: that the last bracket is in; wrong: why the lists get it wrong."""

    language: str
    verdict: str
    headline: str
    why: str
    vocabulary: str = ""
    wrong: str = ""

    @classmethod
    def of(cls, language: str, line: str) -> Self:
        return cls(language, *line.split("\t"))

    @property
    def title(self) -> str:
        return _EVENT.sub(r"\1", self.headline)

    def rule(self, cues: CueTables) -> Rule:
        """A rule whose event is what stands in brackets, exactly as it is spelled."""
        terms = [f'="{event}"' for event in _EVENT.findall(self.headline)]
        named = {self.vocabulary: [terms.pop()]} if self.vocabulary else {}
        what = f" NEAR/{_WITHIN} ".join([*terms, *(f"${name}" for name in named)])
        return replace(rule("row", what, vocabulary=named), cues=cues)


def rows(language: str) -> list[Row]:
    lines = (HERE / f"{language}.tsv").read_text("utf-8").splitlines()
    return [Row.of(language, line) for line in lines if line and not line.startswith("#")]


ROWS = [row for language in LANGUAGES for row in rows(language)]


@pytest.fixture(scope="module")
def cues() -> CueTables:
    """The lists as they are read for any rule; which rules ship makes no difference here."""
    read = [rulefiles.draft(path) for path in sorted((RULES / "guards").glob("*.yaml"))]
    assert [problem for each in read for problem in each.problems] == []
    return CueTables.of(each.cues for each in read if each.cues is not None)


def verdicts(row: Row, cues: CueTables) -> set[str]:
    """What the lists make of a headline: free, or every kind that guards its event."""
    judged = row.rule(cues)
    explained = Index.of(RuleSet.of([judged])).explain(judged.id, article(row.title, language=row.language))
    assert explained.event.holds, "the event in brackets is not found in its own headline"
    if explained.judgement is None or not explained.is_blocked:
        return {FREE}
    return {str(each.kind) for each in explained.judgement.guarded}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(
            row,
            marks=[pytest.mark.xfail(reason=row.wrong, raises=AssertionError, strict=True)]
            if row.wrong
            else [],
            id=f"{row.language}: {row.headline}",
        )
        for row in ROWS
    ],
)
def test_a_headline_is_guarded_as_its_row_says(row: Row, cues: CueTables) -> None:
    assert row.verdict in verdicts(row, cues), row.why


def test_every_language_has_a_list_and_a_table(cues: CueTables) -> None:
    assert {table.language for table in cues} == set(LANGUAGES)
    assert {path.stem for path in HERE.glob("*.tsv")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_rows_of_every_kind_and_each_headline_once(language: str) -> None:
    table = rows(language)
    assert {row.verdict for row in table} == {FREE, *map(str, GuardKind)}
    assert [each for each, times in Counter(row.headline for row in table).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cue_stands_in_a_list_twice(language: str, cues: CueTables) -> None:
    table = cues.get(language)
    assert table is not None
    times = Counter((cue.kind, cue.side, cue.text) for cue in table.cues)
    assert [cue for cue, count in times.items() if count > 1] == []
