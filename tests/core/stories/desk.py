"""A desk without a store: stories are told apart by name, time is set by hand, timers go off when it passes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core import stories
from monitor.core.alerts import Alert
from monitor.core.articles import Article
from monitor.core.channels import Routes, Severity
from monitor.core.ids import ArticleId, ChannelName, FeedId, Fingerprint, MatchId, RuleId, StoryId, digest
from monitor.core.matching import Match
from monitor.core.policies import Policy
from monitor.core.stories import Arrival, Origin, Outcome, RuleWindow, Story, throttling
from tests.builders import NOW

DESK, PHONE = ChannelName("desk"), ChannelName("phone")
MINUTE = timedelta(minutes=1)


def policy(title: str = "Talks stalled", *, channels: Sequence[str] = ("desk",), **known: object) -> Policy:
    return Policy(title=title, channels=tuple(ChannelName(name) for name in channels), **known)  # type: ignore[arg-type]


def article(
    headline: str, *, outlet: str = "BBC", at: datetime = NOW, name: str = "", text: str = "", **known: object
) -> Article:
    details: dict[str, object] = {
        "id": ArticleId(digest(outlet, name or headline)),
        "fingerprint": Fingerprint(digest(headline, text, size=8)),
        "feed": FeedId(outlet.lower()),
        "outlet": outlet,
        "tier": 3,
        "language": "en",
        "tags": (),
        "title": headline,
        "lead": text,
        "summary": text,
        "link": "https://news.example/" + digest(headline, size=4),
        "author": "",
        "categories": (),
        "published": at,
        "fetched": at,
    }
    return Article(**(details | known))  # type: ignore[arg-type]


def match(told: Article, rule: str, asked: Policy) -> Match:
    return Match(
        id=MatchId(digest(rule, told.id, told.fingerprint)),
        rule=RuleId(rule),
        policy=asked,
        article=told,
        evidence=(),
    )


@dataclass
class Desk:
    """say() brings an article to a story; wait() lets time pass. told: every alert with its channels and its moment."""

    now: datetime = NOW
    stories: dict[StoryId, Story] = field(default_factory=dict)
    windows: dict[RuleId, RuleWindow] = field(default_factory=dict)
    timers: dict[str, datetime] = field(default_factory=dict)
    told: list[tuple[datetime, Alert, tuple[ChannelName, ...]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    matches: int = 0
    members: dict[StoryId, dict[ArticleId, Article]] = field(default_factory=dict)
    decided: dict[StoryId, set[MatchId]] = field(default_factory=dict)

    def say(
        self,
        headline: str,
        *,
        story: str = "talks",
        rules: Mapping[str, Policy] | None = None,
        outlet: str = "BBC",
        merging: Sequence[str] = (),
        **known: object,
    ) -> Outcome:
        """What was decided about this article of that story."""
        name = StoryId(story)
        at = known.pop("fetched", self.now)
        told = article(headline, outlet=outlet, at=at, **known)  # type: ignore[arg-type]
        found = tuple(match(told, rule, asked) for rule, asked in (rules or {"stalled": policy()}).items())
        members = self.members.setdefault(name, {})
        before = members.get(told.id)
        held = self.stories.get(name) or stories.founded(found[0], name)
        voice = stories.voice(
            told, [each.rule for each in found], Origin(hour="1", field=f"{told.id}:{told.fingerprint}")
        )
        others = [each for key, each in members.items() if key != told.id]
        independent = stories.sharing(voice, held) is None and not stories.is_printed_by(told, others)
        arrival = Arrival(
            matches=found,
            origin=voice.origin,
            voice=voice,
            independent=before is None and independent,
            known=before is not None,
            before=before.title if before is not None else "",
            decided=frozenset(each.id for each in found) & self.decided.setdefault(name, set()),
        )
        outcome = stories.decide(
            arrival,
            held,
            merging=[self.stories[StoryId(other)] for other in merging],
            routes=Routes(default=(), severity={}),
            windows=self.windows,
            now=self.now,
        )
        members[told.id] = told
        self.decided[name] |= {each.id for each in found}
        self.matches += len(found)
        self._write(outcome)
        return outcome

    def wait(self, span: timedelta) -> None:
        """Time passes, and timers go off in their order."""
        until = self.now + span
        while self.timers:
            timer, due = min(self.timers.items(), key=lambda each: (each[1], each[0]))
            if due > until:
                break
            self.now = max(self.now, due)
            del self.timers[timer]
            self._write(self._fired(timer))
        self.now = until

    @property
    def messages(self) -> list[str]:
        """The phases of what was told, in order."""
        return [alert.phase for _, alert, _ in self.told]

    @property
    def last(self) -> Alert:
        return self.told[-1][1]

    def _fired(self, timer: str) -> Outcome:
        rule = throttling.rule_of(timer)
        if rule is None:
            return stories.fire(self.stories[throttling.story_of(timer)], timer, now=self.now)
        window = self.windows[rule]
        return stories.fire_rule(window, [self.stories[name] for name in window.held], now=self.now)

    def _write(self, outcome: Outcome) -> None:
        for story in outcome.stories:
            self.stories[story.id] = story
        for window in outcome.windows:
            self.windows[window.rule] = window
        for timer in outcome.cancelled:
            self.timers.pop(timer, None)
        for timer, delay in outcome.timers.items():
            self.timers[timer] = self.now + delay
        for ruling in outcome.rulings:
            self.counts["told" if ruling.reason.is_told else ruling.reason.value] += 1
            if ruling.before is not None:
                self.counts[ruling.before.value] -= 1
        if outcome.alert is not None:
            self.told.append((self.now, outcome.alert, outcome.channels))


HIGH, CRITICAL = Severity.HIGH, Severity.CRITICAL
