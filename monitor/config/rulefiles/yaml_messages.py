"""YAML's own messages about a rule file, with the fix that helps there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.config.rulefiles import blanks
from monitor.config.rulefiles.drafts import Place
from monitor.core.clauses import Field
from monitor.core.errors import Problem

_KEY = r"\s*(?:- +)*(?:[{,] *)?(?P<key>match|event|about|unless|title|lead|body|author|category|number): +"
_BEGUN_WITH_A_SIGN = re.compile(
    _KEY + r"""(?:[*!%&@?`]|["'\[{|>].*\b(?:AND|OR|NOT|NEAR|BEFORE|SAME-SENTENCE)\b)"""
)
_BEHIND_A_BLOCK_SIGN = re.compile(_KEY + r"[>|][-+0-9]* +[^ #]")
_WITH_OPERATORS = re.compile(_KEY + r"[^>|].*\b(?:AND|OR|NOT|NEAR|BEFORE|SAME-SENTENCE)\b")
_SCOPED = re.compile(rf"(?<!\w)(?P<field>{'|'.join(Field)}): +(?P<term>\([^()]*\)|\"[^\"]*\"|[^\s()]+)")
_APOSTROPHE = re.compile(r"""(?<!\w)'(?P<text>[^"']*\w'\w[^"']*)'(?=\s*(?:[,\]}#]|$))""")
_ITEM = re.compile(r"[*&!][^,\]}#\"]+")
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # those of YAML 1.1
_SWALLOWED = ("an alias", "an anchor", "a tag")


def mended(problems: Iterable[Problem], raw: bytes) -> Iterator[Problem]:
    """The problems with better fixes; one of two that stand in one line and have the same fix. raw: the file."""
    told: set[tuple[int | None, str | None]] = set()
    lines = _LINE_BREAK.split(raw.decode("utf-8-sig", "replace"))
    for problem in (_odd_blank(each, lines) or _mended(each) for each in problems):
        if (problem.line, problem.hint) not in told:
            yield problem
        told.add((problem.line, problem.hint))


def _mended(problem: Problem) -> Problem:
    line, column = problem.excerpt or "", problem.column or 1
    if hint := _begun_with_a_sign(line) or _behind_a_quote(problem, line, column):
        return replace(problem, hint=hint)
    if problem.message.startswith("a ':' where") and (hint := _colon_inside(line, column)):
        return replace(problem, hint=hint)
    if problem.message.startswith(_SWALLOWED) and (found := _ITEM.match(line, column - 1)):
        text = found[0].rstrip()
        return replace(problem, hint=f'a text that begins with {found[0][0]} goes in quotes: "{text}"')
    return problem


def _odd_blank(problem: Problem, lines: Sequence[str]) -> Problem | None:
    """The blank that is the reason for a problem in its line, or in the next: YAML took the line for text."""
    number = problem.line or 0
    for above in (number, number - 1):
        if 0 < above <= len(lines) and (place := blanks.around_key(lines[above - 1])) is not None:
            at = Place(above, place + 1, lines[above - 1])
            return at.problem(problem.file, blanks.message(lines[above - 1][place]), blanks.FIX)
    return None


def _begun_with_a_sign(line: str) -> str | None:
    """When an expression does not survive YAML."""
    if found := _BEHIND_A_BLOCK_SIGN.match(line):
        return f"begin the expression on the next line, indented below `{found['key']}: >-`"
    if found := _BEGUN_WITH_A_SIGN.match(line):
        hint = "an expression that begins with a sign goes on its own line, indented, below"
        return f"{hint} `{found['key']}: >-`"
    return None


def _behind_a_quote(problem: Problem, line: str, column: int) -> str | None:
    """'It's a flood': an apostrophe that ends the text."""
    if not problem.message.startswith("the text goes on behind"):
        return None
    found = next((each for each in _APOSTROPHE.finditer(line) if each.start() < column <= each.end()), None)
    if found is None:
        return None
    return f"write \"{found['text']}\"; inside '...' an apostrophe is written twice: ''"


def _colon_inside(line: str, column: int) -> str | None:
    """A ': ' inside an expression that stands behind its key."""
    scoped = next((each for each in _SCOPED.finditer(line) if each.end("field") == column - 1), None)
    expression = _WITH_OPERATORS.match(line)
    if scoped is not None and expression is not None:
        return f"write {scoped['field']}:{scoped['term']}, without a blank behind the colon"
    if expression is not None:
        return f"write the expression on a line of its own, indented, below `{expression['key']}: >-`"
    return None
