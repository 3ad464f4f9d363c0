"""The cues of a language: words that guard an event when they stand near it. Data, from rules/guards/*.yaml."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from monitor.core.clauses import ClauseError, Phrase, parse_item
from monitor.core.guards.kinds import GuardKind
from monitor.core.ids import digest

BEFORE, AFTER = 9, 6  # words that a cue reaches, where its table does not say
_ENGLISH = "en"  # what an article is read in that does not say


class Side(StrEnum):
    """Where a cue stands, seen from what it guards."""

    BEFORE = "before"  # in front of it, in its clause
    NEXT = "next"  # directly in front of it
    AFTER = "after"  # behind it, in its clause
    ANYWHERE = "anywhere"  # in its sentence
    APART = "apart"  # a phrase in which the words of a cue are none
    ENDS = "ends"  # the sign its sentence ends with


class CueError(Exception):
    """An entry that is no cue, with what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One entry of a table. text: as it is written there; phrase: what it is looked for as, None for a sign."""

    kind: GuardKind
    side: Side
    text: str
    phrase: Phrase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTable:
    """The cues of a language (RFC 5646 primary subtag). Same content, same fingerprint, and by that they compare.

    before and after: how many words a cue reaches, inside its clause. parts: words that a cue does not reach across, as
    if they began a clause. exempt: by vocabulary the cues, as written, that
    do not guard a rule whose event names it; exemptible: all of these.
    """

    language: str = field(compare=False)
    before: int = field(compare=False)
    after: int = field(compare=False)
    cues: tuple[Cue, ...] = field(compare=False, repr=False)
    parts: tuple[Phrase, ...] = field(compare=False, repr=False)
    exempt: Mapping[str, frozenset[str]] = field(compare=False, repr=False)
    exemptible: frozenset[str] = field(init=False, compare=False, repr=False)
    fingerprint: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "exemptible", frozenset().union(*self.exempt.values()))

    @classmethod
    def of(
        cls,
        language: str,
        lists: Mapping[str, Mapping[str, Iterable[str]]],
        *,
        before: int = BEFORE,
        after: int = AFTER,
        parts: Iterable[str] = (),
        exempt: Mapping[str, Iterable[str]] | None = None,
    ) -> Self:
        """From plain data: lists by kind and side. Raises CueError for an entry that is no word or phrase."""
        cues = tuple(
            _cue(GuardKind(kind), Side(side), text)
            for kind, sides in lists.items()
            for side, texts in sides.items()
            for text in texts
        )
        spared = {name: frozenset(texts) for name, texts in (exempt or {}).items()}
        parting = tuple(map(_phrase, parts))
        told = [f"{cue.kind} {cue.side} {cue.text}" for cue in cues]
        excused = [f"{name} {text}" for name, texts in spared.items() for text in texts]
        return cls(
            language=language,
            before=before,
            after=after,
            cues=cues,
            parts=parting,
            exempt=spared,
            fingerprint=digest(
                language,
                f"{before} {after}",
                digest(*sorted(told)),
                digest(*sorted(each.spelling + each.text for each in parting)),
                digest(*sorted(excused)),
            ),
        )

    def exempted(self, vocabularies: Iterable[str]) -> frozenset[str]:
        """The cues, as written, that do not guard an event that names these vocabularies."""
        return frozenset().union(*(self.exempt.get(name, ()) for name in vocabularies))


@dataclass(frozen=True, slots=True)
class CueTables:
    """The tables of all languages. Compares as its tables do."""

    tables: tuple[CueTable, ...] = ()
    fingerprint: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        told = [table.fingerprint for table in self.tables]
        object.__setattr__(self, "fingerprint", digest(*told) if told else "")

    @classmethod
    def of(cls, tables: Iterable[CueTable]) -> Self:
        """Of two for one language the first."""
        by_language: dict[str, CueTable] = {}
        for table in tables:
            by_language.setdefault(table.language, table)
        return cls(tuple(by_language[name] for name in sorted(by_language)))

    def get(self, language: str | None) -> CueTable | None:
        """The table for an article read in this language; None: it is read as English. No table, no guard."""
        wanted = language or _ENGLISH
        return next((table for table in self.tables if table.language == wanted), None)

    def __iter__(self) -> Iterator[CueTable]:
        return iter(self.tables)

    def __bool__(self) -> bool:
        return bool(self.tables)


NO_CUES = CueTables()


def _cue(kind: GuardKind, side: Side, text: str) -> Cue:
    return Cue(kind=kind, side=side, text=text, phrase=None if side is Side.ENDS else _phrase(text))


def _phrase(text: str) -> Phrase:
    try:
        term = parse_item(text)
    except ClauseError as error:
        raise CueError(f"{text!r} is no cue: {error.message}") from None
    if not isinstance(term, Phrase):
        raise CueError(f"{text!r} is no cue: a cue is a word, or words in a row")
    return term
