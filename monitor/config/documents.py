"""config.yaml as read: its nodes, its model, and every mistake that the file shows by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor.config import places, references, schema, secrets, veils
from monitor.config import source as nodes
from monitor.core.errors import ConfigError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """model is None when a value or key is wrong; problems then say which."""

    source: nodes.Source
    model: schema.ConfigFile | None = field(repr=False)
    problems: tuple[Problem, ...]

    @property
    def folder(self) -> Path:
        """What relative paths are relative to."""
        return Path(self.source.path).absolute().parent

    @property
    def rules(self) -> tuple[Path, ...]:
        """Rule files and folders that exist, also when something else in the file is wrong."""
        return tuple(path for _, path in self._rules() if exists(path))

    def missing_files(self) -> tuple[Problem, ...]:
        """Files and folders that are named and not there."""
        missing = [
            self.source.problem(
                node, f"no such file or folder: {path}", "create it, or name rule files: rules: [...]"
            )
            for node, path in self._rules()
            if not exists(path)
        ]
        ca_file = places.node_at(self.source.root, ("network", "ca_file"))
        if isinstance(ca_file, nodes.Scalar) and not ca_file.is_null:
            path = self.folder / ca_file.text
            if not exists(path):
                missing.append(
                    self.source.problem(ca_file, f"no such file: {path}", "a PEM file is expected here")
                )
        return tuple(missing)

    def _rules(self) -> Sequence[tuple[nodes.Scalar | None, Path]]:
        written = places.node_at(self.source.root, ("rules",))
        if isinstance(written, nodes.Sequence):
            scalars = [each for each in written.items if isinstance(each, nodes.Scalar)]
            return [(each, self.folder / each.text) for each in scalars]
        default: list[str] = schema.ConfigFile.model_fields["rules"].default
        return [(None, self.folder / text) for text in default]


def exists(path: Path) -> bool:
    """Whether something is there that we may see; pathlib raises where a folder is closed to us."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def read(path: Path) -> Document:
    """Raises ConfigError when the file cannot be read or is not YAML; other mistakes are in .problems."""
    try:
        raw = path.read_bytes()
        mode = path.stat().st_mode
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise ConfigError(
            [Problem(file=str(path), message=message, hint="check the path and who may read it")]
        ) from None
    source = nodes.read(str(path), raw, veil=veils.textual)
    source = replace(source, veil=veils.of(source))
    problems = [*references.problems(source), *secrets.exposed(source, mode)]
    model = None
    try:
        model = schema.ConfigFile.model_validate(_obeyed(plain(source.root)))
    except ValidationError as error:
        problems += places.found(error, source)
    return Document(source=source, model=model, problems=tuple(problems))


def plain(node: nodes.Node | None) -> Any:
    """Nodes as Python's own types; an absent or null value is None, an empty file an empty mapping."""
    match node:
        case None:
            return {}
        case nodes.Scalar():
            return None if node.is_null else node.text
        case nodes.Sequence():
            return [plain(item) for item in node.items]
        case nodes.Mapping():
            return {key.text: plain(value) for key, value in node.pairs}


def _obeyed(given: Any) -> Any:
    """Without the keys that are not in this version: references.py has reported them already."""
    for path in schema.NOT_IN_THIS_VERSION:
        _forget(given, path)
    return given


def _forget(given: Any, path: tuple[str, ...]) -> None:
    if not isinstance(given, dict):
        return
    first, *rest = path
    if not rest:
        given.pop(first, None)
        return
    for each in list(given.values()) if first == "*" else [given.get(first)]:
        _forget(each, tuple(rest))
