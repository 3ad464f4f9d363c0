"""At most one message per period, doubling; what was held back is told together when it is over."""

from datetime import timedelta

from monitor.core.policies import Change, Per, Throttle, Update
from tests.core.stories.desk import CRITICAL, DESK, MINUTE, PHONE, Desk, policy
from tests.core.stories.test_updates import reason

EVERY = 30 * MINUTE


def tolls(throttle: Throttle) -> dict[str, object]:
    return {"toll": policy("Toll", throttle=throttle, update=Update(when=(Change.NUMBER,), number=1))}


def minutes(desk: Desk) -> list[int]:
    begun = desk.told[0][0]
    return [round((at - begun) / MINUTE) for at, _, _ in desk.told]


def test_the_period_doubles_while_something_is_held_back_and_begins_anew_after_a_quiet_one() -> None:
    desk, rules = Desk(), tolls(Throttle(every=EVERY, most=timedelta(hours=2)))
    for minute in range(600):
        desk.say(f"{minute + 2} killed in Gaza", outlet=f"Outlet {minute}", rules=rules)  # type: ignore[arg-type]
        desk.wait(MINUTE)
    assert minutes(desk) == [0, 30, 90, 210, 330, 450, 570]
    desk.wait(timedelta(hours=5))
    count = len(desk.told)
    desk.say("9999 killed in Gaza", rules=rules)  # type: ignore[arg-type]
    desk.say("10001 killed in Gaza", rules=rules)  # type: ignore[arg-type]
    desk.wait(EVERY)
    assert minutes(desk)[count] + 30 == minutes(desk)[count + 1]


def test_without_a_maximum_it_does_not_double() -> None:
    desk, rules = Desk(), tolls(Throttle(every=EVERY))
    for minute in range(100):
        desk.say(f"{minute + 2} killed in Gaza", outlet=f"Outlet {minute}", rules=rules)  # type: ignore[arg-type]
        desk.wait(MINUTE)
    assert minutes(desk) == [0, 30, 60, 90]


def test_who_never_heard_of_the_story_does_not_wait() -> None:
    desk = Desk()
    asked = Throttle(every=EVERY)
    desk.say("Talks stall", rules={"stalled": policy(throttle=asked)})
    desk.say(
        "Truce ends",
        outlet="AFP",
        rules={"ended": policy("Ended", severity=CRITICAL, channels=("desk", "phone"), throttle=asked)},
    )
    desk.wait(EVERY)
    assert [channels for _, _, channels in desk.told] == [(DESK,), (PHONE,), (DESK, PHONE)]
    assert desk.last.first_on == ()


def test_all_stories_of_a_rule_share_one_period() -> None:
    rules = {"strike": policy("Strike", throttle=Throttle(per=Per.RULE, every=EVERY))}
    desk = Desk()
    for number in range(4):
        desk.say(f"Strike {number}", story=f"story-{number}", rules=rules)
    assert desk.messages == ["new"]
    assert desk.counts == {"told": 1, "throttle": 3}
    desk.wait(EVERY)
    assert desk.messages == ["new", "digest:1"]
    assert desk.last.title == "3 more: Strike"
    assert [line.partition(" (")[0] for line in desk.last.excerpt.splitlines()] == [
        "Strike 1",
        "Strike 2",
        "Strike 3",
    ]
    assert desk.counts == {"told": 2, "throttle": 0, "together": 2}
    assert reason(desk.say("Strike 3 again", story="story-3", outlet="AFP", rules=rules)) == "told"


def test_a_single_story_that_was_held_back_is_told_as_itself() -> None:
    rules = {"strike": policy("Strike", throttle=Throttle(per=Per.RULE, every=EVERY))}
    desk = Desk()
    desk.say("Strike 0", story="story-0", rules=rules)
    desk.say("Strike 1", story="story-1", rules=rules)
    desk.say("Strike 1 hits", story="story-1", rules=rules, outlet="AFP")
    desk.wait(EVERY)
    assert desk.messages == ["new", "new"]
    assert desk.last.headline == "Strike 1 hits"
    assert (desk.last.outlets, desk.last.held) == (("BBC", "AFP"), 1)
    desk.wait(10 * EVERY)
    desk.say("Strike 2", story="story-2", rules=rules)
    assert desk.messages == ["new"] * 3
