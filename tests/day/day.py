"""One invented day of news: forty outlets tell twenty-five events in six hundred articles, and add side pieces.

outlets.yaml says who tells; rules.yaml what somebody wants to hear. In events/, each file tells one event, a line per
telling: minute | outlet | title | summary | author (author may be left out). A title or summary of " is that of the
line above, as outlets print one another and their agencies. A minute behind ^ is an edit: the outlet's latest
article about the event gets this headline. A minute behind ~ is that of a side piece, an aside.

A telling reports the event itself or its direct continuation: toll, confirmation, rescue, the first reactions of those
involved, consequences named in the same breath. An editor who was told of the event a moment ago would say: I know,
that is the same news. Anything else is an aside, and nobody would call an alert of its own wrong: a preview, a portrait,
a local curiosity, history, analysis, opinion, advice; or another event that follows from this one, such as an
aftershock, an inquiry, a single clash after a truce has ended. In doubt it is a telling.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent
RULES = HERE / "rules.yaml"
_DITTO = '"'
_EDITED = "^"
_ASIDE = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who tells. path: of its one feed; owner "": nobody else's; language None would leave it to the detector."""

    id: str
    name: str
    path: str
    tier: int = 3
    owner: str = ""
    language: str = "en"

    @property
    def url(self) -> str:
        return f"https://{self.id}.example{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article as one feed carries it from this minute on. slug: the same for an article and its edits.

    aside: it is about the event but does not tell it; an edit is what its article is.
    """

    event: str
    outlet: str
    minute: int
    slug: str
    title: str
    summary: str
    author: str = ""
    edit: bool = False
    aside: bool = False

    @property
    def link(self) -> str:
        return f"https://{self.outlet}.example/{self.slug}"


@cache
def outlets() -> dict[str, Outlet]:
    """By id."""
    written = yaml.safe_load((HERE / "outlets.yaml").read_text(encoding="utf-8"))
    return {name: Outlet(id=name, **fields) for name, fields in written.items()}


@cache
def tellings() -> tuple[Telling, ...]:
    """The whole day in the order of time; within a minute in that of the files, which is no order at all."""
    told = [each for path in sorted((HERE / "events").glob("*.txt")) for each in _event(path)]
    return tuple(sorted(told, key=lambda telling: telling.minute))


def events() -> tuple[str, ...]:
    return tuple(sorted({telling.event for telling in tellings()}))


def _event(path: Path) -> Iterator[Telling]:
    title = summary = ""
    articles: list[Telling] = []
    edits: list[tuple[int, str, str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        minute, outlet, new_title, new_summary, author = _fields(line)
        title = title if new_title == _DITTO else new_title
        summary = summary if new_summary == _DITTO else new_summary
        if minute.startswith(_EDITED):
            edits.append((int(minute.removeprefix(_EDITED)), outlet, title, summary))
            continue
        written = minute.removeprefix(_ASIDE)
        articles.append(
            Telling(
                event=path.stem,
                outlet=outlet,
                minute=int(written),
                slug=f"{path.stem}-{written}",
                title=title,
                summary=summary,
                author=author,
                aside=written != minute,
            )
        )
    yield from articles
    for moment, outlet, title, summary in edits:
        earlier = [each for each in articles if each.outlet == outlet and each.minute < moment]
        original = max(earlier, key=lambda telling: telling.minute)
        yield Telling(
            event=path.stem,
            outlet=outlet,
            minute=moment,
            slug=original.slug,
            title=title,
            summary=summary,
            author=original.author,
            edit=True,
            aside=original.aside,
        )


def _fields(line: str) -> list[str]:
    fields = [field.strip() for field in line.split(" | ")]
    if len(fields) not in (4, 5):
        raise ValueError(f"a telling has four or five fields, this one {len(fields)}: {line}")
    return [*fields, ""][:5]
