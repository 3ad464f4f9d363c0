"""A match is a rule that fired on an article, with its evidence."""

from dataclasses import dataclass

from monitor.core.articles import Article
from monitor.core.guards import GuardKind, Verdict
from monitor.core.ids import MatchId, RuleId, digest
from monitor.core.policies import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a term of the rule stands in the article: text == its field[start:end], in characters.

    field is title, lead, body (the whole summary), author or category.
    """

    field: str
    start: int
    end: int
    text: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why a rule fired. Same rule, article and text: same id; an edited text is a new match.

    fingerprint tells the rule's wording at that moment: another one under the same id is another rule.
    note: what a reader must know of it, "not yet a fact: “could”"; holds words of the article.
    """

    id: MatchId
    rule: RuleId
    fingerprint: str = ""
    policy: Policy
    article: Article
    evidence: tuple[Evidence, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """One occurrence of a rule's event and the cue that guards it. cue.term: as its table writes it."""

    kind: GuardKind
    verdict: Verdict
    cue: Evidence
    occurrence: Evidence

    @property
    def reason(self) -> str:
        """The kind, and the cue as it stands in the article: hypothetical “could”."""
        return f"{self.kind} “{self.cue.text}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the guards make of a rule's event. outcome: what holds for the rule, allow when an occurrence is free.

    guarded: every occurrence that a cue guards, in the order of the text. evidence: the occurrences that count, all of
    them when none does, and their context.
    """

    outcome: Verdict
    guarded: tuple[Guarded, ...]
    evidence: tuple[Evidence, ...]

    @property
    def deciding(self) -> Guarded | None:
        """Of a rule that is blocked or flagged the first cue that makes it so."""
        if self.outcome is Verdict.ALLOW:
            return None
        return next(each for each in self.guarded if each.verdict is self.outcome)

    @property
    def note(self) -> str:
        """What a reader of a flagged match must know."""
        found = self.deciding
        return f"not yet a fact: “{found.cue.text}”" if found and found.verdict is Verdict.FLAG else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A rule that would have fired, had a guard not kept every occurrence of its event from counting."""

    rule: RuleId
    guarded: Guarded
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the rules make of an article, each group in the order of the rule set."""

    matches: tuple[Match, ...] = ()
    blocked: tuple[Blocked, ...] = ()


Matches = tuple[Match, ...]  # of one text of an article: all rules that fired on it


def match_id(rule: RuleId, article: Article) -> MatchId:
    """The same for the same rule and the same text of the same article."""
    return MatchId(digest(rule, article.id, article.fingerprint))
