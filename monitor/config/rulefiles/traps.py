"""Where YAML reads something else than its author meant: told apart from the nodes and the lines they stand in."""

import re
from dataclasses import dataclass

from monitor.config import source as nodes

_IN_QUOTES = "put the text in quotes"
_SMALL = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mistake and its place."""

    at: nodes.Mark | nodes.Node
    message: str
    hint: str | None = None


def damage(source: nodes.Source, node: nodes.Node, what: str) -> Wrong | None:
    """Why this node is not the text its author wrote, or None when it is."""
    match node:
        case nodes.Scalar():
            return _cut(source, node, what) or _empty(node, what)
        case nodes.Mapping():
            return became_mapping(node, what)
        case nodes.Sequence():
            return Wrong(
                node, f"{what} is a list here, where one text is expected", "take one pair of [ ] away"
            )


def became_mapping(node: nodes.Mapping, what: str) -> Wrong:
    """A text with a colon in it that YAML took for a key and its value."""
    if not node.pairs:
        return Wrong(
            node, f"{what} is an empty mapping", f"write it, or delete the {{}}; {_IN_QUOTES} if it is meant"
        )
    if all(isinstance(value, nodes.Scalar) and not value.text for _, value in node.pairs):
        items = ", ".join(key.text for key, _ in node.pairs)
        return Wrong(node, f"{what} in {{ }} is a mapping", f"a list stands in [ ]: [{items}]")
    return Wrong(node, f"{what} became a mapping, because of its ': '", f"quote it: {as_text(node)}")


def as_text(node: nodes.Mapping) -> str:
    """A text that became a mapping, in quotes."""
    key, value = node.pairs[0]
    if not isinstance(value, nodes.Scalar):
        return '"..."'
    text = f"{key.text}: {value.text}".strip()
    return f"'{text}'" if '"' in text else f'"{text}"'


def _cut(source: nodes.Source, scalar: nodes.Scalar, what: str) -> Wrong | None:
    """A # directly before a word is no comment anybody meant; one behind a space is."""
    comment = comment_behind(source, scalar)
    if comment is None or comment.lstrip("#").startswith((" ", "\t")) or not comment.strip("#"):
        return None
    line = source.lines[scalar.end.line - 1]
    at = nodes.Mark(scalar.end.line, len(line.rstrip()) - len(comment) + 1)
    return Wrong(
        at,
        f"{what} ends before this #, which begins a comment",
        f"{_IN_QUOTES}; a comment has a space: # like this",
    )


def comment_behind(source: nodes.Source, scalar: nodes.Scalar) -> str | None:
    """The comment that follows a text without quotes in its line, from its # on."""
    if not scalar.plain or scalar.end_line > len(source.lines):
        return None
    line = source.lines[scalar.end_line - 1]
    if "#" not in line:
        return None
    rest = line[scalar.end_column - 1 :].strip()
    return rest if rest.startswith("#") else None


def _empty(scalar: nodes.Scalar, what: str) -> Wrong | None:
    return None if scalar.text.strip() else Wrong(scalar, f"{what} is empty", "write it, or delete the line")


def split_at_comma(source: nodes.Source, scalar: nodes.Scalar) -> str | None:
    """The fix for an example that [a, b] may have cut in two."""
    if scalar.plain and (_comma_before(source, scalar) or _behind(source, scalar).lstrip().startswith(",")):
        return "a comma inside [ ] begins another example: put each example in quotes"
    return None


def rest_of_an_example(source: nodes.Source, scalar: nodes.Scalar) -> bool:
    """Whether this item of [a, b] reads like the end of a headline: no quotes, and a small letter at the beginning."""
    first = scalar.text[:1]
    return (
        scalar.plain and _SMALL.match(first) is not None and first.islower() and _comma_before(source, scalar)
    )


def cut_figure(source: nodes.Source, scalar: nodes.Scalar) -> Wrong | None:
    """1,240 in [ ] is two items. Told at its second half."""
    before = source.lines[scalar.mark.line - 1][: scalar.mark.column - 1]
    if not scalar.plain or not scalar.text[:1].isdigit() or not re.search(r"\d,$", before):
        return None
    figure = f"{re.split(r'[ ,]', before[:-1])[-1].lstrip('[')},{scalar.text}"
    return Wrong(
        scalar, "a comma inside [ ] begins another item, also within a figure", f'quote it: "{figure}"'
    )


def _comma_before(source: nodes.Source, scalar: nodes.Scalar) -> bool:
    return source.lines[scalar.mark.line - 1][: scalar.mark.column - 1].rstrip().endswith(",")


def _behind(source: nodes.Source, scalar: nodes.Scalar) -> str:
    """What follows in the line in which the text ends."""
    return (
        source.lines[scalar.end.line - 1][scalar.end.column - 1 :]
        if scalar.end.line <= len(source.lines)
        else ""
    )
