"""The rules of the house that no linter knows: sizes, names, where an exception may end, what the map says."""

import ast
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "monitor"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LUA = PACKAGE / "adapters" / "redis_store" / "lua"
PRELUDE = LUA / "prelude.lua"  # put in front of each script
SCRIPTS = sorted(set(LUA.glob("*.lua")) - {PRELUDE})

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 40
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}

# Where a broad except may stand, and how often.
SUPERVISED = {
    "monitor/daemon.py": 1,  # supervise(): one task's failure is not the others'
    "monitor/adapters/sender_thread.py": 1,  # handed over to whoever awaits the send, not swallowed
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from def to its end, without the docstring."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def is_broad(node: ast.AST) -> bool:
    """except:, except Exception, except BaseException, and the same as suppress(...); not what tidies up and raises."""
    match node:
        case ast.ExceptHandler(body=[*_, ast.Raise(exc=None)]):
            return False
        case ast.ExceptHandler(type=None):
            return True
        case ast.ExceptHandler(type=caught) if caught is not None:
            names = {each.id for each in ast.walk(caught) if isinstance(each, ast.Name)}
        case ast.Call(func=ast.Attribute(attr="suppress") | ast.Name(id="suppress"), args=given):
            names = {each.id for each in given if isinstance(each, ast.Name)}
        case _:
            return False
    return bool(names & {"Exception", "BaseException"})


@pytest.mark.parametrize("path", [*MODULES, PRELUDE, *SCRIPTS], ids=named)
def test_a_file_fits_in_the_head(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= MOST_LINES_OF_A_FILE, "make it a folder of the same name"


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{named(path)}:{function.lineno} {function.name}: {length(function)} lines"
        for path in MODULES
        for function in functions(path)
        if length(function) > MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_every_file_is_named_after_something() -> None:
    empty = [named(path) for path in MODULES if EMPTY_NAMES & set(re.split(r"[_/.]", named(path)))]
    assert empty == []


def test_failures_are_caught_by_name() -> None:
    broad = {
        named(path): sum(map(is_broad, ast.walk(ast.parse(path.read_text()))))
        for path in MODULES
        if any(map(is_broad, ast.walk(ast.parse(path.read_text()))))
    }
    assert broad == SUPERVISED


def test_nothing_of_ours_is_patched() -> None:
    patching = [
        named(path)
        for path in TESTS
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unittest.mock"))
        or (isinstance(node, ast.Import) and any(name.name.startswith("unittest") for name in node.names))
    ]
    assert patching == []


def test_only_the_clock_reads_the_wall_clock() -> None:
    reading = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert [place.partition(":")[0] for place in reading] == ["monitor/adapters/clock.py"]


class TestScripts:
    """A full store must refuse what adds, and take what claims, renews, finishes or trims: else it sends again and
    again what it cannot record."""

    def test_every_script_says_whether_it_may_run_in_a_full_store(self) -> None:
        openings = {path.stem: path.read_text().splitlines()[0] for path in SCRIPTS}
        assert set(openings.values()) == {"#!lua", "#!lua flags=allow-oom"}, openings

    @pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
    def test_what_adds_work_is_refused_and_what_ends_it_is_not(self, path: Path) -> None:
        opening, *lines = path.read_text().splitlines()
        code = "\n".join(line.partition("--")[0] for line in lines)
        adds = "'XADD'" in code or re.search(r"\b(tell|write_desk)\(", code) is not None
        # A feed is claimed for what its poll will add.
        assert ("allow-oom" in opening) != (adds or path.stem == "claim_feeds")


class TestMap:
    """The map of the house in README.md."""

    @pytest.fixture
    def places(self) -> dict[str, str]:
        """Path to description, of every line of the block that follows the heading."""
        readme = (ROOT / "README.md").read_text()
        block = re.search(r"^## Where things are\n.*?^```\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
        assert block is not None
        places: dict[str, str] = {}
        above: list[str] = []
        for line in block[1].splitlines():
            found = re.fullmatch(r"( *)(\S+)\s{2,}(\S.*)", line)
            assert found is not None, line
            above[len(found[1]) // 2 :] = [found[2]]
            places["".join(above)] = found[3]
        return places

    def test_everything_on_the_map_is_there(self, places: dict[str, str]) -> None:
        for path in places:
            assert (ROOT / path).is_dir() if path.endswith("/") else (ROOT / path).is_file(), path

    @pytest.mark.parametrize("room", ["monitor/", "monitor/pipeline/"])
    def test_everything_that_is_there_is_on_the_map(self, places: dict[str, str], room: str) -> None:
        there = {
            f"{room}{path.name}{'/' if path.is_dir() else ''}"
            for path in (ROOT / room).iterdir()
            if not path.name.startswith("__")
        }
        assert there == {path for path in places if re.fullmatch(rf"{room}[^/]+/?", path)}


def test_help_comes_at_once() -> None:
    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = spent()
    subprocess.run([sys.executable, "-m", "monitor", "--help"], cwd=ROOT, check=True, capture_output=True)
    seconds = spent() - before
    print(f"newsmonitor --help: {seconds:.2f} s of CPU")  # noqa: T201  the figure is worth a look
    assert seconds < 1.0


class TestTexts:
    """The files speak of the project, not of the machines it was written on."""

    # Put together here, so that this file is no finding of its own.
    MACHINES = re.compile(
        "|".join(
            [
                r"(?<![\w.:~/-])/(?:work|root|home/\w+)/\w",
                r"/tmp/" + r"w/",
                "files.python" + "hosted",
                "pypi" + r"\.org",
            ]
        )
    )

    def texts(self) -> Iterator[Path]:
        unwanted = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()} | {".git"}
        for folder, folders, files in os.walk(ROOT):
            folders[:] = sorted(set(folders) - unwanted)
            yield from (Path(folder, name) for name in sorted(set(files) - unwanted))

    def test_they_name_no_machine_and_no_package_server(self) -> None:
        found = [
            f"{named(path)}:{number}: {line.strip()[:100]}"
            for path in self.texts()
            for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
            if self.MACHINES.search(line)
        ]
        assert found == []
