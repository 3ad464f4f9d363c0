"""Notes on rules: each kind on a rule that deserves it, and none on a rule that does not."""

from pathlib import Path

import pytest

from monitor.config import rulefiles
from monitor.config.rulefiles.proving import article_of
from monitor.core import lint
from monitor.core.clauses import Clause, any_of, parse_item
from monitor.core.lint import Lint, Note
from monitor.core.matching import Index
from monitor.core.rules import Rule, RuleSet

GOOD = 'examples: {fires: ["Truce talks stalled in Doha"]}'


def noted(folder: Path, rule: str, *, vocabulary: str = "", examples: str = "", cues: str = "") -> list[Note]:
    """The notes on the last rule of a file that holds these; examples may fail."""
    path = folder / "rules.yaml"
    head = f"vocabulary: {vocabulary}\n" if vocabulary else ""
    path.write_text(f"{head}rules:\n  - id: one\n    {rule}\n    {examples}\n", encoding="utf-8")
    drafts = [rulefiles.draft(path)]
    if cues:
        (folder / "guards").mkdir()
        (folder / "guards" / "en.yaml").write_text(cues, encoding="utf-8")
        drafts.insert(0, rulefiles.draft(folder / "guards" / "en.yaml"))
    linked = rulefiles.link(drafts, channels=None)
    assert not linked.problems, linked.problems
    rules: list[Rule] = [each for group in linked.rules.values() for each in group]
    index = Index.of(RuleSet.of(rules))
    wanted = rules[-1]
    quiet = [(each, index.explain(wanted.id, article_of(each, wanted))) for each in wanted.examples.quiet]
    return [note for note in lint.of_rule(wanted, quiet) if examples or note.lint is not Lint.NO_EXAMPLES]


def kinds(notes: list[Note]) -> list[str]:
    return [note.lint.value for note in notes]


class TestNeverFires:
    @pytest.mark.parametrize(
        "rule",
        [
            "match: truce NOT truce",
            "match: truces NOT truce",
            "match: =truce NOT truce",
            'match: gaza AND "peace deal" NOT deal',
            "match: (truce OR ceasefire) NOT (truce OR cease-fire)",
            "match: {event: truce, unless: truce}",
            "match: {event: truce NEAR/4 gaza, unless: gaza}",
            "match: {event: truce NEAR/4 gaza, unless: truce NEAR/4 gaza}",
            "match: {event: truce, about: gaza, unless: gaza OR sport}",
            "match: {event: 'title:truce', unless: truce}",
            "match: {event: 'NUMBER(killed) >= 10', unless: kill}",
            "match: {event: truce AND gaza, unless: gaza AND truce}",
            "match: {event: [aid, aids], about: gaza NOT aid}",
            "match: [truce]\n    sources: {include: ['outlet:BBC'], exclude: ['outlet:bbc']}",
        ],
    )
    def test_what_a_rule_needs_and_excludes(self, rule: str, tmp_path: Path) -> None:
        assert "never-fires" in kinds(noted(tmp_path, rule))

    @pytest.mark.parametrize(
        "rule",
        [
            "match: truce NOT 'gaza truce'".replace("'", '"'),
            "match: truce NOT =truces",
            "match: aid NOT aide",
            "match: truce NOT ==TRUCE",
            "match: {event: truce, unless: 'title:truce'}",
            "match: {event: truce OR ceasefire NOT gaza, unless: gaza NEAR/3 truce}",
            "match: {event: truce NOT gaza, about: gaza}",
            "match: [truce]\n    sources: {include: ['tier:1', 'tier:2'], exclude: ['tier:1']}",
        ],
    )
    def test_what_an_article_can_satisfy(self, rule: str, tmp_path: Path) -> None:
        assert kinds(noted(tmp_path, rule)) == []

    def test_both_words_are_named(self, tmp_path: Path) -> None:
        (note,) = noted(tmp_path, "match: {event: truces, unless: [truce]}")
        assert note.message == (
            "this rule can never fire: it needs “truces”, and with it stands “truce”, which `unless` excludes"
        )
        assert note.words == "truces"

    def test_single_alternatives_that_cannot_count(self, tmp_path: Path) -> None:
        (note,) = noted(tmp_path, "match: {event: [talks stalled, truce over], unless: [stalled]}")
        assert note.lint is Lint.DEAD_ALTERNATIVE
        assert note.message == "“talks stalled” can never count: `unless` excludes “stalled”"

    def test_a_vocabulary_may_be_narrowed(self, tmp_path: Path) -> None:
        rule = "match: {event: $deals, unless: [wage deal]}"
        assert noted(tmp_path, rule, vocabulary="{deals: [truce deal, wage deal]}") == []


