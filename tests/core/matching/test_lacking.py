"""What keeps a rule quiet, in words."""

from monitor.core.ids import RuleId
from monitor.core.matching.lacking import lacks
from monitor.core.rules import Source, SourceKind, Sources
from tests.core.rule_samples import article, index, rule


def lacking(
    expression: str, headline: str, *, about: str | None = None, unless: str | None = None
) -> tuple[str, ...]:
    rules = index(
        rule(
            "one",
            expression,
            about=about,
            unless=unless,
            vocabulary={"stalled": ["stall", "reach an impasse"]},
        )
    )
    return lacks(rules.explain(RuleId("one"), article(headline)))


def test_what_is_missing_is_named() -> None:
    assert lacking("talks AND Gaza AND NOT striker", "Striker's talks stall") == (
        "no “Gaza”",
        "NOT “Striker” is there",
    )
    assert lacking('talks AND (Gaza OR "West Bank" OR Sinai OR Doha OR Cairo)', "talks resume") == (
        "none of “Gaza”, “West Bank”, “Sinai”, “Doha” and 1 more",
    )
    assert lacking('"talks have stalled"', "stalled talks have a cost") == (
        "“talks have stalled” only in pieces",
    )
    assert lacking("(talks AND Gaza) OR (hockey AND goal)", "talks") == ("no “Gaza”",)
    assert lacking("talks", "talks") == ()


def test_every_kind_of_clause_has_its_words() -> None:
    assert lacking("talks NEAR/2 $stalled", "Talks in Doha") == ("no $stalled",)
    assert lacking("talks NEAR/2 stalled", "Talks in Doha this week have stalled") == (
        "too far apart, in another order or in different sentences: talks NEAR/2 stalled",
    )
    assert lacking("/talks (that )?stalled/", "Talks in Doha") == ("nothing fits /talks (that )?stalled/",)
    assert lacking("title:(talks AND lead)", "talks") == ("no “lead” in the title",)
    assert lacking("NUMBER(killed) >= 100", "12 killed in strike") == ("no figure >= 100 for killed",)
    assert lacking("NUMBER(killed) >= 100", "Talks") == ("no “killed”",)


def test_context_exceptions_and_sources_are_told_apart() -> None:
    assert lacking("talks", "Talks over striker", about="Gaza", unless="striker OR goal") == (
        "about: no “Gaza”",
        "unless: “striker” is there",
    )
    wire = Sources(include=(Source(kind=SourceKind.TAG, value="wire"),))
    explained = index(rule("one", "talks", sources=wire)).explain(RuleId("one"), article("Talks"))
    assert lacks(explained) == ("its sources leave this article out",)
    assert not explained.fires
    assert explained.event.holds
