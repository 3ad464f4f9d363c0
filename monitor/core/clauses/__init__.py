"""A clause says what must stand in an article. One tree, whatever form a rule was written in."""

from monitor.core.clauses.evaluation import Fields, Hit, evaluate, fields, find, needs_something
from monitor.core.clauses.explanation import Explanation, explain
from monitor.core.clauses.lexing import ClauseError
from monitor.core.clauses.parsing import MAX_DEPTH, MAX_TERMS, MAX_WORDS, parse, parse_phrase
from monitor.core.clauses.tree import AllOf, AnyOf, Clause, Not, Phrase, all_of, any_of, show

__all__ = [
    "MAX_DEPTH",
    "MAX_TERMS",
    "MAX_WORDS",
    "AllOf",
    "AnyOf",
    "Clause",
    "ClauseError",
    "Explanation",
    "Fields",
    "Hit",
    "Not",
    "Phrase",
    "all_of",
    "any_of",
    "evaluate",
    "explain",
    "fields",
    "find",
    "needs_something",
    "parse",
    "parse_phrase",
    "show",
]
