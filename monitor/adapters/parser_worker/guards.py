"""Shapes that cost a parser minutes, refused or trimmed before any parser sees them.

What slips through here still ends at the worker's limits of time and memory; these guards make the known cases
cheap, and their message exact.
"""

import re
import sys

from monitor.core.errors import ParseFailed

MAX_ENTRIES = 10_000
_MAX_ATTRIBUTES = 256
_MAX_AUTHOR = 2048
_LONGEST_NUMBER = 7  # digits of the highest code point, 1114111

_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{8192,}")
_ATTRIBUTE = re.compile(rb"=\s*[\"']")
_ENTRY = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)[\s>]")
_AUTHOR = re.compile(
    rb"(<(?:[A-Za-z][\w.-]{0,20}:)?(?:author|creator|publisher|managingEditor|webMaster)[^<>]{0,256}>"
    rb"\s{0,64}(?:<!\[CDATA\[)?)[^<\]]{%d,}" % _MAX_AUTHOR,
    re.IGNORECASE,
)
_REFERENCE = re.compile(rb"&#(?:[xX]0*([0-9A-Fa-f]+)|0*([0-9]+));")
_XML_CHARACTERS = (  # https://www.w3.org/TR/xml/#charsets
    range(0x20, 0xD800),
    range(0xE000, 0xFFFE),
    range(0x10000, 0x110000),
    (0x9, 0xA, 0xD),
)
_REPLACEMENT = b"&#xFFFD;"


def check(body: bytes) -> None:
    """Raises ParseFailed for a tag with hundreds of attributes (quadratic in feedparser), and for too many entries."""
    for tag in _LONG_TAG.finditer(body):
        attributes = len(_ATTRIBUTE.findall(tag[0]))
        if attributes > _MAX_ATTRIBUTES:
            line = body.count(b"\n", 0, tag.start()) + 1
            raise ParseFailed("hostile", f"line {line}: a tag with {attributes:,} attributes")
    check_entries(len(_ENTRY.findall(body)))


def check_entries(count: int) -> None:
    """Refused rather than cut: nobody knows at which end such a feed has its news."""
    if count > MAX_ENTRIES:
        raise ParseFailed("too-large", f"{count:,} entries; up to {MAX_ENTRIES:,} are read")


def without_long_authors(body: bytes) -> tuple[bytes, str | None]:
    """The body, and what was left out of it. feedparser looks for an e-mail address in an author with a regular
    expression that takes quadratic time (kurtmckee/feedparser#562)."""
    trimmed, count = _AUTHOR.subn(rb"\1", body)
    return trimmed, (f"an author of more than {_MAX_AUTHOR:,} bytes was left out" if count else None)


def with_valid_references(body: bytes) -> bytes:
    """Half characters (&#xD83D;) and numbers beyond Unicode become U+FFFD: expat gives up on the whole document over
    one of them, and feedparser after it."""
    return _REFERENCE.sub(_valid_reference, body)


def _valid_reference(reference: re.Match[bytes]) -> bytes:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    code = int(digits, base) if len(digits) <= _LONGEST_NUMBER else sys.maxunicode + 1
    return reference[0] if any(code in span for span in _XML_CHARACTERS) else _REPLACEMENT
