"""A story is told once, and then only what matters: outlets, a number, an edit, severity, another rule, a merge."""

import pytest

from monitor.core.alerts import Reason
from monitor.core.policies import Change, Policy, Update
from monitor.core.stories import Outcome
from tests.core.stories.desk import CRITICAL, DESK, HIGH, MINUTE, PHONE, Desk, policy

ALL = Update()


def only(*changes: Change, **known: object) -> Policy:
    return policy(update=Update(when=changes, **known))  # type: ignore[arg-type]


def reason(outcome: Outcome) -> str:
    (ruling,) = [ruling for ruling in outcome.rulings if ruling.match is not None]
    return ruling.reason.value


def test_the_first_article_is_told_and_the_next_ones_are_not() -> None:
    desk = Desk()
    assert reason(desk.say("Talks stall")) == "new"
    assert reason(desk.say("Talks have stalled, says official", outlet="AFP")) == "told"
    assert reason(desk.say("Talks have stalled, says official", outlet="Al Jazeera")) == "copy"
    assert reason(desk.say("Deadlock", outlet="BBC")) == "copy"
    assert desk.messages == ["new"]


def test_a_quiet_decision_says_since_when_and_how_many() -> None:
    desk = Desk()
    desk.say("Talks stall")
    desk.wait(12 * MINUTE)
    (ruling,) = desk.say("Talks stalled in Doha", outlet="AFP").rulings
    assert ruling.detail == "its story was last told 12m before; 2 independent outlets tell it"


def test_three_ten_and_thirty_outlets_are_told_each_once() -> None:
    desk = Desk()
    for number in range(32):
        desk.say(
            f"Talks stall number {number} of many",
            outlet=f"Outlet {number}",
            rules={"stalled": only(Change.OUTLETS)},
        )
    assert desk.messages == ["new", "outlets:3", "outlets:10", "outlets:30"]
    assert desk.last.reason == "30 independent outlets tell it"
    assert len(desk.last.outlets) == 30
    assert desk.last.held == 19


def test_what_was_not_told_is_counted_in_the_next_message() -> None:
    desk = Desk()
    for number in range(3):
        desk.say(f"Talks stall {number}", outlet="BBC")
    desk.say("Talks over", rules={"over": policy("Talks over", severity=CRITICAL)}, outlet="AFP")
    assert (desk.last.held, desk.last.articles) == (2, 4)
    desk.say("Talks are over", outlet="CNN")
    assert desk.stories[desk.last.story].held == 1


@pytest.mark.parametrize(
    ("headline", "phases"),
    [
        ("At least 149 killed in Gaza", ["new"]),
        ("150 killed in Gaza", ["new", "number:150"]),
        ("Gaza: number of killed falls to 50", ["new", "number:50"]),
        ("Many killed in Gaza", ["new"]),
        ("More than 400 killed in Gaza", ["new", "number:400"]),
    ],
)
def test_a_number_that_moved_by_its_step_is_told(headline: str, phases: list[str]) -> None:
    desk, rules = Desk(), {"toll": only(Change.NUMBER, number=50)}
    desk.say("100 killed in Gaza", rules=rules)
    desk.say(headline, rules=rules, outlet="AFP")
    assert desk.messages == phases
    if len(phases) > 1:
        assert desk.last.reason.endswith("100 was told")


def test_a_rewritten_headline_is_told_with_the_old_one() -> None:
    desk, rules = Desk(), {"stalled": only(Change.EDIT)}
    desk.say("Talks stall", name="a", rules=rules)
    assert reason(desk.say("TALKS STALL!", name="a", rules=rules)) == "edit", "no word has changed"
    desk.say("Talks break down", name="a", rules=rules)
    assert desk.messages == ["new", f"edit:{desk.last.phase.partition(':')[2]}"]
    assert desk.last.before == "TALKS STALL!"


def test_an_edit_is_no_news_to_who_did_not_ask() -> None:
    desk = Desk()
    desk.say("Talks stall", name="a")
    assert reason(desk.say("Talks break down", name="a")) == "edit"


def test_the_same_text_again_is_a_duplicate() -> None:
    desk = Desk()
    desk.say("Talks stall")
    assert reason(desk.say("Talks stall")) == "duplicate"
    (story,) = desk.stories.values()
    assert story.held == 0


def test_a_more_severe_rule_is_told_to_all_and_a_milder_one_is_another_rule() -> None:
    desk = Desk()
    desk.say("Talks stall", rules={"stalled": policy(severity=HIGH)})
    desk.say("Truce ends", outlet="AFP", rules={"ended": policy("Truce ended", severity=CRITICAL)})
    assert desk.last.phase == "severity:critical"
    assert desk.last.reason == "more severe: critical, was high"
    desk.say("Aid stops", outlet="CNN", rules={"aid": policy("Aid stops")})
    assert desk.last.phase == "rule:aid"
    desk.say("Aid has stopped", outlet="Sky", rules={"aid": policy("Aid stops")})
    assert len(desk.told) == 3


