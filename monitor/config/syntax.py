"""What a YAML scanner complains about, in the words of the person who has to mend the file."""

import re
from collections.abc import Sequence

import yaml

QUOTE_HINT = "a text that begins with one of [ ] { } , & * ! | > % @ ` goes in quotes"
STAR_HINT = "write the value out; a text that begins with * goes in quotes"
AMPERSAND_HINT = "write the value out where it is needed; a text that begins with & goes in quotes"
BANG_HINT = "delete it; a text that begins with ! goes in quotes"

_WORD = re.compile(r"[\w.-]{1,24}")
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:- +)?[\w.-]+:[^\s/]")
_INDENTED_BY_TAB = re.compile(r" *\t")

Explained = tuple[tuple[int, int], str, str | None]

_BETTER_WHERE_IT_BEGAN = (
    "could not find expected ':'",
    "unexpected",
    "unknown directive",
    "alphabetic or numeric",
)

# scanner's words -> ours, and what to do; where the scanner's place misleads, see explain()
_WORDS = {
    "mapping values are not allowed": (
        "a ':' where no key can stand",
        "put a text that holds ': ' in quotes, or check the indentation of this line and the one above",
    ),
    "could not find expected ':'": (
        "a line that is neither a key with ':' nor part of the text above",
        "write key: value",
    ),
    "block sequence entries are not allowed": (
        "a list item cannot begin here",
        "begin the list on its own line: '- ' under its key",
    ),
    "did not find expected '-' indicator": (
        "this line does not belong to the list above",
        "indent it, or begin it with '- '",
    ),
    "found unexpected end of stream": ("this quote is never closed", "add the closing quote"),
    "found unexpected document indicator": ("this quote is never closed", "add the closing quote"),
    "found unknown escape character": (
        r"a \ that begins no escape",
        r"in double quotes write \\, or use single quotes",
    ),
    "found invalid Unicode": ("an escape for a character that does not exist", "write the character itself"),
    "expected hexdecimal number": (
        "an escape with digits missing",
        r"in double quotes write \\, or use single quotes",
    ),
    "did not find expected hexdecimal": (
        "an escape with digits missing",
        r"in double quotes write \\, or use single quotes",
    ),
    "did not find expected node content": ("a value is missing before this", QUOTE_HINT),
    "did not find expected alphabetic or numeric": ("a '*' or '&' that names nothing", QUOTE_HINT),
    "did not find expected <document start>": (
        "text behind the end of the document",
        "indent it like the lines above, or put a text that goes on in quotes",
    ),
    "did not find expected comment or line break": (
        "a text behind '|' or '>' begins on the next line",
        QUOTE_HINT,
    ),
    "found incompatible YAML document": ("a %YAML line that asks for another version", "delete it"),
    "found unknown directive": ("a line that begins with %", "put the text in quotes"),
    "did not find expected key": (
        "this line fits neither the key above nor the level outside it",
        "indent it exactly like the keys it belongs to",
    ),
}


def name(key: str) -> str:
    """A key as it may stand in a message: one that is no short plain word could be anything, even a secret."""
    return repr(key) if is_word(key) else "this one"


def is_word(text: str) -> bool:
    return _WORD.fullmatch(text) is not None


def explain(error: yaml.YAMLError, lines: Sequence[str]) -> Explained:
    """(line, column) from 1, message and hint for what stopped the scanner."""
    problem = str(getattr(error, "problem", None) or "this is not YAML")
    at = _place(getattr(error, "problem_mark", None), lines)
    began = _place(getattr(error, "context_mark", None), lines)
    line = lines[at[0] - 1]
    before = line[: at[1] - 1]
    special = _by_line(problem, at, line, before, lines)
    if special:
        return special
    if "',' or ']'" in problem or "',' or '}'" in problem:
        bracket, closing = ("[", "]") if "]" in problem else ("{", "}")
        message = f"this {bracket} is not closed, or a comma is missing (reading stopped in line {at[0]})"
        return began, message, f"close it with {closing}; put a text that holds a comma or bracket in quotes"
    if any(words in problem for words in _BETTER_WHERE_IT_BEGAN):
        at = began
    for words, (message, hint) in _WORDS.items():
        if words in problem:
            return at, message, hint
    return at, problem, None


def _by_line(
    problem: str, at: tuple[int, int], line: str, before: str, lines: Sequence[str]
) -> Explained | None:
    """Mistakes that the line itself gives away better than the scanner's words."""
    if _INDENTED_BY_TAB.match(line) and ("cannot start any token" in problem or "tab character" in problem):
        count = sum(1 for each in lines if _INDENTED_BY_TAB.match(each))
        more = f" (and {count - 1} more)" if count > 1 else ""
        column = line.index("\t") + 1
        return (at[0], column), f"this line is indented with a tab{more}", "indent with spaces"
    if "cannot start any token" in problem:
        return at, f"a text cannot begin with {line[at[1] - 1 : at[1]] or 'this'!r}", "put it in quotes"
    if problem.startswith("did not find expected") and before.rstrip().endswith(('"', "'")):
        return (
            at,
            "the text goes on behind its closing quote",
            "write the whole text on a line of its own below 'key: >-', or in one pair of quotes",
        )
    above = at[0] - 2
    if "mapping values" in problem and above >= 0 and _NO_SPACE_AFTER_COLON.match(lines[above]):
        column = lines[above].index(":") + 1
        return (above + 1, column), "no space behind this ':'", "write key: value"
    return None


def _place(mark: object, lines: Sequence[str]) -> tuple[int, int]:
    """A scanner's mark, counted from 1 and inside the file: an end of file points behind the last line."""
    line = int(getattr(mark, "line", 0))
    column = int(getattr(mark, "column", 0))
    if line < len(lines) and (line < len(lines) - 1 or lines[line]):
        return line + 1, column + 1
    last = max((number for number, text in enumerate(lines, 1) if text.strip()), default=1)
    return last, len(lines[last - 1].rstrip()) + 1
