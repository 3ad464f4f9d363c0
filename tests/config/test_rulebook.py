"""The rules in force follow their files; a faulty file runs in its last good version, the others as they are."""

from pathlib import Path

import pytest

from monitor.config.rulebook import Rulebook
from tests.builders import article
from tests.config.rule_desk import BROKEN, CHANNELS, Desk, ids


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_good_files_load_without_a_word(desk: Desk) -> None:
    desk.write("a.yaml", "one", "two")
    loaded = desk.load()
    assert (ids(loaded), loaded.problems, loaded.stale_files) == (["one", "two"], (), ())


def test_a_faulty_file_runs_as_it_last_was_also_after_a_restart(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    desk.write("b.yaml", "two")
    desk.load()
    broken = desk.put("a.yaml", BROKEN)
    for _ in range(2):
        loaded = desk.load()
        assert ids(loaded) == ["one", "two"]
        assert loaded.stale_files == (broken,)
        assert [problem.line for problem in loaded.problems] == [3]
        assert loaded.rules[0].file == str(broken)


def test_a_file_that_was_never_good_is_left_out_and_told(desk: Desk) -> None:
    desk.put("a.yaml", BROKEN)
    desk.write("b.yaml", "two")
    loaded = desk.load()
    assert (ids(loaded), len(loaded.problems), loaded.stale_files) == (["two"], 1, ())


def test_a_mended_file_is_good_again(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    desk.load()
    desk.put("a.yaml", BROKEN)
    desk.load()
    desk.write("a.yaml", "three")
    loaded = desk.load()
    assert (ids(loaded), loaded.problems, loaded.stale_files) == (["three"], (), ())


def test_a_deleted_file_is_gone_and_its_copy_too(desk: Desk) -> None:
    gone = desk.write("a.yaml", "one")
    desk.write("b.yaml", "two")
    desk.load()
    gone.unlink()
    assert ids(desk.load()) == ["two"]
    desk.put("a.yaml", BROKEN)
    assert ids(desk.load()) == ["two"]


def test_a_copy_that_does_not_load_any_more_is_left_out(desk: Desk) -> None:
    desk.write("a.yaml", "one", more=", channels: [desk]")
    desk.load()
    desk.put("a.yaml", BROKEN)
    loaded = desk.load(channels=frozenset())
    assert (ids(loaded), loaded.stale_files) == ([], ())


def test_of_two_files_with_the_same_id_the_later_is_faulty(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    desk.write("b.yaml", "two")
    desk.load()
    later = desk.write("b.yaml", "one", "three")
    loaded = desk.load()
    assert (ids(loaded), loaded.stale_files) == (["one", "two"], (later,))
    assert "one is taken" in loaded.problems[0].message


def test_a_rule_that_moved_out_of_a_broken_file_runs_from_its_new_place(desk: Desk) -> None:
    desk.write("a.yaml", "one", "moved")
    desk.load()
    desk.put("a.yaml", BROKEN)
    new = desk.write("b.yaml", "moved")
    loaded = desk.load()
    assert [(rule.id, Path(rule.file).name) for rule in loaded.rules] == [
        ("one", "a.yaml"),
        ("moved", new.name),
    ]


def test_copies_survive_while_the_folder_of_rules_is_away(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    desk.load()
    away = desk.rules.rename(desk.rules.with_name("away"))
    loaded = desk.load()
    assert (ids(loaded), len(loaded.problems)) == ([], 1)
    away.rename(desk.rules)
    desk.put("a.yaml", BROKEN)
    assert ids(desk.load()) == ["one"]


def test_rules_run_also_when_no_copy_can_be_kept(desk: Desk) -> None:
    desk.state.mkdir()
    desk.copies.write_text("a file where the folder should be")
    desk.write("a.yaml", "one")
    loaded = desk.load()
    assert ids(loaded) == ["one"]
    assert "no copy of this file can be kept" in loaded.problems[0].message


def test_files_of_the_same_name_have_copies_of_their_own(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "more"
    other.mkdir()
    desk.write("a.yaml", "one")
    (other / "a.yaml").write_text("rules:\n  - {id: two, match: [talks]}\n")
    Rulebook(desk.state).load([desk.rules, other], CHANNELS)
    desk.put("a.yaml", BROKEN)
    assert ids(Rulebook(desk.state).load([desk.rules, other], CHANNELS)) == ["one", "two"]


def test_nothing_half_written_is_left_behind(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    desk.load()
    desk.write("a.yaml", "two")
    desk.load()
    kept = [path.name.partition("-")[2] for path in desk.copies.iterdir()]
    assert kept.count("a.yaml") == 1
    assert not [name for name in kept if not name.endswith(".yaml")]


def test_a_faulty_vocabulary_takes_no_rule_away(desk: Desk) -> None:
    (desk.rules / "vocabulary").mkdir()
    shared = desk.put("vocabulary/talks.yaml", "vocabulary:\n  talks: [talks, pourparlers]\n")
    desk.write("a.yaml", "one", match="$talks")
    desk.load()
    desk.put("vocabulary/talks.yaml", "vocabulary:\n  talks: [talks, 'a AND b']\n")
    loaded = desk.load()
    assert (ids(loaded), loaded.stale_files) == (["one"], (shared,))
    assert [problem.file for problem in loaded.problems] == [str(shared)]


def test_a_file_that_needs_what_another_file_lost_runs_with_it_as_it_was(desk: Desk) -> None:
    desk.write("a.yaml", "parent")
    child = "rules:\n  - {id: child, extends: parent, match: {about: Gaza}}\n"
    desk.put("b.yaml", child)
    desk.load()
    desk.put("a.yaml", BROKEN)
    assert ids(desk.load()) == ["parent", "child"]


def test_a_new_file_with_a_mistake_takes_no_change_of_another_back(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    desk.load()
    desk.write("a.yaml", "changed")
    desk.put("b.yaml", BROKEN)
    loaded = desk.load()
    assert (ids(loaded), loaded.stale_files, len(loaded.problems)) == (["changed"], (), 1)


def test_a_change_that_breaks_an_unchanged_file_is_taken_back(desk: Desk) -> None:
    (desk.rules / "vocabulary").mkdir()
    shared = desk.put("vocabulary/talks.yaml", "vocabulary:\n  talks: [talks, pourparlers]\n")
    desk.write("a.yaml", "one", match="$talks")
    desk.load()
    desk.put("vocabulary/talks.yaml", "vocabulary:\n  negotiations: [talks, pourparlers]\n")
    loaded = desk.load()
    assert (ids(loaded), loaded.stale_files) == (["one"], (shared,))
    assert "$talks" in loaded.problems[0].message


def test_an_example_that_fails_makes_its_file_faulty_once_and_for_all_loads(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    book = Rulebook(desk.state)
    book.load([desk.rules], CHANNELS)
    text = "rules:\n  - {id: one, match: [talks], examples: {fires: [Nothing of the kind]}}\n"
    faulty = desk.put("a.yaml", text)
    for _ in range(2):
        loaded = book.load([desk.rules], CHANNELS)
        assert (ids(loaded), loaded.stale_files, len(loaded.problems)) == (["one"], (faulty,), 1)
    assert desk.load().stale_files == (faulty,)


def test_what_did_not_change_is_not_read_again(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    desk.write("b.yaml", "two")
    book = Rulebook(desk.state)
    before = book.load([desk.rules], CHANNELS)
    desk.write("b.yaml", "two", match="[truce]")
    after = book.load([desk.rules], CHANNELS)
    assert after.rules[0].event is before.rules[0].event
    assert after.rules[1].fingerprint != before.rules[1].fingerprint


def test_a_newer_index_replaces_the_running_one_whole(desk: Desk) -> None:
    desk.write("a.yaml", "one", match="[talks]")
    book = Rulebook(desk.state)
    before = book.load([desk.rules], CHANNELS).index
    desk.write("a.yaml", "one", match="[truce]")
    after = book.load([desk.rules], CHANNELS).index
    assert [bool(index.match(article(title="Talks"))) for index in (before, after)] == [True, False]


EDITS = [
    ("vocabulary/shared.yaml", "vocabulary:\n  inner: [stall, collapse]\n  outer: [$inner, falter]\n"),
    ("vocabulary/shared.yaml", "vocabulary:\n  inner: [stall, sink]\n  outer: [$inner, falter]\n"),
    ("a.yaml", "rules:\n  - {id: parent, match: talks NEAR/8 $outer, severity: high}\n"),
    ("a.yaml", "defaults: {severity: low}\nrules:\n  - {id: parent, match: talks NEAR/8 $outer}\n"),
    ("a.yaml", "vocabulary: {outer: [stop]}\nrules:\n  - {id: parent, match: talks NEAR/8 $outer}\n"),
    ("a.yaml", "rules:\n  - {id: other, match: [truce]}\n"),
    ("c.yaml", "rules:\n  - {id: parent, match: [truce], examples: {fires: [A truce]}}\n"),
    ("c.yaml", "rules:\n  - {id: parent, match: [truce], examples: {quiet: [A truce]}}\n"),
    ("c.yaml", "rules:\n  - {id: other, match: [truce]}\n"),
]


@pytest.mark.parametrize("restarts", [False, True])
def test_one_edit_after_another_comes_to_what_a_first_load_reads(desk: Desk, restarts: bool) -> None:
    (desk.rules / "vocabulary").mkdir()
    for name, text in (EDITS[0], EDITS[2]):
        desk.put(name, text)
    desk.put("b.yaml", "rules:\n  - {id: child, extends: parent, match: {about: Gaza}}\n")
    news = [
        article(title=f"Talks {verb}", text="Gaza") for verb in ("stall", "sink", "falter", "stop", "truce")
    ]
    book = Rulebook(desk.state)
    assert book.load([desk.rules], CHANNELS).problems == ()
    for name, text in EDITS:
        book.keep()
        book = Rulebook(desk.state) if restarts else book
        desk.put(name, text)
        loaded = book.load([desk.rules], CHANNELS)
        bare = Rulebook(desk.state.with_name("bare"))
        for copy in desk.copies.iterdir():
            bare_copies = desk.state.with_name("bare") / desk.copies.name
            bare_copies.mkdir(parents=True, exist_ok=True)
            (bare_copies / copy.name).write_bytes(copy.read_bytes())
        fresh = bare.load([desk.rules], CHANNELS)
        assert loaded.index.ruleset == fresh.index.ruleset
        assert (loaded.problems, loaded.stale_files) == (fresh.problems, fresh.stale_files)
        assert [loaded.index.match(each) for each in news] == [fresh.index.match(each) for each in news]
