"""A story is what is told once. For now every rule and article make one of their own."""

from dataclasses import dataclass

from monitor.core.ids import ArticleId, RuleId, StoryId, digest
from monitor.core.matching import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The matches that tell the same news; its id never changes."""

    id: StoryId
    rule: RuleId
    article: ArticleId
    headline: str


def story_id(match: Match) -> StoryId:
    """The story a match belongs to."""
    return StoryId(digest("story", match.rule, match.article.id))


def found(match: Match) -> Story:
    """The story that begins with this match."""
    return Story(id=story_id(match), rule=match.rule, article=match.article.id, headline=match.article.title)
