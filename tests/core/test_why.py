"""Why an article was told or not, in words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import stories, why
from monitor.core.alerts import Reason
from monitor.core.articles import Article
from monitor.core.grouping import Part
from monitor.core.ids import ArticleId, RuleId, StoryId
from monitor.core.reports import Archived, Block, DeskRecord, Member, StoryReport, Verdict
from monitor.core.stories import Origin
from monitor.core.why import Found
from tests.builders import NOW, article, match
from tests.core.rule_samples import index, rule

MATCHED = Verdict(matched=((RuleId("talks"), ("talks stalled",)),))


def archived(told: Article, *, minutes: int = 0) -> Archived:
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
    held = Block(rule=RuleId("truce"), kind="hypothetical", cue="set\x1b[2Jto")
    assert why.blocked(held) == "blocked by hypothetical: “set to”"
    both = Verdict(matched=MATCHED.matched, blocked=(held,))
    assert why.verdict(both) == "matched by talks; truce blocked by hypothetical: “set to”"
    assert why.verdict(Verdict(blocked=(held,))) == "truce blocked by hypothetical: “set to”"


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_the_desk_is_words(reason: Reason) -> None:
    words = why.decision(DeskRecord(rule=RuleId("talks"), reason=reason.value))
    assert words != reason.value
    assert words.startswith(("not told", "held back")) == (
        (not reason.is_told and reason is not Reason.TOGETHER) or reason is Reason.LATER
    )


def test_a_reason_of_another_version_is_its_own_word() -> None:
    assert why.decision(DeskRecord(rule=RuleId("talks"), reason="unheard-of")) == "unheard-of"


@given(st.lists(st.floats(min_value=0.0001, max_value=1.0), min_size=1, max_size=30))
def test_terms_add_up_to_the_digit(figures: list[float]) -> None:
    parts = sorted((Part(f"t{n}", each) for n, each in enumerate(figures)), key=lambda part: -part.score)
    score = sum(figures)
    left, _, right = why.equation(parts, score).rpartition(" = ")
    assert right == f"{score:.2f}"
    shown = [float(term.split()[-1]) for term in left.split(" + ")]
    assert f"{sum(shown):.2f}" == right
    assert all(abs(one - part.score) < 0.01 for one, part in zip(shown[:-1], parts, strict=False))


def test_terms_are_words_of_feeds() -> None:
    told = why.equation([Part("doha\x1b[2J", 0.25), Part("rule:talks", 0.16)], 0.41)
    assert told == "doha 0.25 + rule talks 0.16 = 0.41"
    many = why.equation([Part(f"w{n}", 0.1) for n in range(10)], 1.0)
    assert many.endswith("w7 0.10 + 2 more 0.20 = 1.00")
    cut = why.equation([Part(f"w{n}", 0.05) for n in range(12)], 0.75)
    assert cut.endswith("w7 0.05 + others 0.35 = 0.75"), "only the heaviest were kept"


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


class TestVoices:
    """Who counts among the outlets of a story, and why an article adds none."""

    def member(self, told: Article, *, kept: bool = True) -> Member:
        place = Origin(hour="1", field=f"{told.id}:{told.fingerprint}:{told.feed}")
        record = Archived(article=told, verdict=None, origin=place) if kept else None
        return Member(
            id=told.id,
            origin=place,
            title=told.title,
            outlet=told.outlet,
            link=told.link,
            fetched=told.fetched,
            reasons={},
            record=record,
        )

    def said(self, *members: Member, voices: int = 1) -> list[tuple[str, bool, str]]:
        """The first so many are voices of their own."""
        told = [member.record.article for member in members[:voices] if member.record]
        heard = [
            stories.voice(article, (), member.origin) for article, member in zip(told, members, strict=False)
        ]
        found = stories.founded(match(told[0]), StoryId("s"))
        report = StoryReport(story=replace(found, voices=tuple(heard)), live=True, members=members)
        return [(each.member.outlet, each.counts, each.words) for each in why.said(report)]

    def by(self, outlet: str, minute: int, **known: str) -> Article:
        title = known.pop("title", f"{outlet} says that talks stalled")
        told = article(outlet, title=title, text=f"{outlet} has heard it from its own sources in Doha.")
        return replace(told, outlet=outlet, fetched=NOW + timedelta(minutes=minute), **known)  # type: ignore[arg-type]

    def test_an_outlet_counts_once(self) -> None:
        first, again = self.by("Herald", 0), self.by("Herald", 5, title="Talks stalled, Herald learns")
        again = replace(again, id=ArticleId("another"))
        assert self.said(self.member(first), self.member(again)) == [
            ("Herald", True, "independent"),
            ("Herald", False, "Herald again"),
        ]

    def test_outlets_of_one_owner_count_once(self) -> None:
        first, sister = self.by("Herald", 0, owner="Harbour"), self.by("Post", 5, owner="Harbour")
        assert self.said(self.member(first), self.member(sister))[1] == (
            "Post",
            False,
            "counts as Herald: they have one owner",
        )

    def test_outlets_that_credit_one_agency_count_once(self) -> None:
        first, other = self.by("Herald", 0, author="Reuters"), self.by("Post", 5, author="Reuters")
        told = self.said(self.member(first), self.member(other))
        assert told[0] == ("Herald", True, "independent, credits reuters")
        assert told[1] == ("Post", False, "counts as Herald: both credit reuters")

    def test_an_edit_stands_where_the_article_came(self) -> None:
        first, other = self.by("Herald", 0), self.by("Post", 5)
        edited = replace(self.member(first), fetched=NOW + timedelta(minutes=9))
        told = self.said(edited, self.member(other), voices=2)
        assert told == [("Herald", True, "independent, edited since"), ("Post", True, "independent")]

    def test_one_that_the_archive_dropped_adds_none(self) -> None:
        told = self.said(self.member(self.by("Herald", 0)), self.member(self.by("Post", 1), kept=False))
        assert told[1] == ("Post", False, "adds no outlet")