@pytest.mark.parametrize(
    ("rule", "impossible"),
    [
        ("match: NUMBER(killed) > 10 AND NUMBER(killed) < 5", True),
        ("match: NUMBER(killed) > 10 AND NUMBER(killed) < 11", True),
        ("match: NUMBER(killed) < 0", True),
        ("match: NUMBER(killed) >= 10 AND NUMBER(killed) <= 10", False),
        ("match: NUMBER(killed) > 10 AND NUMBER(wounded) < 5", False),
        ("match: NUMBER(killed) > 10 OR NUMBER(killed) < 5", False),
    ],
)
def test_limits_that_no_figure_keeps(rule: str, *, impossible: bool, tmp_path: Path) -> None:
    assert (kinds(noted(tmp_path, rule)) == ["no-figure"]) is impossible


class TestBreadth:
    @pytest.mark.parametrize(
        "rule",
        [
            "match: [said]",
            "match: [Hamas, talks]",
            "match: title:trump",
            "match: {event: talks, about: people}",
            "match: said AND people",
        ],
    )
    def test_a_common_word_alone(self, rule: str, tmp_path: Path) -> None:
        assert kinds(noted(tmp_path, rule)) == ["too-broad"]

    @pytest.mark.parametrize(
        "rule",
        [
            "match: [talks stalled]",
            "match: talks AND hamas",
            "match: talks NEAR/4 people",
            "match: {event: talks, about: hamas}",
            "match: NUMBER(people) >= 5",
            "match: [talks]\n    sources: {language: [fr]}",
            "match: ==US",
        ],
    )
    def test_a_common_word_that_is_not_alone(self, rule: str, tmp_path: Path) -> None:
        assert kinds(noted(tmp_path, rule)) == []

    def test_the_word_and_its_share_are_named(self, tmp_path: Path) -> None:
        (note,) = noted(tmp_path, "match: [Hamas, talks]")
        assert note.message == "“talks” alone fires this rule: about 4 of 100 articles hold it"

    def test_a_wildcard_that_is_open_on_both_sides(self, tmp_path: Path) -> None:
        (note,) = noted(tmp_path, 'match: ["*missile*", airstrik*, "*strike"]')
        assert (note.lint, note.words) == (Lint.COSTLY, "*missile*")

    def test_a_pattern_whose_fixed_part_is_common(self, tmp_path: Path) -> None:
        assert kinds(noted(tmp_path, r"match: /the \pL+/")) == ["costly"]
        assert kinds(noted(tmp_path, r"match: /ceasefires? \pL+/")) == []

    def test_a_list_that_should_be_a_vocabulary(self, tmp_path: Path) -> None:
        words = ", ".join(f"place{number}x" for number in range(501))
        assert kinds(noted(tmp_path, f"match: [{words}]")) == ["costly"]
        assert kinds(noted(tmp_path, "match: $p", vocabulary=f"{{p: [{words}]}}")) == []


