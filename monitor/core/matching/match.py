"""A match is a rule that fired on an article, with its evidence."""

from dataclasses import dataclass

from monitor.core.articles import Article
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
    """

    id: MatchId
    rule: RuleId
    fingerprint: str = ""
    policy: Policy
    article: Article
    evidence: tuple[Evidence, ...]


Matches = tuple[Match, ...]  # of one text of an article: all rules that fired on it


def match_id(rule: RuleId, article: Article) -> MatchId:
    """The same for the same rule and the same text of the same article."""
    return MatchId(digest(rule, article.id, article.fingerprint))
