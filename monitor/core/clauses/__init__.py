"""A clause says what must stand in an article. One tree, whatever form a rule was written in."""

from monitor.core.clauses.contents import named, needs_something, phrases
from monitor.core.clauses.items import parse_item
from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.parsing import MAX_DEPTH, MAX_TERMS, parse
from monitor.core.clauses.proximity import MAX_WITHIN
from monitor.core.clauses.tree import (
    AllOf,
    AnyOf,
    Clause,
    Comparison,
    Field,
    Near,
    Not,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Spelling,
    Term,
    Vocabulary,
    all_of,
    any_of,
)
from monitor.core.clauses.vocabularies import Reference, references, resolve
from monitor.core.clauses.words import MAX_WORDS
from monitor.core.clauses.written import show

__all__ = [
    "MAX_DEPTH",
    "MAX_TERMS",
    "MAX_WITHIN",
    "MAX_WORDS",
    "AllOf",
    "AnyOf",
    "Clause",
    "ClauseError",
    "Comparison",
    "Field",
    "Near",
    "Not",
    "Number",
    "Pattern",
    "Phrase",
    "Reference",
    "Scoped",
    "Spelling",
    "Term",
    "Vocabulary",
    "all_of",
    "any_of",
    "named",
    "needs_something",
    "parse",
    "parse_item",
    "phrases",
    "references",
    "resolve",
    "show",
]
