"""What each part of the rule language is worth: `python tests/bench/bench_rules.py LABELS.tsv... [--rules FILE...] [--halves]`.

Prints, asserts nothing. The rules are scored against labelled headlines (`newsmonitor rules score`), first as bare
words and then with one part of the language after the other, in the order of the rows; the last row is the rules as
they are. Figures are of all rules together that the labels name. --halves parts each file in two, always in the same
way: who looks at the headlines of the first half alone can believe the figures of the second.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

from monitor.cli.rules import files, labels
from monitor.cli.rules.labels import Label
from monitor.cli.rules.score import judge
from monitor.core import scoring
from monitor.core.errors import MonitorError
from monitor.core.grouping.scoring import Agreement
from monitor.core.guards import GuardKind
from monitor.core.matching import Index
from monitor.core.rules import Rule, RuleSet
from tests.bench.weaker_rules import Weakening

SHIPPED = Path(__file__).parents[2] / "rules" / "conflict.yaml"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "labels", nargs="+", type=Path, help="a line for each headline: rule ids, tab, headline"
    )
    parser.add_argument("--rules", nargs="+", type=Path, default=[SHIPPED], help="rule files or folders")
    parser.add_argument("--halves", action="store_true", help="a table for each half of a file")
    asked = parser.parse_args(arguments)
    try:
        rules, problems = files.read(None, asked.rules, quiet=True).link()
        told = [labels.read(path) for path in asked.labels]
    except MonitorError as error:
        sys.exit(str(error))
    known = {rule.id for rule in rules}
    problems += tuple(each for file in told for each in (*file.problems, *file.unknown(known)))
    if problems:
        sys.exit("\n".join(map(str, problems)))
    for path, file in zip(asked.labels, told, strict=True):
        counting = [rule for rule in rules if rule.id in file.rules]
        for name, lines in _halves(file.lines) if asked.halves else [("", file.lines)]:
            report(f"{path}{name}", lines, counting)


def _halves(lines: Sequence[Label]) -> Iterator[tuple[str, Sequence[Label]]]:
    """By a digest of the headline: copies of one stand in one half, and a new one moves no other."""
    for number, name in enumerate((", first half", ", second half")):
        yield name, [each for each in lines if crc32(each.example.title.encode()) % 2 == number]


def report(name: str, lines: Sequence[Label], rules: Sequence[Rule]) -> None:
    """One table for these headlines."""
    _say(f"{name}: {len(lines):,} headlines, {len(rules):,} rules")
    _say(f"{'':24}{'precision':>9}{'recall':>8}{'F1':>8}{'':>8}")
    before = 0.0
    for variant, weaker in variants(rules):
        agreement = scored(lines, weaker)
        gain = f"{agreement.f1 - before:+8.3f}" if before else ""
        _say(f"{variant:24}{agreement.precision:9.3f}{agreement.recall:8.3f}{agreement.f1:8.3f}{gain}")
        before = agreement.f1


def variants(rules: Sequence[Rule]) -> Iterator[tuple[str, Sequence[Rule]]]:
    """From bare words to the rules as they are, each with all that those before it have."""
    kinds = tuple(GuardKind)
    yield "words only", Weakening(inflection=True, proximity=True, guards=kinds, exclusions=True).rules(rules)
    yield "+ inflection", Weakening(proximity=True, guards=kinds, exclusions=True).rules(rules)
    yield "+ proximity", Weakening(guards=kinds, exclusions=True).rules(rules)
    for number, kind in enumerate(kinds, 1):
        yield f"+ guard {kind}", Weakening(guards=kinds[number:], exclusions=True).rules(rules)
    yield "+ exclusions", rules


def scored(lines: Sequence[Label], rules: Sequence[Rule]) -> Agreement:
    """All of these rules on all of these headlines."""
    index = Index.of(RuleSet.of(rules))
    verdicts = [judge(label, rules, index) for label in lines]
    return scoring.micro(scoring.tallies([rule.id for rule in rules], verdicts)).agreement


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
