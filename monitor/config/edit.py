"""Feeds added to a config.yaml the way its author would: in the style of the list, every other character untouched.

The text is not written anew from what it means, which would lose alignment, comments and line ends. What is inserted
is small, and what comes out is read again: unless it means exactly the same plus the new feeds, nothing is written.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from monitor.config import documents, secrets, veils
from monitor.config import source as nodes
from monitor.core.errors import ConfigError, MonitorError, Problem
from monitor.core.feeds import Feed

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BARE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]*[A-Za-z0-9._-])?")  # a text that needs no quotes anywhere
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_COLON = re.compile(r"\s*:")
_COMMA = re.compile(r"[ \t]*,")
_REST_OF_LINE = re.compile(r"[^\r\n]*")
_NOTHING_MORE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_NEWLINE = re.compile(r"\r\n|\n")
_USUAL_TIER = 3


@dataclass(frozen=True, slots=True)
class _Edit:
    """Between these two offsets, this text instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Style:
    """How an item is written. columns: where its keys stand in the item before, counted from its brace."""

    block: bool = False
    columns: dict[str, int] = field(default_factory=dict)


def add_feeds(path: Path, feeds: Sequence[Feed]) -> None:
    """Put these feeds behind those of the file, in one step, its mode and owner kept.

    Raises ConfigError when the file is no YAML or its list cannot be extended, and MonitorError when the file
    cannot be written; it stays as it was then.
    """
    place = path.resolve()  # a link keeps pointing where it does
    try:
        raw, mode = place.read_bytes(), place.stat().st_mode
    except OSError as error:
        raise MonitorError(f"{path} cannot be read: {error.strerror}") from error
    after = with_feeds(str(path), raw, feeds)
    if any(secrets.exposed(nodes.read(str(path), after), mode)):
        raise MonitorError(
            f"everybody on this machine may read {path}, and a password would stand in it: chmod 640 {path}, then again"
        )
    _replace(place, raw, after)


def with_feeds(name: str, raw: bytes, feeds: Sequence[Feed]) -> bytes:
    """The bytes of the file with these feeds added. name only names it in problems. Raises ConfigError."""
    source = nodes.read(name, raw, veil=veils.textual)
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    text = raw.decode("utf-8-sig")
    written = text
    for edit in sorted(_edits(text, feeds), key=lambda edit: edit.start, reverse=True):
        written = written[: edit.start] + edit.text + written[edit.end :]
    after = mark + written.encode()
    if _means(after, name) != _with(documents.plain(source.root), feeds):
        raise ConfigError([_by_hand(replace(source, veil=veils.of(source)), feeds)])
    return after


def item(feed: Feed) -> str:
    """The feed as one line of a list."""
    return f"- {_flow(feed, _Style())}"


def _means(raw: bytes, name: str) -> Any:
    try:
        return documents.plain(nodes.read(name, raw).root)
    except ConfigError:
        return None


def _with(before: Any, feeds: Sequence[Feed]) -> Any:
    """What the file should mean afterwards."""
    if before is not None and not isinstance(before, dict):
        return None
    listed = (before or {}).get("feeds") or []
    return (before or {}) | {"feeds": [*listed, *(dict(_pairs(f)) for f in feeds)]}


def _by_hand(source: nodes.Source, feeds: Sequence[Feed]) -> Problem:
    at = source.root.get("feeds") if isinstance(source.root, nodes.Mapping) else None
    shown = (replace(feed, url=veils.feed_url(feed.url)) for feed in feeds)
    lines = "".join(f"\n    {item(feed)}" for feed in shown)
    return source.problem(at, "feeds cannot be added to this by a program", f"write it yourself:{lines}")


def _edits(text: str, feeds: Sequence[Feed]) -> Iterator[_Edit]:
    """Nothing where the text has no place for feeds."""
    root = yaml.compose(text, _LOADER)  # checked before: no aliases, no tags, not too deep
    newline = found[0] if (found := _NEWLINE.search(text)) else "\n"
    if root is None or (isinstance(root, yaml.ScalarNode) and root.value in _NULLS):
        yield from _new_key(text, 0, feeds, newline)
    if not isinstance(root, yaml.MappingNode):
        return
    key, value = next(((key, value) for key, value in root.value if key.value == "feeds"), (None, None))
    if key is None and not root.flow_style:
        yield from _new_key(text, root.start_mark.column, feeds, newline)
    elif key is not None and _is_empty(value):
        yield from _into_nothing(text, key, value, feeds, newline=newline, inside_flow=root.flow_style)
    elif isinstance(value, yaml.SequenceNode):
        into = _into_flow if value.flow_style else _into_block
        yield from into(text, value, feeds, newline)


def _is_empty(node: Any) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return not node.value
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS


def _new_key(text: str, column: int, feeds: Sequence[Feed], newline: str) -> Iterator[_Edit]:
    """At the end of the file, an empty line before it."""
    margin = " " * column
    gap = "" if not text.strip() else newline if text.endswith("\n") else newline * 2
    lines = [f"{margin}feeds:", *(_lines(feed, f"{margin}  ", _Style(), newline) for feed in feeds)]
    yield _Edit(len(text), len(text), gap + newline.join(lines) + newline)


