"""What a rule means, spelled out: no index, no memory, nothing compiled, and nothing shared with the real matcher.

Slow on purpose. Every clause is read at every word of every text of an article, so that each line can be held
against the description of the language.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import re2

from monitor.core.articles import Article
from monitor.core.clauses.tree import (
    AllOf,
    AnyOf,
    Clause,
    Field,
    Near,
    Not,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Spelling,
    Vocabulary,
)
from monitor.core.ids import RuleId
from monitor.core.rules import Rule
from monitor.core.text import Token, Words, figures, fold, keys, lemma, script_language, tokens

HEAD = (Field.TITLE, Field.LEAD)
WHOLE = (Field.TITLE, Field.BODY)
ORDER = tuple(Field)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an article. A category is a text of its own; number tells them apart."""

    field: Field
    number: int
    content: str
    language: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term at words first to after of a text, which are its characters start to end."""

    text: Text
    first: int
    after: int
    start: int
    end: int
    term: str


Quote = tuple[str, int, int, str, str]  # field, start, end, text, term: what an Evidence holds
Found = tuple[RuleId, tuple[Quote, ...]]  # what a Match holds


def match(rules: Sequence[Rule], article: Article) -> tuple[Found, ...]:
    """Every rule that fires, in their order; of a rule and one made from it only the latter."""
    found = [(rule, evidence) for rule in rules if (evidence := fires(rule, article)) is not None]
    parents = {rule.id: rule.extends for rule in rules}
    dropped = {ancestor for rule, _ in found for ancestor in _ancestors(rule.id, parents)}
    return tuple((rule.id, evidence) for rule, evidence in found if rule.id not in dropped)


def _ancestors(rule: RuleId, parents: dict[RuleId, RuleId | None]) -> Iterator[RuleId]:
    while (parent := parents.get(rule)) is not None:
        yield parent
        rule = parent


def fires(rule: Rule, article: Article) -> tuple[Quote, ...] | None:
    """The evidence of one rule, or None when it does not match."""
    if not rule.sources.admits(article):
        return None
    event = evaluate(rule.event, article, HEAD)
    about = evaluate(rule.about, article, WHOLE) if rule.about else set()
    unless = evaluate(rule.unless, article, WHOLE) if rule.unless else None
    if event is None or about is None or unless is not None:
        return None
    return quotes(event | about)


def quotes(occurrences: Iterable[Occurrence]) -> tuple[Quote, ...]:
    """Each field, start, end and term once. Of two categories with the same term in the same place the first counts."""
    once: dict[tuple[int, int, int, str], Quote] = {}
    for one in sorted(occurrences, key=lambda one: one.text.number):
        place = (ORDER.index(one.text.field), one.start, one.end, one.term)
        text = one.text.content[one.start : one.end]
        once.setdefault(place, (one.text.field.value, one.start, one.end, text, one.term))
    return tuple(quote for _, quote in sorted(once.items()))


def texts(article: Article, fields: Iterable[Field]) -> Iterator[Text]:
    """The texts of some fields."""
    # Not stated, a script may give it away; what is left is read as English.
    language = article.reading_language or script_language(f"{article.title} {article.lead}") or "en"
    for field in fields:
        match field:
            case Field.TITLE:
                contents: tuple[str, ...] = (article.title,)
            case Field.LEAD:
                contents = (article.lead,)
            case Field.BODY:
                contents = (article.summary,)
            case Field.AUTHOR:
                contents = (article.author,)
            case Field.CATEGORY:
                contents = article.categories
        for number, content in enumerate(contents):
            yield Text(field=field, number=number, content=content, language=language)


def evaluate(clause: Clause, article: Article, fields: Iterable[Field]) -> set[Occurrence] | None:
    """All evidence of a clause, or None when it does not hold. Empty when it holds because something is absent."""
    match clause:
        case Scoped(field=field, clause=inner):
            return evaluate(inner, article, (field,))
        case Not(clause=inner):
            return None if evaluate(inner, article, fields) is not None else set()
        case AllOf(clauses=parts):
            results = [evaluate(part, article, fields) for part in parts]
            held = [result for result in results if result is not None]
            return set().union(*held) if len(held) == len(parts) else None
        case AnyOf(clauses=parts):
            results = [evaluate(part, article, fields) for part in parts]
            held = [result for result in results if result is not None]
            return set().union(*held) if held else None
        case Vocabulary(clause=inner):
            assert inner is not None, "a vocabulary that was never linked"
            return evaluate(inner, article, fields)
        case Phrase() | Pattern():
            found = {one for text in texts(article, fields) for one in occurrences(clause, text)}
        case Near():
            found = {one for text in texts(article, fields) for pair in near(clause, text) for one in pair}
        case Number():
            found = {one for text in texts(article, fields) for pair in number(clause, text) for one in pair}
    return found or None


def occurrences(term: Clause, text: Text) -> set[Occurrence]:
    """Every place of a term in one text."""
    match term:
        case Phrase():
            return set(_of_phrase(term, text))
        case Pattern():
            return set(_of_pattern(term, text))
        case Vocabulary(clause=inner):
            assert inner is not None, "a vocabulary that was never linked"
            return occurrences(inner, text)
        case AnyOf(clauses=parts):
            return {one for part in parts for one in occurrences(part, text)}
        case _:
            raise TypeError(f"{type(term).__name__} has no place of its own")


def _of_phrase(phrase: Phrase, text: Text) -> Iterator[Occurrence]:
    written = list(_paths(phrase.tokens))
    there = tokens(text.content)
    sentences = Words(text.content).sentence_starts()
    for path in written:
        for row in _rows(there, len(path)):
            one_sentence = not any(row[0].first < start < row[-1].after for start in sentences)
            if one_sentence and all(
                equal(word, wanted, phrase, text.language) for word, wanted in zip(row, path, strict=True)
            ):
                yield Occurrence(
                    text=text,
                    first=row[0].first,
                    after=row[-1].after,
                    start=row[0].start,
                    end=row[-1].end,
                    term=f"{phrase.spelling.value}{phrase.text}",
                )


def _paths(words: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Every way to read the phrase from its first word to its last, joined words in place of their parts or not."""
    goal = max(word.after for word in words)
    for count in range(1, goal + 1):
        for row in _rows(words, count):
            if row[0].first == 0 and row[-1].after == goal:
                yield row


