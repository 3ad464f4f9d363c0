"""A match that is not yet a fact says so in its alert."""

from dataclasses import replace
from datetime import timedelta

from monitor.core import stories
from monitor.core.leases import Place, Received
from monitor.core.matching import Match, Matches
from monitor.core.policies import Corroborate, Policy
from monitor.core.stories import corroboration
from tests.builders import NOW, decided, match

NOTE = "not yet a fact: “could”"
FLAGGED = replace(match(), note=NOTE)


def received(*matches: Match) -> Received[Matches]:
    return Received(entry="1-0", value=matches, place=Place(hour="2023120214", field="a:f"))


def test_the_note_of_a_match_is_the_note_of_its_alert() -> None:
    alert = decided(received(FLAGGED)).alert
    assert alert is not None
    assert alert.note == NOTE
    plain = decided(received(match())).alert
    assert plain is not None
    assert plain.note == ""


def test_what_gives_an_alert_its_name_gives_it_its_note() -> None:
    other = match(rule="another")
    first, second = (decided(received(*both)).alert for both in ((FLAGGED, other), (other, FLAGGED)))
    assert first is not None
    assert second is not None
    assert (first.note, second.note) == (NOTE, "")


def test_what_only_one_outlet_says_may_be_no_fact_either() -> None:
    asked = Corroborate(outlets=2, within=timedelta(minutes=30))
    held = replace(FLAGGED, policy=Policy(title="Talks", channels=FLAGGED.policy.channels, corroborate=asked))
    waiting = decided(received(held))
    assert waiting.alert is None
    (story,) = waiting.stories
    told = stories.fire(story, corroboration.timer(story.id, held.rule), now=NOW + asked.within).alert
    assert told is not None
    assert told.note == f"one outlet only; {NOTE}"
