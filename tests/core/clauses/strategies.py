"""Clauses, expressions and patterns as hypothesis draws them: only such as an author can write."""

from collections.abc import Callable

from hypothesis import strategies as st

from monitor.core.clauses import (
    MAX_WITHIN,
    AllOf,
    AnyOf,
    Clause,
    ClauseError,
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
from monitor.core.clauses.patterns import checked
from monitor.core.clauses.words import phrase


def mistake(reading: Callable[[], object], text: str) -> ClauseError | None:
    """The mistake of a text, which has a place in it and a fix; None when it reads well."""
    try:
        reading()
    except ClauseError as error:
        found = error
    else:
        return None
    assert 0 <= found.offset <= len(text)
    assert found.message
    assert found.hint
    return found


WORDS = (
    "talks",
    "stalled",
    "truce",
    "gaza",
    "cease-fire",
    "U.S.",
    "or",
    "peace",
    "7.10",
    "l'accord",
    'צה"ל',
    "café",
)
WILDCARDS = ("stall*", "*fire", "w?rd", "is*l", "20??")
NAMES = ("talks", "stalled", "_x1", "مفاوضات")
PATTERNS = (
    "talks? stalled",
    "(peace|truce) talks?",
    "stall(ed|ing)?",
    "gaza .*truce",
    "[0-9]+ killed",
    "Crédit|straße+",
)


def _row(words: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=3).map(" ".join)


PHRASES: st.SearchStrategy[Phrase] = st.one_of(
    _row(WORDS + WILDCARDS).map(lambda text: phrase(text, 0)),
    st.builds(phrase, _row(WORDS), st.just(0), st.sampled_from(Spelling)),
)
PATTERN_NODES: st.SearchStrategy[Pattern] = st.sampled_from(
    [Pattern(text=checked(text, 0)) for text in PATTERNS]
)
VOCABULARIES: st.SearchStrategy[Vocabulary] = st.sampled_from(NAMES).map(lambda name: Vocabulary(name=name))
ATOMS: st.SearchStrategy[Term] = st.one_of(PHRASES, PATTERN_NODES, VOCABULARIES)


def several(parts: st.SearchStrategy[Clause]) -> st.SearchStrategy[tuple[Clause, ...]]:
    return st.lists(parts, min_size=2, max_size=4).map(tuple)


TERMS: st.SearchStrategy[Term] = st.recursive(
    ATOMS, lambda inner: several(inner).map(lambda parts: AnyOf(clauses=parts)), max_leaves=5
)
NEARS: st.SearchStrategy[Near] = st.one_of(
    st.builds(Near, left=TERMS, right=TERMS, within=st.integers(0, MAX_WITHIN), ordered=st.booleans()),
    st.builds(Near, left=TERMS, right=TERMS, within=st.none()),
)
NUMBERS: st.SearchStrategy[Number] = st.builds(
    Number, cue=TERMS, comparison=st.sampled_from(Comparison), value=st.integers(0, 10**15 - 1)
)
LEAVES: st.SearchStrategy[Clause] = st.one_of(ATOMS, NEARS, NUMBERS)


def _grown(inner: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    return st.one_of(
        several(inner).map(lambda parts: AllOf(clauses=parts)),
        several(inner).map(lambda parts: AnyOf(clauses=parts)),
        inner.map(lambda part: Not(clause=part)),
    )


UNSCOPED: st.SearchStrategy[Clause] = st.recursive(LEAVES, _grown, max_leaves=8)
SCOPED: st.SearchStrategy[Scoped] = st.builds(Scoped, field=st.sampled_from(Field), clause=UNSCOPED)
CLAUSES: st.SearchStrategy[Clause] = st.recursive(st.one_of(LEAVES, SCOPED), _grown, max_leaves=8)

_LEXEMES = (
    *(
        f"{word} "
        for word in (*WORDS, *WILDCARDS, "$talks", "=US", "==US", '"two words"', "/talks?/", "100", "1,240")
    ),
    *(
        f"{operator} "
        for operator in ("AND", "OR", "NOT", "NEAR/3", "BEFORE/8", "SAME-SENTENCE", "NEAR", "near/8")
    ),
    *("(", ") ", "NUMBER", "NUMBER($killed) >= 100 ", ">= ", "= ", "title:", "lead:", "headline:", "10:30 "),
    *(
        "and ",
        "or ",
        "not ",
        "near ",
        ", ",
        "talks, ",
        "&& ",
        "|",
        "-",
        "+",
        "/",
        '"',
        "'",
        "?",
        "*",
        "$",
        "\\",
        "\n",
    ),
)
SCRIBBLES: st.SearchStrategy[str] = st.one_of(
    st.lists(st.sampled_from(_LEXEMES), max_size=12).map("".join), st.text(max_size=60)
)
