"""How far apart the two sides of a NEAR stand, or why that does not count."""

from collections.abc import Iterable, Iterator
from itertools import product

from monitor.core.articles import Article
from monitor.core.clauses import Near
from monitor.core.matching import Evidence, Explanation
from monitor.core.text import Words

_Side = tuple[int, int, int]  # sentence, first word, the word behind the last
_MOST_PLACES = 50  # of one side


def apart(found: Explanation, article: Article) -> str:
    """In words; empty when a side is missing."""
    near = found.clause
    assert isinstance(near, Near)  # noqa: S101 - asked of nothing else
    left, right = (part.evidence[:_MOST_PLACES] for part in found.parts)
    if not left or not right:
        return ""
    pairs = list(_pairs(left, right, article))
    together = [(first, second) for first, second in pairs if first[0] == second[0]]
    if not pairs:
        return "in different parts of the article"
    if not together:
        return "in different sentences"
    fitting = [pair for pair in together if not near.ordered or pair[0][1] < pair[1][1]]
    if not fitting:
        return "in the other order"
    between = min(map(_between, fitting))
    shown = "side by side" if between <= 0 else f"{between} word{'s' if between > 1 else ''} between"
    return shown if found.holds else f"{shown}, {near.within} allowed"


def _pairs(
    left: Iterable[Evidence], right: Iterable[Evidence], article: Article
) -> Iterator[tuple[_Side, _Side]]:
    """Of one field each. Categories are several texts, and left out."""
    for field, text in (("title", article.title), ("lead", article.lead), ("body", article.summary)):
        here = [each for each in left if each.field == field], [each for each in right if each.field == field]
        if all(here):
            words = Words(text)
            yield from (
                (_side(one, words), _side(other, words))
                for one, other in product(*here)
                if not _overlap(one, other)
            )


def _side(evidence: Evidence, words: Words) -> _Side:
    single = [
        number for number in range(len(words.starts)) if words.afters[number] == words.firsts[number] + 1
    ]
    inside = [number for number in single if evidence.start <= words.starts[number] < evidence.end]
    first, after = words.firsts[inside[0]], words.afters[inside[-1]]
    return sum(start <= first for start in words.sentence_starts()), first, after


def _between(pair: tuple[_Side, _Side]) -> int:
    (_, first, after), (_, other, behind) = pair
    return max(other - after, first - behind)


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end
