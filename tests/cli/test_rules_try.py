"""newsmonitor rules try: what rules make of a headline, or of a word."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from monitor.cli.rules import app, spellings
from monitor.cli.rules.underline import underlined
from monitor.core.errors import ConfigError, UsageError

RULES = """vocabulary:
  israel_hamas: [israel*, hamas, gaza, doha]
  talks: {en: [talks, negotiation, mediation, negotiating team], ar: [مفاوضات]}
  stalled: {en: [stall, collapse, deadlock, suspend, call off], ar: [تعليق]}
  sport: [striker, club, league]
rules:
  - id: talks-stalled
    title: Truce talks stalled
    severity: high
    match:
      event: $talks NEAR/8 $stalled
      about: $israel_hamas
      unless: $sport
  - id: toll
    title: Many killed
    match: NUMBER(killed) >= 100 AND title:(gaza OR sudan) NOT "road accident"
"""
WIRE = "rules:\n  - {id: wire, extends: talks-stalled, severity: critical, sources: {include: ['tier:1', 'tag:wire']}}\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text(RULES, encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text("channels: {desk: {env: NOT_SET_HERE}}\nrules: [rules]\n")
    return path


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["try", *arguments, "--config", str(config)])


def shown(config: Path, *arguments: str) -> list[str]:
    result = run(config, *arguments)
    assert result.exception is None, result.exception
    return result.output.splitlines()


def test_a_rule_that_fires_shows_what_it_found(config: Path) -> None:
    headline = "Israel calls back negotiating team from Doha after talks reach a deadlock"
    assert shown(config, headline) == [
        "Israel calls back negotiating team from Doha after talks reach a deadlock",
        "^^^^^^            ^^^^^^^^^^^^^^^^      ^^^^       ^^^^^         ^^^^^^^^",
        "",
        "talks-stalled  FIRES (high)  Truce talks stalled",
        "├─ event   ok  $talks NEAR/8 $stalled  2 words between",
        "│  ├─ ok  $talks",
        "│  │  ├─ ok  talks → “talks” title 52–56",
        "│  │  ├─ ok  negotiation → “negotiating” title 19–29",
        '│  │  ├─ ok  "negotiating team" → “negotiating team” title 19–34',
        "│  │  └─ … and 2 more",
        "│  └─ ok  $stalled: deadlock → “deadlock” title 66–73",
        "├─ about   ok  $israel_hamas",
        "│  ├─ ok  israel* → “Israel” title 1–6",
        "│  ├─ ok  doha → “Doha” title 41–44",
        "│  └─ … and 2 more",
        "└─ unless  ok  $sport  none of it",
    ]


def test_what_is_close_is_explained_and_the_rest_is_one_line_each(config: Path) -> None:
    assert shown(config, "12 killed in Gaza as talks on a truce go on and on and on until they collapse") == [
        "None of 2 rules fires.",
        "",
        "12 killed in Gaza as talks on a truce go on and on and on until they collapse",
        "             ^^^^    ^^^^^                                           ^^^^^^^^",
        "",
        "talks-stalled  quiet  Truce talks stalled",
        "├─ event   no  $talks NEAR/8 $stalled  11 words between, 8 allowed",
        "│  ├─ ok  $talks: talks → “talks” title 22–26",
        "│  └─ ok  $stalled: collapse → “collapse” title 70–77",
        "├─ about   ok  $israel_hamas: gaza → “Gaza” title 14–17",
        "└─ unless  ok  $sport  none of it",
        "",
        "Close:",
        "  toll  one term short: no figure >= 100 for killed",
    ]


def test_all_of_a_rule_that_was_asked_for_is_shown(config: Path) -> None:
    assert shown(config, "12 killed in Gaza", "--rule", "toll") == [
        "12 killed in Gaza",
        "   ^^^^^^    ^^^^",
        "",
        "toll  quiet  Many killed",
        "└─ event   no  all of",
        "   ├─ no  NUMBER(killed) >= 100  no such figure belongs to it",
        "   │  └─ ok  killed → “killed” title 4–9",
        "   ├─ ok  title: any of 2: gaza → “Gaza” title 14–17",
        '   └─ ok  NOT "road accident"  not there',
    ]


def test_what_keeps_a_rule_quiet_is_named(config: Path) -> None:
    assert shown(config, "Doha talks stall over striker", "--rule", "talks-stalled")[-3:] == [
        "├─ about   ok  $israel_hamas: doha → “Doha” title 1–4",
        "└─ unless  no  what keeps it quiet is there",
        "   └─ striker → “striker” title 23–29",
    ]
    lines = shown(config, "120 killed in Sudan in road accident", "--rule", "toll")
    assert lines[-2:] == [
        '   └─ no  NOT "road accident"',
        "      └─ road accident → “road accident” title 24–36",
    ]


@pytest.mark.parametrize(
    ("headline", "why"),
    [
        ("Talks go on. Gaza deadlock", "in different sentences"),
        ("Talks stalled in Gaza", "side by side"),
        ("Talks had stalled in Gaza", "1 word between"),
    ],
)
def test_distances_are_told(config: Path, headline: str, why: str) -> None:
    (line,) = (line for line in shown(config, headline, "--rule", "talks-stalled") if "NEAR/8" in line)
    assert line.endswith(f"  {why}")


def test_the_wrong_order_is_told(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text("rules: [{id: order, match: talks BEFORE/3 gaza}]\n")
    lines = shown(config, "Gaza talks", "--rule", "order")
    assert "└─ event   no  talks BEFORE/3 gaza  in the other order" in lines


def test_the_summary_is_shown_where_something_is_found_in_it(config: Path) -> None:
    lines = shown(config, "停火: talks 破裂 collapse", "--lead", "Mediators left. It was Doha.")
    assert lines[:4] == [
        "停火: talks 破裂 collapse",
        "      ^^^^^      ^^^^^^^^",
        "Mediators left. It was Doha.",
        "                       ^^^^",
    ]
    assert "about   ok  $israel_hamas: doha → “Doha” body 24–27" in "\n".join(lines)


def test_a_script_gives_its_language_away(config: Path) -> None:
    lines = shown(config, "تعليق مفاوضات الهدنة", "--rule", "talks-stalled")
    assert lines[1] == "^^^^^ ^^^^^^^"
    assert "│  ├─ ok  $talks: مفاوضات → “مفاوضات” title 7–13" in lines


@pytest.fixture
def guarded(config: Path) -> Path:
    """The same desk with cues of its own instead of those that ship."""
    cues = config.parent / "rules" / "guards"
    cues.mkdir()
    (cues / "en.yaml").write_text(
        "language: en\nhypothetical: {before: [could, warn]}\nnegated: {before: [deny]}\n"
    )
    return config


def test_what_a_guard_blocks_is_said_occurrence_by_occurrence(guarded: Path) -> None:
    assert shown(guarded, "Israel says talks could collapse") == [
        "None of 2 rules fires.",
        "",
        "Israel says talks could collapse",
        "^^^^^^      ^^^^^       ^^^^^^^^",
        "",
        "talks-stalled  quiet  Truce talks stalled",
        "├─ event   ok  $talks NEAR/8 $stalled  1 word between",
        "│  ├─ ok  $talks: talks → “talks” title 13–17",
        "│  └─ ok  $stalled: collapse → “collapse” title 25–32",
        "├─ about   ok  $israel_hamas: israel* → “Israel” title 1–6",
        "├─ unless  ok  $sport  none of it",
        "└─ guards  no  blocked: hypothetical “could” → “collapse” title 25–32",
    ]
    assert "  talks-stalled  blocked: hypothetical “could”" in shown(
        guarded, "120 killed in Gaza, talks could collapse"
    )


def test_an_occurrence_that_is_free_fires_beside_one_that_is_not(guarded: Path) -> None:
    lines = shown(guarded, "Israel denies talks collapse; Doha talks collapse")
    assert "talks-stalled  FIRES (high)  Truce talks stalled" in lines
    found = "“talks” title 15–19 · “collapse” title 21–28"
    assert f"└─ guards  ok  blocked: negated “denies” → {found}  another occurrence is free" in lines


def test_what_is_flagged_fires_as_not_yet_a_fact(guarded: Path) -> None:
    (guarded.parent / "rules" / "b.yaml").write_text(
        "rules: [{id: soft, extends: talks-stalled, guards: {hypothetical: flag}}]\n"
    )
    headline = "Israel says talks could collapse"
    lines = shown(guarded, headline)
    assert "soft  FIRES (high)  Truce talks stalled" in lines
    assert "└─ guards  ok  flagged, not yet a fact: hypothetical “could” → “collapse” title 25–32" in lines
    told = json.loads(run(guarded, headline, "--json").stdout)
    (fires,) = [each for each in told["fires"] if each["id"] == "soft"]
    assert fires["explanation"]["guards"]["note"] == "not yet a fact: “could”"
    (close,) = told["close"]
    assert close["lacks"] == ["blocked: hypothetical “could”"]
    guards = close["explanation"]["guards"]
    assert guards["outcome"] == "block"
    assert [
        (each["kind"], each["verdict"], each["cue"]["text"], each["occurrence"]["text"])
        for each in guards["guarded"]
    ] == [("hypothetical", "block", "could", "collapse")]


def test_a_language_is_guessed_as_the_daemon_guesses_it(config: Path) -> None:
    (config.parent / "rules" / "de.yaml").write_text(
        "rules: [{id: gipfel, match: [abbrechen], guards: off}]\n"
    )
    headline = "Die Verhandlungen wurden am Montag abgebrochen"
    lines = shown(config, headline)
    assert "gipfel  FIRES (medium)  Gipfel" in lines
    assert lines[2] == "Read in de: guessed from its words; --language says otherwise"
    assert shown(config, headline, "--language", "de")[2] == "Read in de: --language says so"
    assert "None of 3 rules fires." in shown(config, headline, "--language", "en")
    assert "Read in ar: its letters say so" in shown(config, "تعليق مفاوضات الهدنة")
    assert not any("Read in" in line for line in shown(config, "Doha talks stall"))


@pytest.mark.parametrize(("language", "says"), [("german", "write de"), ("xx", "no language 'xx'")])
@pytest.mark.parametrize("what", [("Talks stall",), ("--word", "aid")])
def test_a_language_is_given_by_its_code(
    config: Path, what: tuple[str, ...], language: str, says: str
) -> None:
    error = run(config, *what, "--language", language).exception
    assert isinstance(error, UsageError)
    assert says in str(error)


def test_an_outlet_of_the_configuration_brings_what_its_feed_has(config: Path) -> None:
    feeds = (
        "feeds:\n"
        "  - {id: bbc-world, url: 'https://a.example/f', outlet: BBC, tier: 1, tags: [wire], language: en-GB}\n"
        "  - {id: bbc-uk, url: 'https://a.example/g', outlet: BBC}\n"
    )
    config.write_text(config.read_text() + feeds)
    (config.parent / "rules" / "wire.yaml").write_text(
        WIRE.replace("'tier:1', 'tag:wire'", "'feed:bbc-world'")
    )
    lines = shown(config, "Doha talks stall", "--outlet", "bbc")
    assert lines[2] == "As feed bbc-world brings it, one of 2 of BBC: tier 1, tag wire, language en"
    assert "wire  FIRES (critical)  Truce talks stalled" in lines
    lines = shown(config, "Doha talks stall", "--outlet", "bbc", "--tier", "4", "--tag", "x")
    assert lines[2] == "As feed bbc-world brings it, one of 2 of BBC: tier 4, tag x, language en"
    told = json.loads(run(config, "Doha talks stall", "--outlet", "BBC", "--json").output)
    assert (told["origin"]["feed"], told["origin"]["tags"]) == ("bbc-world", ["wire"])


class TestSources:
    @pytest.fixture(autouse=True)
    def wire(self, config: Path) -> None:
        (config.parent / "rules" / "wire.yaml").write_text(WIRE)

    def test_without_a_word_about_them_a_rule_is_asked_as_if_it_listened(self, config: Path) -> None:
        lines = shown(config, "Doha talks stall")
        assert "wire  FIRES (critical)  Truce talks stalled" in lines
        assert "└─ sources ok  tier:1 or tag:wire  assumed" in lines
        assert lines[-1] == "talks-stalled fires too: wire extends it, and counts"
        assert not any(line.startswith("talks-stalled  FIRES") for line in lines)

    def test_those_that_hold_the_article_out_are_told(self, config: Path) -> None:
        lines = shown(config, "Doha talks stall", "--outlet", "Echo", "--tier", "2", "--rule", "wire")
        assert lines[-1] == "└─ sources no  tier:1 or tag:wire; this is tier 2, outlet Echo"
        lines = shown(config, "Doha talks stall", "--outlet", "Echo")
        assert "talks-stalled  FIRES (high)  Truce talks stalled" in lines
        assert lines[-1] == "  wire  its sources leave this article out"

    def test_a_tag_lets_it_in(self, config: Path) -> None:
        assert "└─ sources ok  tier:1 or tag:wire" in shown(config, "Doha talks stall", "--tag", "wire")

    def test_so_does_its_language(self, config: Path) -> None:
        (config.parent / "rules" / "wire.yaml").write_text(
            WIRE.replace("include: ['tier:1', 'tag:wire']", "language: [en]")
        )
        lines = shown(config, "Doha talks stall", "--language", "fr", "--rule", "wire")
        assert lines[-1] == "└─ sources no  in en; this is language fr"


def test_programs_get_the_whole_tree(config: Path) -> None:
    told = json.loads(run(config, "Doha talks stall", "--json").output)
    (fired,) = told["fires"]
    assert (fired["id"], fired["outdone_by"]) == ("talks-stalled", None)
    assert [each["text"] for each in fired["evidence"]] == ["talks", "stall", "Doha"]
    event = fired["explanation"]["event"]
    assert (event["within"], event["ordered"], event["holds"]) == (8, False, True)
    talks = event["near"][0]
    assert talks["vocabulary"] == "talks"
    assert [each["phrase"] for each in talks["clause"]["any"]] == ["talks"]
    assert talks["clause"]["of"] == 5
    assert told["close"] == []
    (close,) = json.loads(run(config, "90 killed in Gaza", "--json").output)["close"]
    assert (close["id"], close["lacks"]) == ("toll", ["no figure >= 100 for killed"])


def test_what_a_file_with_mistakes_says_is_left_out(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text("rules:\n  - id: one\n")
    result = run(config, "Doha talks stall")
    assert "talks-stalled  FIRES" in result.stdout
    assert result.stderr == f"{config.parent / 'rules' / 'b.yaml'} holds mistakes: newsmonitor rules check\n"
    (config.parent / "rules" / "a.yaml").unlink()
    assert isinstance(run(config, "Doha talks stall").exception, ConfigError)


def test_an_example_that_fails_does_not_keep_a_rule_from_being_tried(config: Path) -> None:
    (config.parent / "rules" / "b.yaml").write_text(
        "rules: [{id: one, match: [harbour closed], examples: {fires: [x]}}]\n"
    )
    assert "one  FIRES (medium)  One" in shown(config, "Harbour closed")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [((), "give a headline"), (("a", "--word", "b"), "give a headline"), (("a", "--rule", "talk-stalled"), "did you mean")],
)  # fmt: skip
def test_what_cannot_be_tried(config: Path, arguments: tuple[str, ...], says: str) -> None:
    error = run(config, *arguments).exception
    assert isinstance(error, UsageError)
    assert says in str(error)


def test_a_headline_without_its_quotes(config: Path) -> None:
    error = run(config, "Harbour", "closed").exception
    assert isinstance(error, UsageError)
    assert str(error) == 'put the headline in quotes: newsmonitor rules try "Harbour closed"'


def test_a_headline_from_standard_input(config: Path) -> None:
    result = CliRunner().invoke(app, ["try", "-", "--config", str(config)], input="Doha talks stall\n")
    assert result.output.startswith("Doha talks stall\n")


@pytest.mark.slow
def test_one_file_is_tried_at_once(config: Path) -> None:
    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = spent()
    command = [sys.executable, "-m", "monitor", "rules", "try", "Doha talks stall", "--config", str(config)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONPATH": "."})
    seconds = spent() - before
    print(f"newsmonitor rules try: {seconds:.2f} s of CPU")  # noqa: T201  the figure is worth a look
    assert seconds < 1.5


class TestUnderline:
    @pytest.mark.parametrize(
        ("text", "span", "carets"),
        [
            ("plain words", (6, 11), "      ^^^^^"),
            ("停火谈判 talks", (2, 4), "    ^^^^"),
            ("停火谈判 talks", (5, 10), "         ^^^^^"),
            ("הפסקת אש בעזה", (6, 8), "      ^^"),
            ("e\u0301lan talks", (0, 5), "^^^^"),
            ("a\tb\x1b[31m c", (0, 3), "^^^"),
            ("\u2067talks\u2069 stall", (8, 13), "      ^^^^^"),
        ],
    )
    def test_carets_stand_below_their_words(self, text: str, span: tuple[int, int], carets: str) -> None:
        ((line, below),) = underlined(text, [span])
        assert below == carets
        assert "\x1b" not in line

    def test_long_lines_are_wrapped_with_their_carets(self) -> None:
        lines = list(underlined("Talks stall in Doha again", [(0, 11), (12, 19)], width=12))
        assert lines == [("Talks stall", "^^^^^^^^^^^"), ("in Doha", "^^^^^^^"), ("again", "")]

    def test_a_word_wider_than_the_line_is_parted(self) -> None:
        lines = list(underlined("停火谈判破裂", [(2, 5)], width=5))
        assert lines == [("停火", ""), ("谈判", "^^^^"), ("破裂", "^^")]

    def test_overlapping_spans_are_one_line(self) -> None:
        assert list(underlined("truce talks", [(0, 11), (6, 11), (0, 5)])) == [("truce talks", "^" * 11)]


class TestWord:
    def test_what_it_finds_and_what_not(self, config: Path) -> None:
        assert shown(config, "--word", "aid") == [
            "aid in en",
            "  aid    finds aid, aids, aided, aiding",
            "         keeps apart aide, aides",
            "  =aid   finds aid in capitals or not, with or without accents",
            "  ==aid  finds aid as it is written here, not Aid",
            "  aid*   finds aid, aids, aided, aiding, aide, aides, and whatever else begins so",
            "Tried: its likely forms, be they words or not, and the words of your rules and examples. There may be more.",
        ]

    @pytest.mark.parametrize(
        ("word", "finds"),
        [
            ("break", {"broke", "broken", "breaks", "breaking"}),
            ("broke", {"break", "broken", "breaks"}),
            ("talks", {"talk", "talked", "talking"}),
            ("israel", {"israeli", "israelis"}),
            ("try", {"tries", "tried", "trying"}),
            ("stop", {"stopped", "stopping"}),
            ("collapse", {"collapses", "collapsed", "collapsing"}),
            ("US", {"us"}),
        ],
    )
    def test_inflections(self, word: str, finds: set[str]) -> None:
        assert finds <= set(spellings.of(word, None).finds)

    def test_everything_it_is_said_to_find_is_found(self, config: Path) -> None:
        told = json.loads(run(config, "--word", "=negotiation", "--json").output)
        assert "negotiating" in told[0]["finds"]

    def test_other_languages_have_their_own_forms(self) -> None:
        assert "mort" in spellings.of("mourir", "fr").finds
        assert "mort" not in spellings.of("mourir", "en").finds

    def test_the_signs_of_a_rule_change_nothing(self) -> None:
        for sign in ("=aid", "==aid", '"aid"'):
            assert spellings._words(sign) == ["aid"]

    @pytest.mark.parametrize("word", ["ceasefire", "cease-fire", "cease fire"])
    def test_a_compound_is_written_in_three_ways(self, config: Path, word: str) -> None:
        lines = shown(config, "--word", word)
        assert lines[:2] == [
            "ceasefire in en",
            "  ceasefire    finds ceasefire, cease-fire, cease fire, ceasefires",
        ]

    def test_initials_with_and_without_dots(self, config: Path) -> None:
        for word in ("US", "U.S."):
            assert shown(config, "--word", word)[1] == "  US    finds US, us, U.S."

    def test_names_have_no_invented_forms(self) -> None:
        assert not {"polanded", "Polanded", "polands"} & set(spellings.of("Poland", None).finds)
        assert "natoing" not in spellings.of("NATO", None).finds

    def test_a_wildcard_says_what_it_is(self, config: Path) -> None:
        assert shown(config, "--word", "strike*") == [
            "strike* is a wildcard for any letters: it finds strike, strikes, striker, and whatever else fits"
        ]

    @pytest.mark.parametrize(("word", "says"), [("$talks", "is a vocabulary"), ("/talks?/", "is a pattern")])
    def test_what_is_no_word_of_a_rule(self, config: Path, word: str, says: str) -> None:
        error = run(config, "--word", word).exception
        assert isinstance(error, UsageError)
        assert says in str(error)

    @pytest.mark.parametrize("nothing", ["", "*", "!!"])
    def test_no_word(self, config: Path, nothing: str) -> None:
        assert isinstance(run(config, "--word", nothing).exception, UsageError)