class TestExamples:
    def test_none_that_fires(self, tmp_path: Path) -> None:
        told = noted(tmp_path, "match: [truce over]", examples="title: Truce over")
        assert kinds(told) == ["no-examples"]
        told = noted(tmp_path, "match: [truce over]", examples='examples: {quiet: ["Truce holds"]}')
        assert [note.message for note in told] == ["no example that fires"]

    def test_one_that_fires_is_enough(self, tmp_path: Path) -> None:
        assert noted(tmp_path, "match: [talks stalled]", examples=GOOD) == []

    @pytest.mark.parametrize(
        ("rule", "headline", "missing"),
        [
            ("match: {event: [talks stalled], unless: striker}", "Striker leaves talks", "“Striker”: no “talks stalled”"),
            ("match: hamas AND truce NOT could", "Truce could come", "“could”: no “hamas”"),
            ("match: {event: [truce over], about: gaza, unless: could}", "Truce over, could be", "“could”: about: no “gaza”"),
        ],
    )  # fmt: skip
    def test_quiet_for_another_reason(self, rule: str, headline: str, missing: str, tmp_path: Path) -> None:
        examples = f'examples: {{fires: ["x"], quiet: ["{headline}"]}}'
        (note,) = noted(tmp_path, rule, examples=examples)
        assert note.message == f"quiet for another reason than {missing}"
        assert note.example is not None
        assert note.example.title == headline

    @pytest.mark.parametrize(
        ("rule", "headline"),
        [
            ("match: {event: [talks stalled], unless: striker}", "Talks stalled over striker"),
            ("match: {event: [talks stalled], unless: striker}", "Talks resume"),
            ("match: [talks stalled]", "Talks resume"),
        ],
    )
    def test_quiet_for_the_reason_that_is_meant(self, rule: str, headline: str, tmp_path: Path) -> None:
        assert noted(tmp_path, rule, examples=f'examples: {{fires: ["x"], quiet: ["{headline}"]}}') == []


def listed(*items: str) -> Clause:
    return any_of(tuple(map(parse_item, items)))


class TestAlternatives:
    @pytest.mark.parametrize(
        ("items", "shadowed"),
        [
            (("truce", "truces"), "“truces” (“truce” finds it)"),
            (("truce talks", "truce"), "“truce talks” (“truce” finds it)"),
            (("=truce", "truces"), "“=truce” (“truces” finds it)"),
            (("israel*", "israeli"), "“israeli” (“israel*” finds it)"),
            (("cease-fire", "ceasefire"), "“ceasefire” (“cease-fire” finds it)"),
            (("aid convoy", "food aid convoys"), "“food aid convoys” (“aid convoy” finds it)"),
        ],
    )
    def test_one_finds_what_the_other_finds(self, items: tuple[str, ...], shadowed: str) -> None:
        (note,) = lint.of_vocabulary(listed(*items))
        assert note.lint is Lint.SHADOWED
        assert note.message == f"{shadowed} adds nothing"

    @pytest.mark.parametrize(
        "items",
        [
            ("aid", "aide"),
            ("=truce", "=truces"),
            ("==US", "=usa"),
            ("break*", "break"),  # broke
            ("talks stalled", "stalled talks"),
            ("peace deal", "peace trade deal"),
        ],
    )
    def test_each_finds_something_of_its_own(self, items: tuple[str, ...]) -> None:
        assert Lint.SHADOWED not in {note.lint for note in lint.of_vocabulary(listed(*items))}

    def test_many_are_one_note(self) -> None:
        (note,) = lint.of_vocabulary(listed("truce", *(f"truce {word}" for word in ("a1", "b2", "c3", "d4"))))
        assert note.message.endswith("“truce c3” (“truce” finds it) and 1 more add nothing")

    def test_what_a_vocabulary_finds_already(self, tmp_path: Path) -> None:
        (note,) = noted(tmp_path, "match: [$deal, truce signed]", vocabulary="{deal: [truce, armistice]}")
        assert note.words == "truce signed"

    def test_languages_are_apart(self, tmp_path: Path) -> None:
        vocabulary = "{deal: {en: [pour], fr: [pour, pourparler]}}"
        assert noted(tmp_path, "match: {event: truce AND $deal}", vocabulary=vocabulary) == []


