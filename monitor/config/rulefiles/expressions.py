"""What stands under `match`: one expression, or a list of phrases; with every mistake at its own character."""

from monitor.config import source as nodes
from monitor.config.rulefiles import traps
from monitor.config.rulefiles.traps import Wrong
from monitor.core import clauses
from monitor.core.clauses import Clause, ClauseError, Phrase

MAPPING_FORM = frozenset(
    {
        "event",
        "about",
        "unless",
        "any",
        "all",
        "none",
        "near",
        "within",
        "ordered",
        "number",
        "at_least",
        "at_most",
        "more_than",
        "less_than",
    }
)

_OPERATORS = frozenset({"AND", "OR", "NOT"})

Read = tuple[Clause | None, list[Wrong]]


def clause_of(source: nodes.Source, node: nodes.Node) -> Read:
    """The clause, or None and why there is none."""
    match node:
        case nodes.Sequence():
            clause, mistakes = _phrases(source, node)
        case _:
            clause, mistakes = _expression(source, node)
    if clause is not None and not clauses.needs_something(clause):
        hint = "say what must occur: `talks AND stalled NOT sport`"
        wrong = Wrong(
            node, "this matches articles for what they do not say; a word that must occur is missing", hint
        )
        return None, [wrong]
    return clause, mistakes


def _expression(source: nodes.Source, node: nodes.Node) -> Read:
    wrong = _not_yet(node) or traps.damage(source, node, "the expression")
    if wrong is not None or not isinstance(node, nodes.Scalar):
        return None, [wrong] if wrong else []
    try:
        return clauses.parse(node.text), []
    except ClauseError as error:
        hint = _yaml_hint(source, node) or error.hint
        return None, [Wrong(place(source, node, error.offset), error.message, hint)]


def _phrases(source: nodes.Source, node: nodes.Sequence) -> Read:
    phrases: list[Phrase] = []
    mistakes: list[Wrong] = []
    for item in node.items:
        wrong = _not_yet(item) or traps.damage(source, item, "a phrase")
        if wrong is not None or not isinstance(item, nodes.Scalar):
            mistakes += [wrong] if wrong else []
            continue
        try:
            phrases.append(clauses.parse_phrase(item.text))
        except ClauseError as error:
            mistakes.append(Wrong(place(source, item, error.offset), error.message, error.hint))
    if not node.items:
        mistakes.append(Wrong(node, "an empty list", "write the phrases, any of which must occur"))
    if len(phrases) > clauses.MAX_TERMS:
        mistakes.append(
            Wrong(node, f"more than {clauses.MAX_TERMS:,} phrases", "split it into several rules")
        )
    return (None, mistakes) if mistakes else (clauses.any_of(tuple(phrases)), [])


def _not_yet(node: nodes.Node) -> Wrong | None:
    if not isinstance(node, nodes.Mapping):
        return None
    key = next((key for key, _ in node.pairs if key.text in MAPPING_FORM), None)
    if key is None:
        return None
    hint = "write a list of phrases, or one expression with AND, OR and NOT"
    return Wrong(key, f"`{key.text}:` under `match` is not in this version", hint)


def _yaml_hint(source: nodes.Source, scalar: nodes.Scalar) -> str | None:
    """The fix when the mistake is YAML's doing, or when a list was meant."""
    comment = traps.comment_behind(source, scalar)
    if comment is not None:
        return (
            f"from its # on this is a comment: {comment}; on a line of its own below `match: >-` it is text"
        )
    words = scalar.text.split()
    if len(words) == 1 or not _is_bare(scalar.text):
        return None
    if any(word.endswith(",") for word in words):
        return f"write a list: match: [{scalar.text}]"
    anywhere = " AND ".join(words)
    taken = "" if scalar.plain else "YAML takes these quotes away; "
    return f"{taken}match: [{scalar.text}] is the phrase, match: {anywhere} is all of the words anywhere"


def _is_bare(text: str) -> bool:
    """Whether an expression is nothing but words, which as a list would be one good phrase."""
    try:
        clauses.parse_phrase(text)
    except ClauseError:
        return False
    signs = set('()"“”„') & set(text)
    return not signs and all(word[0].isalnum() and word.upper() not in _OPERATORS for word in text.split())


def place(source: nodes.Source, scalar: nodes.Scalar, offset: int) -> nodes.Mark:
    """Where the character at this offset of a scalar stands in the file.

    Folding, quoting and indentation move characters, but keep the order of those that show: they are walked
    side by side. Where an escape hides the way, it is the beginning of the scalar.
    """
    line, column = scalar.mark.line, scalar.mark.column
    if not scalar.plain:
        block = source.lines[line - 1][column - 1 : column] in {"|", ">"}
        line, column = (line + 1, 1) if block else (line, column + 1)
    wanted = sum(not letter.isspace() for letter in scalar.text[: offset + 1])
    shown = [letter for letter in scalar.text if not letter.isspace()][: max(wanted, 1)]
    for letter in shown:
        while column > len(source.lines[line - 1]) or source.lines[line - 1][column - 1] != letter:
            line, column = (line, column + 1) if column < len(source.lines[line - 1]) else (line + 1, 1)
            if line > min(scalar.end.line, len(source.lines)):
                return scalar.mark
        column += 1
    return nodes.Mark(line, column - 1)
