"""Words that mean something else than they look like: acronyms that are words, operators that are none."""

from collections.abc import Iterable, Iterator

from monitor.core.clauses import Pattern, Phrase, Spelling
from monitor.core.lint.note import Lint, Note
from monitor.core.text import lemma

# English words that are acronyms of the news when written in capitals.
_WORDS = (
    "aids aid all am arc as at bat be cap care chips cops cop do dot echo for gap gas go he hit ice if in is it "
    "less march may me met mid no nice no on or pen ram sad safe salt sap she so start stem time to up us was we who"
)
_ALSO_WORDS = {lemma(word, "en"): word for word in _WORDS.split()}
_OPERATORS = frozenset({"and", "or", "not"})


def capitals(terms: Iterable[Phrase | Pattern]) -> Iterator[Note]:
    """Acronyms that find a common word as well, because case does not count."""
    every = [term for term in terms if isinstance(term, Phrase)]
    safe = {term.text for term in every if term.spelling is Spelling.CASED}
    found = {
        term.spelling + term.text: (term.text, word)
        for term in every
        if term.spelling is not Spelling.CASED
        and term.language in {None, "en"}
        and term.text.isupper()
        and len(term.tokens) == 1
        and (word := _ALSO_WORDS.get(lemma(term.text, "en")))
    }
    for written, (text, word) in found.items():
        message = f"“{text}” also finds “{word}”: capitals do not count"
        hint = (
            f"take it out: =={text} is there" if text in safe else f"write =={text} for these letters alone"
        )
        yield Note(lint=Lint.CAPITALS, message=message, hint=hint, words=written)


def operator_words(terms: Iterable[Phrase | Pattern]) -> Iterator[Note]:
    """and, or, not as an item of a list, where each item is a word to look for."""
    for text in dict.fromkeys(
        term.text for term in terms if isinstance(term, Phrase) and term.text in _OPERATORS
    ):
        message = f"“{text}” is looked for as a word here"
        hint = (
            "take it out; a list means any of its items"
            if text != "not"
            else "what must not occur goes under `unless`"
        )
        yield Note(lint=Lint.OPERATOR_WORD, message=message, hint=hint, words=text)
