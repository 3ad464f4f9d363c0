"""Who tells a story independently of whom. Several feeds of one owner, and copies of one text, are one voice."""

from collections.abc import Sequence

from monitor.core.articles import Article
from monitor.core.grouping import Printed, is_copy
from monitor.core.grouping.copies import agencies
from monitor.core.ids import RuleId
from monitor.core.stories.story import Origin, Story, Voice


def voice(article: Article, rules: Sequence[RuleId], origin: Origin) -> Voice:
    """Who tells it in this article."""
    credited = sorted(f"agency:{name}" for name in agencies(printed(article)))
    return Voice(
        outlet=article.outlet,
        sources=(_owner(article), *credited),
        tier=article.tier,
        at=article.fetched,
        rules=tuple(rules),
        origin=origin,
    )


def is_printed_by(article: Article, others: Sequence[Article | None]) -> bool:
    """Whether one of these, as far as they are kept, has the same text: then both are one voice."""
    return any(other is not None and is_copy(printed(other), printed(article)) for other in others)


def sharing(heard: Voice, story: Story) -> Voice | None:
    """The voice of the story that has an owner or an agency in common with this one."""
    return next((known for known in story.voices if not set(known.sources).isdisjoint(heard.sources)), None)


def printed(article: Article) -> Printed:
    """The article as it is held against others."""
    return Printed(title=article.title, text=article.summary, author=article.author)


def _owner(article: Article) -> str:
    """An agency that has a feed of its own is the one that others credit."""
    name = article.owner or article.outlet
    known = agencies(Printed(title="", text="", author=name))
    return f"agency:{min(known)}" if known else name.casefold().strip()
