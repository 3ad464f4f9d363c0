"""A rule says what must be told: clauses over the article, the sources it listens to, the policy of its alerts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self

from monitor.core import clauses
from monitor.core.articles import Article
from monitor.core.clauses import Clause
from monitor.core.guards import NO_CUES, STRICT, CueTables, Guards
from monitor.core.ids import RuleId, digest
from monitor.core.policies import Change, Policy


class SourceKind(StrEnum):
    """What a source can be chosen by; the word before the colon in `tier:1`."""

    TIER = "tier"
    TAG = "tag"
    OUTLET = "outlet"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One choice of sources: `tier:1`, `tag:wire`, `outlet:BBC`, `feed:bbc-world`. Outlets compare without case."""

    kind: SourceKind
    value: str

    def covers(self, article: Article) -> bool:
        """Whether the article came from such a source."""
        match self.kind:
            case SourceKind.TIER:
                return str(article.tier) == self.value
            case SourceKind.TAG:
                return self.value in article.tags
            case SourceKind.OUTLET:
                return article.outlet.casefold() == self.value.casefold()
            case SourceKind.FEED:
                return article.feed == self.value

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where a rule listens. include: one of these, if there are any; exclude: none of these.

    languages: only these, as primary subtags. An article is held out by the language that its feed or
    config.yaml states, never by one that was guessed from its words.
    """

    include: tuple[Source, ...] = ()
    exclude: tuple[Source, ...] = ()
    languages: tuple[str, ...] = ()

    def admits(self, article: Article) -> bool:
        """Whether the rule reads this article at all."""
        if self.languages and article.language is not None and article.language not in self.languages:
            return False
        if self.include and not any(source.covers(article) for source in self.include):
            return False
        return not any(source.covers(article) for source in self.exclude)


class Example(NamedTuple):
    """An article as a rule file invents it. language None: told from the script, else the rule's, else English."""

    title: str
    lead: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Articles that must and must not fire; `newsmonitor rules test` runs them, and so does every load."""

    fires: tuple[Example, ...] = ()
    quiet: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as loaded, its vocabularies resolved. file and line say where a person finds it.

    event reads title and lead; about and unless read title and the whole summary. extends names the rule this
    one was copied from: where both match, only this one counts. cues: what guards its event; without them nothing
    does. Same meaning, same fingerprint.
    """

    id: RuleId
    event: Clause
    about: Clause | None = None
    unless: Clause | None = None
    sources: Sources = Sources()
    guards: Guards = STRICT
    cues: CueTables = NO_CUES
    policy: Policy
    examples: Examples = Examples()
    extends: RuleId | None = None
    file: str
    line: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The rules in force, in the order of their files. Same meaning, same fingerprint."""

    rules: tuple[Rule, ...]
    fingerprint: str

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Self:
        """A set of rules whose ids all differ: config.rulefiles sees to that."""
        kept = tuple(rules)
        return cls(
            rules=kept, fingerprint=digest(*(part for rule in kept for part in (rule.id, rule.fingerprint)))
        )


def fingerprint(
    *,
    event: Clause,
    about: Clause | None,
    unless: Clause | None,
    sources: Sources,
    policy: Policy,
    extends: RuleId | None,
    vocabularies: Mapping[str, str],
    guards: Guards = STRICT,
    cues: CueTables = NO_CUES,
) -> str:
    """What a rule means, as a short id. vocabularies: digest of the content of each one the clauses name."""
    shown = [clauses.show(clause) if clause is not None else "" for clause in (event, about, unless)]
    chosen = ["|".join(map(str, group)) for group in (sources.include, sources.exclude, sources.languages)]
    named = [f"{name}={content}" for name, content in sorted(vocabularies.items())]
    guarded = (str(guards), cues.fingerprint) if cues and not guards.are_off else ()
    return digest(*shown, *chosen, *_told(policy), extends or "", digest(*named), *guarded)


def _told(policy: Policy) -> Iterator[str]:
    """What the policy means. What makes no difference is left out: a step where no number is told again."""
    update, quiet = policy.update, policy.inhibits
    yield from (policy.title, policy.severity, digest(*policy.channels))
    yield from ("|".join(sorted(update.when)), str(update.every))
    yield str(update.number) if Change.NUMBER in update.when else ""
    yield from (str(policy.corroborate), str(policy.throttle), str(policy.max_age))
    yield digest(*sorted(quiet), str(policy.inhibits_for)) if quiet else ""
