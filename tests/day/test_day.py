"""A day of twenty-five events, told six hundred times: few alerts, none missing, and every silence has its reason."""

from collections import Counter
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.core import why
from monitor.core.ids import ArticleId
from monitor.core.reports import AlertReport, Archived
from tests.day.day import events, outlets, tellings
from tests.day.play import Day, index, is_aside, is_matched, told_of
from tests.faults.seed import SEED, chance

MOST_STORIES = 1.3  # per event: alerts of the phase new that a telling raised
MOST_ALERTS = 2.0  # per event: with those that a more severe or another rule raised for a story that was told
TELLINGS = 600
ASIDES = 115
LOST = 5  # daemons in a day
_ALL = 1_000


async def alerts(store: RedisStore) -> tuple[AlertReport, ...]:
    return await store.reading.alerts(limit=_ALL)


async def archived(store: RedisStore) -> dict[str, list[Archived]]:
    """By article; an edited one has two records."""
    found: dict[str, list[Archived]] = {}
    async for each in store.reading.articles():
        found.setdefault(each.article.link, []).append(each)
    return found


def by_asides(told: tuple[AlertReport, ...]) -> tuple[AlertReport, ...]:
    """The alerts that a side piece raised: news of its own, or nobody's, but no second alert for the event."""
    return tuple(report for report in told if is_aside(report.alert.link))


def by_tellings(told: tuple[AlertReport, ...]) -> tuple[AlertReport, ...]:
    return tuple(report for report in told if not is_aside(report.alert.link))


def new_stories(told: tuple[AlertReport, ...]) -> tuple[AlertReport, ...]:
    """What a reader gets as news that he has not heard: more than one an event is one too many."""
    return tuple(report for report in by_tellings(told) if report.alert.phase == "new")


def table(told: tuple[AlertReport, ...], kept: dict[str, list[Archived]]) -> str:
    """Per event: articles, tellings and asides among them, those that a rule matched, and alerts by who raised them."""
    matched = [
        link
        for link, records in kept.items()
        if any(each.verdict and each.verdict.matched for each in records)
    ]
    columns = {
        "articles": Counter(told_of(link) for link in kept),
        "tellings": Counter(told_of(link) for link in kept if not is_aside(link)),
        "asides": Counter(told_of(link) for link in kept if is_aside(link)),
        "matched": Counter(told_of(link) for link in matched),
        "alerts": Counter(told_of(report.alert.link) for report in by_tellings(told)),
        "by asides": Counter(told_of(report.alert.link) for report in by_asides(told)),
    }
    lines = ["event".ljust(16) + "".join(name.rjust(11) for name in columns)]
    lines += [
        event.ljust(16) + "".join(f"{column[event]:11}" for column in columns.values()) for event in events()
    ]
    lines.append("all".ljust(16) + "".join(f"{column.total():11}" for column in columns.values()))
    new, all_told = len(new_stories(told)), len(by_tellings(told))
    lines.append(
        f"alerts per event: {new / len(events()):.2f}; with updates for a more severe or another rule"
        f" {all_told / len(events()):.2f}; and {len(by_asides(told))} in all by asides"
    )
    for report in sorted(told, key=lambda each: (told_of(each.alert.link), each.alert.raised)):
        alert = report.alert
        mark = "~" if is_aside(alert.link) else " "
        lines.append(f"{mark} {told_of(alert.link):16}{alert.raised:%H:%M} {alert.phase:14} {alert.headline}")
    return "\n".join(lines)


def test_the_day_is_what_it_says_it_is() -> None:
    told = tellings()
    articles = [telling for telling in told if not telling.edit]
    assert len(events()) == 25
    assert len(outlets()) == 40
    assert {telling.outlet for telling in told} == set(outlets())
    assert sum(not telling.aside for telling in articles) == TELLINGS
    assert sum(telling.aside for telling in articles) == ASIDES
    assert len({telling.link for telling in told}) == len(articles)
    assert all(0 <= telling.minute < 24 * 60 for telling in told)


@pytest.mark.parametrize("event", events())
def test_the_day_is_what_it_says_it_is_to_its_rules(event: str) -> None:
    """What no rule matches is no alert either: silence of that kind would flatter the figures."""
    articles = [
        telling for telling in tellings() if telling.event == event and not telling.edit and not telling.aside
    ]
    assert sum(is_matched(telling) for telling in articles) > len(articles) / 2


async def test_every_event_is_told_and_few_are_told_twice(client: Any) -> None:
    store = await Day(client).play()
    told = await alerts(store)
    print(table(told, await archived(store)))  # noqa: T201  the figures are what the test is for
    assert {told_of(report.alert.link) for report in by_tellings(told)} == set(events()), (
        "an event was missed"
    )
    assert len(new_stories(told)) / len(events()) <= MOST_STORIES
    assert len(by_tellings(told)) / len(events()) <= MOST_ALERTS


async def test_every_silence_has_its_reason_and_is_counted(client: Any) -> None:
    store = await Day(client).play()
    kept = await archived(store)
    assert len(kept) == TELLINGS + ASIDES
    for link, records in kept.items():
        (group,) = why.best((how, record) for record in records if (how := why.found(record.article, link)))
        assert len(group) == len(records), "an edit is another record of the same article"
        for record in records:
            await answered(store, record)
    counted = await store.housekeeping.counters()
    suppressed = [by for name, by in counted.items() if name.startswith("suppressed:")]
    assert counted["articles:new"] == TELLINGS + ASIDES
    assert counted["articles:matched"] == len(tellings()), "an edit is judged again"
    assert counted["matches"] - counted["alerts"] == sum(suppressed)


async def answered(store: RedisStore, record: Archived) -> None:
    """The verdict is there in words; what matched was decided, for a reason, and stands in a story."""
    assert record.verdict is not None
    assert why.verdict(record.verdict)
    assert why.undecided(record) == ()
    rules = {rule for rule, _ in record.verdict.matched}
    assert {decided.rule for decided in record.desk} == rules
    for decided in record.desk:
        assert decided.reason
        assert why.decision(decided)
        if decided.alert is not None:
            assert await store.reading.alert(decided.alert) is not None
    today = why.today(record.article, index())
    assert {explained.rule.id for explained in today.fires} == rules
    if rules:
        (home,) = (await store.desk.holding([ArticleId(record.article.id)])).values()
        assert await store.desk.story(home) is not None


async def test_a_daemon_lost_in_the_middle_changes_no_alert(client: Any) -> None:
    die = frozenset(chance("a day").sample(range(len(tellings())), k=LOST))
    unharmed = await alerts(await Day(client).play())
    await client.flushall()
    broken = await alerts(await Day(client, die=die).play())
    said = f"lost at {sorted(die)}; again with NEWSMONITOR_SEED={SEED}"
    assert [report.alert.id for report in broken] == [report.alert.id for report in unharmed], said
