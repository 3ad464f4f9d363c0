"""The documents are held to what the program knows: keys, defaults, scripts, and every example loads."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from monitor import cli
from monitor.config import load, rulefiles, schema
from monitor.config.rulefiles import keys
from monitor.core.channels import Severity
from monitor.core.clauses import parse
from tests.docs.sessions import ENDS_BY_ITSELF, FILE, KEEPS_RUNNING, NOT_RUN, Block, Reader, Running, blocks

ROOT = Path(__file__).parents[2]
FOLLOWED = ("README.md", "docs/tutorial.md", "docs/rules.md")
WRONG = "wrong on purpose"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
STORE = ROOT / "monitor" / "adapters"
SCRIPTS = sorted((STORE / "redis_store" / "lua").glob("*.lua"))


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


EXAMPLES = [example for path in DOCUMENTS for example in blocks(path, ROOT)]
YAML = [example for example in EXAMPLES if example.kind == "yaml" and WRONG not in example.note]
NOT_RUN_BLOCKS = 10  # a block more needs a reason, and this number


def begins(example: Block, name: str) -> bool:
    """An example's first line is a comment that says which file it belongs in."""
    return example.text.startswith(f"# {name}")


@dataclass(frozen=True)
class Row:
    """A line of a table below a heading; keys are what stands in code in its first cell."""

    heading: str
    keys: tuple[str, ...]
    cells: tuple[str, ...]


def rows(text: str) -> Iterator[Row]:
    heading = ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|") and not re.fullmatch(r"[|: -]+", line):
            cells = tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|")))
            if keys := tuple(re.findall(r"`([^`]+)`", cells[0])):
                yield Row(heading, keys, cells)


class TestExamples:
    def test_every_example_says_what_it_is(self) -> None:
        unmarked = [
            each.place for each in YAML if not (begins(each, "config.yaml") or begins(each, "rules/"))
        ]
        assert unmarked == []
        assert len(YAML) > 5

    @pytest.mark.parametrize(
        "example", [each for each in YAML if begins(each, "config.yaml")], ids=lambda each: each.place
    )
    def test_a_configuration_loads(self, example: Block, tmp_path: Path) -> None:
        """Where the example points at a file, a variable or a credential, there is one."""
        (tmp_path / "rules").mkdir()
        address = "json://localhost/"
        environ = dict.fromkeys(re.findall(r"\benv: (\w+)", example.text), address)
        environ["CREDENTIALS_DIRECTORY"] = str(tmp_path)
        for name in re.findall(r"\b(?:file|credential|ca_file): ([\w./-]+)", example.text):
            secret = tmp_path / name
            secret.parent.mkdir(exist_ok=True, parents=True)
            secret.touch(mode=0o600)
            secret.write_text(address)
        path = tmp_path / "config.yaml"
        path.touch(mode=0o600)
        path.write_text(example.text)
        load.load(path, environ=environ)

    @pytest.mark.parametrize(
        "example", [each for each in YAML if begins(each, "rules/")], ids=lambda each: each.place
    )
    def test_rules_load_and_do_what_their_examples_say(self, example: Block, tmp_path: Path) -> None:
        path = tmp_path / example.text.partition("\n")[0].removeprefix("# ")
        path.parent.mkdir(parents=True)
        path.write_text(example.text)
        loaded = rulefiles.load([tmp_path / "rules"], channels=None)
        assert [str(problem) for problem in loaded.problems] == []
        assert loaded.rules or path.parent.name == "vocabulary"

    def test_links_between_the_documents_lead_somewhere(self) -> None:
        broken = [
            f"{path.relative_to(ROOT)}: {target}"
            for path in DOCUMENTS
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
            if not (path.parent / target).exists()
        ]
        assert broken == []


@pytest.fixture(scope="module")
def once() -> dict[str, Running]:
    """What the documents that were followed so far have started."""
    return {}


