"""Two spellings of one address, seen as one. For comparing only: what people click is the link as the feed gave it."""

import re
from urllib.parse import urlsplit

# Named one by one, except for whole families: a parameter dropped by mistake makes two articles one, and the second
# is never told.
_TRACKING = re.compile(
    r"""(?: utm_\w+ | at_(?:medium|campaign|custom\d|format|creation|bbc_team|ptr_name|link_\w+)
      | mc_(?:cid|eid) | pk_(?:campaign|kwd|source|medium) | mtm_\w+ | ns_(?:mchannel|source|campaign|linkname|fee)
      | fbclid | gclid | dclid | gbraid | wbraid | msclkid | yclid | twclid | igshid | _ga | _gl | xtor | cmpid | cmp
      | ocid | ncid | ftag | ito | smid | srnd | mkt_tok | wt_mc | wt\.mc_id | sref | rss_id | traffic_source )=.*
      | (?:ref|source|src|from|partner|output|feed)=(?:rss|feed|atom)(?:[-_]\w+)?""",
    re.VERBOSE | re.IGNORECASE,
)
_REVISION = re.compile(r"\d{1,2}")  # the BBC counts the revisions of an article in the fragment of its guid
_WEB_PORTS = (None, 80, 443)


def comparable(link: str) -> str:
    """The same text for the same page, or "" for a front page, which names no article.

    http and https are one, and so are upper and lower case of the host, a slash at the end or none, and links with
    and without tracking parameters. Any other fragment stays: release notes and live pages tell entries apart by it.
    What is no web address is returned as it is.
    """
    link = link.strip()
    try:
        parts = urlsplit(link)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:  # a port of letters, a bracket left open
        return link
    if parts.scheme not in ("http", "https"):
        return link
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.fullmatch(pair))
    path = parts.path.rstrip("/")
    fragment = "" if _is_decoration(parts.fragment) else parts.fragment
    if not (path or query or fragment):
        return ""
    place = host if port in _WEB_PORTS else f"{host}:{port}"
    return f"//{place}{path}" + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _is_decoration(fragment: str) -> bool:
    return bool(_REVISION.fullmatch(fragment)) or all(
        _TRACKING.fullmatch(pair) for pair in fragment.split("&") if pair
    )
