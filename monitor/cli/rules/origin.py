"""Where a headline that is tried comes from, and in which language it is read: as the daemon would decide it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from monitor.adapters.language_detector import LanguageDetector
from monitor.config import source as nodes
from monitor.config.rulefiles import languages
from monitor.config.rulefiles.page import Page
from monitor.config.rulefiles.proving import article_of
from monitor.core.articles import Article, is_doubtful
from monitor.core.errors import UsageError
from monitor.core.feeds import Feed
from monitor.core.ids import ArticleId, FeedId, Fingerprint
from monitor.core.rules import Example, Rule
from monitor.core.text import script_language

_USUAL_TIER = 3  # of a feed whose tier nobody states
_ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What somebody said of the headline, or the feed of its outlet says. detected: guessed from its words.

    by_script: by their letters alone. asked: the language is what the command line says. alike: how many feeds this outlet has.
    """

    language: str | None = None
    outlet: str | None = None
    tags: tuple[str, ...] = ()
    tier: int | None = None
    detected: str | None = None
    by_script: bool = False
    asked: bool = False
    feed: Feed | None = None
    alike: int = 0

    @property
    def is_known(self) -> bool:
        return self.outlet is not None or self.tier is not None or bool(self.tags)

    @property
    def notes(self) -> Iterator[str]:
        """What was taken from a feed, and the language with the reason for it; nothing of what goes without saying."""
        if self.feed is not None:
            told = [f"tier {self.tier}", *(f"tag {tag}" for tag in self.tags)]
            told += [f"language {self.language}"] if self.language and not self.asked else []
            more = f", one of {self.alike} of {self.feed.outlet}" if self.alike > 1 else ""
            yield f"As feed {self.feed.id} brings it{more}: {', '.join(told)}"
        read = self.detected or self.language
        if read not in {None, _ENGLISH}:
            yield f"Read in {read}: {self._reason}"

    @property
    def plain(self) -> dict[str, Any]:
        """For programs. language: the one it is read in; None: that of each rule, else English."""
        return {
            "language": self.detected or self.language,
            "detected": self.detected is not None,
            "feed": self.feed.id if self.feed is not None else None,
            "outlet": self.outlet,
            "tier": self.tier,
            "tags": list(self.tags),
        }

    @property
    def _reason(self) -> str:
        if self.asked:
            return "--language says so"
        if self.detected is None:
            return "its feed says so"
        if self.by_script:
            return "its letters say so"
        return "guessed from its words; --language says otherwise"


def of(
    headline: str,
    lead: str,
    *,
    language: str | None = None,
    outlet: str | None = None,
    tags: Iterable[str] = (),
    tier: int | None = None,
    feeds: Sequence[Feed] = (),
) -> Origin:
    """What was said comes first, then what the outlet's feed says, then what the words give away."""
    given = tuple(tags)
    alike = [each for each in feeds if outlet and each.outlet.casefold() == outlet.casefold()]
    feed = alike[0] if alike else None
    asked = code(language)
    found = Origin(
        language=asked or (feed and feed.language and feed.language.lower().partition("-")[0]) or None,
        outlet=feed.outlet if feed is not None else outlet,
        tags=given or (feed.tags if feed is not None else ()),
        tier=tier if tier is not None or feed is None else feed.tier,
        asked=asked is not None,
        feed=feed,
        alike=len(alike),
    )
    if asked is None:
        detected = _detected(headline, lead, found.language)
        by_script = detected is not None and detected == script_language(f"{headline} {lead}")
        found = replace(found, detected=detected, by_script=by_script)
    return found


def code(language: str | None) -> str | None:
    """The language as articles bear it. Raises UsageError for what rule files refuse as well."""
    if language is None:
        return None
    primary = language.strip().partition("-")[0]
    page = Page(nodes.Source(path="", lines=(language,), root=None))
    found = languages.code(page, nodes.Scalar(primary, True, 1, 1, 1, 1))  # noqa: FBT003 - a row, not a flag
    if found is None:
        wrong = page.problems[0]
        raise UsageError(f"--language {language}: {wrong.message}: {wrong.hint}")
    return found


def article(rule: Rule, headline: str, lead: str, origin: Origin) -> Article:
    """The headline as this rule would get it."""
    made = article_of(Example(title=headline, lead=lead, language=origin.language), rule)
    if origin.detected is not None:
        made = replace(made, detected=origin.detected)
    if not origin.is_known:
        return made
    tier = origin.tier if origin.tier is not None else _USUAL_TIER
    feed = origin.feed.id if origin.feed is not None else made.feed
    return replace(made, outlet=origin.outlet or "", tags=origin.tags, tier=tier, feed=feed)


def _detected(headline: str, lead: str, named: str | None) -> str | None:
    """Only where no language is named, or one that the script contradicts."""
    put = Article(
        id=ArticleId(""),
        fingerprint=Fingerprint(""),
        feed=FeedId(""),
        outlet="",
        tier=_USUAL_TIER,
        language=named,
        tags=(),
        title=headline,
        lead=lead,
        summary=lead,
        link="",
        author="",
        categories=(),
        published=None,
        fetched=datetime(1970, 1, 1, tzinfo=UTC),
    )
    return LanguageDetector().detect(headline, lead) if is_doubtful(put) else None
