"""What is not wrong in a rule, but hardly meant: found by looking at its clauses and at what its examples do."""

from collections.abc import Iterable, Iterator

from monitor.core.clauses import Clause, Pattern, Phrase
from monitor.core.lint.alternatives import alternatives, written
from monitor.core.lint.breadth import breadth, costs, open_wildcards
from monitor.core.lint.contradictions import contradictions
from monitor.core.lint.cues import own_cues
from monitor.core.lint.examples import quiet_anyway, without_examples
from monitor.core.lint.limits import limits
from monitor.core.lint.note import Lint, Note
from monitor.core.lint.shadows import shadows
from monitor.core.lint.sources import no_such_source
from monitor.core.lint.spelled import capitals, operator_words
from monitor.core.matching import Explained
from monitor.core.rules import Example, Rule

__all__ = ["Lint", "Note", "no_such_source", "of_rule", "of_vocabulary"]


def of_rule(rule: Rule, quiet: Iterable[tuple[Example, Explained]] = ()) -> tuple[Note, ...]:
    """Everything there is to say about a rule. quiet: its quiet examples, and what the rule makes of each.

    Of a copy (extends) only what it does as a whole: its words are noted where they stand.
    """
    return tuple(_of_rule(rule, quiet))


def of_vocabulary(clause: Clause) -> tuple[Note, ...]:
    """Everything there is to say about a named list of words, by itself."""
    terms = [term for term in alternatives(clause) if isinstance(term, Phrase | Pattern)]
    return (*shadows(clause), *operator_words(terms), *capitals(terms), *open_wildcards(terms))


def _of_rule(rule: Rule, quiet: Iterable[tuple[Example, Explained]]) -> Iterator[Note]:
    yield from contradictions(rule)
    yield from limits(rule)
    yield from breadth(rule)
    if rule.extends is None:
        clauses = (rule.event, rule.about, rule.unless)
        terms = [term for clause in clauses for term in written(clause)]
        yield from shadows(*clauses)
        yield from operator_words(terms)
        yield from capitals(terms)
        yield from own_cues(rule)
    yield from costs(rule)
    yield from without_examples(rule)
    yield from quiet_anyway(quiet)
