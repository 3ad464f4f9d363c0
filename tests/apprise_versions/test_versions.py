"""The contract with Apprise, on the oldest version that is allowed and on the newest there is.

Each is put into a folder that is thrown away and stands before the installed one for a run of tests/adapters. This needs
a package index, so it runs only when it is named: ./run test apprise_versions.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CONTRACTS = sorted(path.relative_to(ROOT) for path in (ROOT / "tests" / "adapters").glob("test_apprise_*.py"))
WITHIN = 600  # seconds


def requirement() -> str:
    """As pyproject.toml has it: apprise>=2.1,<3."""
    found = re.search(r'"(apprise>=[^"]+)"', (ROOT / "pyproject.toml").read_text())
    assert found
    return found[1]


def oldest() -> str:
    found = re.match(r"apprise>=(\d+)\.(\d+)", requirement())
    assert found
    return f"apprise=={found[1]}.{found[2]}.0"


def installer() -> list[str]:
    """An environment made by uv has no pip."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    return [shutil.which("pip3") or "pip3", "install", "--quiet", "--disable-pip-version-check"]


def put(wanted: str, folder: Path) -> None:
    """What it depends on is installed; a plain file of Python needs nothing built."""
    command = [*installer(), "--no-deps", "--target", str(folder), wanted]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("wanted", [oldest(), requirement()], ids=["oldest", "newest"])
def test_what_is_sent_and_what_became_of_it_is_the_same(wanted: str, tmp_path: Path) -> None:
    put(wanted, tmp_path)
    there = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    version = subprocess.run(
        [sys.executable, "-c", "import apprise; print(apprise.__version__, apprise.__file__)"],
        cwd=ROOT, env=there, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert Path(version[1]).is_relative_to(tmp_path)
    run = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        *map(str, CONTRACTS),
    ]
    done = subprocess.run(
        run, cwd=ROOT, env=there, capture_output=True, text=True, timeout=WITHIN, check=False
    )
    print(f"Apprise {version[0]}: {done.stdout.strip().splitlines()[-1]}")  # noqa: T201  the figure is worth a look
    assert done.returncode == 0, done.stdout[-5000:]
