"""What guards cost on top of matching: `python tests/bench/bench_guards.py [--rules 1000,10000] [--synthetic]`.

Prints, asserts only that guards add no match. Rules are drawn from one half of the articles and measured on the other,
with the cues that ship and without. Of each article its best round counts. Articles come as feeds bring them, a
headline and a sentence, and whole: every word of an article as its lead, which no feed does.
"""

import argparse
import gc
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.config import rulefiles
from monitor.config.rulefiles import packaged_vocabularies
from monitor.core.articles import Article
from monitor.core.guards import CueTables
from monitor.core.matching import Index
from monitor.core.rules import Rule, RuleSet
from tests.bench import match_rules, match_texts

SIZES = (1_000, 10_000)
ROUNDS = 5
HEADLINE, SENTENCE = 10, 22  # words
LIMIT = 0.30


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rules", default=",".join(map(str, SIZES)), help="numbers of rules, with commas")
    parser.add_argument("--synthetic", action="store_true", help="invented articles")
    asked = parser.parse_args()
    sizes = sorted(map(int, asked.rules.split(",")))
    try:
        written = match_texts.texts(synthetic=asked.synthetic)
    except match_texts.NoCorpus as reason:
        sys.exit(f"skipped: {reason}")
    half = len(written) // 2
    drawn = match_rules.draw(written[:half], sizes[-1], measured=written[half:])
    rules = [each.rule(exact=False) for each in drawn]
    whole = [match_texts.article(text, number) for number, text in enumerate(written[half:])]
    short = [_short(each) for each in whole]
    cues = _shipped()
    _say(f"{len(whole)} articles, {sum(len(table.cues) for table in cues):,} cues")
    for size in sizes:
        for name, articles in (("headline and a sentence", short), ("whole article as lead", whole)):
            _report(size, name, rules[:size], cues, articles)


def _report(
    size: int, name: str, rules: Sequence[Rule], cues: CueTables, articles: Sequence[Article]
) -> None:
    plain = Index.of(RuleSet.of(rules))
    guarded = Index.of(RuleSet.of(_guarded(rules, cues)))
    fired = blocked = 0
    for article in articles:  # and warm
        outcome = guarded.outcome(article)
        found = {match.rule for match in outcome.matches} | {each.rule for each in outcome.blocked}
        assert found == {match.rule for match in plain.match(article)}
        fired, blocked = fired + len(outcome.matches), blocked + len(outcome.blocked)
    gc.collect()
    gc.freeze()
    rounds = [(_timed(plain, articles), _timed(guarded, articles)) for _ in range(ROUNDS)]
    without, with_ = (
        sum(map(min, zip(*column, strict=True))) / len(articles) for column in zip(*rounds, strict=True)
    )
    more = with_ / without - 1
    _say(
        f"{size:>7,} rules, {name:24} {without * 1e6:7.1f} µs without, {with_ * 1e6:7.1f} with: {more:+.1%}"
        f"{'' if more <= LIMIT else '  TOO MUCH'}; {(fired + blocked) / len(articles):.1f} candidates an article, "
        f"{blocked / max(1, fired + blocked):.0%} blocked"
    )


def _timed(index: Index, articles: Sequence[Article]) -> list[float]:
    took = []
    for article in articles:
        began = time.perf_counter()
        index.match(article)
        took.append(time.perf_counter() - began)
    return took


def _short(article: Article) -> Article:
    words = article.lead.split()
    lead = " ".join(words[HEADLINE : HEADLINE + SENTENCE])
    return replace(
        article, title=" ".join(words[:HEADLINE]), lead=lead, summary=" ".join(words[HEADLINE : 4 * SENTENCE])
    )


def _guarded(rules: Sequence[Rule], cues: CueTables) -> Iterator[Rule]:
    return (replace(rule, cues=cues) for rule in rules)


def _shipped() -> CueTables:
    folder = packaged_vocabularies().parent / "guards"
    drafts = [rulefiles.draft(path) for path in sorted(folder.glob("*.yaml"))]
    return CueTables.of(draft.cues for draft in drafts if draft.cues is not None)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
