"""How fast articles are matched: `python tests/bench/bench_matching.py [RULES] [ARTICLES]`. Prints, asserts nothing.

Words follow Zipf's law, as in a language; rules draw theirs from the rarer ones, as people do.
"""

import random
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

from monitor.core import clauses, matching
from monitor.core.articles import Article
from monitor.core.ids import ArticleId, FeedId, Fingerprint, RuleId
from monitor.core.presearch import Index
from monitor.core.rules import Examples, Policy, Rule, RuleSet

VOCABULARY = [f"w{number:x}" for number in range(20_000)]
NAIVE_ARTICLES = 20
BLANK = Article(
    id=ArticleId("a"),
    fingerprint=Fingerprint("f"),
    feed=FeedId("feed"),
    outlet="Outlet",
    tier=1,
    language=None,
    tags=(),
    title="",
    lead="",
    summary="",
    link="",
    author="",
    categories=(),
    published=None,
    fetched=datetime(2026, 1, 1, tzinfo=UTC),
)


def words(chance: random.Random, count: int, *, rarer_than: int = 1) -> list[str]:
    """count words; rank r comes up about 1/r as often as the first."""
    top = len(VOCABULARY)
    return [VOCABULARY[int(rarer_than * (top / rarer_than) ** chance.random()) - 1] for _ in range(count)]


def rule(chance: random.Random, number: int) -> Rule:
    """Two or three groups of alternatives, sometimes a NOT."""
    groups = [" OR ".join(_terms(chance)) for _ in range(chance.choice((1, 2, 2, 3)))]
    expression = " AND ".join(f"({group})" for group in groups)
    if chance.random() < 0.4:
        expression += f" NOT {words(chance, 1, rarer_than=200)[0]}"
    return Rule(
        id=RuleId(f"rule-{number}"),
        clause=clauses.parse(expression),
        policy=Policy(title="Rule"),
        examples=Examples(),
        file="bench.yaml",
        line=number,
    )


def _terms(chance: random.Random) -> list[str]:
    return [
        f'"{" ".join(words(chance, chance.choice((1, 1, 2, 3)), rarer_than=200))}"'
        for _ in range(chance.randint(1, 5))
    ]


def main(rule_count: int = 1000, article_count: int = 1000) -> None:
    chance = random.Random(1)
    ruleset = RuleSet.of(rule(chance, number) for number in range(rule_count))
    articles = [
        replace(BLANK, title=" ".join(words(chance, 10)).title(), lead=" ".join(words(chance, 35)))
        for _ in range(article_count)
    ]
    began = time.process_time()
    index = Index.of(ruleset)
    built = time.process_time() - began

    began = time.process_time()
    matches = sum(len(matching.match(article, index)) for article in articles)
    spent = (time.process_time() - began) / article_count

    began = time.process_time()
    for article in articles[:NAIVE_ARTICLES]:
        text = clauses.fields(article)
        for each in ruleset.rules:
            clauses.evaluate(each.clause, text)
    naive = (time.process_time() - began) / min(NAIVE_ARTICLES, article_count)

    tried = sum(len(list(index.candidates(clauses.fields(article)))) for article in articles) / article_count
    sys.stdout.write(
        f"{rule_count} rules, {article_count} articles of 45 words; index built in {built * 1000:.0f} ms\n"
        f"{1 / spent:,.0f} articles/s ({spent * 1e6:.0f} us each), {naive / spent:.0f} times the naive evaluation\n"
        f"{tried:.1f} rules tried and {matches / article_count:.2f} matched per article\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
