"""Random rules, vocabularies and articles over one small world of words, so that rules match often."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from monitor.core.articles import Article
from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.patterns import checked
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
)
from monitor.core.rules import Rule, Source, SourceKind, Sources
from monitor.core.text import fold, tokens
from tests.core.matching.pool import FAMILIES, FIGURES, LANGUAGES, SEPARATORS, VALUES
from tests.core.matching.samples import EVERYWHERE, article, phrase, rule

SOURCES = (
    Source(kind=SourceKind.TIER, value="1"),
    Source(kind=SourceKind.TAG, value="wire"),
    Source(kind=SourceKind.OUTLET, value="bbc"),
    Source(kind=SourceKind.FEED, value="bbc-world"),
)


SHAPES = (  # of patterns
    *("{0}", "{0} {1}", "{0}|{1}", "{0}( {1})?", "{0}( {1})*", "{0}.*", "{0} .*{1}", "({0}|{1}) ({1}|{0})"),
    *(
        "{0}s?",
        "{0}[a-z]*",
        r"{0}( \pL+)?",
        r"{0} \pN+",
        "({0} )*{1}",
        ".{0}",
        "{0}.?",
        "(?:{0} ?)+",
        "{0}( )?",
    ),
)


@dataclass(frozen=True, slots=True)
class World:
    """What articles and rules are made of: words, words in a row, and lists of them that rules share."""

    words: tuple[str, ...]
    snippets: tuple[str, ...]
    vocabularies: tuple[Vocabulary, ...] = ()


@st.composite
def worlds(draw: DrawFn) -> World:
    families = draw(st.lists(st.sampled_from(FAMILIES), min_size=1, max_size=3, unique=True))
    words = tuple(word for family in families for word in family)
    pair = st.tuples(st.sampled_from(words), st.sampled_from(words + FIGURES))
    joined = st.builds(
        lambda row, between: between.join(row), pair, st.sampled_from((" ", " ", " ", "-", ". "))
    )
    snippets = (*words[:2], *draw(st.lists(joined, min_size=1, max_size=4)))
    bare = World(words, snippets)
    lists = draw(st.lists(terms(bare, depth=2), max_size=3))
    return World(
        words, snippets, tuple(Vocabulary(name=f"v{n}", clause=each) for n, each in enumerate(lists))
    )


@lru_cache(maxsize=64)
def texts(world: World, *, longest: int = 12) -> SearchStrategy[str]:
    """A few snippets, words and figures of this world with something between them."""
    piece = st.one_of(
        st.sampled_from(world.snippets), st.sampled_from(world.words), st.sampled_from(world.words + FIGURES)
    )
    row = st.tuples(piece, st.sampled_from(SEPARATORS))
    pieces = st.lists(row, min_size=longest // 4, max_size=longest)
    return pieces.map(lambda found: "".join(part for pair in found for part in pair))


@st.composite
def articles(draw: DrawFn, world: World) -> Article:
    lead = draw(texts(world))
    return article(
        title=draw(texts(world)),
        lead=lead,
        summary=lead + " " + draw(texts(world)),
        author=draw(texts(world, longest=3)),
        categories=tuple(draw(st.lists(texts(world, longest=3), max_size=3))),
        language=draw(st.sampled_from((*LANGUAGES, "en", None))),
        detected=draw(st.sampled_from((None, None, None, *LANGUAGES))),
        tier=draw(st.integers(1, 2)),
        tags=tuple(draw(st.sets(st.sampled_from(("wire", "world"))))),
        outlet=draw(st.sampled_from(("BBC", "CNN"))),
    )


@lru_cache(maxsize=64)
@st.composite
def phrases(draw: DrawFn, world: World) -> Phrase:
    text = draw(st.sampled_from(world.snippets + world.words + world.words))
    change = draw(st.integers(0, 9))
    if change == 0:
        text = text.replace("-", " ") if "-" in text else text.replace(" ", "-")
    elif change == 1:
        text = text.upper() if text != text.upper() else text.lower()
    elif change <= 3:
        text = draw(_wildcards(text))
    return phrase(
        text,
        spelling=draw(st.sampled_from((*Spelling, Spelling.INFLECTED, Spelling.INFLECTED))),
        language=draw(st.sampled_from((None, None, None, *LANGUAGES))),
    )


@st.composite
def _wildcards(draw: DrawFn, text: str) -> str:
    """The text with a part of its longest word gone."""
    word = max(re.findall(r"[^\W_]+", text), key=len, default="")
    if len(word) < 3:
        return text
    cut = draw(st.integers(1, len(word) - 1))
    end = draw(st.integers(cut, len(word) - 1))
    wild = draw(
        st.sampled_from(
            (
                f"{word[:cut]}*",
                f"*{word[cut:]}",
                f"{word[:cut]}*{word[end:]}",
                f"{word[:cut]}?{word[cut + 1 :]}",
            )
        )
    )
    return text.replace(word, wild, 1)


@lru_cache(maxsize=64)
@st.composite
def patterns(draw: DrawFn, world: World) -> Pattern:
    left, right = draw(st.tuples(*[st.sampled_from(world.snippets + world.words)] * 2))
    left, right = _spoken(left), _spoken(right)
    shape = draw(st.sampled_from(SHAPES))
    written = shape.format(left, right)
    try:
        return Pattern(text=checked(written, 0))
    except (
        ClauseError
    ):  # no pattern of this language: a figure's comma before a letter, nothing that must occur
        return Pattern(text=checked(left, 0))


def _spoken(text: str) -> str:
    words = [fold(word.text) for word in tokens(text) if word.after == word.first + 1]
    return " ".join(re.escape(word).replace("\\'", "'") for word in words)


@lru_cache(maxsize=64)
def terms(world: World, *, depth: int = 1) -> SearchStrategy[Term]:
    """What NEAR and NUMBER take."""
    parts = st.lists(terms(world, depth=depth - 1), min_size=2, max_size=4) if depth else st.nothing()
    return _mixed(
        (6, phrases(world)),
        (1, patterns(world)),
        (2 if world.vocabularies else 0, st.sampled_from(world.vocabularies or ("",))),
        (2 if depth else 0, st.builds(AnyOf, clauses=parts.map(tuple))),
    )


@lru_cache(maxsize=64)
def clauses(world: World, *, depth: int = 3, scoped: bool = False) -> SearchStrategy[Clause]:
    """Every kind of clause; scopes do not nest."""
    term = terms(world)
    near = st.builds(Near, left=term, right=term, within=st.none() | st.integers(0, 4), ordered=st.booleans())
    number = st.builds(
        Number, cue=term, comparison=st.sampled_from(Comparison), value=st.sampled_from(VALUES)
    )
    simple = [(4, term), (2, near), (1, number)]
    if depth == 0:
        return _mixed(*simple)
    inner = clauses(world, depth=depth - 1, scoped=scoped)
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    confined = st.nothing() if scoped else clauses(world, depth=depth - 1, scoped=True)
    return _mixed(
        *simple,
        (2, st.builds(AnyOf, clauses=several)),
        (2, st.builds(AllOf, clauses=several)),
        (1, st.builds(Not, clause=inner)),
        (0 if scoped else 2, st.builds(Scoped, field=st.sampled_from(Field), clause=confined)),
    )


def _mixed(*parts: tuple[int, SearchStrategy[Any]]) -> SearchStrategy[Any]:
    """One of these, each as often as its number says."""
    return st.sampled_from([part for weight, part in parts for _ in range(weight)]).flatmap(lambda part: part)


@st.composite
def rules(
    draw: DrawFn, world: World, *, name: str = "r", earlier: Sequence[str] = (), depth: int = 3
) -> Rule:
    """One rule. earlier: those it may have been made from."""
    rare = st.integers(0, 5).map(lambda dice: dice == 0)
    copied = bool(earlier) and draw(st.booleans())
    return rule(
        name,
        draw(clauses(world, depth=depth)),
        about=draw(clauses(world, depth=1)) if draw(rare) else None,
        unless=draw(clauses(world, depth=1)) if draw(rare) else None,
        sources=draw(_sources()) if draw(rare) else EVERYWHERE,
        extends=draw(st.sampled_from(earlier)) if copied else None,
    )


def _sources() -> SearchStrategy[Sources]:
    some = st.lists(st.sampled_from(SOURCES), max_size=2).map(tuple)
    languages = st.lists(st.sampled_from(LANGUAGES), max_size=2).map(tuple)
    return st.builds(Sources, include=some, exclude=some, languages=languages)


@st.composite
def rule_sets(draw: DrawFn, world: World, *, most: int = 30) -> tuple[Rule, ...]:
    """Rules over one world: they share its vocabularies, and some are made from others."""
    names = [f"r{number}" for number in range(draw(st.integers(1, most)))]
    return tuple(
        draw(rules(world, name=name, earlier=names[:number], depth=1)) for number, name in enumerate(names)
    )
