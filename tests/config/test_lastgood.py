"""A faulty rule file runs in its last good version; the others run as they are."""

from pathlib import Path

import pytest

from monitor.config.lastgood import LastGood, Loaded
from monitor.core.ids import ChannelName

CHANNELS = frozenset([ChannelName("desk")])
BROKEN = "rules:\n  - id: broken\n    match: talks stalled\n"


class Desk:
    """A rules folder and the state beside it; every load is that of a fresh process."""

    def __init__(self, folder: Path) -> None:
        self.rules = folder / "rules"
        self.rules.mkdir()
        self.copies = folder / "state" / "last-good"

    def write(self, name: str, *ids: str, match: str = "[talks]", channels: str = "[]") -> Path:
        text = "".join(f"  - {{id: {each}, match: {match}, channels: {channels}}}\n" for each in ids)
        return self.put(name, f"rules:\n{text}")

    def put(self, name: str, text: str) -> Path:
        path = self.rules / name
        path.write_text(text)
        return path

    def load(self, channels: frozenset[ChannelName] = CHANNELS) -> Loaded:
        return LastGood(self.copies).load([self.rules], channels)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ids(loaded: Loaded) -> list[str]:
    return [rule.id for rule in loaded.rules]


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
    desk.write("a.yaml", "one", channels="[desk]")
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
    desk.copies.parent.mkdir()
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
    LastGood(desk.copies).load([desk.rules, other], CHANNELS)
    desk.put("a.yaml", BROKEN)
    assert ids(LastGood(desk.copies).load([desk.rules, other], CHANNELS)) == ["one", "two"]


def test_nothing_half_written_is_left_behind(desk: Desk) -> None:
    desk.write("a.yaml", "one")
    desk.load()
    desk.write("a.yaml", "two")
    desk.load()
    assert [path.name.partition("-")[2] for path in desk.copies.iterdir()] == ["a.yaml"]