def _into_nothing(
    text: str, key: Any, value: Any, feeds: Sequence[Feed], *, newline: str, inside_flow: bool
) -> Iterator[_Edit]:
    """feeds: with null, [] or nothing behind it: a list below takes its place where the line has room."""
    start, end = value.start_mark.index, value.end_mark.index
    colon = _COLON.match(text, key.end_mark.index)
    if colon is None:
        return
    behind = _NOTHING_MORE.match(text, max(end, colon.end()))
    one_line = not _NEWLINE.search(text, colon.end(), max(end, colon.end()))
    if behind is not None and one_line and not inside_flow:
        margin = " " * (key.start_mark.column + 2)
        below = "".join(f"{newline}{_lines(feed, margin, _Style(), newline)}" for feed in feeds)
        yield _Edit(colon.end(), max(end, colon.end()), "")
        yield _Edit(behind.end(), behind.end(), below)
        return
    items = ", ".join(_flow(feed, _Style()) for feed in feeds)
    if isinstance(value, yaml.SequenceNode):
        yield _Edit(start + 1, start + 1, items)
    elif start < end:
        yield _Edit(start, end, f"[{items}]")


def _into_block(text: str, sequence: Any, feeds: Sequence[Feed], newline: str) -> Iterator[_Edit]:
    """Below the last line of the last item."""
    last = sequence.value[-1]
    rest = _REST_OF_LINE.match(text, _end(text, last))
    at = rest.end() if rest else len(text)
    margin = " " * sequence.start_mark.column
    below = "".join(f"{newline}{_lines(feed, margin, _style(last), newline)}" for feed in feeds)
    yield _Edit(at, at, below)


def _into_flow(text: str, sequence: Any, feeds: Sequence[Feed], newline: str) -> Iterator[_Edit]:
    """Behind the last item: on lines of their own if that has one, a comma behind each if that has one."""
    last = sequence.value[-1]
    items = [_flow(feed, _style(last)) for feed in feeds]
    end = _end(text, last)
    before = text[: last.start_mark.index].rpartition("\n")[2]
    between = f",{newline}{before}" if before.isspace() else ", "
    more = between.join(items)
    comma = _COMMA.match(text, end)
    after = comma.end() if comma else end
    behind = _NOTHING_MORE.match(text, after)
    if behind is None or not before.isspace():
        yield _Edit(after, after, (between.removeprefix(",") if comma else between) + more)
        return
    if not comma:
        yield _Edit(end, end, ",")
    yield _Edit(behind.end(), behind.end(), f"{newline}{before}{more}{',' if comma else ''}")


def _end(text: str, node: Any) -> int:
    """Behind the last character of a node; a block's own end mark lies behind the comments that follow it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return len(text[:end].rstrip())
    return end


def _style(node: Any) -> _Style:
    if not isinstance(node, yaml.MappingNode):
        return _Style()
    if not node.flow_style:
        return _Style(block=True)
    if node.start_mark.line != node.end_mark.line:
        return _Style()
    return _Style(
        columns={key.value: key.start_mark.column - node.start_mark.column for key, _ in node.value}
    )


def _lines(feed: Feed, margin: str, style: _Style, newline: str) -> str:
    """One item of a block list, without its last line end."""
    if not style.block:
        return f"{margin}- {_flow(feed, style)}"
    pairs = [f"{key}: {_written(key, value)}" for key, value in _pairs(feed)]
    return f"{margin}- " + f"{newline}{margin}  ".join(pairs)


def _flow(feed: Feed, style: _Style) -> str:
    text = "{"
    for key, value in _pairs(feed):
        if len(text) > 1:
            text = (text + ", ").ljust(style.columns.get(key, 0))
        text += f"{key}: {_written(key, value)}"
    return text + "}"


def _pairs(feed: Feed) -> Iterator[tuple[str, str | list[str]]]:
    """What is written of a feed: what it must have, and what differs from the usual."""
    yield "id", feed.id
    yield "url", feed.url
    yield "outlet", feed.outlet
    if feed.tier != _USUAL_TIER:
        yield "tier", str(feed.tier)
    if feed.language:
        yield "language", feed.language
    if feed.tags:
        yield "tags", list(feed.tags)


def _written(key: str, value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_written('', each) for each in value)}]"
    bare = key != "url" and _BARE.fullmatch(value) and value not in _NULLS
    return value if bare else json.dumps(value, ensure_ascii=False)  # JSON's strings are YAML's


def _replace(place: Path, before: bytes, after: bytes) -> None:
    """All or nothing. Raises MonitorError."""
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
    except OSError as error:
        raise MonitorError(f"nothing can be written beside {place}: {error.strerror}") from error
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            _as_before(file.fileno(), place.stat())
            file.flush()
            os.fsync(file.fileno())
        if place.read_bytes() != before:
            raise MonitorError(
                f"{place} has just been changed by somebody else; nothing was written, try again"
            )
        new.replace(place)
    except OSError as error:
        raise MonitorError(f"{place} cannot be replaced: {error.strerror}; nothing was written") from error
    finally:
        new.unlink(missing_ok=True)


def _as_before(file: int, known: os.stat_result) -> None:
    """Owner first: giving a file away clears mode bits."""
    if (known.st_uid, known.st_gid) != (os.fstat(file).st_uid, os.fstat(file).st_gid):
        os.fchown(file, known.st_uid, known.st_gid)
    os.fchmod(file, known.st_mode & 0o7777)
