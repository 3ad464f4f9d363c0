"""`newsmonitor rules try --word`: examples of the spellings that a word of a rule finds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

import typer

from monitor.cli import tables
from monitor.core.clauses import phrases
from monitor.core.errors import UsageError
from monitor.core.rules import Rule
from monitor.core.text import fold, keys, lemma, script_language, tokens
from monitor.core.text.forms import forms_of
from monitor.core.text.forms.en_nations import NATIONS
from monitor.core.text.languages import LANGUAGES

_PLURAL = {"fr": "s", "es": "s", "pt": "s"}  # of regular words
_BARE = re.compile(r"={0,2}([^=]+)")
_MOST_SHOWN = 12
_SHORTEST = 3  # letters of a word that has other forms of this kind
_DOUBLING = 4  # letters up to which the last one is doubled: stop, stopped
_DOUBLED = [False, True, False]  # a vowel between two consonants
_NO_WORD = ("i", "u", "s")  # a stem with this end has lost letters: crisi
_WHOLE = (
    "ck",
    "ct",
    "ft",
    "ll",
    "lk",
    "mp",
    "nd",
    "nt",
    "pt",
    "rk",
    "rm",
    "rt",
    "sh",
    "st",
    "wn",
)  # and with these none
_INFLECTED = ("s", "ed", "ing")
_HISSING = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spellings:
    """Examples, never all there is. apart: words that look like inflections and are other words to the rule."""

    word: str
    language: str
    known_by: str
    finds: tuple[str, ...]
    apart: tuple[str, ...]
    exact: tuple[str, ...]
    cased: str
    wildcard: tuple[str, ...]


def show(word: str, language: str | None, rules: Sequence[Rule], *, as_json: bool) -> None:
    """Print them. Raises UsageError for what is not one word."""
    found = [of(each, language, rules) for each in _words(word)]
    if as_json:
        tables.print_json([asdict(each) for each in found])
        return
    for number, each in enumerate(found):
        if number:
            typer.echo("")
        _print(each)


def of(word: str, language: str | None, rules: Sequence[Rule] = ()) -> Spellings:
    """What a word of a rule finds in articles of a language, among words that are likely and those of the rules."""
    spoken = language or script_language(word) or "en"
    if _is_wild(word):
        return _wildcard(word, spoken, rules)
    known_by = lemma(word, spoken)
    tried = dict.fromkeys([*_likely(word, spoken), *_sample(rules)])
    finds = [each for each in tried if fold(each) == fold(word) or known_by in keys(each, spoken)]
    prefix = f"{fold(word)}*"
    small = [word.lower()] if word.isupper() else []
    begin = [each for each in tried if fnmatchcase(fold(each), prefix)]
    return Spellings(
        word=word,
        language=spoken,
        known_by=known_by,
        finds=(
            word,
            *small,
            *_dotted(word),
            *_written_apart(word),
            *(each for each in _once(finds) if each.casefold() != word.casefold()),
        ),
        apart=tuple(_once(_kept_apart(word, spoken))),
        exact=tuple(_once(each for each in tried if fold(each) == fold(word))),
        cased=word,
        wildcard=tuple(_once(begin)),
    )


def _wildcard(word: str, language: str, rules: Sequence[Rule]) -> Spellings:
    """What it finds of the words in the rules, and of the forms of what it says."""
    tried = dict.fromkeys([*_likely(word.replace("*", "").replace("?", ""), language), *_sample(rules)])
    found = tuple(_once(each for each in tried if fnmatchcase(fold(each), fold(word))))
    return Spellings(
        word=word, language=language, known_by="", finds=found, apart=(), exact=(), cased="", wildcard=found
    )


def _words(word: str) -> list[str]:
    """The words of what was given, without the signs of a rule; wildcards as they are.

    Raises UsageError for what is no word.
    """
    text = word.strip().lstrip("=").strip('"')
    if text.startswith("$"):
        raise UsageError(f"{text} is a vocabulary, not a word: try one of the words in it")
    if len(text) > 1 and text.startswith("/"):
        raise UsageError(f"{text} is a pattern: it finds what it says, and no inflections")
    read = tokens(text)
    if read and (read[-1].first, len(read)) != (0, 1) and read[-1].after - read[-1].first == read[-1].after:
        return [read[-1].text]  # cease fire, cease-fire
    bare = [found[1] for part in text.split() if (found := _BARE.fullmatch(part))]
    if not bare or not all(tokens(one) for one in bare):
        raise UsageError(f"{word!r} is no word: --word aid")
    return [one if _is_wild(one) else _without_dots(one) for one in bare]


def _is_wild(word: str) -> bool:
    return "*" in word or "?" in word


def _without_dots(word: str) -> str:
    """U.S. is US, as the matcher reads it."""
    read = tokens(word)
    return read[0].text if len(read) == 1 else word


def _written_apart(word: str) -> tuple[str, ...]:
    """The ways to write a compound: cease-fire, cease fire."""
    for place in range(2, len(word) - 1):
        pair = f"{word[:place]} {word[place:]}"
        if any(token.text.casefold() == word.casefold() for token in tokens(pair)):
            return pair.replace(" ", "-"), pair
    return ()


def _dotted(word: str) -> tuple[str, ...]:
    """The same initials with their dots, where these are read as one word: U.S."""
    dotted = "".join(f"{letter}." for letter in word)
    return (dotted,) if word.isupper() and [each.text for each in tokens(dotted)] == [word] else ()


def _likely(word: str, language: str) -> Iterator[str]:
    """The word, its regular and irregular forms, and words that it is kept apart from."""
    base = forms_of(language).base
    folded = word.lower()
    for stem in dict.fromkeys((folded, base.get(folded, folded), *_uninflected(folded, language))):
        yield stem
        irregular = [form for form, of in base.items() if of == stem]
        yield from irregular
        if language == "en":
            yield from _english(stem, irregular, is_name=word[:1].isupper())
        elif language in _PLURAL:
            yield stem + _PLURAL[language]
    yield from _kept_apart(word, language)


def _uninflected(word: str, language: str) -> Iterator[str]:
    """The word itself behind a regular form, where its stem is surely a word: talks, stalled."""
    stem = lemma(word, language)
    if language == "en" and (
        (word == f"{stem}s" and not stem.endswith(_NO_WORD))
        or (word in {f"{stem}ed", f"{stem}ing"} and stem.endswith(_WHOLE))
    ):
        yield stem


def _english(word: str, irregular: Sequence[str], *, is_name: bool) -> Iterator[str]:
    """The regular forms of a verb or noun: stalls, stalled, stalling; tries; collapsing; stopped.

    Of a name none, of a compound the plural: its other forms would be invented.
    """
    is_nation = f"\n{word}:" in NATIONS
    if is_name or is_nation or not word.isascii() or len(word) < _SHORTEST or word.endswith(_INFLECTED):
        return
    stem, past = word, f"{word}ed"
    if word.endswith("y") and word[-2] not in _VOWELS:
        plural, past = f"{word[:-1]}ies", f"{word[:-1]}ied"
    else:
        plural = f"{word}es" if word.endswith(_HISSING) else f"{word}s"
    if word.endswith("e"):
        stem, past = word[:-1], f"{word}d"
    elif (
        len(word) <= _DOUBLING
        and [letter in _VOWELS for letter in word[-3:]] == _DOUBLED
        and word[-1] not in "wxy"
    ):
        stem, past = word + word[-1], f"{word}{word[-1]}ed"
    if _written_apart(word):
        yield plural
        return
    yield from (plural, f"{stem}ing") if irregular else (plural, past, f"{stem}ing")


def _kept_apart(word: str, language: str) -> Iterator[str]:
    """Words that the stemmer takes for the same, and this language's table does not."""
    known_by = lemma(word, language)
    for stays, apart in forms_of(language).merged:
        if lemma(stays, language) == known_by and lemma(apart, language) != known_by:
            yield apart
        elif lemma(apart, language) == known_by and lemma(stays, language) != known_by:
            yield stays