def test_rules_that_match_one_article_are_told_in_one_alert() -> None:
    desk = Desk()
    outcome = desk.say(
        "Talks stall, truce ends",
        rules={"stalled": policy(), "ended": policy("Truce ended", severity=CRITICAL, channels=("phone",))},
    )
    assert [ruling.reason for ruling in outcome.rulings] == [Reason.NEW, Reason.TOGETHER]
    assert desk.last.rules == ("ended", "stalled")
    assert (desk.last.severity, desk.last.title) == (CRITICAL, "Truce ended")
    assert set(desk.told[0][2]) == {DESK, PHONE}
    assert {ruling.alert for ruling in outcome.rulings} == {desk.last.id}


def test_a_channel_that_a_later_rule_reaches_first_hears_the_story_as_new() -> None:
    desk = Desk()
    desk.say("Talks stall")
    desk.say("Truce ends", outlet="AFP", rules={"ended": policy(channels=("desk", "phone"))})
    assert desk.told[-1][2] == (DESK, PHONE)
    assert desk.last.first_on == (PHONE,)


def test_nobody_asked_for_the_change_but_who_never_heard_of_the_story_hears_it() -> None:
    desk = Desk()
    desk.say("Talks stall")
    desk.say(
        "Truce ends",
        outlet="AFP",
        rules={"ended": policy(channels=("desk", "phone"), update=Update(when=()))},
    )
    assert desk.told[-1][2] == (PHONE,)


def test_two_told_stories_that_turn_out_to_be_one() -> None:
    desk, rules = Desk(), {"stalled": policy(update=ALL)}
    desk.say("Talks stall in Doha", story="one", rules=rules)
    desk.say("Envoys leave Qatar", story="two", rules=rules, outlet="AFP")
    desk.say(
        "Talks stall in Doha as envoys leave Qatar", story="one", rules=rules, outlet="CNN", merging=("two",)
    )
    assert desk.messages == ["new", "new", "merge:two"]
    assert desk.stories[desk.last.story].articles == 3
    assert [story.merged_into for story in desk.stories.values()] == [None, "one"]


def test_a_story_nobody_heard_of_merges_in_silence() -> None:
    desk, rules = Desk(), {"stalled": policy(update=ALL)}
    desk.say("Talks stall in Doha", story="one", rules=rules)
    desk.say("Envoys leave", story="two", rules={"none": policy(channels=())}, outlet="AFP")
    desk.say("Talks stall, envoys leave", story="one", rules=rules, outlet="CNN", merging=("two",))
    assert desk.messages == ["new", "outlets:3"]


def test_updates_come_at_most_once_in_their_time_and_the_rest_when_it_is_over() -> None:
    desk, rules = Desk(), {"toll": only(Change.NUMBER, number=10, every=30 * MINUTE)}
    for number, toll in enumerate((10, 20, 30, 45)):
        desk.say(f"{toll} killed in Gaza", rules=rules, outlet=f"Outlet {number}")
        desk.wait(MINUTE)
    assert desk.messages == ["new", "number:20"]
    desk.wait(30 * MINUTE)
    assert desk.messages == ["new", "number:20", "number:45"]
    assert desk.last.held == 1, "the other one is told now"
    assert desk.counts == {"told": 3, "throttle": 0, "together": 1}
    desk.wait(60 * MINUTE)
    desk.say("99 killed in Gaza", rules=rules, outlet="Late")
    assert desk.messages[-1] == "number:99", "nothing waits when nothing was told for long"


def test_late_and_unrouted_matches_are_not_told() -> None:
    desk = Desk()
    old = {"stalled": policy(max_age=60 * MINUTE)}
    assert reason(desk.say("Talks stall", rules=old, published=desk.now - 61 * MINUTE)) == "late"
    assert reason(desk.say("Talks stalled", rules=old, published=None)) == "new", "no date is not old"
    assert reason(desk.say("Talks off", story="x", rules=old, published=desk.now + 600 * MINUTE)) == "new"
    assert reason(desk.say("Talks end", story="y", rules={"none": policy(channels=())})) == "no-channel"


def test_a_rule_keeps_another_quiet_about_the_same_story_for_its_time() -> None:
    ended = policy("Truce ended", severity=HIGH, inhibits=("stalled",), inhibits_for=120 * MINUTE)
    desk = Desk()
    both = desk.say("Talks stall, truce ends", rules={"stalled": policy(), "ended": ended})
    assert [ruling.reason.value for ruling in both.rulings] == ["inhibited", "new"]
    assert desk.last.rules == ("ended",)
    assert reason(desk.say("Talks stall", outlet="AFP")) == "inhibited"
    assert reason(desk.say("Talks stall", story="another", outlet="AFP")) == "new"
    desk.wait(120 * MINUTE)
    desk.say("Talks have stalled", outlet="CNN")
    assert desk.messages == ["new", "new", "rule:stalled"]
