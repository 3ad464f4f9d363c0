"""Files of cues, and what rules make of guards: read, told, shared, replaced, reloaded."""

from pathlib import Path

import pytest

from monitor.config import rulefiles
from monitor.config.rulebook import Rulebook
from monitor.config.rulefiles.keys.cues import CUES, REACH, SIDES
from monitor.config.rulefiles.proving import article_of
from monitor.core.guards import NO_CUES, OFF, GuardKind, Guards, Side, Verdict
from monitor.core.ids import RuleId
from monitor.core.matching import Index
from monitor.core.rules import Example, Rule, RuleSet
from tests.core.rule_samples import article

GOOD = """language: en
reach: {before: 3, after: 2}
parts: [as]
negated:
  before:
    - [deny, has not]
    - ["=no", baseless]
  after: [is false]
  anywhere: [fact check]
  apart: [not only]
hypothetical: {before: [could, threat*], next: ["=to"]}
background: {}
question: {ends: ["?"]}
exempt: {stalled: ["=no", is false], $talks: [could]}
"""
RULE = "rules:\n  - id: talks\n    match: [talks]\n"


def share(folder: Path, text: str, name: str = "en.yaml") -> Path:
    (folder / "guards").mkdir(parents=True, exist_ok=True)
    path = folder / "guards" / name
    path.write_text(text, encoding="utf-8")
    return path


def load(folder: Path, text: str = RULE, packaged: Path | None = None) -> rulefiles.Loaded:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    return rulefiles.load([folder], channels=None, packaged=packaged or folder / "none" / "vocabulary")


def told(folder: Path, cues: str, text: str = RULE) -> list[str]:
    """What is said about a file of cues and a rule file, with the fix."""
    share(folder, cues)
    return [f"{each.line}:{each.column} {each.message} | {each.hint}" for each in load(folder, text).problems]


def fires(rule: Rule, headline: str) -> bool:
    return Index.of(RuleSet.of([rule])).fires(rule.id, article_of(Example(title=headline), rule))


