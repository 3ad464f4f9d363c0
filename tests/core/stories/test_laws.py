"""What holds whatever comes: every match has a word and a reason, nothing is told twice, nothing is swallowed."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.channels import Severity
from monitor.core.ids import RuleId
from monitor.core.policies import Change, Corroborate, Otherwise, Per, Policy, Throttle, Update
from tests.core.stories.desk import MINUTE, Desk, policy

RULES = ("stalled", "ended", "strike")
OUTLETS = ("BBC", "AFP", "Reuters", "CNN", "Sky", "Globe")
spans = st.sampled_from([MINUTE, 10 * MINUTE, 45 * MINUTE, timedelta(hours=3)])

policies = st.builds(
    policy,
    severity=st.sampled_from(list(Severity)),
    channels=st.sampled_from([("desk",), ("phone",), ("desk", "phone")]),
    corroborate=st.none()
    | st.builds(
        Corroborate,
        outlets=st.integers(2, 3),
        within=spans,
        or_tier=st.none() | st.just(1),
        otherwise=st.sampled_from(Otherwise),
    ),
    update=st.builds(
        Update,
        when=st.lists(st.sampled_from(Change), unique=True).map(tuple),
        number=st.integers(1, 30),
        every=st.none() | spans,
    ),
    throttle=st.none()
    | st.builds(
        Throttle, per=st.sampled_from(Per), every=spans, most=st.none() | st.just(timedelta(hours=6))
    ),
    inhibits=st.lists(st.sampled_from(RULES), max_size=1).map(lambda names: tuple(map(RuleId, names))),
    max_age=st.none() | st.just(timedelta(hours=1)),
)
sayings = st.fixed_dictionaries(
    {
        "headline": st.builds(
            "{} killed in {}".format, st.integers(2, 99), st.sampled_from(["Gaza", "the city"])
        ),
        "story": st.sampled_from(["one", "two", "three"]),
        "outlet": st.sampled_from(OUTLETS),
        "tier": st.sampled_from([1, 3]),
        "name": st.sampled_from(["", "a", "b"]),
        "rules": st.lists(st.sampled_from(RULES), min_size=1, unique=True),
        "pause": st.just(timedelta(0)) | spans,
        "age": st.sampled_from([timedelta(0), timedelta(hours=2)]),
    }
)


def play(asked: dict[str, Policy], said: list[dict[str, Any]]) -> Desk:
    desk = Desk()
    for one in said:
        told = dict(one)
        rules = {rule: asked[rule] for rule in told.pop("rules")}
        pause, age = told.pop("pause"), told.pop("age")
        before = len(desk.told)
        outcome = desk.say(**told, rules=rules, published=desk.now - age)
        fresh = [ruling for ruling in outcome.rulings if ruling.match is not None]
        assert sorted(ruling.rule for ruling in fresh) == sorted(rules)
        assert all(ruling.detail for ruling in outcome.rulings)
        assert (outcome.alert is not None) == (len(desk.told) > before)
        assert sum(ruling.reason.is_told for ruling in fresh) == (outcome.alert is not None)
        desk.wait(pause)
    return desk


@given(st.fixed_dictionaries(dict.fromkeys(RULES, policies)), st.lists(sayings, max_size=25))
def test_every_match_has_exactly_one_word_at_every_moment(
    asked: dict[str, Policy], said: list[dict[str, Any]]
) -> None:
    desk = play(asked, said)
    assert sum(desk.counts.values()) == desk.matches
    assert min(desk.counts.values(), default=0) >= 0
    desk.wait(timedelta(days=2))
    assert sum(desk.counts.values()) == desk.matches
    assert (desk.counts["corroboration"], desk.counts["throttle"]) == (0, 0), "nothing waits for ever"


@given(st.fixed_dictionaries(dict.fromkeys(RULES, policies)), st.lists(sayings, max_size=25))
def test_no_alert_is_raised_twice_and_each_channel_is_told_as_new_once(
    asked: dict[str, Policy], said: list[dict[str, Any]]
) -> None:
    desk = play(asked, said)
    desk.wait(timedelta(days=2))
    ids = [alert.id for _, alert, _ in desk.told]
    assert len(ids) == len(set(ids))
    first = [(alert.story, channel) for _, alert, _ in desk.told for channel in alert.first_on]
    assert len(first) == len(set(first))
    assert all(channels for _, _, channels in desk.told)
    assert all(len(channels) == len(set(channels)) for _, _, channels in desk.told)


@given(st.fixed_dictionaries(dict.fromkeys(RULES, policies)), st.lists(sayings, max_size=25))
def test_a_story_is_told_unless_every_match_of_it_was_held_out_for_good(
    asked: dict[str, Policy], said: list[dict[str, Any]]
) -> None:
    desk = play(asked, said)
    desk.wait(timedelta(days=2))
    for story in desk.stories.values():
        for rule in {rule for one in said if one["story"] == story.id for rule in one["rules"]}:
            policy_of = asked[rule]
            fresh = [
                one for one in said
                if one["story"] == story.id and rule in one["rules"]
                and not (policy_of.max_age and one["age"] > policy_of.max_age)
            ]  # fmt: skip
            drops = policy_of.corroborate is not None and policy_of.corroborate.otherwise is Otherwise.DROP
            inhibited = any(rule in other.inhibits for other in asked.values())
            if fresh and not drops and not inhibited:
                assert set(policy_of.channels) <= story.first.keys(), (rule, story)


@given(st.fixed_dictionaries(dict.fromkeys(RULES, policies)), st.lists(sayings, max_size=15))
def test_the_same_past_gives_the_same_decisions(asked: dict[str, Policy], said: list[dict[str, Any]]) -> None:
    one, other = play(asked, said), play(asked, said)
    assert one.told == other.told
    assert one.stories == other.stories
