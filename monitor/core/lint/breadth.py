"""Rules that a single common word fires, and rules that cost much to ask."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.core.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Near,
    Not,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Spelling,
    Vocabulary,
)
from monitor.core.clauses.patterns import literals
from monitor.core.lint.alternatives import written
from monitor.core.lint.note import Lint, Note
from monitor.core.rules import Rule
from monitor.core.text.frequencies import frequency

_TOO_OFTEN = 0.02  # of all articles
_MOST_ALTERNATIVES = 500
_DISTINCTIVE = 2  # letters by which wildcards are sorted; without them one is tried on every new word
_MOST_NAMED = 3
_JOINED = frozenset({"and", "or", "not"})  # noted as operators
_EVERYTHING = 1.0


@dataclass(frozen=True, slots=True)
class _Alone:
    """How often the article holds what satisfies a clause, and the terms that do so by themselves."""

    share: float
    terms: tuple[Phrase | Pattern, ...] = ()


_RARE = _Alone(0.0)


def breadth(rule: Rule) -> Iterator[Note]:
    """Terms that stand in more than 2 of 100 articles and fire the rule alone."""
    if rule.extends or (rule.sources.languages and "en" not in rule.sources.languages):
        return  # a copy inherits its event; of other languages the frequencies are not known
    alone = _alone(rule.event)
    if rule.about is not None:
        alone = min(alone, _alone(rule.about), key=lambda each: each.share)
    if alone.share <= _TOO_OFTEN:
        return
    words = [term for term in alone.terms if isinstance(term, Phrase) and term.text.lower() not in _JOINED]
    patterns = [term for term in alone.terms if isinstance(term, Pattern)]
    often = f"about {round(alone.share * 100)} of 100 articles"
    if words:
        named = _named(f"“{word.text}”" for word in words)
        every = "each in more than 2 of 100 articles" if len(words) > 1 else f"{often} hold it"
        named = f"any of {named}" if len(words) > 1 else named
        hint = f"add a word that must be there too: {words[0].text} AND truce, {words[0].text} NEAR/8 stalled"
        text = f"{named} alone fires this rule: {every}"
        yield Note(lint=Lint.TOO_BROAD, message=text, hint=hint, words=words[0].text)
    for pattern in patterns:
        message = f"/{pattern.text}/ is looked for in {often}: its fixed part is a common word"
        hint = "give it a rarer word, or join it with one by AND"
        yield Note(lint=Lint.COSTLY, message=message, hint=hint, words=pattern.text)


def costs(rule: Rule) -> Iterator[Note]:
    """Wildcards that are tried on every word, and very long lists."""
    if rule.extends:
        return
    terms = [term for clause in (rule.event, rule.about, rule.unless) for term in written(clause)]
    yield from open_wildcards(terms)
    if len(terms) > _MOST_ALTERNATIVES:
        message = f"{len(terms):,} terms in one rule"
        yield Note(
            lint=Lint.COSTLY,
            message=message,
            hint="make a vocabulary of them: rules that share one share its cost",
        )


def open_wildcards(terms: Iterable[Phrase | Pattern]) -> Iterator[Note]:
    """A wildcard that begins and ends open cannot be looked up by its letters."""
    found = [
        token.text
        for term in terms
        if isinstance(term, Phrase)
        for token in term.tokens
        if ("*" in token.text or "?" in token.text) and _is_open(token.text)
    ]
    if found:
        named = _named(f"“{word}”" for word in dict.fromkeys(found))
        message = f"{named} begins and ends open: it is tried on every word of every article"
        bare = found[0].strip("*?")
        hint = f"fix one end: {bare}* or *{bare}"
        yield Note(lint=Lint.COSTLY, message=message, hint=hint, words=found[0])


def _is_open(word: str) -> bool:
    head, tail = re.split(r"[*?]+", word, maxsplit=1)[0], re.split(r"[*?]+", word)[-1]
    return max(len(head), len(tail)) < _DISTINCTIVE


def _alone(clause: Clause) -> _Alone:
    match clause:
        case Phrase():
            share = _frequency(clause)
            return _Alone(share, (clause,) if share > _TOO_OFTEN else ())
        case Pattern(text=text):
            share = max((frequency(each.text) for each in literals(text) or () if each.whole), default=0.0)
            return _Alone(share, (clause,) if share > _TOO_OFTEN else ())
        case AnyOf(clauses=parts):
            each = [_alone(part) for part in parts]
            return _Alone(max(one.share for one in each), tuple(term for one in each for term in one.terms))
        case AllOf(clauses=parts):
            return min(
                (_alone(part) for part in parts if not isinstance(part, Not)), key=_share, default=_RARE
            )
        case Vocabulary(clause=inner) if inner is not None:
            return _alone(inner)
        case Scoped(clause=inner):
            return _alone(inner)
        case Near() | Number() | Vocabulary():
            return _RARE
        case Not():
            return _Alone(_EVERYTHING)


def _share(alone: _Alone) -> float:
    return alone.share


def _frequency(phrase: Phrase) -> float:
    """Of a single word; two in a row are rare enough."""
    (first, *more) = phrase.tokens
    if (
        more
        or phrase.language not in {None, "en"}
        or (phrase.spelling is Spelling.CASED and not phrase.text.islower())
    ):
        return 0.0
    return frequency(first.text)


def _named(words: Iterable[str]) -> str:
    kept = list(words)
    more = len(kept) - _MOST_NAMED
    return ", ".join(kept[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
