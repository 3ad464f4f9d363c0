"""A title without what outlets add to it: their name behind it, a word of alarm before it."""

import re

_TAIL = re.compile(r"\s+[-|–—]\s+(?=[^\W\d_])[^-|–—]{2,30}$|\s*\(blog\)\s*$|[\s.…]*(?:\.\.\.|…)\s*$")  # noqa: RUF001
_HEAD = re.compile(
    r"^\s*(?:(?:breaking(?:\s+news)?|live(?:\s+updates)?|watch|video|exclusive|just\s+in|alert)\s*[:|]"
    r"|(?:update|wrapup|refile|corrected|rpt)\s*\d*\s*[-:])\s*",
    re.IGNORECASE,
)
_FEWEST = 2  # words that a title keeps
_LONGEST = 300  # characters; a longer title is none


def bare(title: str) -> str:
    """The title alone: "BREAKING: Dam bursts in Norland - Reuters" is "Dam bursts in Norland"."""
    title = title[:_LONGEST]
    shorter = _TAIL.sub("", title)
    shorter = _HEAD.sub("", shorter)
    return shorter if len(shorter.split()) >= _FEWEST else title
