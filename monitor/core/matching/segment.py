"""Rules compiled together: candidates by their rarest words, then the exact clauses, then evidence.

Cheap candidates, exact verification, evidence only for what fired: the order of Luwak (now Lucene Monitor).
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import compress
from operator import not_

from monitor.core.articles import Article
from monitor.core.guards import Verdict
from monitor.core.matching.counters import Effort
from monitor.core.matching.explanation import Explained, Explainer
from monitor.core.matching.guarding import Found, Guarding
from monitor.core.matching.locating import Quotes
from monitor.core.matching.match import Evidence, Judgement
from monitor.core.matching.occurrences import Search
from monitor.core.matching.programs import Compiled, Program
from monitor.core.matching.terms import Term
from monitor.core.matching.views import Reading, Scope, Texts
from monitor.core.rules import Rule, Sources

Clock = Callable[[], int]
Hit = tuple[
    int, tuple[Evidence, ...], Judgement | None
]  # a rule's position, what it found, what guards make of it
_Waiting = tuple[tuple[int, ...], tuple[tuple[Term, ...], ...]]  # rules, and for each its guard


def no_time() -> int:
    """A clock that does not run."""
    return 0


class Segment:
    """Some rules, ready for articles. Only counters and what is remembered of spellings change."""

    def __init__(
        self, rules: Sequence[Rule], clock: Clock = no_time, compiled: Compiled | None = None
    ) -> None:
        """compiled: these rules, where somebody has compiled them already."""
        self.rules = tuple(rules)
        self.compiled = compiled or Compiled.of(self.rules)
        self._clock = clock
        self._compiler = self.compiled.compiler
        self._programs = self.compiled.programs
        self._waiting: dict[Scope, dict[Term, _Waiting]] = {}
        self._always: tuple[int, ...] = ()
        self._index()
        self._narrow = {
            position: rule.sources for position, rule in enumerate(self.rules) if rule.sources != Sources()
        }
        # How many articles held a term that rules wait for.
        self._heard = {scope: dict.fromkeys(waiting, 0) for scope, waiting in self._waiting.items()}
        self._verified = [0] * len(self.rules)
        self._matched = [0] * len(self.rules)
        self._spent = [0] * len(self.rules)

    def match(self, texts: Texts, article: Article, retired: Collection[int] = ()) -> list[Hit]:
        """The rules whose clauses hold, also those that guards block. Rules at the retired positions are not asked."""
        search = self._search(texts)
        quotes = Quotes(search.reading)
        guarding = Guarding(self._compiler.atoms, search, quotes)
        hits: list[Hit] = []
        begun = self._clock()
        for position in self._called(search.reading):
            sources = self._narrow.get(position)
            if position in retired or (sources is not None and not sources.admits(article)):
                continue
            self._verified[position] += 1
            program = self._programs[position]
            if program.holds.holds_in(search):
                found, context = _found(program, search)
                judgement = guarding.judge(self.rules[position], program.shown[0], found, context)
                self._matched[position] += not _is_blocked(judgement)
                evidence = judgement.evidence if judgement else quotes.of([*found, *context])
                hits.append((position, evidence, judgement))
            ended = self._clock()
            self._spent[position] += ended - begun
            begun = ended
        return hits

    def fires(self, position: int, article: Article, texts: Texts) -> bool:
        """Whether one rule fires, asked directly and not counted."""
        rule, program, search = self.rules[position], self._programs[position], self._search(texts)
        if not (rule.sources.admits(article) and program.holds.holds_in(search)):
            return False
        return not _is_blocked(self._judgement(position, search))

    def explain(self, position: int, article: Article, texts: Texts) -> Explained:
        """One rule against an article, part by part."""
        rule = self.rules[position]
        search = self._search(texts)
        explainer = Explainer(self._compiler, search)
        about, unless = rule.about, rule.unless
        return Explained(
            rule=rule,
            admitted=rule.sources.admits(article),
            event=explainer.explain(rule.event, Scope.HEAD),
            about=explainer.explain(about, Scope.WHOLE) if about is not None else None,
            unless=explainer.explain(unless, Scope.WHOLE) if unless is not None else None,
            judgement=self._judgement(position, search),
        )

    def _judgement(self, position: int, search: Search) -> Judgement | None:
        program = self._programs[position]
        found, context = _found(program, search)
        guarding = Guarding(self._compiler.atoms, search, Quotes(search.reading))
        return guarding.judge(self.rules[position], program.shown[0], found, context, whole=True)

    def effort(self, position: int) -> Effort:
        """What one rule has cost so far."""
        cut = self.compiled.cuts[position]
        return Effort(
            candidates=sum(self._heard[cut.scope][term] for term, _ in cut.terms) if cut else 0,
            verified=self._verified[position],
            matched=self._matched[position],
            nanoseconds=self._spent[position],
        )

    def _search(self, texts: Texts) -> Search:
        return Search(self._compiler.atoms, Reading(texts, self._compiler.terms))

    def _index(self) -> None:
        waiting: dict[Scope, dict[Term, tuple[list[int], list[tuple[Term, ...]]]]] = {}
        always = []
        for position, cut in enumerate(self.compiled.cuts):
            if cut is None:
                always.append(position)
                continue
            terms = waiting.setdefault(cut.scope, {})
            for term, guard in cut.terms:
                positions, guards = terms.setdefault(term, ([], []))
                positions.append(position)
                guards.append(guard or (term,))  # without a guard it guards itself
        self._waiting = {
            scope: {term: (tuple(positions), tuple(guards)) for term, (positions, guards) in terms.items()}
            for scope, terms in waiting.items()
        }
        self._always = tuple(always)

    def _called(self, reading: Reading) -> Iterable[int]:
        """Rules that may fire: every rule that does is among them."""
        called = list(self._always)
        for scope, waiting in self._waiting.items():
            present = reading.view(scope).at.keys()
            heard = self._heard[scope]
            absent = present.isdisjoint
            for term in present & waiting.keys():
                heard[term] += 1
                positions, guards = waiting[term]
                called += compress(positions, map(not_, map(absent, guards)))
        return dict.fromkeys(called)


def _found(program: Program, search: Search) -> tuple[list[Found], list[Found]]:
    """Every place that makes the event hold, and every place of its context."""
    event, *others = program.shown
    return search.evidence(event) or [], [place for node in others for place in search.evidence(node) or ()]


def _is_blocked(judgement: Judgement | None) -> bool:
    return judgement is not None and judgement.outcome is Verdict.BLOCK
