"""Which kind of document a body is, and who reads it."""

import re

from monitor.adapters.parser_worker import guards, json_feed, limits, not_a_feed, xml_feed
from monitor.adapters.parser_worker.wire import Request
from monitor.core.errors import ParseFailed
from monitor.core.parsing import Parsed

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")

# feedparser has no error of its own: on strange input its handlers stumble over what they expected to be there.
_STUMBLES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read(request: Request) -> Parsed:
    """Raises ParseFailed: not-a-feed, malformed, too-large or hostile."""
    if _JSON.match(request.body):
        return json_feed.read(request.body, request.url)
    if not request.body.strip() or not_a_feed.is_html(request.body):
        raise not_a_feed.failure(request.body, request.url)
    guards.check(request.body)
    try:
        parsed = xml_feed.read(request)
    except _STUMBLES as stumble:
        detail = f"the feed cannot be read ({type(stumble).__name__}: {limits.one_line(str(stumble), 200)})"
        raise ParseFailed("malformed", detail) from stumble
    guards.check_entries(len(parsed.entries))
    return parsed
