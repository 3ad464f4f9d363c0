"""The article as every later stage sees it."""

from dataclasses import dataclass
from datetime import datetime

from monitor.core.ids import ArticleId, FeedId, Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A feed entry with identity. fetched is when we first saw this text; published is what the feed claims.

    owner is who stands behind the outlet, "" where it is its own.
    language is a primary subtag (RFC 5646) in lower case: "en", "zh". detected is guessed from the words when neither
    the feed nor config.yaml names a language, or when the script of the text contradicts the named one.
    """

    id: ArticleId
    fingerprint: Fingerprint
    feed: FeedId
    outlet: str
    tier: int
    language: str | None
    tags: tuple[str, ...]
    title: str
    lead: str
    summary: str
    link: str
    author: str
    categories: tuple[str, ...]
    published: datetime | None
    fetched: datetime
    detected: str | None = None
    owner: str = ""

    @property
    def reading_language(self) -> str | None:
        """The language its words are read in; None when nobody knows."""
        return self.detected or self.language
