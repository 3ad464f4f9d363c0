"""A story waits for a second source: one owner, one agency and one text are one source."""

import pytest

from monitor.core.policies import Corroborate, Otherwise
from tests.core.stories.desk import MINUTE, Desk, policy
from tests.core.stories.test_updates import reason

TWO = Corroborate(outlets=2, within=30 * MINUTE)
RULES = {"ended": policy("Truce ended", corroborate=TWO)}
TEXT = "Fighting resumed early on Friday after the truce between the two sides was not prolonged, officials said."


def test_the_second_outlet_lets_it_out_at_once() -> None:
    desk = Desk()
    (ruling,) = desk.say("Truce ends", rules=RULES).rulings
    assert (ruling.reason.value, ruling.detail) == (
        "corroboration",
        "1 of 2 independent outlets; waits 30m for the others",
    )
    desk.wait(29 * MINUTE)
    assert reason(desk.say("The truce is over", outlet="AFP", rules=RULES)) == "new"
    assert desk.last.outlets == ("BBC", "AFP")
    assert (desk.last.reason, desk.last.note) == ("new story: 2 independent outlets tell it", "")
    desk.wait(60 * MINUTE)
    assert len(desk.told) == 1, "the timer was cancelled"


@pytest.mark.parametrize(
    "second",
    [
        {"outlet": "BBC"},
        {"outlet": "bbc "},
        {"outlet": "BBC World", "owner": "BBC"},
        {"outlet": "Copyist", "headline": "Truce ends in Gaza, day seven", "text": TEXT},
        {"outlet": "Reseller", "author": "Reuters"},
    ],
)
def test_who_is_no_second_source(second: dict[str, str]) -> None:
    desk = Desk()
    desk.say("Truce ends", rules=RULES, text=TEXT, author="Reuters staff and Reuters")
    told = dict(second)
    headline = told.pop("headline", "The truce is over")
    assert reason(desk.say(headline, rules=RULES, **told)) == "corroboration"


def test_an_agency_and_who_credits_it_are_one_source() -> None:
    desk = Desk()
    desk.say("Truce ends", outlet="Reuters", rules=RULES)
    said = desk.say("The truce is over", outlet="The Post", text="GAZA (Reuters) - It is over.", rules=RULES)
    assert reason(said) == "corroboration"
    assert reason(desk.say("Truce over", outlet="The Globe", rules=RULES)) == "new"


def test_at_the_end_of_its_time_it_is_told_as_one_outlet_only_and_later_confirmed() -> None:
    desk = Desk()
    desk.say("Truce ends", rules=RULES)
    desk.wait(30 * MINUTE)
    assert (desk.messages, desk.last.note) == (["new"], "one outlet only")
    assert desk.counts == {"told": 1, "corroboration": 0}
    desk.say("The truce is over", outlet="AFP", rules=RULES)
    assert desk.messages == ["new", "confirmed"]
    assert desk.last.reason == "confirmed: 2 independent outlets tell it"
    desk.say("The truce has ended", outlet="CNN", rules=RULES)
    assert len(desk.told) == 2


def test_or_it_is_dropped_and_a_later_one_waits_anew() -> None:
    rules = {
        "ended": policy(corroborate=Corroborate(outlets=2, within=30 * MINUTE, otherwise=Otherwise.DROP))
    }
    desk = Desk()
    desk.say("Truce ends", rules=rules)
    desk.wait(30 * MINUTE)
    assert (desk.told, desk.counts["unconfirmed"], desk.counts["corroboration"]) == ([], 1, 0)
    desk.wait(MINUTE)
    assert reason(desk.say("The truce is over", outlet="AFP", rules=rules)) == "corroboration", (
        "the first is too old"
    )
    assert reason(desk.say("Truce over", outlet="CNN", rules=rules)) == "new"


def test_a_trusted_outlet_needs_no_second_one() -> None:
    rules = {"ended": policy(corroborate=Corroborate(outlets=3, within=30 * MINUTE, or_tier=1))}
    desk = Desk()
    assert reason(desk.say("Truce ends", rules=rules)) == "corroboration"
    assert reason(desk.say("The truce is over", outlet="AFP", tier=1, rules=rules)) == "new"


def test_only_who_matched_the_same_rule_confirms_it() -> None:
    desk = Desk()
    desk.say("Truce ends", rules=RULES)
    desk.say("Strikes on the city", outlet="AFP", rules={"strikes": policy("Strikes")})
    assert desk.messages == ["new"]
    assert reason(desk.say("Truce over", outlet="CNN", rules=RULES)) == "update"
    assert desk.messages == ["new", "rule:ended"]


def test_a_wait_goes_on_under_the_name_of_the_story_that_stays() -> None:
    desk = Desk()
    desk.say("Strikes on the city", story="old", rules={"strikes": policy("Strikes")})
    desk.say("Truce ends", story="young", outlet="AFP", rules=RULES)
    desk.say("Strikes", story="old", outlet="CNN", rules={"strikes": policy("Strikes")}, merging=("young",))
    desk.wait(30 * MINUTE)
    assert desk.last.story == "old"
    assert desk.last.note == "one outlet only"
