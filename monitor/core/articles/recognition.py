"""What the articles of a feed are known by, and what to say when that is little."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.core.articles.identity import Keyed


class KnownBy(StrEnum):
    """The best that an article has of its own, in the order of how long it lasts."""

    GUID = "guid"
    LINK = "link"
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """by: what most articles of one document are known by. ids_repeat: it gives several articles the same id."""

    by: KnownBy
    ids_repeat: bool = False


def recognition(keyed: Iterable[Keyed]) -> Recognition | None:
    """Of the articles of one document; None when it has none. The weaker of two equally common ones counts."""
    articles = tuple(keyed)
    if not articles:
        return None
    counts = Counter(map(_best, articles))
    weakest_first = reversed(KnownBy)
    return Recognition(
        by=max(weakest_first, key=lambda each: counts[each]),
        ids_repeat=any(each.ids_repeat for each in articles),
    )


def warning(found: Recognition) -> str:
    """What a person should know about such a feed, in one sentence; "" when there is nothing to know."""
    if found.ids_repeat:
        reason = "articles of this feed share ids, so these are ignored"
    elif found.by in (KnownBy.TITLE, KnownBy.TEXT):
        reason = "articles of this feed have no id and no link of their own"
    else:
        return ""
    return f"{reason}: {_CONSEQUENCES[found.by]}"


_CONSEQUENCES = {
    KnownBy.GUID: "those that share one are known by their links or titles",
    KnownBy.LINK: "they are known by their links",
    KnownBy.TITLE: "they are known by their titles; a rewritten title is a new article",
    KnownBy.TEXT: "they are known by their whole text; a rewritten text is a new article",
}


def _best(keyed: Keyed) -> KnownBy:
    """An id that is the link, or that the link stands in for, counts as the link."""
    kinds = {key[0]: key[1:] for key in keyed.keys}
    if "g" in kinds and kinds["g"] != kinds.get("l"):
        return KnownBy.GUID
    if "g" in kinds or "l" in kinds:
        return KnownBy.LINK
    return KnownBy.TITLE if "t" in kinds else KnownBy.TEXT