def test_a_file_of_cues_becomes_the_table_of_its_language(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD) == []
    (rule,) = load(tmp_path).rules
    (table,) = rule.cues
    assert (table.language, table.before, table.after) == ("en", 3, 2)
    assert [each.text for each in table.parts] == ["as"]
    assert [(cue.kind, cue.side, cue.text) for cue in table.cues][:4] == [
        (GuardKind.NEGATED, Side.BEFORE, text) for text in ("deny", "has not", "=no", "baseless")
    ]
    assert table.exempt == {"stalled": frozenset({"=no", "is false"}), "talks": frozenset({"could"})}
    assert fires(rule, "Talks begin")
    assert not fires(rule, "Threatened talks")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["0:0 a file of cues begins with `language:`"]),
        ("[deny]", ["1:1 a file of cues begins with `language:` | write language: en"]),
        ("negated: {before: [deny]}", ["1:1 `language` is missing | add language: en"]),
        ("langage: en", ["1:1 unknown key 'langage' | did you mean 'language'?"]),
        ("language: english", ["1:11 'english' is not the code of a language here | write en"]),
        ("language: en\nnegatd: {}", ["2:1 unknown key 'negatd' | did you mean 'negated'?"]),
        ("language: en\nnegated: {befor: [no]}", ["2:11 unknown key 'befor' | did you mean 'before'?"]),
        ("language: en\nbefore: [no]", ["2:1 unknown key 'before' | it stands under `negated`"]),
        ("language: en\nnegated: [no]", ["2:10 `negated` is a mapping"]),
        ("language: en\nnegated: {before: no}", ["2:19 a list is expected here | write [deny, has not]"]),
        ("language: en\nnegated: {before: []}", ["2:19 an empty list"]),
        ("language: en\nnegated: {before: [[no], []]}", ["2:26 an empty list"]),
        ("language: en\nnegated: {before: [no, '']}", ["2:24 a cue is missing here"]),
        ("language: en\nnegated: {before: [no, {a: b}]}", ["2:24 a cue is expected here, not a mapping"]),
        ("language: en\nnegated: {before: [$talks]}", ["2:20 a cue is a word, or words in a row"]),
        ("language: en\nnegated: {before: [/no+pe/]}", ["2:20 a cue is a word, or words in a row"]),
        ("language: en\nnegated: {before: [no NEAR/3 talks]}", ["2:23 NEAR in a list of phrases"]),
        ("language: en\nnegated: {before: [n*]}", ["2:21 * with one letter"]),
        ("language: en\nquestion: {ends: [a]}", ["2:19 'a' is not known here"]),
        ("language: en\nreach: 9", ["2:8 `reach` is a mapping"]),
        ("language: en\nreach: {before: 0}", ["2:17 at least 1 is expected here"]),
        ("language: en\nreach: {bfore: 3}", ["2:9 unknown key 'bfore' | did you mean 'before'?"]),
        ("language: en\nparts: [$as]", ["2:9 a cue is a word"]),
        ("language: en\nexempt: [no]", ["2:9 `exempt` is a mapping"]),
        ("language: en\nexempt: {stalled: no}", ["2:19 a list is expected here"]),
        (
            "language: en\nnegated: {before: [without], apart: [never ever]}\nexempt: {stalled: [witout, never ever]}",
            [
                "3:20 no cue 'witout' in this file | did you mean 'without'?",
                "3:28 no cue 'never ever' in this file",
            ],
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_fix(tmp_path: Path, text: str, expected: list[str]) -> None:
    found = told(tmp_path, text)
    assert len(found) == len(expected), found
    assert [each[: len(start)] for each, start in zip(found, expected, strict=True)] == expected


def test_all_mistakes_are_told_at_once_and_the_rules_run_unguarded(tmp_path: Path) -> None:
    found = told(tmp_path, "language: en\nnegated: {befor: [deny]}\nquestion: {before: ['']}\nexempt: []")
    assert [each.split()[0] for each in found] == ["2:11", "3:21", "4:9"]
    assert [rule.cues for rule in load(tmp_path).rules] == [NO_CUES]


def test_the_cues_that_come_with_the_package_always_load_until_a_file_of_their_name_replaces_them(
    tmp_path: Path,
) -> None:
    share(tmp_path / "package", "language: en\nnegated: {before: [deny]}")
    share(tmp_path / "package", "language: fr\nnegated: {before: [dément]}", "fr.yaml")
    packaged, desk = tmp_path / "package" / "vocabulary", tmp_path / "desk"
    desk.mkdir()
    (rule,) = load(desk, packaged=packaged).rules
    assert [(table.language, table.cues[0].text) for table in rule.cues] == [("en", "deny"), ("fr", "dément")]
    share(desk, "language: en\nnegated: {before: [refute]}")
    (rule,) = load(desk, packaged=packaged).rules
    assert [(table.language, table.cues[0].text) for table in rule.cues] == [
        ("en", "refute"),
        ("fr", "dément"),
    ]
    share(desk, "language: en\nnegated: {before: [reject]}", "english.yaml")
    (problem,) = load(desk, packaged=packaged).problems
    assert problem.message == f"the language en is taken: {desk / 'guards' / 'en.yaml'} has its cues"


def test_a_file_of_cues_can_be_checked_by_itself(tmp_path: Path) -> None:
    path = share(tmp_path, "language: en\nnegatd: {}")
    loaded = rulefiles.load([path], channels=None, packaged=tmp_path / "none" / "vocabulary")
    assert [each.message for each in loaded.problems] == ["unknown key 'negatd'"]


@pytest.mark.parametrize(
    ("said", "guards"),
    [
        ("", Guards()),
        ("guards: off", OFF),
        ("guards: {hypothetical: flag}", Guards(hypothetical=Verdict.FLAG)),
        ("guards: {negated: allow, question: block}", Guards(negated=Verdict.ALLOW)),
        (f"guards: {{{', '.join(f'{kind}: allow' for kind in GuardKind)}}}", OFF),
    ],
)
def test_a_rule_says_what_it_makes_of_each_kind(tmp_path: Path, said: str, guards: Guards) -> None:
    share(tmp_path, GOOD)
    (rule,) = load(tmp_path, f"{RULE}    {said}\n").rules
    assert rule.guards == guards
    assert bool(rule.cues) is not guards.are_off


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("on", "'on' is not known here | known here: off"),
        ("[negated]", "`guards` is a mapping (key: value) | write {negated: flag}"),
        ("{negatd: allow}", "unknown key 'negatd' | did you mean 'negated'?"),
        ("{negated: allowed}", "'allowed' is not known here | did you mean 'allow'?"),
    ],
)
def test_a_mistake_in_guards_is_told_once(tmp_path: Path, said: str, expected: str) -> None:
    (problem,) = told(tmp_path, GOOD, f"{RULE}    guards: {said}\n")
    assert problem.partition(" ")[2] == expected


