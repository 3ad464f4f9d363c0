"""The script `run`: what it starts, when it makes .venv, and what it says when it cannot.

The script is copied into a checkout of the test's own, where a fake `uv` makes a .venv of two programs that tell
how they were started. Nothing here reaches a network.
"""

import ast
import importlib.machinery
import importlib.util
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parent.parent

FAKE_UV = """\
#!/bin/sh
# Notes the call and the certificates it was told to use, then leaves what the real uv would leave.
echo "$1 certificates=$UV_SYSTEM_CERTS" >> "$UV_LOG"
case $1 in
venv)
    for venv; do :; done
    mkdir -p "$venv/bin" && ln -s "$UV_FAKE_PYTHON" "$venv/bin/python"
    ;;
pip)
    if [ -n "$UV_FAILURE" ]; then echo "$UV_FAILURE" >&2; exit 1; fi
    case "$* $UV_GATE" in *--require-hashes*/packages)
        mkdir -p "$UV_VENV/lib/python3.11/site-packages/feedparser-6.dist-info"
        read -r _ < "$UV_GATE" || exit 1
        ;;
    esac
    case "$* $UV_GATE" in *--editable*/gate) read -r _ < "$UV_GATE" || exit 1 ;; esac
    for program in newsmonitor pytest; do
        printf '#!/bin/sh\\necho %s "$@" "pid=$$" "in=$PWD"\\nexit 7\\n' $program > "$UV_VENV/bin/$program"
        chmod +x "$UV_VENV/bin/$program"
    done
    ;;
esac
"""


COLLECTING = "Collecting a==1 (from -r requirements.lock (line 1))\n"
IGNORING = "Ignoring f: markers 'os_name == \"nt\"' don't match your environment\n"


