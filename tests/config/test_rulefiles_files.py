"""Files and folders of rules: which are found, in which order, and what they share."""

from pathlib import Path

import pytest

from monitor.config import rulefiles
from monitor.core.errors import ConfigError
from monitor.core.ids import ChannelName

CHANNELS = frozenset(map(ChannelName, ("console", "desk", "mail")))


def write(folder: Path, name: str, *ids: str, match: str = "[talks stalled]") -> Path:
    path = folder / name
    path.write_text("rules:\n" + "".join(f"  - id: {each}\n    match: {match}\n" for each in ids))
    return path


def share(folder: Path, name: str, *words: str) -> Path:
    """A file in the folder `vocabulary` of a folder of rules; words like `talks: [talks]`."""
    (folder / "vocabulary").mkdir(exist_ok=True)
    path = folder / "vocabulary" / name
    path.write_text("vocabulary:\n" + "".join(f"  {each}\n" for each in words))
    return path


def told(folder: Path, *paths: Path, packaged: Path | None = None) -> list[str]:
    """What is said about a folder of rules, without the excerpts."""
    loaded = rulefiles.load(paths or [folder], channels=CHANNELS, packaged=packaged)
    return [
        f"{Path(each.file).relative_to(folder)}:{each.line}:{each.column} {each.message}".replace(
            f"{folder}/", ""
        )
        for each in loaded.problems
    ]


def test_a_folder_gives_its_own_files_in_order_and_no_deeper(tmp_path: Path) -> None:
    write(tmp_path, "b.yml", "from-b")
    write(tmp_path, "a.yaml", "from-a-1", "from-a-2")
    write(tmp_path, ".#a.yaml", "editor")
    (tmp_path / "notes.txt").write_text("none")
    (tmp_path / "old").mkdir()
    write(tmp_path / "old", "c.yaml", "from-old")
    rules = rulefiles.load_rules([tmp_path], channels=CHANNELS)
    assert [rule.id for rule in rules] == ["from-a-1", "from-a-2", "from-b"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", "one")
    assert len(rulefiles.load_rules([path, tmp_path, path], channels=CHANNELS)) == 1


def test_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "one")
    write(tmp_path, "b.yaml", "two", match="talks stalled")
    write(tmp_path, "c.yaml", "one", "three", "three")
    write(tmp_path, "d.yaml", "one")
    (tmp_path / "e.yaml").write_bytes(b"rules: \xff")
    (tmp_path / "empty").mkdir()
    paths = [tmp_path, tmp_path / "empty", tmp_path / "missing.yaml"]
    assert told(tmp_path, *paths) == [
        "b.yaml:3:12 words side by side: talks stalled",
        "c.yaml:2:9 the id one is taken: a.yaml:2 has it too",
        "c.yaml:6:9 the id three is taken: line 4 has it too",
        "d.yaml:2:9 the id one is taken: a.yaml:2 has it too",
        "e.yaml:1:8 not UTF-8 text (byte 0xff)",
        "empty:0:0 no rule file in this folder",
        "missing.yaml:0:0 this cannot be read: No such file or directory",
    ]
    with pytest.raises(ConfigError):
        rulefiles.load_rules(paths, channels=CHANNELS)


def test_rules_of_good_files_are_there_beside_faulty_ones(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "one")
    write(tmp_path, "b.yaml", "two", match="talks stalled")
    (tmp_path / "c.yaml").write_text("rules:\n  - {id: three, match: [a], examples: {fires: [b]}}\n")
    loaded = rulefiles.load([tmp_path], channels=CHANNELS)
    assert [rule.id for rule in loaded.rules] == ["one"]
    own = [Path(draft.file) for draft in loaded.drafts if Path(draft.file).parent == tmp_path]
    assert [path.name for path in own] == ["a.yaml", "b.yaml", "c.yaml"]


def test_vocabularies_are_shared_by_all_files_of_the_folder_above(tmp_path: Path) -> None:
    share(tmp_path, "diplomacy.yaml", "talks: [talks, $truce]", "truce: [truce]")
    for name in ("a", "b"):
        write(tmp_path, f"{name}.yaml", name, match="$talks NEAR/8 stalled")
    rules = rulefiles.load_rules([tmp_path], channels=CHANNELS)
    assert [rule.id for rule in rules] == ["a", "b"]
    assert rulefiles.load_file(tmp_path / "b.yaml", channels=CHANNELS) == rules[1:]


