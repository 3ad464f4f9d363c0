"""Every file in golden/mistakes/config is refused with exactly the words beside it."""

from pathlib import Path

import pytest

from monitor.config import load
from monitor.core.errors import ConfigError

FILES = Path(__file__).parent.parent / "golden" / "mistakes" / "config"
ENVIRON = {"DESK_URL": "json://localhost/hunter2", "EMPTY": ""}


def told(mistake: Path, folder: Path) -> str:
    """What is said about this file when it is the config.yaml of a folder."""
    (folder / "rules").mkdir()
    (folder / "empty.txt").write_text("\n")
    (folder / "open.txt").write_text("json://localhost/hunter2\n")
    (folder / "open.txt").chmod(0o644)
    config = folder / "config.yaml"
    config.write_bytes(mistake.read_bytes())
    config.chmod(0o644 if mistake.stem == "readable-to-all" else 0o640)
    with pytest.raises(ConfigError) as caught:
        load.load(config, environ=ENVIRON)
    return str(caught.value).replace(f"{folder}/", "") + "\n"


@pytest.mark.parametrize("mistake", sorted(FILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_mistake_is_told_with_its_place_and_its_remedy(mistake: Path, tmp_path: Path) -> None:
    assert told(mistake, tmp_path) == mistake.with_suffix(".txt").read_text()


@pytest.mark.parametrize("mistake", sorted(FILES.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_message_about_a_mistake_holds_a_secret(mistake: Path, tmp_path: Path) -> None:
    assert "hunter2" not in told(mistake, tmp_path)


def test_every_expected_message_belongs_to_a_mistake() -> None:
    assert {path.stem for path in FILES.glob("*.txt")} == {path.stem for path in FILES.glob("*.yaml")}
