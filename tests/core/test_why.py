"""Why an article was told or not, in words."""

from datetime import timedelta

import pytest

from monitor.core import why
from monitor.core.articles import Article
from monitor.core.ids import RuleId
from monitor.core.reports import Archived, DeskRecord, Verdict
from monitor.core.why import Found
from tests.builders import NOW, article
from tests.core.rule_samples import index, rule

MATCHED = Verdict(matched=((RuleId("talks"), ("talks stalled",)),))


def archived(told: Article, *, minutes: int = 0) -> Archived:
    from dataclasses import replace

    return Archived(article=replace(told, fetched=NOW + timedelta(minutes=minutes)), verdict=None)


@pytest.mark.parametrize(
    ("wanted", "how"),
    [
        ("https://news.example/talks", Found.LINK),
        (article().id[:4], Found.ID),
        (article().id.upper(), Found.ID),
        ("TALKS  stalled,", Found.HEADLINE),
        (article().id[:3], None),
        ("https://news.example/", None),
        ("", None),
    ],
)
def test_an_article_is_found_by_link_id_or_headline(wanted: str, how: Found | None) -> None:
    assert why.found(article(), wanted) is how


def test_an_exact_link_wins_over_headlines_that_quote_it() -> None:
    exact, quoting = archived(article()), archived(article("b", title="see https://news.example/talks"))
    assert why.best([(Found.HEADLINE, quoting), (Found.LINK, exact)]) == ((exact,),)


def test_records_of_one_article_stay_together_and_the_newest_comes_first() -> None:
    old, edited = archived(article()), archived(article(title="Truce talks stalled: Doha"), minutes=5)
    other = archived(article("b"), minutes=2)
    found = why.best((Found.HEADLINE, each) for each in (old, other, edited))
    assert found == ((edited, old), (other,))
    assert why.best([]) == ()


def test_verdicts_are_words() -> None:
    assert why.verdict(None) == "not judged yet"
    assert why.verdict(Verdict()) == "no rule matched"
    assert why.verdict(MATCHED) == "matched by talks"
    assert "when the feed was first read" in why.verdict(Verdict(suppressed="backlog"))
    assert "only its text has changed" in why.verdict(Verdict(matched=MATCHED.matched, suppressed="edit"))
    assert why.verdict(Verdict(suppressed="guard: sport")) == "held back: guard: sport"


@pytest.mark.parametrize("reason", ["new", "duplicate", "edit", "no-channel"])
def test_every_reason_of_the_desk_is_words(reason: str) -> None:
    assert why.decision(DeskRecord(rule=RuleId("talks"), reason=reason)) != reason


def test_a_match_that_waits_for_the_desk_is_undecided() -> None:
    waiting = Archived(article=article(), verdict=MATCHED)
    assert why.undecided(waiting) == ("talks",)
    record = DeskRecord(rule=RuleId("talks"), reason="new")
    assert why.undecided(Archived(article=article(), verdict=MATCHED, desk=(record,))) == ()
    held = Verdict(matched=MATCHED.matched, suppressed="edit")
    assert why.undecided(Archived(article=article(), verdict=held)) == ()


def test_rules_of_today_fire_are_close_or_quiet() -> None:
    rules = index(
        rule("parent", "talks"),
        rule("fires", '"talks stalled"', extends="parent"),
        rule("close", '"talks stalled" AND Gaza'),
        rule("far", '"ice hockey" AND goal AND referee'),
    )
    today = why.today(article(), rules)
    assert [(each.rule.id, [found.text for found in each.evidence]) for each in today.fires] == [
        ("fires", ["talks stalled"])
    ]
    assert [(close.rule.id, close.lacks) for close in today.close] == [("close", ("no “Gaza”",))]
    assert today.quiet == 2
