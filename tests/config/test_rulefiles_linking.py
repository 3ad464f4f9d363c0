"""What only the files together show: vocabularies filled in, copies of rules, what a fingerprint notices."""

import pickle
from collections.abc import Mapping

import pytest

from monitor.config.rulefiles import Draft, Linked, link, reading
from monitor.config.rulefiles.ordering import in_order
from monitor.core.channels import Severity
from monitor.core.clauses import AnyOf, Clause, Phrase, Vocabulary, phrases, show
from monitor.core.rules import Rule

HEAD = "rules:\n  - id: talks-stalled\n"


def drafts(*texts: str, shared: str | None = None) -> list[Draft]:
    words = [] if shared is None else [reading.read("vocabulary/a.yaml", shared.encode(), shared=True)]
    return words + [
        reading.read(f"{letter}.yaml", text.encode()) for letter, text in zip("abcdef", texts, strict=False)
    ]


def told(linked: Linked) -> list[str]:
    return [
        f"{problem.file}:{problem.line}:{problem.column} {problem.message}"
        for problems in linked.problems.values()
        for problem in problems
    ]


def rules(*texts: str, shared: str | None = None) -> Mapping[str, Rule]:
    linked = link(drafts(*texts, shared=shared), channels=None)
    assert told(linked) == []
    return {rule.id: rule for group in linked.rules.values() for rule in group}


def shown(clause: Clause | None) -> str | None:
    return show(clause) if clause is not None else None


class TestVocabularies:
    def test_a_name_is_filled_in_however_deep_it_lies(self) -> None:
        rule = rules(
            """
vocabulary:
  stalled: [stall, $ended]
  ended: [end, /clos(?:ed|es)/]
rules:
  - id: talks-stalled
    match: {event: talks NEAR/8 $stalled, unless: [$ended]}
"""
        )["talks-stalled"]
        assert [each.text for each in phrases(rule.event)] == ["talks", "stall", "end"]
        assert rule.unless == Vocabulary(name="ended", clause=rule.unless.clause)  # type: ignore[union-attr]
        assert [each.text for each in phrases(rule.unless)] == ["end"]

    def test_lists_per_language_mark_their_own_words_and_no_others(self) -> None:
        rule = rules(
            """
vocabulary:
  talks: {en: [talks, $truce], fr: [pourparlers], deu: [Gespräch]}
  truce: [truce]
rules: [{id: one, match: [$talks]}]
""".replace("deu", "de")
        )["one"]
        assert isinstance(rule.event, Vocabulary)
        assert isinstance(rule.event.clause, AnyOf)
        assert [(each.text, each.language) for each in phrases(rule.event)] == [
            ("talks", "en"),
            ("truce", None),
            ("pourparlers", "fr"),
            ("Gespräch", "de"),
        ]

    def test_one_vocabulary_is_one_object_for_all_who_name_it(self) -> None:
        found = rules(
            HEAD + "    match: $talks\n  - {id: two, match: $talks AND truce}\n",
            "rules: [{id: three, match: [$talks]}]",
            shared="vocabulary: {talks: [talks, negotiation]}",
        )
        first, third = found["talks-stalled"].event, found["three"].event
        assert isinstance(first, Vocabulary)
        assert isinstance(third, Vocabulary)
        assert first.clause is third.clause

    def test_a_chain_of_names_has_an_end(self) -> None:
        names = "".join(f"  v{number}: [w{number}, $v{number + 1}]\n" for number in range(5000))
        found = told(
            link(drafts(f"vocabulary:\n{names}  v5000: [end]\n{HEAD}    match: $v0\n"), channels=None)
        )
        assert found == ["a.yaml:4982:3 $v4980 names vocabularies that name others, more than 20 deep"]

    def test_names_of_names_do_not_grow_without_end(self) -> None:
        names = "".join(f"  v{n}: [{', '.join([f'$v{n + 1}'] * 10)}]\n" for n in range(9))
        found = told(link(drafts(f"vocabulary:\n{names}  v9: [end]\n{HEAD}    match: $v0\n"), channels=None))
        assert (
            found == ["a.yaml:7:3 $v5 stands for 11,111 terms; at most 20,000"]
            or "terms; at most" in found[0]
        )

    def test_a_rule_names_no_more_than_can_be_matched(self) -> None:
        words = ", ".join(f"w{number}" for number in range(19_000))
        names = "".join(f"  v{n}: [{words}]\n" for n in range(6))
        match = " OR ".join(f"$v{n}" for n in range(6))
        (message,) = told(link(drafts(f"vocabulary:\n{names}{HEAD}    match: {match}\n"), channels=None))
        assert message.endswith("the vocabularies of this rule stand for 114,000 terms; at most 100,000")