def test_guards_are_inherited_kind_by_kind(tmp_path: Path) -> None:
    share(tmp_path, GOOD)
    text = (
        "defaults: {guards: {background: allow, question: flag}}\nrules:\n"
        "  - {id: one, match: [talks], guards: {question: block, negated: flag}}\n"
        "  - {id: two, extends: one, guards: {negated: allow}}\n"
        "  - {id: three, match: [talks]}\n"
        "  - {id: four, extends: two, guards: off}\n"
    )
    rules = {rule.id: rule.guards for rule in load(tmp_path, text).rules}
    assert rules == {
        "one": Guards(background=Verdict.ALLOW, negated=Verdict.FLAG),
        "two": Guards(background=Verdict.ALLOW, negated=Verdict.ALLOW),
        "three": Guards(background=Verdict.ALLOW, question=Verdict.FLAG),
        "four": OFF,
    }


def test_guards_and_cues_are_part_of_what_a_rule_means(tmp_path: Path) -> None:
    share(tmp_path, GOOD)

    def meaning(said: str = "") -> str:
        (rule,) = load(tmp_path, f"{RULE}    {said}\n").rules
        return rule.fingerprint

    first, off, flagged = meaning(), meaning("guards: off"), meaning("guards: {negated: flag}")
    assert len({first, off, flagged}) == 3
    assert meaning("guards: {negated: block}") == first
    share(tmp_path, "# as before\n" + GOOD)
    assert meaning() == first
    share(tmp_path, GOOD.replace("deny", "reject"))
    assert meaning() != first
    assert meaning("guards: off") == off


def test_an_example_that_a_guard_keeps_quiet_is_quiet(tmp_path: Path) -> None:
    share(tmp_path, GOOD)
    (problem,) = load(
        tmp_path, f"{RULE}    examples: {{fires: [Iran denies talks], quiet: [No talks]}}\n"
    ).problems
    assert (problem.message, problem.hint) == (
        "this should fire talks and does not",
        "blocked: negated “denies”",
    )


class TestReload:
    """Cues change while the daemon runs."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Path:
        folder = tmp_path / "rules"
        share(folder, GOOD)
        (folder / "a.yaml").write_text(RULE)
        return folder

    @staticmethod
    def said(book: Rulebook, desk: Path, headline: str = "Iran denies talks") -> str:
        loaded = book.load([desk], frozenset())
        outcome = loaded.index.outcome(article(headline))
        return outcome.blocked[0].guarded.reason if outcome.blocked else f"{len(outcome.matches)}"

    def test_a_changed_list_is_in_force_at_once(self, desk: Path, tmp_path: Path) -> None:
        book = Rulebook(tmp_path / "state")
        assert self.said(book, desk) == "negated “denies”"
        share(desk, GOOD.replace("deny", "reject"))
        assert self.said(book, desk) == "1"
        share(desk, GOOD)
        assert self.said(book, desk) == "negated “denies”"

    def test_a_faulty_list_keeps_its_last_good_version(self, desk: Path, tmp_path: Path) -> None:
        book = Rulebook(tmp_path / "state")
        self.said(book, desk)
        broken = share(desk, "language: en\nnegatd: {}")
        assert self.said(book, desk) == "negated “denies”"
        assert (book.loaded.stale_files, len(book.loaded.problems)) == ((broken,), 1)

    def test_a_restart_takes_rules_and_cues_from_the_cache(self, desk: Path, tmp_path: Path) -> None:
        book = Rulebook(tmp_path / "state")
        self.said(book, desk)
        book.keep()
        again = Rulebook(tmp_path / "state")
        assert self.said(again, desk) == "negated “denies”"
        assert again.loaded.index.ruleset == book.loaded.index.ruleset
        share(desk, GOOD.replace("deny", "reject"))
        assert self.said(Rulebook(tmp_path / "state"), desk) == "1"

    def test_examples_run_again_when_cues_change(self, desk: Path, tmp_path: Path) -> None:
        (desk / "a.yaml").write_text(f"{RULE}    examples: {{fires: [Iran refutes talks]}}\n")
        book = Rulebook(tmp_path / "state")
        assert book.load([desk], frozenset()).problems == ()
        share(desk, GOOD.replace("deny", "refute"))
        (problem,) = book.load([desk], frozenset()).problems
        assert problem.hint == "blocked: negated “refutes”"


def test_every_key_of_a_file_of_cues_is_a_sentence() -> None:
    for section in (CUES, REACH, SIDES):
        assert [key.name for key in section.keys if not key.meaning.endswith(".")] == []
    assert {key.name for key in SIDES.keys} == {str(side) for side in Side}
    assert RuleId("talks") == "talks"
