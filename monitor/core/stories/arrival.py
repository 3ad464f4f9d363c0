"""Matches of one article, as they come to the desk."""

from dataclasses import dataclass

from monitor.core.articles import Article
from monitor.core.ids import MatchId
from monitor.core.matching import Match
from monitor.core.stories.story import Origin, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """All rules that fired on one text of an article, and what is known of it.

    voice: who says it; independent: nobody of the story said it before him. known: the story holds the article, and
    before is the headline it had then. decided: matches that the story holds.
    """

    matches: tuple[Match, ...]
    origin: Origin
    voice: Voice
    independent: bool = True
    known: bool = False
    before: str = ""
    decided: frozenset[MatchId] = frozenset()

    @property
    def article(self) -> Article:
        return self.matches[0].article