class TestExtends:
    PARENT = """
defaults: {channels: [desk]}
vocabulary: {talks: [talks, negotiation]}
rules:
  - id: talks-stalled
    title: Talks stalled
    severity: high
    match: {event: $talks NEAR/8 stalled, unless: [sport]}
    sources: {exclude: ["outlet:A"], language: [en, fr]}
    examples: {fires: [Talks stalled]}
"""

    def test_a_copy_adds_to_its_rule(self) -> None:
        found = rules(
            self.PARENT,
            """
vocabulary: {place: [gaza, rafah]}
rules:
  - id: talks-stalled-gaza
    extends: talks-stalled
    match: {about: $place, unless: [chess]}
    severity: critical
    sources: {include: ["tier:1"], exclude: ["outlet:B"], language: [fr, ar]}
""",
        )
        parent, child = found["talks-stalled"], found["talks-stalled-gaza"]
        assert child.event == parent.event
        assert (shown(child.about), shown(child.unless)) == ("$place", '"sport" OR "chess"')
        assert (child.policy.title, child.policy.severity) == ("Talks stalled", Severity.CRITICAL)
        assert child.policy.channels == ("desk",)
        assert child.sources.languages == ("fr",)
        assert [str(each) for each in (*child.sources.include, *child.sources.exclude)] == [
            "tier:1",
            "outlet:A",
            "outlet:B",
        ]
        assert child.extends == "talks-stalled"
        assert child.examples.fires == ()
        assert (child.file, child.line) == ("b.yaml", 4)

    def test_a_copy_of_a_copy(self) -> None:
        found = rules(
            "rules: [{id: three, extends: two, match: {about: c}}]",
            "rules: [{id: one, match: {event: a, about: b}}, {id: two, extends: one, title: Two, channels: [mail]}]",
        )
        assert (shown(found["three"].event), shown(found["three"].about)) == ('"a"', '"b" AND "c"')
        assert found["three"].policy.title == "Two"
        assert found["three"].policy.channels == ("mail",)

    def test_defaults_of_the_copy_hold_where_nobody_says_anything(self) -> None:
        found = rules(
            "rules: [{id: one, match: [a], severity: high}]",
            "defaults: {severity: low, channels: [mail], sources: {language: [fr]}}\n"
            "rules: [{id: two, extends: one}]",
        )
        assert (found["two"].policy.severity, found["two"].policy.channels) == (Severity.HIGH, ("mail",))
        assert found["two"].sources.languages == ("fr",)

    def test_a_title_that_nobody_gave_is_made_from_the_id(self) -> None:
        found = rules("rules: [{id: one, match: [a]}, {id: the-second, extends: one}]")
        assert found["the-second"].policy.title == "The second"

    def test_a_mistake_in_the_rule_above_is_told_where_it_is_extended_from_another_file(self) -> None:
        linked = link(
            drafts(
                "rules: [{id: one, match: a b}, {id: two, extends: one}]",
                "rules: [{id: three, extends: one}, {id: four, match: [d]}]",
            ),
            channels=None,
        )
        assert told(linked) == [
            "a.yaml:1:26 words side by side: a b",
            "b.yaml:1:30 one has a mistake of its own: a.yaml:1",
        ]
        assert [rule.id for rule in linked.rules["b.yaml"]] == ["four"]

    def test_a_chain_of_copies_has_an_end(self) -> None:
        chain = "".join(f"  - {{id: r{number}, extends: r{number - 1}}}\n" for number in range(1, 3000))
        found = told(link(drafts(f"rules:\n  - {{id: r0, match: [a]}}\n{chain}"), channels=None))
        assert found == ["a.yaml:22:24 rules that extend rules, more than 20 deep"]