@dataclass(frozen=True)
class Checkout:
    """A folder with the script, the files it reads, and a PATH where `uv` is the fake one."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "check out"

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def tools(self) -> Path:
        return self.folder / "tools"

    @property
    def calls(self) -> Path:
        return self.folder / "uv.log"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.tools}:/usr/bin:/bin",
            "UV_LOG": str(self.calls),
            "UV_VENV": str(self.venv),
            "UV_FAKE_PYTHON": sys.executable,
        }

    def write(self) -> None:
        self.tools.mkdir(parents=True)
        (self.root / "tests" / "core").mkdir(parents=True)
        (self.root / "pyproject.toml").write_text("[project]\n")
        (self.root / "requirements.lock").write_text("feedparser==6\n")
        shutil.copy(PROJECT / "run", self.root / "run")
        self.tool("uv", FAKE_UV)

    def tool(self, name: str, script: str) -> None:
        """Put an executable on the PATH of this checkout."""
        path = self.tools / name
        path.write_text(script)
        path.chmod(0o755)

    def start(self, *arguments: str, python: str = sys.executable, **settings: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [python, str(self.root / "run"), *arguments],
            cwd=self.tools,
            env=self.environment | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, **settings)
        out, err = process.communicate(timeout=30)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def installations(self) -> int:
        """How many times a .venv was begun."""
        return self.calls.read_text().count("venv ") if self.calls.exists() else 0


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path / "here")
    checkout.write()
    return checkout


@pytest.fixture
def script(checkout: Checkout) -> ModuleType:
    return load(checkout.root / "run")


def load(path: Path) -> ModuleType:
    """The script as a module; it has no extension, so its loader is named."""
    loader = importlib.machinery.SourceFileLoader("run_script", str(path))
    spec = importlib.util.spec_from_loader("run_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


# What is started


@pytest.mark.parametrize(
    ("arguments", "program"),
    [
        ([], ["newsmonitor", "run"]),
        (["run", "--once"], ["newsmonitor", "run", "--once"]),
        (["--help"], ["newsmonitor", "--help"]),
        (["rules", "test", "a b"], ["newsmonitor", "rules", "test", "a b"]),
        (["test", "core"], ["pytest", "tests/core"]),
        (["test", "core", "-k", "core"], ["pytest", "tests/core", "-k", "core"]),
        (["test", "tests/core/test_ids.py::test_a"], ["pytest", "tests/core/test_ids.py::test_a"]),
        (["test", "no_such_suite"], ["pytest", "no_such_suite"]),
    ],
)
def test_arguments_name_a_program(script: ModuleType, arguments: list[str], program: list[str]) -> None:
    path, *rest = script.command(arguments)
    assert [Path(path).name, *rest] == program
    assert Path(path).parent == script.VENV / "bin"


@pytest.mark.parametrize("options", [[], ["-x"], ["-k", "core"]])
def test_the_everyday_tests_run_in_parallel_and_leave_out_the_slow_suites(
    script: ModuleType, options: list[str]
) -> None:
    _, *arguments = script.command(["test", *options])
    ignored = [f"--ignore=tests/{suite}" for suite in script.SLOW_SUITES]
    assert arguments == [*script.PARALLEL, *ignored, *options]


def test_the_program_replaces_the_script(checkout: Checkout) -> None:
    checkout.run()
    process = checkout.start("why", "an article")
    out, err = process.communicate(timeout=30)
    assert out == f"newsmonitor why an article pid={process.pid} in={checkout.tools}\n"
    assert err == ""
    assert process.returncode == 7


def test_tests_run_at_the_top_of_the_checkout(checkout: Checkout) -> None:
    assert checkout.run("test", "core").stdout.endswith(f"in={checkout.root}\n")


# When .venv is made


def test_the_first_start_makes_a_venv_in_one_line_and_the_second_is_quiet(checkout: Checkout) -> None:
    first, second = checkout.run("status"), checkout.run("status")
    assert first.stderr == "Setting up .venv (once; about a minute) ...\n"
    assert first.stdout.startswith("newsmonitor status ")
    assert second.stderr == ""
    assert checkout.installations() == 1


def test_certificates_of_the_system_are_used_unless_someone_said_otherwise(checkout: Checkout) -> None:
    checkout.run()
    assert set(checkout.calls.read_text().split("\n")[:-1]) == {
        "venv certificates=true",
        "pip certificates=true",
    }
    shutil.rmtree(checkout.venv)
    checkout.run(UV_SYSTEM_CERTS="false")
    assert checkout.calls.read_text().endswith("pip certificates=false\n")


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_a_changed_requirement_renews_the_venv(checkout: Checkout, name: str) -> None:
    checkout.run()
    (checkout.venv / "left over").touch()
    (checkout.root / name).write_text("changed\n")
    checkout.run()
    assert checkout.installations() == 2
    assert not (checkout.venv / "left over").exists()


def test_another_python_behind_the_venv_renews_it(checkout: Checkout) -> None:
    checkout.run()
    (checkout.venv / "bin" / "python").unlink()
    (checkout.venv / "bin" / "python").symlink_to(checkout.tools / "uv")
    checkout.run()
    assert checkout.installations() == 2


def test_a_venv_whose_python_was_uninstalled_is_renewed(checkout: Checkout) -> None:
    checkout.run()
    (checkout.venv / "bin" / "python").unlink()
    (checkout.venv / "bin" / "python").symlink_to(checkout.tools / "no such python")
    checkout.run()
    assert checkout.installations() == 2


def test_a_checkout_that_moved_gets_a_venv_that_knows_its_new_place(
    checkout: Checkout, tmp_path: Path
) -> None:
    checkout.run()
    moved = Checkout(checkout.folder.rename(tmp_path / "there"))
    assert moved.run().stderr.startswith("Setting up .venv")
    assert moved.installations() == 2


def test_a_venv_that_is_a_link_loses_the_link_and_not_its_target(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept").touch()
    checkout.venv.symlink_to(tmp_path / "elsewhere")
    assert checkout.run().returncode == 7
    assert not checkout.venv.is_symlink()
    assert (tmp_path / "elsewhere" / "kept").exists()


def test_half_a_venv_is_noticed_and_made_again(checkout: Checkout, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gate")
    process = checkout.start(UV_GATE=str(tmp_path / "gate"))
    with (tmp_path / "gate").open("w"):  # opens when the last step of the set-up has begun
        process.kill()
        process.communicate(timeout=30)
    (checkout.venv / "half").touch()
    assert checkout.run().stdout.startswith("newsmonitor run ")
    assert not (checkout.venv / "half").exists()


def test_of_two_starts_the_second_waits_for_the_first(checkout: Checkout, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gate")
    first = checkout.start("one", UV_GATE=str(tmp_path / "gate"))
    with (tmp_path / "gate").open("w") as gate:
        second = checkout.start("two")
        assert second.stderr is not None
        assert second.stderr.readline() == "Another ./run is setting up .venv; waiting for it ...\n"
        gate.write("open\n")
    for process, argument in ((first, "one"), (second, "two")):
        out, _ = process.communicate(timeout=30)
        assert out.startswith(f"newsmonitor {argument} ")
    assert checkout.installations() == 1


# How far it is


def test_a_terminal_sees_how_far_it_is_and_nothing_of_it_stays(checkout: Checkout, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "packages")
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(checkout.root / "run"), "status"],
        env=checkout.environment | {"UV_GATE": str(tmp_path / "packages"), "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
    )
    os.close(terminal)
    with (tmp_path / "packages").open("w") as gate, open(master, "rb", buffering=0) as screen:  # noqa: PTH123  a number
        shown = ""
        while "packages installed" not in shown:
            shown += screen.read(1000).decode()
        gate.write("open\n")
        gate.flush()
        out, _ = process.communicate(timeout=30)
        with suppress(OSError):  # how a terminal ends that nobody writes to any more
            while piece := screen.read(1000):
                shown += piece.decode()
    first, below = shown.split("\r\n")
    assert first == "Setting up .venv (once; about a minute) ..."
    assert "\r\x1b[K  1 of 1 packages installed, about 0 s left" in below
    assert below.endswith("\r\x1b[K")
    assert out.startswith("newsmonitor status ")


@pytest.mark.parametrize(
    ("said", "installed", "seconds", "standing"),
    [
        ("", 0, 1, "0 of 4 packages installed, 1 s so far"),  # uv says nothing
        ("", 3, 6, "3 of 4 packages installed, about 2 s left"),
        (f"{COLLECTING}{IGNORING}", 0, 3, "1 of 3 packages fetched, about 15 s left"),
        (f"{COLLECTING * 3}{IGNORING}", 1, 8, "1 of 3 packages installed, about 4 s left"),
        (f"{COLLECTING * 3}{IGNORING}", 3, 9, "3 of 3 packages installed, about 0 s left"),
    ],
)
def test_what_is_left_is_estimated_from_what_is_done(
    script: ModuleType, said: str, installed: int, seconds: float, standing: str
) -> None:
    script.REQUIREMENTS.write_text(
        "a==1 \\\n    --hash=sha256:0\n    # via b\nb==2\nc-d.e==3\nf==4 ; os_name == 'nt'\n"
    )
    packages = script.VENV / "lib" / "python3.13" / "site-packages"
    (packages / "pip-1.dist-info").mkdir(parents=True)
    told = script.Packages()
    for number in range(installed):
        (packages / f"{number}.dist-info").mkdir()
    assert told.standing(said, seconds) == standing


@pytest.mark.parametrize("option", ["--quiet", "-q"])
def test_a_quiet_verb_is_set_up_quietly(checkout: Checkout, option: str) -> None:
    assert checkout.run("check", option).stderr == ""
    shutil.rmtree(checkout.venv)
    assert checkout.run("test", option).stderr.startswith("Setting up .venv")  # pytest's own option


# What is said when it cannot be made


def test_what_a_failed_installation_fetched_before_is_not_shown(checkout: Checkout) -> None:
    failure = f"{COLLECTING}  Downloading a.whl (7 kB)\nERROR: no space left"
    failed = checkout.run("status", UV_FAILURE=failure)
    assert "\nERROR: no space left\nrun: mend that" in failed.stderr
    assert "a.whl" not in failed.stderr


def test_a_failed_installation_is_shown_in_full_and_begun_again_next_time(checkout: Checkout) -> None:
    failed = checkout.run("status", UV_FAILURE="no route to the package index\n  tried twice")
    assert failed.returncode == 2
    assert failed.stdout == ""
    assert "requirements.lock" in failed.stderr
    assert "no route to the package index\n  tried twice\n" in failed.stderr
    assert failed.stderr.endswith(
        "run: mend that (often it is the network or its proxy), then start this again.\n"
    )
    assert checkout.run("status").returncode == 7


def test_ctrl_c_ends_in_one_sentence(checkout: Checkout, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gate")
    process = checkout.start(UV_GATE=str(tmp_path / "gate"))
    with (tmp_path / "gate").open("w"):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.endswith("run: stopped; the next start sets up .venv from the beginning.\n")
    assert "Traceback" not in err


def test_a_checkout_that_cannot_be_written_is_named(checkout: Checkout) -> None:
    (checkout.root / ".venv.lock").mkdir()  # permissions would not stop root
    refused = checkout.run()
    assert refused.returncode == 2
    assert refused.stderr.startswith("run: .venv cannot be made (")
    assert str(checkout.root / ".venv.lock") in refused.stderr


def old_pythons() -> list[str]:
    """Pythons on this machine that are too old: on PATH, or kept by pyenv."""
    named = [shutil.which(f"python3.{minor}") for minor in range(6, 11)]
    kept = Path.home().glob(".pyenv/versions/3.*/bin/python3")
    found = [path for path in (*named, *map(str, kept)) if path is not None]
    too_old = "import sys; sys.exit(sys.version_info >= (3, 11))"
    return [
        path
        for path in found
        if subprocess.run([path, "-c", too_old], capture_output=True, check=False).returncode == 0
    ]


def test_an_old_python_says_in_one_sentence_what_is_needed(checkout: Checkout) -> None:
    pythons = old_pythons()
    if not pythons:
        pytest.skip("no Python older than 3.11 on this machine")
    for python in pythons:
        process = checkout.start("status", python=python, PATH=str(checkout.tools))
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (2, "")
        assert err.count("\n") == 1
        assert err.startswith("run: newsmonitor needs Python 3.11 or newer and found only 3.")
        assert "`uv python install 3.13`" in err


def test_an_old_python_hands_over_to_a_newer_one(checkout: Checkout) -> None:
    pythons = old_pythons()
    if not pythons:
        pytest.skip("no Python older than 3.11 on this machine")
    checkout.tool("python3.14", "#!/bin/sh\necho 'this version is not installed' >&2; exit 127\n")
    (checkout.tools / "python3.12").symlink_to(sys.executable)
    process = checkout.start("status", python=pythons[0])
    out, err = process.communicate(timeout=30)
    assert out.startswith("newsmonitor status ")
    assert err == "Setting up .venv (once; about a minute) ...\n"


def test_a_python_on_the_path_counts_only_if_it_starts(
    checkout: Checkout, script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(checkout.tools))
    assert script.newer_python() is None
    checkout.tool("python3.13", "#!/bin/sh\nexit 127\n")
    assert script.newer_python() is None
    (checkout.tools / "python3.11").symlink_to(sys.executable)
    assert script.newer_python() == str(checkout.tools / "python3.11")


# Pip on a Debian that has only Python

FAKE_APT = """\
#!/bin/sh
echo apt-get "$@" >> "$TOOLS_LOG"
for word; do :; done
if [ "$word" = python3-pip-whl ]; then : > python3-pip-whl_1_all.deb; fi
"""
FAKE_DPKG = """\
#!/bin/sh
echo dpkg "$@" >> "$TOOLS_LOG"
mkdir -p "$3/usr/share/python-wheels/pip-1.whl"
"""
FAKE_PYTHON = """\
#!/bin/sh
echo python "$@" >> "$TOOLS_LOG"
"""


def test_debians_pip_comes_through_folders_that_are_gone_afterwards(
    checkout: Checkout, script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not script.CERTIFICATES.exists():
        pytest.skip("this system keeps its certificates elsewhere than Debian")
    checkout.tool("apt-get", FAKE_APT)
    checkout.tool("dpkg", FAKE_DPKG)
    checkout.tool("python", FAKE_PYTHON)
    script.PYTHON.parent.mkdir(parents=True)
    script.PYTHON.symlink_to(checkout.tools / "python")
    monkeypatch.setenv("PATH", f"{checkout.tools}:/usr/bin:/bin")
    monkeypatch.setenv("TOOLS_LOG", str(tmp_path / "tools.log"))

    script.bring_pip_from_debian()

    update, download, unpack, install = (tmp_path / "tools.log").read_text().splitlines()
    private = f"{script.VENV}/apt-"
    assert update.endswith(" update")
    assert download.endswith(" download python3-pip-whl")
    for call in (update, download):
        assert f"Dir::State::Lists={private}" in call
        assert f"Dir::Cache={private}" in call
    assert unpack.startswith(f"dpkg -x {private}")
    assert "/pip-1.whl/pip install --quiet --no-index " in install
    assert [path.name for path in script.VENV.iterdir()] == ["bin"]


def test_without_any_way_to_pip_the_remedy_is_named(
    checkout: Checkout, script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(
        script.SetupError, match=r"comes without pip: install uv \(https://docs.astral.sh/uv\)"
    ):
        script.bring_pip_from_debian()
    checkout.tool("apt-get", FAKE_APT)
    monkeypatch.setenv("PATH", str(checkout.tools))
    package = f"python3.{sys.version_info.minor}-venv"
    with pytest.raises(script.SetupError, match=f"apt-get install {package}`, then start this again"):
        script.bring_pip_from_debian()


# What the script may be


def test_old_pythons_can_read_the_script_with_nothing_installed() -> None:
    tree = ast.parse((PROJECT / "run").read_text(), feature_version=(3, 7))
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module.split(".")[0])
    assert modules <= sys.stdlib_module_names


def test_the_script_and_the_package_ask_for_the_same_python() -> None:
    script = load(PROJECT / "run")
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert wanted == ">={}.{}".format(*script.OLDEST_PYTHON)


def test_the_script_can_be_executed() -> None:
    assert os.access(PROJECT / "run", os.X_OK)


def test_ci_runs_every_slow_suite() -> None:
    script = load(PROJECT / "run")
    assert f"slow_suites=({' '.join(script.SLOW_SUITES)})" in (PROJECT / ".ci" / "run").read_text()


def test_the_lock_pins_what_the_project_asks_for_and_nothing_it_no_longer_does() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    requirements = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    asked = {re.split(r"[^\w.-]", requirement)[0] for requirement in requirements}
    pinned = set()
    for package in re.split(r"\n(?=\w)", (PROJECT / "requirements.lock").read_text()):
        if re.search(
            r"\bnewsmonitor \(pyproject\.toml", package
        ):  # the reason uv notes for what is asked directly
            pinned.add(package.partition("==")[0])
    assert pinned == asked
