"""What the benchmark of the rule language takes out of rules, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.cli.rules.labels import Labels
from monitor.core.clauses import Clause, Vocabulary, show
from monitor.core.guards import CueTable, CueTables, GuardKind, Guards, Verdict
from monitor.core.rules import Rule
from tests.bench import bench_rules
from tests.bench.weaker_rules import Weakening
from tests.core.rule_samples import rule

VOCABULARY = {"talks": ["talks", "truce talks", "negotiat*"]}


def shown(clause: Clause | None) -> str:
    """With what lists stand for."""
    if isinstance(clause, Vocabulary):
        clause = clause.clause
    return show(clause) if clause is not None else ""


def event(what: str, weakening: Weakening) -> str:
    (weaker,) = weakening.rules([rule("one", what, vocabulary=VOCABULARY)])
    return shown(weaker.event)


@pytest.mark.parametrize(
    ("what", "weaker"),
    [
        ('stall OR "call off"', '="stall" OR ="call off"'),
        ("=stall OR ==US", '="stall" OR =="US"'),
        ("$talks", '="talks" OR ="truce talks" OR ="negotiat*"'),
        ("title:stall AND NOT a", 'title:="stall" AND NOT ="a"'),
        ("a BEFORE/3 /stall(ed)?/", '="a" BEFORE/3 /stall(ed)?/'),
        ("NUMBER(kill) > 9", 'NUMBER(="kill") > 9'),
    ],
)
def test_without_inflection(what: str, weaker: str) -> None:
    assert event(what, Weakening(inflection=True)) == weaker


@pytest.mark.parametrize(
    ("what", "weaker"),
    [
        ("a NEAR/3 (b OR c)", '"a" AND ("b" OR "c")'),
        ("a BEFORE/3 b OR c", '"a" AND "b" OR "c"'),
        ("title:(a SAME-SENTENCE b)", 'title:("a" AND "b")'),
        ("NOT (a NEAR/3 b) AND c", 'NOT ("a" AND "b") AND "c"'),
        ("NUMBER(kill) > 9", '"kill"'),
    ],
)
def test_without_proximity(what: str, weaker: str) -> None:
    assert event(what, Weakening(proximity=True)) == weaker


@pytest.mark.parametrize(
    ("what", "weaker"),
    [
        ("a NOT b", '"a"'),
        ("a AND b AND NOT title:c", '"a" AND "b"'),
        ("a AND (b OR NOT c)", '"a"'),
        ("a NEAR/3 b NOT c OR d", '"a" NEAR/3 "b" OR "d"'),
        ("a AND title:(b NOT c)", '"a" AND title:"b"'),
    ],
)
def test_without_exclusions(what: str, weaker: str) -> None:
    assert event(what, Weakening(exclusions=True)) == weaker


def test_what_it_is_about_stays_and_unless_goes() -> None:
    (weaker,) = Weakening(exclusions=True).rules([rule("one", "a", about="b NOT c", unless="d")])
    assert (shown(weaker.about), weaker.unless) == ('"b"', None)
    (kept,) = Weakening(proximity=True).rules([rule("one", "a", unless="d NEAR/3 e")])
    assert shown(kept.unless) == '"d" AND "e"'


def test_a_list_of_several_rules_stays_one() -> None:
    shared = rule("one", "$talks NEAR/3 stall", vocabulary=VOCABULARY)
    both = Weakening(inflection=True, proximity=True).rules([shared, shared])
    first, second = (each.event.clauses[0] for each in both)  # type: ignore[union-attr]
    assert isinstance(first, Vocabulary)
    assert isinstance(second, Vocabulary)
    assert first.clause is second.clause


CUES = CueTables.of(
    [CueTable.of("en", {"negated": {"before": ["never"]}, "hypothetical": {"before": ["could"]}})]
)
RULES: tuple[Rule, ...] = (replace(rule("stalled", "talks NEAR/2 stall", unless="striker"), cues=CUES),)
LABELS = Labels(
    Path("labels.tsv"),
    "stalled\tTalks stall\n"
    "stalled\tTalks have stalled\n"
    "stalled\tStalled talks\n"
    "-\tTalks on the port as cranes and lorries stalled\n"
    "-\tTalks over striker stall\n"
    "-\tTalks never stalled\n"
    "-\tTalks could stall\n"
    "-\tHarbour closed\n",
).lines


def test_each_part_of_the_language_adds_what_it_is_worth() -> None:
    table = [(name, bench_rules.scored(LABELS, weaker)) for name, weaker in bench_rules.variants(RULES)]
    assert [(name, round(each.precision, 2), round(each.recall, 2)) for name, each in table] == [
        ("words only", 0.33, 0.33),
        ("+ inflection", 0.43, 1.0),
        ("+ proximity", 0.5, 1.0),
        ("+ guard negated", 0.6, 1.0),
        ("+ guard hypothetical", 0.75, 1.0),
        ("+ guard background", 0.75, 1.0),
        ("+ guard question", 0.75, 1.0),
        ("+ guard resumption", 0.75, 1.0),
        ("+ exclusions", 1.0, 1.0),
    ]


def test_guards_that_a_rule_has_switched_off_stay_off() -> None:
    lenient = replace(RULES[0], guards=Guards(negated=Verdict.ALLOW))
    (weaker,) = Weakening(guards=[GuardKind.QUESTION]).rules([lenient])
    assert weaker.guards == Guards(negated=Verdict.ALLOW, question=Verdict.ALLOW)


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    bench_rules.report("labels.tsv", LABELS, RULES)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "labels.tsv: 8 headlines, 1 rules"
    assert lines[1].split() == ["precision", "recall", "F1"]
    assert lines[2].split() == ["words", "only", "0.333", "0.333", "0.333"]
    assert lines[-1].split() == ["+", "exclusions", "1.000", "1.000", "1.000", "+0.143"]


def test_halves_are_always_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = tmp_path / "labels.tsv"
    labels.write_text("".join(f"truce\tTruce number {number}\n" for number in range(100)))
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules: [{id: truce, match: [truce]}]\n")
    bench_rules.main([str(labels), "--rules", str(rules), "--halves"])
    names = [line for line in capsys.readouterr().out.splitlines() if "headlines" in line]
    assert names == [
        f"{labels}, first half: 48 headlines, 1 rules",
        f"{labels}, second half: 52 headlines, 1 rules",
    ]
