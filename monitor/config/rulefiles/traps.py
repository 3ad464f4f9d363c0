"""Where YAML reads something else than its author meant: told apart from the nodes and the line they stand in."""

from dataclasses import dataclass

from monitor.config import source as nodes

_IN_QUOTES = "put the text in quotes"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mistake and its place."""

    at: nodes.Mark | nodes.Node
    message: str
    hint: str | None = None


def damage(source: nodes.Source, node: nodes.Node, what: str) -> Wrong | None:
    """Why this node is not the text its author wrote, or None when it is."""
    match node:
        case nodes.Mapping(pairs=pairs):
            return Wrong(
                node, f"{what} became a mapping, because of its ': '", f"quote it: {_as_text(pairs)}"
            )
        case nodes.Sequence():
            return Wrong(
                node, f"{what} is a list here, where one text is expected", "take one pair of [ ] away"
            )
        case nodes.Scalar():
            return _cut(source, node, what) or _empty(node, what)


def _as_text(pairs: tuple[tuple[nodes.Scalar, nodes.Node], ...]) -> str:
    key, value = pairs[0] if pairs else (None, None)
    if key is None or not isinstance(value, nodes.Scalar):
        return '"..."'
    text = f"{key.text}: {value.text}"
    return f"'{text}'" if '"' in text else f'"{text}"'


def _cut(source: nodes.Source, scalar: nodes.Scalar, what: str) -> Wrong | None:
    """A # directly before a word is no comment anybody meant; one behind a space is."""
    comment = comment_behind(source, scalar)
    if comment is None or comment.lstrip("#").startswith((" ", "\t")) or not comment.strip("#"):
        return None
    line = source.lines[scalar.end.line - 1]
    at = nodes.Mark(scalar.end.line, len(line) - len(comment) + 1)
    return Wrong(
        at,
        f"{what} ends before this #, which begins a comment",
        f"{_IN_QUOTES}; a comment has a space: # like this",
    )


def comment_behind(source: nodes.Source, scalar: nodes.Scalar) -> str | None:
    """The comment that follows a text without quotes in its line, from its # on."""
    if not scalar.plain or scalar.end.line > len(source.lines):
        return None
    rest = source.lines[scalar.end.line - 1][scalar.end.column - 1 :].strip()
    return rest if rest.startswith("#") else None


def _empty(scalar: nodes.Scalar, what: str) -> Wrong | None:
    return None if scalar.text.strip() else Wrong(scalar, f"{what} is empty", "write it, or delete the line")


def split_at_comma(source: nodes.Source, scalar: nodes.Scalar) -> str | None:
    """The fix for an example that [a, b] may have cut in two."""
    line = source.lines[scalar.mark.line - 1]
    before, behind = line[: scalar.mark.column - 1].rstrip(), line[scalar.end.column - 1 :].lstrip()
    if (
        scalar.plain
        and scalar.end.line == scalar.mark.line
        and (before.endswith(",") or behind.startswith(","))
    ):
        return "a comma inside [ ] begins another example: put each example in quotes"
    return None
