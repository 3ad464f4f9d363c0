"""What the language means, case by case, for the plain evaluator and for the real matcher alike."""

import pytest

from monitor.core.clauses.tree import Field, Not
from monitor.core.rules import Source, SourceKind, Sources
from tests.core.matching.cases import ANY_TALKS, CASES, Case, both, either, p, r, scoped
from tests.core.matching.engines import ENGINES, Engine
from tests.core.matching.samples import article, rule


@pytest.fixture(params=list(ENGINES.values()), ids=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.title}|{case.lead}|{case.body}")
def test_a_clause_finds_what_is_marked(engine: Engine, case: Case) -> None:
    found = engine([rule("r", case.clause)], case.article)
    expected = case.expected
    assert [quote[:4] for _, evidence in found for quote in evidence] == expected
    assert len(found) == bool(expected)


TALKS = article(title="Talks stalled", lead="Truce talks", summary="Truce talks. They stalled in Doha.")


class TestRules:
    """What a rule adds to its event."""

    def test_about_and_unless_read_the_title_and_the_whole_summary(self, engine: Engine) -> None:
        found = engine(
            [
                rule("about", p("talks"), about=p("doha")),
                rule("about-nothing", p("talks"), about=p("cairo")),
                rule("unless", p("talks"), unless=p("doha")),
                rule("unless-nothing", p("truce"), unless=p("cairo")),
                rule("confined", p("talks"), about=scoped(Field.LEAD, "doha")),
            ],
            TALKS,
        )
        assert dict(found) == {
            "about": (
                ("title", 0, 5, "Talks", "talks"),
                ("lead", 6, 11, "talks", "talks"),
                ("body", 29, 33, "Doha", "doha"),
            ),
            "unless-nothing": (("lead", 0, 5, "Truce", "truce"),),
        }

    def test_rules_answer_in_their_order(self, engine: Engine) -> None:
        names = ["c", "a", "b"]
        assert [name for name, _ in engine([rule(name, p("talks")) for name in names], TALKS)] == names

    def test_absence_is_no_evidence(self, engine: Engine) -> None:
        assert engine([rule("r", both(Not(clause=p("doha")), p("truce")))], TALKS) == (
            ("r", (("lead", 0, 5, "Truce", "truce"),)),
        )
        twice = rule("r", both(Not(clause=Not(clause=p("talks"))), p("truce")))
        assert engine([twice], TALKS) == (("r", (("lead", 0, 5, "Truce", "truce"),)),)

    def test_a_place_is_told_once_for_each_term(self, engine: Engine) -> None:
        event = either("talk", "=talks", "talk", "==Talks", r("tal.s"), ANY_TALKS)
        ((_, evidence),) = engine([rule("r", scoped(Field.TITLE, event))], TALKS)
        assert [term for *_, term in evidence] == ["/tal.s/", "==Talks", "=talks", "talk", "talks"]

    def test_a_place_read_in_two_scopes_is_told_once(self, engine: Engine) -> None:
        ((_, evidence),) = engine([rule("r", either("truce", scoped(Field.LEAD, "truce")))], TALKS)
        assert evidence == (("lead", 0, 5, "Truce", "truce"),)

    def test_categories_are_told_as_one_field(self, engine: Engine) -> None:
        told = article(categories=("Truce talks", "Talks, talks", "Talks"))
        ((_, evidence),) = engine([rule("r", scoped(Field.CATEGORY, "talks"))], told)
        assert [quote[1:4] for quote in evidence] == [(0, 5, "Talks"), (6, 11, "talks"), (7, 12, "talks")]

    def test_phrases_may_overlap_and_patterns_do_not(self, engine: Engine) -> None:
        rules = [rule("phrase", p("ha ha")), rule("pattern", r("ha ha"))]
        found = engine(rules, article(title="Ha ha ha"))
        assert [[quote[1:3] for quote in evidence] for _, evidence in found] == [[(0, 5), (3, 8)], [(0, 5)]]

    def test_sources_are_asked_first(self, engine: Engine) -> None:
        wire = (Source(kind=SourceKind.TAG, value="wire"),)
        rules = [
            rule("included", p("talks"), sources=Sources(include=wire)),
            rule("excluded", p("talks"), sources=Sources(exclude=wire)),
            rule("french", p("talks"), sources=Sources(languages=("fr",))),
        ]
        told = [name for name, _ in engine(rules, article(title="Talks", tags=("wire",)))]
        assert told == ["included"]
        assert [name for name, _ in engine(rules, article(title="Talks", language="fr"))] == [
            "excluded",
            "french",
        ]

    def test_of_a_rule_and_one_made_from_it_only_the_latter_counts(self, engine: Engine) -> None:
        rules = [
            rule("grandparent", p("talks")),
            rule("parent", p("cairo"), extends="grandparent"),
            rule("child", p("truce"), extends="parent"),
            rule("sibling", p("stall"), extends="parent"),
            rule("orphan", p("stall"), extends="unknown"),
        ]
        assert [name for name, _ in engine(rules, TALKS)] == ["child", "sibling", "orphan"]
        assert [name for name, _ in engine(rules, article(title="Talks in Cairo"))] == ["parent"]
        assert [name for name, _ in engine(rules, article(title="Talks"))] == ["grandparent"]