def _rows(words: Sequence[Token], count: int) -> Iterator[tuple[Token, ...]]:
    """Every row of so many words of which each follows the one before."""
    rows: list[tuple[Token, ...]] = [(word,) for word in words]
    for _ in range(count - 1):
        rows = [(*row, word) for row in rows for word in words if word.first == row[-1].after]
    return iter(rows)


def equal(word: Token, wanted: Token, phrase: Phrase, language: str) -> bool:
    """Whether a word of an article in this language is the one that the rule asks for."""
    if "*" in wanted.text or "?" in wanted.text:
        return _fits(fold(word.text), fold(wanted.text))
    if phrase.spelling is Spelling.CASED:
        return word.text == wanted.text
    if fold(word.text) == fold(wanted.text):
        return True
    if phrase.spelling is Spelling.EXACT or phrase.language not in (None, language):
        return False
    return lemma(wanted.text, language) in keys(word.text, language)


def _fits(word: str, wildcard: str) -> bool:
    """* stands for any run of characters, even none; ? for one character."""
    signs = {"*": ".*", "?": "."}
    pattern = "".join(signs.get(character, re.escape(character)) for character in wildcard)
    return re.fullmatch(pattern, word, re.DOTALL) is not None


def _of_pattern(pattern: Pattern, text: Text) -> Iterator[Occurrence]:
    """From left to right the longest stretch, from the edge of a word to another, that the pattern matches whole."""
    words = [word for word in tokens(text.content) if word.after == word.first + 1]
    folded = [fold(word.text) for word in words]
    line = " ".join(folded)
    starts = [len("".join(f"{word} " for word in folded[:position])) for position in range(len(words))]
    compiled = re2.compile(pattern.text)
    done = 0
    for first, opening in enumerate(words):
        if first < done:
            continue
        for last in reversed(range(first, len(words))):
            if compiled.fullmatch(line, starts[first], starts[last] + len(folded[last])):
                yield Occurrence(
                    text=text,
                    first=first,
                    after=last + 1,
                    start=opening.start,
                    end=words[last].end,
                    term=f"/{pattern.text}/",
                )
                done = last + 1
                break


def near(clause: Near, text: Text) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Every pair that stands near enough, in one sentence, and does not overlap."""
    sentences = Words(text.content).sentence_starts()
    for left in occurrences(clause.left, text):
        for right in occurrences(clause.right, text):
            in_order = left.after <= right.first
            apart = right.first - left.after if in_order else left.first - right.after
            if apart < 0 or (clause.ordered and not in_order):
                continue
            ends = (left.first, left.after - 1, right.first, right.after - 1)
            one_sentence = len({sum(start <= word for start in sentences) for word in ends}) == 1
            if one_sentence and (clause.within is None or apart <= clause.within):
                yield left, right


def number(clause: Number, text: Text) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Every cue whose figure satisfies the comparison, with that figure."""
    words = Words(text.content)
    stated = figures.figures(words, text.language)
    for cue in occurrences(clause.cue, text):
        figure = figures.bound(stated, cue.first, cue.after, words)
        if figure is not None and figures.holds(figure, clause.comparison, clause.value):
            found = [word for word in tokens(text.content) if figure.first <= word.first < figure.after]
            start, end = min(word.start for word in found), max(word.end for word in found)
            yield cue, Occurrence(text, figure.first, figure.after, start, end, "NUMBER")