class TestSpelling:
    @pytest.mark.parametrize(("word", "also"), [("US", "us"), ("WHO", "who"), ("AIDS", "aid"), ("=US", "us")])
    def test_acronyms_that_are_words(self, word: str, also: str) -> None:
        (note,) = lint.of_vocabulary(listed(word, "hamas"))
        bare = word.lstrip("=")
        assert note.message == f"“{bare}” also finds “{also}”: capitals do not count"
        assert note.hint == f"write =={bare} for these letters alone"

    def test_what_is_written_with_capitals_already_is_not_what_goes(self) -> None:
        (note,) = lint.of_vocabulary(listed("WHO", "flood", "==WHO"))
        assert (note.lint, note.words, note.hint) == (Lint.CAPITALS, "WHO", "take it out: ==WHO is there")
        (note,) = lint.of_vocabulary(listed("NATO", "==NATO"))
        assert (note.lint, note.words) == (Lint.SHADOWED, "==NATO")

    @pytest.mark.parametrize("word", ["==US", "NATO", "Who", "US troops", "IDF"])
    def test_other_capitals(self, word: str) -> None:
        assert lint.of_vocabulary(listed(word, "hamas")) == ()

    @pytest.mark.parametrize("word", ["and", "or", "not"])
    def test_operators_that_are_none(self, word: str) -> None:
        (note,) = lint.of_vocabulary(listed("truce", word, "hamas"))
        assert (note.lint, note.words) == (Lint.OPERATOR_WORD, word)

    def test_a_copy_is_not_blamed_for_the_words_of_its_original(self, tmp_path: Path) -> None:
        rule = "match: [US, truce, truces]\n  - id: two\n    extends: one\n    severity: high"
        assert noted(tmp_path, rule) == []


class TestGuards:
    """Notes of rules that guards look after."""

    CUES = "language: en\nhypothetical: {before: [could, set to, warn], apart: [will]}\nquestion: {ends: ['?']}\n"

    def test_own_words_that_are_cues_too(self, tmp_path: Path) -> None:
        (note,) = noted(tmp_path, 'match: (embassy OR "x set to") NEAR/8 (warns OR will)', cues=self.CUES)
        assert (note.lint, note.words) == (Lint.OWN_CUE, "warns")
        assert note.message.startswith("“warns” (hypothetical) is a cue of guards too")

    @pytest.mark.parametrize(
        "rule",
        [
            "match: $said\n    about: embassy",
            "match: {event: embassy, about: warn, unless: could}",
            "match: embassy NEAR/8 warns\n    guards: off",
            "match: embassy NEAR/8 warns\n    guards: {hypothetical: allow}",
        ],
    )
    def test_what_stands_elsewhere_is_no_word_of_the_event(self, rule: str, tmp_path: Path) -> None:
        said = "{said: [warn, caution]}" if "$said" in rule else ""
        rule = rule.replace("match: $said\n    about: embassy", "match: {event: $said, about: embassy}")
        assert noted(tmp_path, rule, vocabulary=said, cues=self.CUES) == []

    @pytest.mark.parametrize("headline", ["Truce could end in Gaza", "Truce end in Gaza?"])
    def test_a_guard_is_a_reason_to_be_quiet(self, headline: str, tmp_path: Path) -> None:
        examples = f'examples: {{fires: ["Gaza truce ends"], quiet: ["{headline}"]}}'
        rule = "match: {event: truce NEAR/8 end, about: gaza}"
        assert noted(tmp_path, rule, examples=examples, cues=self.CUES) == []

    def test_quiet_for_another_reason_than_the_guard(self, tmp_path: Path) -> None:
        examples = 'examples: {fires: ["Gaza truce ends"], quiet: ["Truce could end"]}'
        (note,) = noted(
            tmp_path, "match: {event: truce NEAR/8 end, about: gaza}", examples=examples, cues=self.CUES
        )
        assert note.message == "quiet for another reason than “could”: about: no “gaza”"

    def test_quiet_before_it_comes_to_a_guard(self, tmp_path: Path) -> None:
        examples = 'examples: {fires: ["Gaza truce ends"], quiet: ["Rain could come"]}'
        rule = "match: [truce ends]"
        (note,) = noted(tmp_path, rule, examples=examples, cues=self.CUES)
        assert note.message.startswith("quiet before anything is excluded")
        assert "a guard" in note.hint
        assert noted(tmp_path, rule, examples=examples) == []
