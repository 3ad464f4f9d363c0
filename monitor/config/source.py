"""A YAML file as people wrote it: every word with its place, nothing interpreted.

Scalars stay text: 7.10, 112, null, no and 2023-12-02 are words, and only who reads a value decides what
it means. What could surprise is refused with its place: duplicate keys, anchors and aliases, tags, a second
document, nesting without end, bytes that are not text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

import yaml

from monitor.config import syntax
from monitor.core.errors import ConfigError, Problem

MAX_BYTES = 1 << 20
MAX_DEPTH = 64
MAX_PROBLEMS = 100  # a person mends the first few; a hostile file could hold a million
_EXCERPT = 200

# The C scanner is thirty times faster; a PyYAML built without it reads the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # YAML 1.1, 4.2: all of these end a line
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Mark(NamedTuple):  # tuples all of these: a large rule file has a hundred thousand
    """A place in a file; line and column count from 1, columns in characters."""

    line: int
    column: int


class Scalar(NamedTuple):
    """One text exactly as written (quotes and escapes resolved). plain: it stood there without quotes."""

    text: str
    plain: bool
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def mark(self) -> Mark:
        return Mark(self.line, self.column)

    @property
    def end(self) -> Mark:
        """The place just behind its last character."""
        return Mark(self.end_line, self.end_column)

    @property
    def is_null(self) -> bool:
        """Whether a reader that knows absent values should take this as one: null, ~ or nothing at all."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


class Sequence(NamedTuple):
    items: tuple["Node", ...]
    mark: Mark


class Mapping(NamedTuple):
    """Keys are unique: read() has refused the file otherwise."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    mark: Mark

    def get(self, key: str) -> "Node | None":
        """The node under this key, or None. Linear: mappings people write are short."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping
Veil = Callable[[int, str], str]


