"""A rule set made ready for articles: what the match stage asks. A compiled core may replace this one class."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from monitor.core.articles import Article
from monitor.core.guards import Verdict
from monitor.core.ids import RuleId
from monitor.core.matching.counters import Effort
from monitor.core.matching.explanation import Explained
from monitor.core.matching.match import Blocked, Evidence, Judgement, Match, Outcome, match_id
from monitor.core.matching.segment import Clock, Segment, no_time
from monitor.core.matching.views import Texts
from monitor.core.rules import Rule, RuleSet
from monitor.core.text import script_language

_LARGEST_DELTA = 0.2  # of the rules; a larger one is folded into a new base


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layer:
    """Compiled rules, and the positions of those that are no longer in force."""

    segment: Segment
    retired: frozenset[int] = frozenset()


class _Found(NamedTuple):
    """A rule whose clauses hold."""

    rule: Rule
    evidence: tuple[Evidence, ...]
    judgement: Judgement | None


class Index:
    """Judges articles by a rule set. Every article gets the matches that a walk over all rules would give."""

    def __init__(self, ruleset: RuleSet, layers: tuple[_Layer, ...], clock: Clock) -> None:
        self.ruleset = ruleset
        self._layers = layers
        self._clock = clock
        self._order = {rule.id: position for position, rule in enumerate(ruleset.rules)}
        self._place = {
            rule.id: (layer.segment, position)
            for layer in layers
            for position, rule in enumerate(layer.segment.rules)
            if position not in layer.retired
        }

    @classmethod
    def of(cls, ruleset: RuleSet, clock: Clock = no_time) -> Self:
        """The index of a rule set. clock: nanoseconds, for what each rule costs. Linear in the rules' terms."""
        return cls(ruleset, (_Layer(segment=Segment(ruleset.rules, clock)),), clock)

    @property
    def base(self) -> Segment:
        """Most of its rules, compiled together: what stays while files change."""
        return self._layers[0].segment

    @classmethod
    def resting_on(cls, base: Segment, ruleset: RuleSet, clock: Clock = no_time) -> Self:
        """The index of a rule set of which a segment holds the most."""
        return cls(RuleSet.of(()), (_Layer(segment=base),), clock).following(ruleset)

    def following(self, ruleset: RuleSet) -> Self:
        """The index of a newer rule set, sharing what did not change: an edited file of a large set costs little."""
        base = self._layers[0].segment
        wanted = {rule.id: rule for rule in ruleset.rules}
        kept = {rule.id for rule in base.rules if _same(rule, wanted.get(rule.id))}
        added = [rule for rule in ruleset.rules if rule.id not in kept]
        if len(added) > _LARGEST_DELTA * len(ruleset.rules):
            return type(self).of(ruleset, self._clock)
        retired = frozenset(position for position, rule in enumerate(base.rules) if rule.id not in kept)
        layers = [_Layer(segment=base, retired=retired)]
        if added:
            layers.append(_Layer(segment=Segment(added, self._clock)))
        return type(self)(ruleset, tuple(layers), self._clock)

    def match(self, article: Article) -> tuple[Match, ...]:
        """Every rule that fires on the article, in the order of the rule set; of a rule and its copy, the copy."""
        return self.outcome(article).matches

    def outcome(self, article: Article) -> Outcome:
        """The same, and every rule that only a guard kept from firing; nothing of a rule whose copy fires."""
        texts = Texts(article, _language(article))
        fired: dict[RuleId, _Found] = {}
        blocked: dict[RuleId, _Found] = {}
        for layer in self._layers:
            for position, evidence, judgement in layer.segment.match(texts, article, layer.retired):
                rule = layer.segment.rules[position]
                group = blocked if judgement and judgement.outcome is Verdict.BLOCK else fired
                group[rule.id] = _Found(rule, evidence, judgement)
        outdone = self._ancestors(fired)
        return Outcome(
            matches=tuple(self._match(fired[each], article) for each in self._in_order(fired, outdone)),
            blocked=tuple(
                _blocked(blocked[each])
                for each in self._in_order(blocked, outdone | self._ancestors(blocked))
            ),
        )

    def _in_order(self, found: Collection[RuleId], outdone: Collection[RuleId]) -> list[RuleId]:
        return sorted((each for each in found if each not in outdone), key=self._order.__getitem__)

    @staticmethod
    def _match(found: _Found, article: Article) -> Match:
        rule, evidence, judgement = found
        return Match(
            id=match_id(rule.id, article),
            rule=rule.id,
            fingerprint=rule.fingerprint,
            policy=rule.policy,
            article=article,
            evidence=evidence,
            note=judgement.note if judgement is not None else "",
        )

    def fires(self, rule: RuleId, article: Article) -> bool:
        """Whether one rule fires, whatever others do. Raises KeyError for a rule that is not in the set."""
        segment, position = self._place[rule]
        return segment.fires(position, article, Texts(article, _language(article)))

    def explain(self, rule: RuleId, article: Article) -> Explained:
        """One rule against the article, part by part. Raises KeyError for a rule that is not in the set."""
        segment, position = self._place[rule]
        return segment.explain(position, article, Texts(article, _language(article)))

    def efforts(self) -> Mapping[RuleId, Effort]:
        """What each rule has cost since it was compiled."""
        return {rule: segment.effort(position) for rule, (segment, position) in self._place.items()}

    def _ancestors(self, fired: Mapping[RuleId, _Found]) -> frozenset[RuleId]:
        """Rules that one of those that fired was copied from, at however many removes."""
        outdone: set[RuleId] = set()
        for found in fired.values():
            parent = found.rule.extends
            while parent is not None and parent not in outdone:
                outdone.add(parent)
                place = self._place.get(parent)
                parent = place[0].rules[place[1]].extends if place else None
        return frozenset(outdone)


def _blocked(found: _Found) -> Blocked:
    deciding = found.judgement.deciding if found.judgement is not None else None
    assert deciding is not None  # noqa: S101 - a judgement that blocks names a cue
    return Blocked(rule=found.rule.id, guarded=deciding, evidence=found.evidence)


def _same(rule: Rule, wanted: Rule | None) -> bool:
    """Equal fingerprints mean the same rule; where it stands in its file makes no difference to matching."""
    return wanted is not None and rule.fingerprint == wanted.fingerprint


def _language(article: Article) -> str | None:
    return article.reading_language or script_language(f"{article.title} {article.lead}")
