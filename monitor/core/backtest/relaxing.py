"""A rule with one thing less. An article that this fires on, and the rule does not, lacks just that thing.

The same idea of being close as matching's nearness has, turned round: nothing has to be explained article by article,
since a looser rule is found by its words like any other. More than half of what a rule asks for must be left.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from monitor.core.clauses import AllOf, AnyOf, Clause, Near, Not, Number, Phrase, Scoped, Term, all_of, any_of
from monitor.core.clauses.written import brief
from monitor.core.ids import RuleId
from monitor.core.rules import Rule, Sources
from monitor.core.text import Token

_LONGEST = 60  # characters of an expression
_Looser = tuple[str, Clause]  # what it no longer asks for, and what is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """A rule that asks for one thing less, under an id of its own. lacks: that thing, in words."""

    lacks: str
    rule: Rule


def relaxed(rule: Rule) -> tuple[Relaxed, ...]:
    """One for each thing that may be missing; none for a rule of one word."""
    return tuple(
        Relaxed(
            lacks=lacks,
            rule=replace(
                looser,
                id=RuleId(f"{rule.id}~{number}"),
                fingerprint=f"{rule.fingerprint}~{number}",
                extends=None,
            ),
        )
        for number, (lacks, looser) in enumerate(_rules(rule))
    )


def _rules(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for lacks, event in _events(rule.event, 0 if rule.about is None else 1):
        yield lacks, replace(rule, event=event)
    if rule.about is not None:
        yield f"about: no {_short(rule.about)}", replace(rule, about=None)
    if rule.unless is not None:
        yield f"unless: {_short(rule.unless)} is there", replace(rule, unless=None)
    if rule.sources != Sources():
        yield "its sources leave the article out", replace(rule, sources=Sources())


def _events(clause: Clause, others: int | None) -> Iterator[_Looser]:
    """others: how many more things the rule asks for, beside this clause; None: it is one of several alternatives."""
    match clause:
        case AllOf(clauses=parts):
            yield from _of_all(parts, others)
        case AnyOf(clauses=parts):
            yield from _of_any(parts)
        case Near(left=left, right=right):
            yield f"apart: {_short(clause)}", _anywhere_near(clause)
            if others:
                yield f"no {_short(left)}", right
                yield f"no {_short(right)}", left
        case Phrase(text=text):
            words = [_word(token, clause) for token in clause.tokens if token.after == token.first + 1]
            if len(words) > 1:
                together = tuple(_in_one_sentence(one, next_) for one, next_ in pairwise(words))
                yield f"“{text}” only in pieces", all_of(together)
        case Number(cue=cue):
            yield f"no figure: {_short(clause)}", cue
        case Scoped(field=field, clause=inner):
            for lacks, looser in _events(inner, others):
                yield f"{lacks}, in the {field}", Scoped(field=field, clause=looser)


def _of_all(parts: tuple[Clause, ...], others: int | None) -> Iterator[_Looser]:
    for place, part in enumerate(parts):
        before, after = parts[:place], parts[place + 1 :]
        rest = before + after
        wanted = sum(not isinstance(each, Not) for each in rest)
        if isinstance(part, Not):
            yield f"{_short(part.clause)} is there", all_of(rest)
        elif wanted and wanted + (others or 0) > 1:
            yield f"no {_short(part)}", all_of(rest)
        for lacks, looser in _events(part, None if others is None else others + wanted):
            yield lacks, all_of((*before, looser, *after))


def _of_any(parts: tuple[Clause, ...]) -> Iterator[_Looser]:
    """One for all of them: which alternative was nearest is for whoever explains an article.

    Of an alternative more than half must be left, whatever else the rule asks for: there are many others.
    """
    looser = [each for part in parts for each in _events(part, None)]
    if len(looser) == 1:
        yield looser[0]
    elif looser:
        yield f"almost one of {len(parts)} alternatives", any_of(tuple(clause for _, clause in looser))


def _anywhere_near(near: Near) -> Clause:
    """Both in one sentence, however far apart and in either order; where that was all it asked for, anywhere."""
    if near.within is None and not near.ordered:
        return all_of((near.left, near.right))
    return _in_one_sentence(near.left, near.right)


def _in_one_sentence(left: Term, right: Term) -> Near:
    return Near(left=left, right=right, within=None)


def _word(token: Token, phrase: Phrase) -> Phrase:
    alone = Token(token.text, 0, len(token.text), 0, 1)
    return replace(phrase, text=token.text, tokens=(alone,))


def _short(clause: Clause) -> str:
    shown = brief(clause)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1].rstrip()}…"