def _sample(rules: Iterable[Rule]) -> Iterator[str]:
    """Every word that stands in the examples of the rules, or that they look for."""
    for rule in rules:
        for example in (*rule.examples.fires, *rule.examples.quiet):
            yield from (token.text for token in tokens(f"{example.title}. {example.lead}"))
        for clause in (rule.event, rule.about, rule.unless):
            if clause is not None:
                for phrase in phrases(clause):
                    yield from (token.text for token in phrase.tokens if not {"*", "?"} & set(token.text))


def _once(words: Iterable[str]) -> Iterator[str]:
    """Each spelling once: case makes no difference. A possessive is two words, the first of which is found."""
    seen: set[str] = set()
    for word in words:
        if word.casefold() not in seen and "'" not in word:
            seen.add(word.casefold())
            yield word


def _print(found: Spellings) -> None:
    if _is_wild(found.word):
        listed = _listed(found.finds) or "none of the words of your rules and examples"
        sign = "any letters" if "*" in found.word else "one letter"
        typer.echo(f"{found.word} is a wildcard for {sign}: it finds {listed}, and whatever else fits")
        return
    known = "" if found.language in LANGUAGES else ": no inflections are known in this language"
    typer.echo(f"{found.word} in {found.language}{known}")
    rows = [
        (found.word, f"finds {_listed(found.finds)}"),
        ("", f"keeps apart {_listed(found.apart)}" if found.apart else ""),
        (f"={found.word}", f"finds {found.word} in capitals or not, with or without accents"),
        (f"=={found.word}", f"finds {found.word} as it is written here, not {_other_case(found.word)}"),
        (f"{found.word}*", f"finds {_listed(found.wildcard)}, and whatever else begins so"),
    ]
    width = max(len(name) for name, _ in rows)
    for name, text in rows:
        if text:
            tables.print_lines([text], indent=2, mark=f"{name:{width}}  ")
    tables.print_lines(
        [
            "Tried: its likely forms, be they words or not, and the words of your rules and examples. There may be more."
        ]
    )


def _other_case(word: str) -> str:
    return word.capitalize() if word != word.capitalize() else word.lower()


def _listed(words: Sequence[str]) -> str:
    more = len(words) - _MOST_SHOWN
    return ", ".join(words[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
