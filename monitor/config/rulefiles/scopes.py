"""What $name stands for in a file: its own vocabularies first, then those that all files share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.config import places
from monitor.config.rulefiles.drafts import Draft, Mention, VocabularyDraft
from monitor.config.rulefiles.ordering import in_order
from monitor.core.clauses import MAX_TERMS, Clause, resolve
from monitor.core.errors import Problem
from monitor.core.ids import digest

MAX_DEPTH = 20  # vocabularies that name vocabularies

_NEAR = "did you mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A vocabulary with all it names filled in. clause None: it has a mistake, told where it stands.

    content: the same words, the same content. size: terms in all. depth: 1 names no other.
    """

    file: str
    line: int
    clause: Clause | None
    content: str = ""
    size: int = 0
    depth: int = 1


class Scope:
    """The vocabularies one file can name. problems: what is wrong with those it brings itself, by file."""

    def __init__(self, outer: "Scope | None" = None, elsewhere: Mapping[str, Mention] | None = None) -> None:
        """elsewhere: vocabularies that single files keep for themselves, with the file as their name."""
        self.clauses: dict[str, Clause] = outer.clauses if outer is not None else {}
        self.problems: list[Problem] = []
        self.known: dict[str, Vocabulary] = outer.known if outer is not None else {}
        self._elsewhere = elsewhere or {}
        self._names = tuple(self.known)
        self._told: set[str] = set()

    def get(self, name: str) -> Vocabulary | None:
        """What a name stands for here."""
        return self.known.get(name)

    def bring(self, drafts: Sequence[Draft]) -> None:
        """Adds the vocabularies of these files; one of the same name from outside is hidden."""
        own: dict[str, tuple[str, VocabularyDraft]] = {}
        for draft in drafts:
            for each in draft.vocabularies:
                if each.name in own:
                    self._clash(draft.file, each, *own[each.name])
                else:
                    own[each.name] = (draft.file, each)
        self.clauses, self.known = dict(self.clauses), dict(self.known)  # those outside stay as they are
        for name in own:
            self.known.pop(name, None)
            self.clauses.pop(name, None)

        def needs(name: str) -> list[str]:
            return [each.name for each in own[name][1].mentions if each.name in own]

        self._names = (*self.known, *own)
        order, circles = in_order(own, needs)
        self._refuse(circles, own)
        turning = {name for circle in circles for name in circle}
        for name in order:
            file, draft_ = own[name]
            outside = [each for each in draft_.mentions if each.name not in own]
            wrong = self.missing(file, outside)
            self.problems += wrong
            found = self._filled(file, draft_, broken=bool(wrong) or name in turning)
            self.known[name] = found
            if found.clause is not None:
                self.clauses[name] = found.clause

    def missing(self, file: str, mentions: Iterable[Mention]) -> list[Problem]:
        """What is wrong with naming these. A faulty vocabulary is told once a file: its own mistake says more."""
        problems = []
        for name, place in mentions:
            if name in self.clauses:
                continue
            known = self.known.get(name)
            if known is None:
                problems.append(place.problem(file, f"no vocabulary ${name}", self._meant(name)))
            elif known.file != file and name not in self._told:
                self._told.add(name)
                hint = "mend it first: newsmonitor rules check"
                message = f"${name} has a mistake of its own: {known.file}:{known.line}"
                problems.append(place.problem(file, message, hint))
        return problems

    def _filled(self, file: str, draft: VocabularyDraft, *, broken: bool) -> Vocabulary:
        line = draft.place.line
        faulty = Vocabulary(file=file, line=line, clause=None)
        if broken or draft.clause is None:
            return faulty
        inner = {each.name: self.known[each.name] for each in draft.mentions}
        if any(each.clause is None for each in inner.values()):
            return faulty
        depth = 1 + max((each.depth for each in inner.values()), default=0)
        size = draft.size + sum(self.known[each.name].size for each in draft.mentions)
        if depth > MAX_DEPTH:
            message = f"${draft.name} names vocabularies that name others, more than {MAX_DEPTH} deep"
            self.problems.append(draft.place.problem(file, message, "name the words themselves"))
            return faulty
        if size > MAX_TERMS:
            message = f"${draft.name} stands for {size:,} terms; at most {MAX_TERMS:,}"
            self.problems.append(draft.place.problem(file, message, "split it into several vocabularies"))
            return faulty
        contents = [part for name in sorted(inner) for part in (name, inner[name].content)]
        return Vocabulary(
            file=file,
            line=line,
            clause=resolve(draft.clause, self.clauses) if inner else draft.clause,
            content=digest(draft.content, *contents),
            size=size,
            depth=depth,
        )

    def _refuse(
        self, circles: Iterable[tuple[str, ...]], own: Mapping[str, tuple[str, VocabularyDraft]]
    ) -> None:
        for circle in circles:
            last, first = circle[-1], circle[0]
            file, draft = own[last]
            place = next(each.place for each in draft.mentions if each.name == first)
            way = " → ".join(f"${name}" for name in (*circle, first))
            hint = "take one of them out of the other"
            if len(circle) == 1:
                hint = "delete it; a list that adds to a shared one needs a name of its own"
            self.problems.append(place.problem(file, f"${first} stands for itself: {way}", hint))

    def _clash(self, file: str, draft: VocabularyDraft, other: str, taken: VocabularyDraft) -> None:
        message = f"the vocabulary {draft.name} is taken: {other}:{taken.place.line} has it too"
        hint = "give one of the two another name; a file of the same name replaces one that comes with newsmonitor"
        self.problems.append(draft.place.problem(file, message, hint))

    def _meant(self, name: str) -> str:
        hint = places.nearest(name, self._names) or ""
        if hint.startswith(_NEAR):
            return hint.replace("'", "$", 1).replace("'", "")
        if kept := self._elsewhere.get(name):
            return f"{kept.name}:{kept.place.line} keeps one to itself: move it to a file in the folder vocabulary"
        return f"define it: vocabulary: {{{name}: [one, two]}}"