class TestFingerprint:
    BEFORE = "vocabulary: {talks: [talks], deal: [$talks]}\n" + HEAD + "    match: $deal AND truce\n"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("{talks: [talks]", "{talks: [talks, pact]"),
            ("{talks: [talks]", "{talks: {en: [talks]}"),
            ("{talks: [talks]", "{talks: [=talks]"),
            ("truce", "deal"),
            ("truce\n", "truce\n    severity: low\n"),
            ("truce\n", "truce\n    channels: [desk]\n"),
            ("truce\n", "truce\n    sources: {language: [en]}\n"),
        ],
    )
    def test_it_notices_what_changes_the_meaning(self, old: str, new: str) -> None:
        before, after = rules(self.BEFORE), rules(self.BEFORE.replace(old, new))
        assert before["talks-stalled"].fingerprint != after["talks-stalled"].fingerprint

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("{talks: [talks]", '{talks: ["talks"]'),
            ("rules:", "# a comment\nrules:"),
            ("$deal AND truce", "{all: [$deal, truce]}"),
            ("truce\n", "truce\n    examples: {fires: [Talks on a truce]}\n"),
        ],
    )
    def test_it_does_not_notice_what_does_not(self, old: str, new: str) -> None:
        before, after = rules(self.BEFORE), rules(self.BEFORE.replace(old, new))
        assert before["talks-stalled"].fingerprint == after["talks-stalled"].fingerprint

    def test_two_vocabularies_of_one_name_count_both(self) -> None:
        above = "vocabulary: {x: [a]}\nrules: [{id: one, match: $x}]"
        copy = "vocabulary: {x: [b]}\nrules: [{id: two, extends: one, match: {about: $x}}]"
        known = rules(above, copy)["two"].fingerprint
        assert rules(above.replace("[a]", "[c]"), copy)["two"].fingerprint != known
        assert rules(above, copy.replace("[b]", "[c]"))["two"].fingerprint != known


def test_one_draft_can_be_replaced_and_the_others_kept() -> None:
    first, second = drafts(HEAD + "    match: $talks\n", "rules: [{id: two, extends: talks-stalled}]")
    words = reading.read("vocabulary/a.yaml", b"vocabulary: {talks: [talks]}", shared=True)
    newer = reading.read("vocabulary/a.yaml", b"vocabulary: {talks: [pourparlers]}", shared=True)
    link([words, first, second], channels=None)
    (rule,) = link([newer, first, second], channels=None).rules["b.yaml"]
    assert [each.text for each in phrases(rule.event)] == ["pourparlers"]


def test_a_draft_can_be_kept_on_disk() -> None:
    for draft in drafts(TestExtends.PARENT, "rules: [{id: two, match: a b, channels: [x]}]"):
        assert pickle.loads(pickle.dumps(draft)) == draft


def test_a_vocabulary_that_nobody_defined_is_told_at_its_place_in_each_form() -> None:
    linked = link(
        drafts("""
rules:
  - id: one
    match:
      event: {near: [$talk, stalled], within: 3}
      about: >-
        israel OR
        $places
      unless: ["$sports", {title: a AND $chess}]
"""),
        channels=None,
    )
    assert told(linked) == [
        "a.yaml:5:22 no vocabulary $talk",
        "a.yaml:8:9 no vocabulary $places",
        "a.yaml:9:17 no vocabulary $sports",
        "a.yaml:9:41 no vocabulary $chess",
    ]


def test_who_keeps_a_vocabulary_to_itself_is_told() -> None:
    linked = link(
        drafts(
            "vocabulary: {talks: [a]}\nrules: [{id: one, match: $talks}]", "rules: [{id: two, match: $talks}]"
        ),
        channels=None,
    )
    (problem,) = linked.problems["b.yaml"]
    assert problem.hint == "a.yaml:1 keeps one to itself: move it to a file in the folder vocabulary"


def test_an_unknown_rule_among_very_many_is_not_told_with_all_of_them() -> None:
    many = "".join(f"  - {{id: r{number}, match: [a]}}\n" for number in range(50))
    linked = link(drafts(f"rules:\n{many}  - {{id: x, extends: nothing-like-it}}\n"), channels=None)
    (problem,) = linked.problems["a.yaml"]
    assert problem.hint == "name a rule by its id"


def test_names_come_after_those_they_need() -> None:
    needs = {"a": "bc", "b": "d", "c": "d", "d": "", "e": "f", "f": "e", "g": "g"}
    order, circles = in_order(needs, needs.__getitem__)
    assert order.index("d") < order.index("b") < order.index("a")
    assert circles == (("e", "f"), ("g",))


def test_only_words_have_a_language() -> None:
    rule = rules("vocabulary: {a: {fr: [/mots?/, mot]}}\nrules: [{id: one, match: $a}]")["one"]
    assert [each.language for each in phrases(rule.event) if isinstance(each, Phrase)] == ["fr"]
