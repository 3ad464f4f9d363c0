"""A real language server, as an editor starts it, installed once into the cache of whoever runs the tests."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.cli import app
from tests.editor.editor import Editor

HERE = Path(__file__).parent
PINNED = ("package.json", "package-lock.json")
SERVER = Path("node_modules", "yaml-language-server", "bin", "yaml-language-server")


def cache() -> Path:
    """Another lock, another folder: what was installed never goes stale."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    lock = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in PINNED)).hexdigest()
    return home / "newsmonitor-tests" / f"yaml-language-server-{lock[:16]}"


def install(folder: Path, npm: str) -> None:
    """npm ci beside the folder, then one rename: several test processes may do this at once.

    Raises OSError or SubprocessError when it cannot be done.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        fresh = Path(name, "fresh")
        fresh.mkdir()
        for file in PINNED:
            shutil.copy(HERE / file, fresh)
        options = (
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--fetch-retries=1",
            "--fetch-timeout=10000",
        )
        subprocess.run(
            [npm, "ci", *options],
            cwd=fresh,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=90,
        )
        if not folder.exists():
            fresh.rename(folder)


@pytest.fixture(scope="session")
def server() -> tuple[str, ...]:
    """The command that starts the language server."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("needs node and npm, which bring the language server of editors")
    folder = cache()
    if not (folder / SERVER).exists():
        try:
            install(folder, npm)
        except (OSError, subprocess.SubprocessError) as error:
            if not (folder / SERVER).exists():
                pytest.skip(f"npm cannot install the language server: {error}")
    return (node, str(folder / SERVER), "--stdio")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `newsmonitor init` makes it."""
    folder = tmp_path_factory.mktemp("editor") / "desk"
    result = CliRunner().invoke(app, ["init", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="session")
def editor(server: tuple[str, ...], desk: Path) -> Iterator[Editor]:
    """An editor that has this folder open and obeys the settings in it."""
    with Editor(server, desk) as editor:
        yield editor
