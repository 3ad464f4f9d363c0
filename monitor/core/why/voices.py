"""Who tells a story independently, and whose copy an article is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.core import stories
from monitor.core.articles import Article
from monitor.core.ids import ArticleId
from monitor.core.reports import Member, StoryReport
from monitor.core.stories import Origin, Voice

_AGENCY = "agency:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How an article counts among the outlets of its story: it is a voice of its own, or it adds none, and why.

    at: when it came; of an edited one that is no voice, when its latest text came.
    """

    member: Member
    at: datetime
    counts: bool
    words: str


def said(report: StoryReport) -> tuple[Said, ...]:
    """Of each article, in the order in which they came."""
    return tuple(sorted(_all(report), key=lambda each: (each.at, each.member.id)))


def _all(report: StoryReport) -> Iterator[Said]:
    articles = {_article(member.origin): member for member in report.members}
    for member in report.members:
        own = next((voice for voice in report.story.voices if _is_of(voice, member)), None)
        if own is not None:
            yield Said(member=member, at=min(own.at, member.fetched), counts=True, words=_own(own, member))
            continue
        record = member.record
        words = _shared(record.article, report, articles) if record else "adds no outlet"
        yield Said(member=member, at=member.fetched, counts=False, words=words)


def _own(voice: Voice, member: Member) -> str:
    credited = [source.removeprefix(_AGENCY) for source in voice.sources if source.startswith(_AGENCY)]
    words = f"independent, credits {', '.join(credited)}" if credited else "independent"
    return f"{words}, edited since" if member.fetched > voice.at else words


def _shared(article: Article, report: StoryReport, articles: dict[ArticleId, Member]) -> str:
    """Why it is no voice of its own."""
    story = report.story
    heard = stories.voice(article, (), Origin(hour="", field=""))
    same = stories.sharing(heard, story)
    if same is not None:
        shared = [source for source in heard.sources if source in same.sources]
        if same.outlet == article.outlet:
            return f"{same.outlet} again"
        if shared[0].startswith(_AGENCY):
            return f"counts as {same.outlet}: both credit {shared[0].removeprefix(_AGENCY)}"
        return f"counts as {same.outlet}: they have one owner"
    for voice in story.voices:
        known = articles.get(_article(voice.origin))
        text = known.record.article if known is not None and known.record is not None else None
        if stories.is_printed_by(article, [text]):
            return f"a copy of {voice.outlet}"
    return "adds no outlet"


def _is_of(voice: Voice, member: Member) -> bool:
    """An edit lies elsewhere in the archive, and perhaps under another id; the story knows it by both."""
    return _article(voice.origin) in (member.id, _article(member.origin))


def _article(origin: Origin) -> ArticleId:
    return ArticleId(origin.field.partition(":")[0])
