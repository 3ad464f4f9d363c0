"""Whether a clause holds for an article, and where."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.core.articles import Article
from monitor.core.clauses.tree import AllOf, AnyOf, Clause, Not, Phrase
from monitor.core.text import Words

Fields = Mapping[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase of the clause stands in a field, from character start to end of its original text."""

    field: str
    start: int
    end: int
    term: str


def fields(article: Article) -> Fields:
    """What clauses read: the title, then the lead. No phrase reaches from one into the other."""
    return {"title": Words(article.title), "lead": Words(article.lead)}


def evaluate(clause: Clause, text: Fields) -> tuple[Hit, ...] | None:
    """Every place that makes the clause hold, or None when it does not. () when only absence made it hold."""
    match clause:
        case Phrase():
            return find(clause, text) or None
        case AnyOf(clauses=parts):
            held = [hits for part in parts if (hits := evaluate(part, text)) is not None]
            return tuple(hit for hits in held for hit in hits) if held else None
        case AllOf(clauses=parts):
            together: list[Hit] = []
            for part in parts:
                hits = evaluate(part, text)
                if hits is None:
                    return None
                together.extend(hits)
            return tuple(together)
        case Not(clause=inner):
            return () if evaluate(inner, text) is None else None


def find(phrase: Phrase, text: Fields) -> tuple[Hit, ...]:
    """Every place of a phrase, field by field."""
    return tuple(
        Hit(field=field, start=start, end=end, term=phrase.text)
        for field, words in text.items()
        for start, end in words.find(phrase.tokens)
    )


def needs_something(clause: Clause) -> bool:
    """Whether at least one of the clause's phrases has to occur.

    A clause that rejects the empty text does: had it held with none of its positive phrases there, it would
    hold for the empty text, where every negative one is satisfied as well.
    """
    return evaluate(clause, {}) is None