def _unveiled(_number: int, line: str) -> str:
    return line


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was read. veil turns a line (number from 1, text) into what may be shown of it."""

    path: str
    lines: tuple[str, ...] = field(repr=False)
    root: Node | None = field(repr=False)
    veil: Veil = field(default=_unveiled, repr=False)

    def problem(self, at: Mark | Node | None, message: str, hint: str | None = None) -> Problem:
        """A mistake at this place, with its line as excerpt. None: the file as a whole."""
        if at is None:
            return Problem(file=self.path, message=message, hint=hint)
        mark = at if isinstance(at, Mark) else at.mark
        return Problem(
            file=self.path,
            line=mark.line,
            column=mark.column,
            message=message,
            hint=hint,
            excerpt=self._excerpt(mark),
        )

    def _excerpt(self, mark: Mark) -> str | None:
        if mark.line > len(self.lines):
            return None
        return excerpt(mark, self.veil(mark.line, self.lines[mark.line - 1]))


def excerpt(mark: Mark, line: str) -> str | None:
    """A line as it is shown below a mistake at this mark, or None where it would show nothing of it.

    One character per column, or the caret would point at another word; nothing a terminal obeys.
    """
    if mark.column > _EXCERPT:
        return None
    shown = "".join(letter if letter.isprintable() else " " for letter in line[:_EXCERPT]).rstrip()
    return shown + " …" if len(line) > _EXCERPT else shown


def read(path: str, text: str | bytes, *, max_bytes: int = MAX_BYTES, veil: Veil = _unveiled) -> Source:
    """The nodes of one YAML file. path only names it in problems.

    Raises ConfigError with every mistake found: a scanner cannot go on behind broken syntax, so of those it
    is the first, together with everything else that was wrong before it.
    """
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > max_bytes:
        message = f"the file has {len(raw):,} bytes; at most {max_bytes:,} are read"
        raise ConfigError(
            [Problem(file=path, message=message, hint="split it, or check that it is the right file")]
        )
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError([_not_utf8(path, raw, error, veil)]) from None
    source = Source(path, tuple(_LINE_BREAK.split(decoded)), None, veil)
    if _UNPRINTABLE.search(decoded):
        raise ConfigError(list(islice(_unprintable(source), MAX_PROBLEMS)))
    builder = _Builder(source)
    root = builder.build(decoded)
    if builder.problems:
        raise ConfigError(builder.problems)
    return Source(path, source.lines, root, veil)


def _unprintable(source: Source) -> Iterator[Problem]:
    """The first of each line."""
    for number, line in enumerate(source.lines, 1):
        if found := _UNPRINTABLE.search(line):
            message = f"a character that no text holds (U+{ord(found[0]):04X})"
            hint = "delete it; it is invisible in most editors"
            yield source.problem(Mark(number, found.start() + 1), message, hint)


def _not_utf8(path: str, raw: bytes, error: UnicodeDecodeError, veil: Veil) -> Problem:
    before = raw[: error.start].decode("utf-8-sig", "replace")
    lines = _LINE_BREAK.split(before)
    source = Source(path, tuple(lines), None, veil)
    return source.problem(
        Mark(len(lines), len(lines[-1]) + 1),
        f"not UTF-8 text (byte 0x{raw[error.start]:02x})",
        "save the file as UTF-8",
    )


class _TooMuch(Exception):
    """Reading on would help nobody."""


class _Collection:
    """A sequence or mapping whose end has not come yet. children alternate key, value in a mapping."""

    __slots__ = ("children", "is_mapping", "mark")

    def __init__(self, mark: Mark, *, is_mapping: bool) -> None:
        self.mark = mark
        self.is_mapping = is_mapping
        self.children: list[Node] = []


class _Builder:
    """Scanner events to nodes, without recursion: depth costs a list entry, not a stack frame."""

    def __init__(self, source: Source) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._open: list[_Collection] = []
        self._root: Node | None = None
        self._documents = 0

    def build(self, text: str) -> Node | None:
        loader = _LOADER(text)
        try:
            while (event := loader.get_event()) is not None:
                self._take(event)
        except _TooMuch:
            pass
        except yaml.YAMLError as error:
            place, message, hint = syntax.explain(error, self._source.lines)
            self.problems.append(self._source.problem(Mark(*place), message, hint))
        finally:
            loader.dispose()
        return self._root

    def _report(self, at: Mark | Node, message: str, hint: str) -> None:
        self.problems.append(self._source.problem(at, message, hint))
        if len(self.problems) == MAX_PROBLEMS:
            self.problems.append(self._source.problem(at, "too many mistakes; reading stopped here"))
            raise _TooMuch

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._ascend()
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            mark = _mark(event.start_mark)
            self._decorations(event, mark)
            self._descend(mark, is_mapping=kind is yaml.MappingStartEvent)
        elif kind is yaml.AliasEvent:
            self._report(
                _mark(event.start_mark), "an alias: * repeats a value from elsewhere", syntax.STAR_HINT
            )
            self._add(_scalar("", event))
        elif kind is yaml.DocumentStartEvent:
            self._begin(_mark(event.start_mark))

    def _scalar(self, event: Any) -> None:
        scalar = _scalar(event.value, event, plain=not event.style)
        if event.anchor is not None or event.tag is not None:
            self._decorations(event, scalar.mark)
        if "\0" in scalar.text:
            self._report(scalar, "a text with a NUL character", r"delete the \0")
        self._add(scalar)

    def _begin(self, mark: Mark) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report(mark, "a second document begins here", "one document per file: delete this '---'")
            raise _TooMuch

    def _decorations(self, event: Any, mark: Mark) -> None:
        if event.anchor is not None:
            self._report(mark, "an anchor: & names a value to be repeated elsewhere", syntax.AMPERSAND_HINT)
        if event.tag is not None:
            self._report(mark, "a tag: ! gives a value a type, and none is needed here", syntax.BANG_HINT)

    def _descend(self, mark: Mark, *, is_mapping: bool) -> None:
        if len(self._open) == MAX_DEPTH:
            self._report(mark, f"nested more than {MAX_DEPTH} deep", "write it flatter")
            raise _TooMuch
        self._open.append(_Collection(mark, is_mapping=is_mapping))

    def _ascend(self) -> None:
        done = self._open.pop()
        if done.is_mapping:
            self._add(Mapping(tuple(self._pairs(done.children)), done.mark))
        else:
            self._add(Sequence(tuple(done.children), done.mark))

    def _pairs(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        first: dict[str, int] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._report(key, "a list or mapping where a key should stand", syntax.QUOTE_HINT)
            elif key.text in first:
                self._report(
                    key,
                    f"the key {syntax.name(key.text)} is given twice (first in line {first[key.text]})",
                    "keep one of the two",
                )
            else:
                first[key.text] = key.line
                yield key, value

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node


def _mark(scanned: Any) -> Mark:
    return Mark(scanned.line + 1, scanned.column + 1)


def _scalar(text: str, event: Any, *, plain: bool = True) -> Scalar:
    begin, end = event.start_mark, event.end_mark
    return Scalar(text, plain, begin.line + 1, begin.column + 1, end.line + 1, end.column + 1)