def test_a_vocabulary_of_the_file_itself_goes_before_a_shared_one(tmp_path: Path) -> None:
    share(tmp_path, "a.yaml", "talks: [pourparlers]", "deal: [$talks]")
    path = tmp_path / "a.yaml"
    path.write_text("""
vocabulary: {talks: [talks]}
rules:
  - {id: own, match: $talks, examples: {fires: [Talks], quiet: [Pourparlers]}}
  - {id: shared, match: $deal, examples: {fires: [Pourparlers], quiet: [Talks]}}
""")
    assert told(tmp_path) == []


def test_of_two_shared_vocabularies_of_one_name_the_second_is_wrong(tmp_path: Path) -> None:
    share(tmp_path, "a.yaml", "talks: [talks]")
    share(tmp_path, "b.yaml", "truce: [truce]", "talks: [negotiations]")
    write(tmp_path, "a.yaml", "one")
    assert told(tmp_path) == [
        "vocabulary/b.yaml:3:3 the vocabulary talks is taken: vocabulary/a.yaml:2 has it too"
    ]


def test_a_mistake_in_a_shared_vocabulary_is_told_once_in_each_file_that_uses_it(tmp_path: Path) -> None:
    share(tmp_path, "a.yaml", "talks: [talks OR truce]", "deal: [$talks]")
    write(tmp_path, "a.yaml", "one", "two", match="$talks OR $talks OR $deal")
    write(tmp_path, "b.yaml", "three")
    assert told(tmp_path) == [
        "a.yaml:3:12 $talks has a mistake of its own: vocabulary/a.yaml:2",
        "a.yaml:3:32 $deal has a mistake of its own: vocabulary/a.yaml:3",
        "vocabulary/a.yaml:2:17 OR in a list of phrases: each item is words in a row",
    ]
    assert [rule.id for rule in rulefiles.load([tmp_path], channels=CHANNELS).rules] == ["three"]


def test_a_shared_vocabulary_is_a_file_that_can_be_checked_by_itself(tmp_path: Path) -> None:
    path = share(tmp_path, "a.yaml", "talks: [talks, $deal]")
    share(tmp_path, "b.yaml", "deal: [deal]")
    assert told(tmp_path, path) == []
    assert rulefiles.load_rules([path], channels=CHANNELS) == ()
    assert rulefiles.read(path, channels=CHANNELS).rules == ()


def test_a_folder_of_nothing_but_vocabularies_is_no_mistake(tmp_path: Path) -> None:
    share(tmp_path, "a.yaml", "talks: [talks]")
    assert told(tmp_path) == []


class TestPackaged:
    """Vocabularies that come with the package."""

    @pytest.fixture
    def packaged(self, tmp_path: Path) -> Path:
        return share(tmp_path, "diplomacy.yaml", "talks: [talks]", "deal: [deal]").parent

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Path:
        folder = tmp_path / "desk"
        folder.mkdir()
        return folder

    def test_they_always_load(self, desk: Path, packaged: Path) -> None:
        write(desk, "a.yaml", "one", match="$talks")
        assert told(desk, packaged=packaged) == []

    def test_a_file_of_the_same_name_replaces_one(self, desk: Path, packaged: Path) -> None:
        share(desk, "diplomacy.yaml", "talks: [pourparlers]")
        write(desk, "a.yaml", "one", match="$talks OR $deal")
        assert told(desk, packaged=packaged) == ["a.yaml:3:22 no vocabulary $deal"]

    def test_another_file_cannot_take_its_names(self, desk: Path, packaged: Path) -> None:
        share(desk, "own.yaml", "talks: [pourparlers]")
        (message,) = told(desk, packaged=packaged)
        assert message.startswith("vocabulary/own.yaml:2:3 the vocabulary talks is taken")

    def test_the_folder_of_the_package_itself_is_read_once(self, packaged: Path) -> None:
        write(packaged.parent, "a.yaml", "one", match="$talks")
        assert told(packaged.parent, packaged=packaged) == []


def test_folders_that_nobody_reads_yet_are_told(tmp_path: Path) -> None:
    name = "filters"
    path = write(tmp_path, "a.yaml", "one")
    (tmp_path / name).mkdir()
    assert told(tmp_path) == []
    write(tmp_path / name, "sport.yaml", "sport")
    expected = [f"{name}:0:0 the folder `{name}` of rules is not in this version"]
    assert told(tmp_path) == expected
    assert told(tmp_path, path) == expected
