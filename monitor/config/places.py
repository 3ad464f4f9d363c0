"""Where in a file a mistake stands, and how pydantic's findings are told to the person who made it."""

import difflib
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.config import fields, schema, syntax
from monitor.config import source as nodes
from monitor.core.errors import Problem

Path = Sequence[str | int]

_NEAR = 0.66  # how alike words must be to be offered: below, "redis" would bring up "rules"


def node_at(root: nodes.Node | None, path: Path) -> nodes.Node | None:
    """The node under this path, or None where the path leads nowhere."""
    node = root
    for part in path:
        match node, part:
            case nodes.Mapping(), str():
                node = node.get(part)
            case nodes.Sequence(), int() if part < len(node.items):
                node = node.items[part]
            case _:
                return None
    return node


def key_at(root: nodes.Node | None, path: Path) -> nodes.Scalar | None:
    """The key at the end of this path, for mistakes that are the key itself."""
    above = node_at(root, path[:-1])
    if not isinstance(above, nodes.Mapping):
        return None
    return next((key for key, _ in above.pairs if key.text == path[-1]), None)


def nearest(word: str, known: Collection[str]) -> str | None:
    """A hint: the known word that was probably meant, or all there are."""
    near = difflib.get_close_matches(word, known, 1, _NEAR)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known here: {', '.join(known)}" if known else None


def found(error: ValidationError, source: nodes.Source) -> Iterator[Problem]:
    """Every finding of pydantic as a located problem, in our words and without the value."""
    details = error.errors(include_url=False, include_input=False)
    meant = {_meant(detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"}
    for detail in details:
        if (
            detail["type"] != "missing" or detail["loc"] not in meant
        ):  # a misspelt key is one mistake, not two
            yield _problem(detail, source)


def _meant(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The key that a misspelt one was probably meant to be; itself when none is near."""
    near = difflib.get_close_matches(str(path[-1]), _known_keys(path[:-1]), 1, _NEAR)
    return (*path[:-1], *(near or path[-1:]))


def _problem(detail: ErrorDetails, source: nodes.Source) -> Problem:
    path = detail["loc"]
    root = source.root
    at = node_at(root, path) or key_at(root, path) or _deepest(root, path)
    match detail["type"]:
        case "extra_forbidden":
            key = str(path[-1])
            return source.problem(
                key_at(root, path), f"unknown key: {syntax.name(key)}", nearest(key, _known_keys(path[:-1]))
            )
        case "missing":
            key = str(path[-1])
            written = key_at(root, path)
            message = f"{key!r} has no value" if written else f"{key!r} is missing"
            return source.problem(written or at, message, None if written else f"add {key}: ...")
        case "list_type":
            return source.problem(at, f"a list is expected here, not {_kind(at)}", "write [one, two]")
        case "dict_type" | "model_type":
            message = f"a mapping (key: value) is expected here, not {_kind(at)}"
            return source.problem(at, message, _form(path))
        case "bool_parsing" | "bool_type":
            return source.problem(at, "true or false is expected here")
        case "enum" | "literal_error":
            expected = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
            return source.problem(
                at, f"one of these is expected here: {', '.join(expected)}", _near(at, expected)
            )
        case _:
            return _ours(detail.get("ctx", {}).get("error"), detail, source, at)


def _ours(wrong: Any, detail: ErrorDetails, source: nodes.Source, at: nodes.Node | None) -> Problem:
    if not isinstance(wrong, fields.FieldError):
        return source.problem(at, detail["msg"])
    return source.problem(at, str(wrong), wrong.hint)


def _near(at: nodes.Node | None, expected: Collection[str]) -> str | None:
    near = difflib.get_close_matches(at.text, expected, 1, _NEAR) if isinstance(at, nodes.Scalar) else None
    return f"did you mean {near[0]!r}?" if near else None


def _deepest(root: nodes.Node | None, path: Path) -> nodes.Node | None:
    """What exists of a path that leads to something missing."""
    for length in range(len(path) - 1, -1, -1):
        node = node_at(root, path[:length])
        if node is not None:
            return node
    return None


def _kind(node: nodes.Node | None) -> str:
    return {nodes.Mapping: "a mapping", nodes.Sequence: "a list"}.get(type(node), "a single value")


def _form(path: Path) -> str | None:
    """How a section at this path is written."""
    section = _section(path)
    if section is None or not path:
        return None
    needed = schema.required(section) or schema.keys(section)[:1]
    return "write {" + ", ".join(f"{key}: ..." for key in needed) + "}"


def _known_keys(path: Path) -> tuple[str, ...]:
    """The keys that mean something in the section at this path."""
    section = _section(path)
    known = schema.keys(section) if section else ()
    return tuple(key for key in known if not schema.is_refused((*path, key)))


def _section(path: Path) -> type[schema.Section] | None:
    section: type[schema.Section] | None = schema.ConfigFile
    skip = False
    for part in path:
        if skip:
            skip = False
        elif section is not None:
            section, skip = schema.below(section, str(part))
    return section
