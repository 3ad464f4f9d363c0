"""Notes of the linter, with the places in the files that they are about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from monitor.cli.progress import progress
from monitor.config import rulefiles
from monitor.config.rulefiles import Draft
from monitor.config.rulefiles.drafts import Place, RuleDraft, VocabularyDraft
from monitor.config.rulefiles.proving import article_of
from monitor.core import lint
from monitor.core.errors import ConfigError, Problem
from monitor.core.feeds import Feed
from monitor.core.ids import RuleId
from monitor.core.lint import Lint, Note
from monitor.core.matching import Index
from monitor.core.rules import Rule, RuleSet, Sources

_FEW = 3  # notes of one kind in a file that stand alone
_SAYS = re.compile(
    r"\b(?:match|sources)\s*:"
)  # what notes point into; titles and examples hold the same words
_ALONE = re.compile(r"""\s*(?:[],)}"']|$)""")
_OPENS = ("[", ",", "(", "-", '"', "'", ":")
_SAYS_NO_MORE = re.compile(r"\s*-?\s*(?:id|title|examples|channels|severity|extends)\s*:|\s*#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A note and where it belongs, in the form of a mistake."""

    lint: Lint
    at: Problem

    def __str__(self) -> str:
        place, _, rest = str(self.at).partition(f": {self.at.message}")
        return f"{place}: note: {self.at.message} [{self.lint}]{rest}"


def notes(
    drafts: Sequence[Draft],
    rules: Sequence[Rule],
    feeds: Sequence[Feed] | None = None,
    *,
    quiet: bool = False,
) -> tuple[Located, ...]:
    """What there is to say about these rules and the vocabularies of these files, in the order of the files.

    feeds: those that the rules can listen to; None: not known.
    """
    index = Index.of(RuleSet.of(rules))
    wanted = {rule.id: rule for rule in rules}
    found: list[Located] = []
    with progress("looking through rules", len(drafts), quiet=quiet) as done:
        for draft in drafts:
            if _is_ours(draft):
                found += _of_file(draft, wanted, index)
                found += unheard(draft, feeds or ())
            done()
    return tuple(sorted(found, key=lambda each: each.at))


def unheard(draft: Draft, feeds: Sequence[Feed]) -> Iterator[Located]:
    """The sources of a file's rules, and of its defaults, that no feed satisfies."""
    if not feeds:
        return
    lines = _lines(draft.file)
    said = [(rule.own, rule.place, after) for rule, after in _with_next(draft) if isinstance(rule, RuleDraft)]
    said.append((draft.defaults, _beginning(lines, "defaults:"), None))
    for settings, place, after in said:
        for note in lint.no_such_source(settings.sources or Sources(), feeds):
            yield _located(draft.file, note, _pointed_at(lines, note.words, place, after))


def _beginning(lines: Sequence[str], key: str) -> Place:
    """Where a key of the file itself stands; its first line if nowhere."""
    found = (Place(number, 1, line) for number, line in enumerate(lines, 1) if line.startswith(key))
    return next(found, Place(1, 1, lines[0] if lines else ""))


def _is_ours(draft: Draft) -> bool:
    return Path(draft.file).parent != rulefiles.packaged_vocabularies()


def _of_file(draft: Draft, wanted: Mapping[RuleId, Rule], index: Index) -> Iterator[Located]:
    lines = _lines(draft.file)
    without: list[tuple[RuleDraft, Note]] = []
    for rule, after in _with_next(draft):
        if isinstance(rule, VocabularyDraft):
            for note in lint.of_vocabulary(rule.clause) if rule.clause is not None else ():
                yield _located(draft.file, note, _pointed_at(lines, note.words, rule.place, after, says=True))
            continue
        complete = wanted.get(rule.id)
        if complete is None or complete.file != draft.file:
            continue
        quiet = [
            (each, index.explain(rule.id, article_of(each, complete))) for each in complete.examples.quiet
        ]
        for note in lint.of_rule(complete, quiet):
            if note.lint is Lint.NO_EXAMPLES:
                without.append((rule, note))
            else:
                yield _located(draft.file, note, _place(lines, note, rule, after))
    yield from _without_examples(draft.file, without)


def _with_next(draft: Draft) -> Iterator[tuple[RuleDraft | VocabularyDraft, int | None]]:
    """Rules and vocabularies, each with the line on which the next one begins."""
    every: list[RuleDraft | VocabularyDraft] = [*draft.vocabularies, *draft.rules]
    every.sort(key=lambda each: each.place)
    for each, following in zip_longest(every, every[1:]):
        yield each, following.place.line if following is not None else None


def _without_examples(file: str, without: list[tuple[RuleDraft, Note]]) -> Iterator[Located]:
    """One by one, or together where there are many."""
    if len(without) <= _FEW:
        for rule, note in without:
            yield _located(file, note, rule.place)
        return
    first, note = without[0]
    named = ", ".join(rule.id for rule, _ in without[:_FEW])
    message = f"{len(without)} rules without an example that fires: {named} and {len(without) - _FEW} more"
    together = Note(lint=note.lint, message=message, hint=note.hint)
    yield _located(file, together, first.place)


def _place(lines: Sequence[str], note: Note, rule: RuleDraft, after: int | None) -> Place:
    if note.example is not None:
        examples = (each.place for each in (*rule.quiet, *rule.fires) if each.example == note.example)
        return next(examples, rule.place)
    return _pointed_at(lines, note.words, rule.place, after)


def _pointed_at(
    lines: Sequence[str], words: str, place: Place, after: int | None, *, says: bool = False
) -> Place:
    """Where these words stand in a rule or vocabulary, best as an item of its own; its beginning if nowhere.

    after: the line on which the next one begins. says: every line counts, not only those of `match` and `sources`.
    """
    if not words:
        return place
    last = max(after - 1 if after else len(lines), place.line)
    spots: list[Place] = []
    for number in range(place.line, min(last, len(lines)) + 1):
        line = lines[number - 1]
        start = place.column - 1 if number == place.line else 0
        if opening := _SAYS.search(line, start):
            says, start = True, opening.end()
        elif _SAYS_NO_MORE.match(line):
            says = False
        if says:
            spots += (
                Place(number, found.start() + 1, line) for found in _within(words).finditer(line, start)
            )
    if not spots and words.startswith("="):  # ="two words"
        return _pointed_at(lines, words.lstrip("="), place, after, says=says)
    alone = [
        spot for spot in spots if _ALONE.match(spot.text, spot.column - 1 + len(words)) and _is_first(spot)
    ]
    found = alone or spots
    unsigned = (spot for spot in found if spot.text[: spot.column - 1][-1:] != "=")
    return next(unsigned, found[0] if found else place)


def _within(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _is_first(spot: Place) -> bool:
    """Whether an item of a list, or a quoted phrase, begins here."""
    return spot.text[: spot.column - 1].rstrip(" =")[-1:] in _OPENS


def _located(file: str, note: Note, place: Place) -> Located:
    return Located(lint=note.lint, at=place.problem(file, note.message, note.hint))


def _lines(file: str) -> list[str]:
    try:
        return rulefiles.read_bytes(Path(file)).decode("utf-8", "replace").splitlines()
    except ConfigError:  # deleted since it was read
        return []
