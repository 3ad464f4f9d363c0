"""What of config.yaml may be shown. Every excerpt goes through here, one character for one, so carets still fit.

A secret can stand in any place, also in a wrong one (a channel indented one step too little is an unknown
key), so the rule is the other way round: every URL and every word that looks like a token is hidden,
and only feeds' URLs are shown, without their password and keys.
"""

import re
from collections.abc import Callable, Iterator

from monitor.config.source import Mapping, Node, Scalar, Sequence, Source, Veil

HIDDEN = "***"

_SHOWN_URL = re.compile(r"console://[^\s\"',}\]]*")
_BARE = r"(?=\s*[^\s,}\]#])[^,}\]]*"  # what stands behind a closing quote where nothing should
_URLS = re.compile(rf"\"[^\"]*://[^\"]*(?:\"{_BARE})?|'[^']*://[^']*(?:'{_BARE})?|[^\s\"']*://[^\s\"']*")
_AFTER_URL_KEY = re.compile(r"\b(?:url|ping|proxy)['\"]?\s*:\s*['\"]?([^\s'\"].*)")
_TOKEN = re.compile(r"(?=[^\s\"']*[0-9])(?=[^\s\"']*[A-Za-z])[A-Za-z0-9+/=_-]{20,}")
_USER = re.compile(r"(?<=://)[^/\s@\"']*@")
_KEY_IN_QUERY = re.compile(
    r"(?<=[?&])([^=&\s#]*(?:key|token|secret|pass|auth|sig|code|user|hash)[^=&\s#]*=)([^&\s#\"']+)",
    re.IGNORECASE,
)
_URL_KEYS = frozenset({"url", "ping", "proxy"})
_CHANNEL_KEY = re.compile(r"[A-Za-z_-]{1,24}")
_HARMLESS = frozenset(
    {"env", "file", "credential", "fallback", "stale_after", "on_ambiguous", "on_this_machine", "quiet_hours"}
)


def _stars(text: str) -> str:
    return "*" * len(text)


def looks_secret(text: str) -> bool:
    """Whether a word that should be a name is rather an address or a token."""
    return "://" in text or "@" in text or _TOKEN.search(text) is not None


def line(text: str) -> str:
    """A line of which nothing is known: every URL and token is hidden, and all behind a key that holds one."""
    hidden = _words(text)
    after = _AFTER_URL_KEY.search(hidden)
    if after and "://" not in after[1]:
        hidden = hidden[: after.start(1)] + _stars(after[1])
    return hidden


def _words(text: str) -> str:
    def behind_scheme(found: re.Match[str]) -> str:
        if _SHOWN_URL.fullmatch(found[0].strip("\"'")):
            return found[0]
        scheme, _, rest = found[0].partition("://")
        return f"{scheme}://{_stars(rest)}"

    return _TOKEN.sub(lambda found: _stars(found[0]), _URLS.sub(behind_scheme, text))


def textual(_number: int, text: str) -> str:
    """The veil of a file whose structure is not known."""
    return line(text)


def _hidden(_text: str) -> str:
    return HIDDEN


def feed_url(text: str) -> str:
    """A feed's or store's address without what it would let a stranger do: user, password, keys in the query."""
    return _without_keys(text, _hidden)


def _without_keys(text: str, hide: Callable[[str], str]) -> str:
    hidden = _USER.sub(lambda found: hide(found[0][:-1]) + "@", text)
    return _KEY_IN_QUERY.sub(lambda found: found[1] + hide(found[2]), hidden)


def channel_url(text: str) -> str:
    """A channel's address as a person may see it: its kind only."""
    if _SHOWN_URL.fullmatch(text):
        return text
    scheme, separator, _ = text.partition("://")
    return f"{scheme}://{HIDDEN}" if separator and scheme.isalnum() else HIDDEN


def of(source: Source) -> Veil:
    """The veil of a config.yaml whose structure is known."""
    hidden: set[tuple[int, int]] = set()
    shown: set[tuple[int, int]] = set()
    root = source.root if isinstance(source.root, Mapping) else None
    for key, value in root.pairs if root else ():
        for scalar in _feed_urls(value) if key.text == "feeds" else ():
            readable = "://" in scalar.text or "@" not in scalar.text
            (shown if readable else hidden).update(_places(scalar, source))
        for scalar in _secrets(key.text, value):
            hidden.update(_places(scalar, source))

    def veil(number: int, text: str) -> str:
        letters = list(_words(text))
        for column, letter in enumerate(_without_keys(text, _stars)):
            if (number, column) in hidden:
                letters[column] = "*"
            elif (number, column) in shown:
                letters[column] = letter
        return "".join(letters)

    return veil


def _places(scalar: Scalar, source: Source) -> Iterator[tuple[int, int]]:
    """(line from 1, column from 0) of every character of a scalar, over all of its lines."""
    for number in range(scalar.mark.line, min(scalar.end.line, len(source.lines)) + 1):
        first = scalar.mark.column - 1 if number == scalar.mark.line else 0
        last = scalar.end.column - 1 if number == scalar.end.line else len(source.lines[number - 1])
        for column in range(first, last):
            yield number, column


def _feed_urls(feeds: Node) -> Iterator[Scalar]:
    for feed in feeds.items if isinstance(feeds, Sequence) else ():
        url = feed.get("url") if isinstance(feed, Mapping) else feed
        if isinstance(url, Scalar):
            yield url


def _secrets(key: str, value: Node) -> Iterator[Scalar]:
    match key:
        case "channels":
            yield from _in_channels(value)
        case "feeds":
            return
        case _:
            yield from _under_url_keys(value)


def _under_url_keys(node: Node) -> Iterator[Scalar]:
    """Outside of channels: what stands under a key that holds an address, when it does not look like one."""
    match node:
        case Sequence():
            for each in node.items:
                yield from _under_url_keys(each)
        case Mapping():
            for key, value in node.pairs:
                if key.text in _URL_KEYS and isinstance(value, Scalar) and "://" not in value.text:
                    yield value
                yield from _under_url_keys(value)
        case _:
            return


def _in_channels(channels: Node) -> Iterator[Scalar]:
    """Inside channels: everything but words that can only be names."""
    for _name, channel in channels.pairs if isinstance(channels, Mapping) else ():
        if not isinstance(channel, Mapping):
            yield from _scalars(channel)
            continue
        for key, value in channel.pairs:
            if not _CHANNEL_KEY.fullmatch(key.text):
                yield key
            for scalar in _scalars(value):
                if (
                    looks_secret(scalar.text)
                    if key.text in _HARMLESS
                    else not _SHOWN_URL.fullmatch(scalar.text)
                ):
                    yield scalar


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence():
            for each in node.items:
                yield from _scalars(each)
        case Mapping():
            for key, value in node.pairs:
                yield key
                yield from _scalars(value)