@pytest.mark.slow
@pytest.mark.parametrize("name", FOLLOWED)
def test_a_newcomer_sees_what_the_document_shows(name: str, once: dict[str, Running]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Reader.in_checkout(Path(folder), once).follow(list(blocks(ROOT / name, ROOT)))


def test_what_is_not_run_says_why() -> None:
    notes = [each.note for name in FOLLOWED for each in blocks(ROOT / name, ROOT) if each.note]
    reasons = [note for note in notes if note.startswith(NOT_RUN)]
    assert len(reasons) == NOT_RUN_BLOCKS
    assert set(notes) - set(reasons) <= {FILE, f"{FILE}, {WRONG}", KEEPS_RUNNING, ENDS_BY_ITSELF}


def test_every_command_stands_where_it_is_run() -> None:
    """In a console block, not indented, and not in one of another kind."""
    stray = [
        f"{name}: {line}"
        for name in FOLLOWED
        for line in re.sub(
            r"^```console\n.*?^```$", "", read(name), flags=re.DOTALL | re.MULTILINE
        ).splitlines()
        if re.match(r"\s*\$ |    \S", line) and "```" not in line and not _is_in_block(name, line)
    ]
    assert stray == []


class TestReadme:
    def test_it_lists_every_command(self) -> None:
        """`config show|schema` stands for two."""
        block = read("README.md").partition("## Commands")[2].partition("Each takes")[0]
        listed = {
            " ".join((*words[:-1], last))
            for line in re.findall(r"^newsmonitor ([a-z |]+)", block, re.MULTILINE)
            for words in [line.split("  ")[0].split()]
            for last in words[-1].split("|")
        }
        assert listed == set(_verbs(cli.app))


def _is_in_block(name: str, line: str) -> bool:
    """Indented lines of YAML, XML and the map."""
    return not line.lstrip().startswith("$") and any(line in each.text for each in blocks(ROOT / name, ROOT))


def _verbs(app: typer.Typer) -> Iterator[str]:
    for command in app.registered_commands:
        assert command.callback is not None
        yield command.name or command.callback.__name__
    for group in app.registered_groups:
        assert group.typer_instance is not None
        for verb in _verbs(group.typer_instance):
            yield f"{group.name} {verb}"


class TestConfiguration:
    """docs/configuration.md has a row for each key, with its default, and none for a key that is gone."""

    def known(self, section: type[schema.Section], above: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Dotted key and default, as the document writes them, of every key that is obeyed."""
        for name, field in section.model_fields.items():
            key = field.alias or name
            path = (*above, key)
            if schema.is_refused(path):
                continue
            inner, many = schema.below(section, key)
            if inner is not None:
                yield from self.known(inner, (*path, "*") if many else path)
                continue
            yield ".".join(path).replace(".*", ""), _default(field.default, required=field.is_required())

    def test_every_key_is_there_with_its_default(self) -> None:
        written = {}
        for row in rows(read("docs/configuration.md")):
            section = re.match(r"`(\w+)`", row.heading)
            for key in row.keys:
                written[f"{section[1]}.{key}" if section else key] = row.cells[1]
        assert written == dict(self.known(schema.ConfigFile))

    def test_every_section_has_an_example(self) -> None:
        parts = re.split(r"^## ", read("docs/configuration.md"), flags=re.MULTILINE)[1:]
        without = [
            part.partition("\n")[0] for part in parts if part.startswith("`") and "```yaml" not in part
        ]
        assert without == []


def _default(value: object, *, required: bool) -> str:
    if required:
        return "required"
    match value:
        case None | []:
            return "none"
        case list():
            return f"`[{', '.join(map(str, value))}]`"
        case _:
            return f"`{value}`"


class TestRules:
    """docs/rules.md has a row for each key of a rule, and promises none that is not there."""

    def test_every_key_is_there(self) -> None:
        written = [key for row in rows(read("docs/rules.md")) if row.heading == "Keys" for key in row.keys]
        examples = [f"examples.{key}" for key in keys.EXAMPLES.names]
        assert written == [*(key for key in keys.RULE.names if key != "examples"), *examples]
        assert not set(written) & set(keys.RULE.planned)

    def test_every_form_of_the_table_is_one(self) -> None:
        forms = [
            key.replace(r"\|", "|")
            for row in rows(read("docs/rules.md"))
            if row.heading == "Expressions"
            for key in row.keys
        ]
        assert len(forms) > 15
        for form in forms:
            if form != "( )":
                parse(form)

    def test_every_severity_is_there(self) -> None:
        (severity,) = (row for row in rows(read("docs/rules.md")) if row.keys == ("severity",))
        assert list(re.findall(r"`(\w+)`", severity.cells[2])) == [each.value for each in Severity]


class TestPipeline:
    """docs/design/001-pipeline.md names every script and every key of the store."""

    TEXT = read("docs/design/001-pipeline.md")

    def test_every_script_is_there(self) -> None:
        scripts = {path.stem for path in SCRIPTS}
        named = {key for row in rows(self.TEXT) if row.heading == "Scripts" for key in row.keys}
        assert named == scripts - {"prelude"}

    def test_every_key_of_the_store_is_there(self) -> None:
        """Names in capitals stand for any name: feed:FEED is written feed: in a script."""
        table = (row for row in rows(self.TEXT) if row.heading == "Keys of the store")
        named = {re.sub(r"\b[A-Z]+\b", "", key) for row in table for key in row.keys}
        one_stream = re.compile(r"^(attempts|dead):(articles|matches)$")
        assert named == {one_stream.sub(r"\1:", key) for key in self.used()}

    def used(self) -> Iterator[str]:
        """What stands literally where a script or an adapter names a key."""
        lua = r"\b(?:key|take|holds)\('([^']+)'"
        schedules = r"\b(?:schedule|unschedule|due|is_due|next_due_in)\('([^']+)'"
        for script in SCRIPTS:
            code = script.read_text()
            yield from re.findall(lua, code)
            for name in re.findall(schedules, code):
                yield from (name, f"{name}:set")
        for module in STORE.rglob("*.py"):
            code = module.read_text()
            yield from re.findall(r'\bkey\(f?"([^"{]+)', code)
            yield from re.findall(r'= "nm:\{nm\}:(\w[^"]*)"', code)
