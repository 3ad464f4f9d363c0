"""Sources that none of the feeds is: a rule that listens to them hears nothing, and says nothing about it."""

import difflib
from collections.abc import Iterator, Sequence

from monitor.core.feeds import Feed
from monitor.core.lint.note import Lint, Note
from monitor.core.rules import Source, SourceKind, Sources

_MOST_NAMED = 5
_NEAR = 0.6  # as difflib measures it: one letter in three may differ
_SAID = {
    SourceKind.TIER: "no feed is of tier {}",
    SourceKind.TAG: "no feed has the tag “{}”",
    SourceKind.OUTLET: "no feed is of the outlet “{}”",
    SourceKind.FEED: "no feed has the id “{}”",
}


def no_such_source(sources: Sources, feeds: Sequence[Feed]) -> Iterator[Note]:
    """One note per choice that no feed satisfies; none where there are no feeds to compare with."""
    if not feeds:
        return
    known = list(dict.fromkeys(source for feed in feeds for source in _of(feed)))
    there = set(map(_folded, known))
    unknown = [each for each in (*sources.include, *sources.exclude) if _folded(each) not in there]
    deaf = bool(sources.include) and all(each in unknown for each in sources.include)
    for each in unknown:
        never = ": so nothing is heard" if deaf and each in sources.include else ""
        message = f"{_SAID[each.kind].format(each.value)}{never}"
        yield Note(lint=Lint.NO_SUCH_SOURCE, message=message, hint=_meant(each, known), words=str(each))


def _of(feed: Feed) -> Iterator[Source]:
    yield Source(kind=SourceKind.TIER, value=str(feed.tier))
    yield Source(kind=SourceKind.OUTLET, value=feed.outlet)
    yield Source(kind=SourceKind.FEED, value=feed.id)
    yield from (Source(kind=SourceKind.TAG, value=tag) for tag in feed.tags)


def _folded(source: Source) -> tuple[SourceKind, str]:
    """Two of one kind that choose the same are equal. Of outlets alone the case makes no difference."""
    is_outlet = source.kind is SourceKind.OUTLET
    return source.kind, source.value.casefold() if is_outlet else source.value


def _meant(wrong: Source, known: Sequence[Source]) -> str:
    """The choice that was probably meant: a near one of this kind, or the same word of another kind."""
    near = None
    alike = [each for each in known if each.kind is wrong.kind]
    if wrong.kind is not SourceKind.TIER:
        by_name = {each.value.casefold(): each for each in alike}
        close = difflib.get_close_matches(wrong.value.casefold(), by_name, 1, _NEAR)
        others = (each for each in known if each.value.casefold() == wrong.value.casefold())
        near = next(others, None) or (by_name[close[0]] if close else None)
    if near is not None:
        return f"did you mean {near}?"
    values = sorted(each.value for each in alike)
    if not values:
        return f"no feed has a {wrong.kind}; give one to a feed, or take this out"
    more = f" and {len(values) - _MOST_NAMED} more" if len(values) > _MOST_NAMED else ""
    return f"in the configuration: {', '.join(values[:_MOST_NAMED])}{more}"
