"""Articles in, tallies out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.core.backtest import Backtest, Outcome, Tally, hour_of, moment_of, sparkline
from monitor.core.backtest.counting import MOST_MISSED, SAMPLES
from monitor.core.ids import ArticleId, Fingerprint, RuleId
from monitor.core.reports import Archived, Block, DeskRecord, Verdict
from monitor.core.rules import Rule
from tests.core.guards.cue_samples import guarded
from tests.core.rule_samples import article, rule

NOW = datetime(2023, 12, 2, 14, 30, tzinfo=UTC)
STALLED = rule("stalled", "talks AND stall")


def archived(title: str, name: str = "", *, verdict: Verdict | None = None, **known: object) -> Archived:
    found = replace(
        article(title),
        id=ArticleId(name or title),
        fingerprint=Fingerprint(title),
        **known,  # type: ignore[arg-type]
    )
    return Archived(article=found, verdict=verdict)


def outcome(
    *rules: Rule,
    of: Iterable[Archived | tuple[Archived, datetime]],
    other: tuple[Rule, ...] | None = None,
    **known: str,
) -> Outcome:
    backtest = Backtest(
        rules, zone=ZoneInfo("Europe/Paris"), other=other, only=RuleId(known["only"]) if known else None
    )
    for each in of:
        found, at = each if isinstance(each, tuple) else (each, NOW)
        backtest.take(found, at)
    backtest.rest()
    return backtest.outcome()


def tally(*rules: Rule, of: Iterable[Archived | tuple[Archived, datetime]]) -> Tally:
    return outcome(*rules, of=of).tallies[0]


def test_matches_are_counted_by_the_days_of_the_zone() -> None:
    late = datetime(2023, 12, 2, 23, 30, tzinfo=UTC)
    found = tally(
        STALLED, of=[archived("Talks stall"), (archived("Talks stalled"), late), archived("Talks go on")]
    )
    assert found.articles == 2
    assert found.days == {date(2023, 12, 2): 1, date(2023, 12, 3): 1}
    assert found.outlets == {"The Wire": 2}


def test_samples_are_the_newest_with_their_words() -> None:
    of = [(archived(f"Talks stalled on day {day}"), NOW + timedelta(days=day)) for day in range(SAMPLES + 2)]
    found = tally(STALLED, of=of)
    assert [sample.title for sample in found.samples][:2] == [
        "Talks stalled on day 6",
        "Talks stalled on day 5",
    ]
    assert len(found.samples) == SAMPLES
    assert found.samples[0].words == ("Talks", "stalled")


def test_an_article_counts_once_in_all_its_feeds_and_edits() -> None:
    texts = [archived("Talks stall", "a"), archived("Talks stall", "a"), archived("Talks have stalled", "a")]
    found = outcome(STALLED, of=texts)
    assert (found.articles, found.texts) == (1, 3)
    assert found.tallies[0].articles == 1
    assert sum(found.tallies[0].days.values()) == 1


def judged(*reasons: str, rule: str = "stalled") -> Archived:
    records = tuple(DeskRecord(rule=RuleId(rule), reason=reason) for reason in reasons)
    verdict = Verdict(matched=((RuleId(rule), ("talks",)),))
    return replace(archived("Talks stall", f"{reasons}{rule}", verdict=verdict), desk=records)


def test_what_became_of_them_at_the_time() -> None:
    of = [
        judged("new"),
        judged("update"),
        judged("copy"),
        judged("told"),
        judged(),
        judged("new", rule="another"),
        archived("Talks stall", "b", verdict=Verdict(suppressed="backlog")),
        archived("Talks stall", "c"),
        archived("Talks stall", "d", verdict=Verdict()),
    ]
    found = tally(STALLED, of=of)
    assert (found.told, found.waiting, found.unmatched) == (2, 2, 2)
    assert found.suppressed == {"backlog": 1, "copy": 1, "told": 1}


def test_one_text_that_was_told_is_enough() -> None:
    held = archived("Talks stall", "a", verdict=Verdict(suppressed="backlog"))
    told = replace(judged("new"), article=held.article)
    for texts in ([held, told], [told, held]):
        found = tally(STALLED, of=texts)
        assert (found.told, dict(found.suppressed)) == (1, {})


def test_a_near_miss_says_what_it_lacks() -> None:
    gaza = rule("gaza", "talks NEAR/3 stall", about="Gaza")
    found = tally(
        gaza, of=[archived("Talks stall in Geneva"), archived("Gaza talks resume"), archived("Sport")]
    ).missed
    assert found.articles == 2
    assert found.lacks == {"about: no Gaza": 1, "no stall": 1}
    assert [(sample.title, sample.words) for sample in found.samples] == [
        ("Gaza talks resume", ("no “stall”",)),
        ("Talks stall in Geneva", ("about: no “Gaza”",)),
    ]


def test_an_article_that_fires_in_another_text_is_no_near_miss() -> None:
    gaza = rule("gaza", "talks AND stall AND Gaza")
    for titles in (("Talks stall", "Talks stall in Gaza"), ("Talks stall in Gaza", "Talks stall")):
        found = tally(gaza, of=[archived(title, "a") for title in titles])
        assert (found.articles, found.missed.articles, found.missed.samples) == (1, 0, ())


def test_a_rule_whose_copy_fires_has_missed_nothing() -> None:
    parent = rule("parent", "talks AND stall AND official")
    copy = rule("copy", "talks AND stall AND official", about="Gaza", extends="parent")
    first, second = outcome(parent, copy, of=[archived("Official: Gaza talks stall")]).tallies
    assert (first.articles, first.missed.articles) == (0, 0)
    assert second.articles == 1


def test_what_is_missed_all_the_time_is_counted_no_further() -> None:
    gaza = rule("gaza", "talks AND stall AND Gaza")
    backtest = Backtest([gaza], zone=UTC)
    for number in range(MOST_MISSED + 10):
        backtest.take(archived(f"Talks stall {number}"), NOW)
        if number % 10 == 0:
            backtest.rest()
    backtest.take(archived("Talks stall in Gaza"), NOW)
    (found,) = backtest.outcome().tallies
    assert found.missed.capped
    assert MOST_MISSED <= found.missed.articles < MOST_MISSED + 10
    assert found.articles == 1


def test_only_one_rule_is_reported_and_its_copies_still_count_in_its_stead() -> None:
    parent = rule("parent", "talks AND stall")
    copy = rule("copy", "talks AND stall", about="Gaza", extends="parent")
    of = [archived("Gaza talks stall"), archived("Talks stall")]
    found = outcome(parent, copy, rule("other", "talks"), of=of, only="parent")
    assert [(each.rule, each.articles) for each in found.tallies] == [("parent", 1)]


def test_what_only_a_guard_keeps_quiet_is_no_match_and_no_near_miss() -> None:
    of = [
        archived("Official: Gaza talks could stall"),
        archived("Gaza talks stall"),
        archived("Talks could stall", "b"),
    ]
    gaza = guarded(rule("gaza", "talks AND stall", about="Gaza"))
    found = tally(gaza, of=of)
    assert (found.articles, found.blocked.articles) == (1, 1)
    assert found.blocked.lacks == {"hypothetical “could”": 1}
    (sample,) = found.blocked.samples
    assert sample.title == "Official: Gaza talks could stall"
    assert sample.words[0].startswith("hypothetical “could” beside “")
    assert found.missed.articles == 0


def test_an_article_that_a_guard_blocks_in_one_text_only_is_a_match() -> None:
    of = [archived("Talks could stall", "a"), archived("Talks stall", "a")]
    for texts in (of, of[::-1]):
        found = tally(guarded(STALLED), of=texts)
        assert (found.articles, found.blocked.articles, dict(found.suppressed)) == (1, 0, {})


def test_what_was_blocked_at_the_time_says_so() -> None:
    block = Block(rule=RuleId("stalled"), kind="hypothetical", cue="could")
    found = tally(STALLED, of=[archived("Talks could stall", verdict=Verdict(blocked=(block,)))])
    assert (found.articles, found.unmatched, found.suppressed) == (1, 0, {"guard": 1})


class TestComparison:
    def test_what_would_fire_now_and_no_longer(self) -> None:
        before = rule("stalled", "talks AND collapse")
        of = [archived("Talks stall"), archived("Talks collapse"), archived("Talks stall and collapse")]
        (found,) = outcome(STALLED, other=(before,), of=of).compared or ()
        assert (found.rule, found.in_both, found.changed) == ("stalled", True, True)
        assert (found.fires_now.articles, found.no_longer.articles) == (1, 1)
        assert [sample.title for sample in found.fires_now.samples] == ["Talks stall"]
        assert [sample.title for sample in found.no_longer.samples] == ["Talks collapse"]

    def test_rules_that_only_one_of_them_has(self) -> None:
        new, old = rule("new", "talks"), rule("old", "stall")
        compared = outcome(new, other=(old,), of=[archived("Talks stall")]).compared or ()
        assert [
            (each.rule, each.in_both, each.fires_now.articles, each.no_longer.articles) for each in compared
        ] == [
            ("new", False, 1, 0),
            ("old", False, 0, 1),
        ]

    def test_the_same_rules_differ_in_nothing(self) -> None:
        (found,) = outcome(STALLED, other=(STALLED,), of=[archived("Talks stall")]).compared or ()
        assert (found.changed, found.fires_now.articles, found.no_longer.articles) == (False, 0, 0)

    def test_an_article_that_both_fire_on_in_some_text_is_no_difference(self) -> None:
        before = rule("stalled", "talks AND collapse")
        of = [archived("Talks stall", "a"), archived("Talks collapse", "a")]
        (found,) = outcome(STALLED, other=(before,), of=of).compared or ()
        assert (found.fires_now, found.no_longer) == (type(found.fires_now)(), type(found.no_longer)())

    def test_copies_count_in_the_stead_of_their_rule_on_each_side(self) -> None:
        copy = rule("copy", "talks AND stall", about="Gaza", extends="stalled")
        found = outcome(STALLED, copy, other=(STALLED,), of=[archived("Gaza talks stall")]).compared or ()
        assert [(each.rule, each.fires_now.articles, each.no_longer.articles) for each in found] == [
            ("stalled", 0, 1),
            ("copy", 1, 0),
        ]


def test_an_article_came_within_the_hour_that_holds_it() -> None:
    hour = hour_of(NOW)
    begins = NOW.replace(minute=0)
    assert moment_of(hour, article("x", fetched=NOW)) == NOW
    assert moment_of(hour, article("x", fetched=NOW - timedelta(days=3))) == begins
    assert hour_of(moment_of(hour, article("x", fetched=NOW + timedelta(days=3)))) == hour


@pytest.mark.parametrize(
    ("counts", "shown"),
    [((), ""), ((0, 0), "··"), ((0, 1, 8), "·▁█"), ((5, 5), "██"), ((1, 1000), "▁█"), ((1, 2, 3, 4), "▂▄▆█")],
)
def test_a_sparkline_has_one_sign_a_day(counts: tuple[int, ...], shown: str) -> None:
    assert sparkline(counts) == shown
