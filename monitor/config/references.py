"""Mistakes that show only when two places of config.yaml are read together.

They are looked for in the nodes, not in the models, so that one bad value elsewhere does not hide them.
"""

from collections.abc import Iterator
from datetime import timedelta

from monitor.config import fields, places, schema, syntax
from monitor.config.source import Mapping, Node, Scalar, Sequence, Source
from monitor.core import durations
from monitor.core.channels import Severity
from monitor.core.errors import Problem

ADDRESSES = ("url", "env", "file", "credential")
CONSOLE = "console"  # the channel there is when none is written


def channel_names(source: Source) -> tuple[str, ...]:
    """The channels of this file, in its order."""
    written = tuple(name.text for name, _ in channels(source))
    return written or (CONSOLE,)


def channels(source: Source) -> Iterator[tuple[Scalar, Node]]:
    """Name and node of every channel that is written."""
    node = places.node_at(source.root, ("channels",))
    if isinstance(node, Mapping):
        yield from node.pairs


def feeds(source: Source) -> Iterator[Mapping]:
    node = places.node_at(source.root, ("feeds",))
    for feed in node.items if isinstance(node, Sequence) else ():
        if isinstance(feed, Mapping):
            yield feed


def problems(source: Source) -> Iterator[Problem]:
    """Every such mistake, in no particular order."""
    for path in schema.NOT_IN_THIS_VERSION:
        yield from _not_yet(source, path)
    yield from _twice(source, "id", "this id is used by two feeds", "give each feed an id of its own")
    yield from _twice(
        source, "url", "this URL is polled by two feeds", "delete one of the two; tags can be joined"
    )
    yield from _two_owners(source)
    for name, channel in channels(source):
        yield from _channel(source, name, channel)
    yield from _unknown_channels(source)
    yield from _circles(source)
    yield from _nobody_hears(source)
    yield from _poll_limits(source)


def _not_yet(source: Source, path: tuple[str, ...]) -> Iterator[Problem]:
    for names in _spelled_out(source, path):
        key, value = places.key_at(source.root, names), places.node_at(source.root, names)
        if key and not (isinstance(value, Scalar) and value.is_null):
            yield source.problem(key, f"{names[-1]!r} is not in this version", "delete it for now")


def _spelled_out(source: Source, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The path, with "*" replaced by each name that stands there."""
    if "*" not in path:
        yield path
        return
    star = path.index("*")
    above = places.node_at(source.root, path[:star])
    for name, _ in above.pairs if isinstance(above, Mapping) else ():
        yield (*path[:star], name.text, *path[star + 1 :])


def _twice(source: Source, key: str, message: str, hint: str) -> Iterator[Problem]:
    first: dict[str, Scalar] = {}
    for feed in feeds(source):
        value = feed.get(key)
        if not isinstance(value, Scalar) or value.is_null:
            continue
        before = first.setdefault(value.text, value)
        if before is not value:
            yield source.problem(before, f"{message} (again in line {value.mark.line})", hint)
            yield source.problem(value, f"{message} (first in line {before.mark.line})", hint)


def _two_owners(source: Source) -> Iterator[Problem]:
    """Feeds of one outlet that name different owners: would they confirm each other, or not?"""
    first: dict[str, Scalar] = {}
    for feed in feeds(source):
        outlet, owner = _words(feed.get("outlet")), feed.get("owner")
        if not outlet or not isinstance(owner, Scalar) or not _words(owner):
            continue
        before = first.setdefault(outlet, owner)
        if _words(before) != _words(owner):
            message = f"another owner of the same outlet (first in line {before.mark.line})"
            yield source.problem(owner, message, "write the same at each of its feeds, or at one of them")


def _words(node: Node | None) -> str:
    """Names compare without case and runs of spaces."""
    return " ".join(node.text.split()).casefold() if isinstance(node, Scalar) and not node.is_null else ""


def _channel(source: Source, name: Scalar, channel: Node) -> Iterator[Problem]:
    try:
        fields.name(name.text)
    except fields.FieldError as wrong:
        yield source.problem(name, f"channel: {wrong}", "for example desk")
    if not isinstance(channel, Mapping):
        return
    given = [key for key, value in channel.pairs if key.text in ADDRESSES and not _is_null(value)]
    if not given:
        yield source.problem(name, "this channel has no address", f"give it one of {', '.join(ADDRESSES)}")
    for more in given[1:]:
        yield source.problem(
            more, f"this channel has an address already: {given[0].text!r}", "keep one of them"
        )


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _references(source: Source) -> Iterator[Scalar]:
    """Every place that names a channel."""
    paths: list[tuple[str, ...]] = [("routes", "default"), ("operator", "channel")]
    paths += [("routes", "severity", severity.value) for severity in Severity]
    paths += [("channels", name.text, "fallback") for name, _ in channels(source)]
    for path in paths:
        node = places.node_at(source.root, path)
        for each in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(each, Scalar) and not each.is_null:
                yield each


def _unknown_channels(source: Source) -> Iterator[Problem]:
    known = channel_names(source)
    for reference in _references(source):
        if reference.text not in known:
            hint = places.nearest(reference.text, [name for name in known if syntax.is_word(name)])
            yield source.problem(reference, f"unknown channel: {syntax.name(reference.text)}", hint)


def _circles(source: Source) -> Iterator[Problem]:
    """Fallbacks that lead back to where they began: told once, at the fallback of the channel written first."""
    fallbacks = {
        name.text: fallback
        for name, channel in channels(source)
        if isinstance(channel, Mapping) and isinstance(fallback := channel.get("fallback"), Scalar)
    }
    done: set[str] = set()
    for start in fallbacks:
        trail: list[str] = []
        name = start
        while name in fallbacks and name not in trail and name not in done:
            trail.append(name)
            name = fallbacks[name].text
        if name in trail:
            circle = [*trail[trail.index(name) :], name]
            shown = " -> ".join(syntax.name(each) for each in circle)
            yield source.problem(
                fallbacks[name], f"fallbacks in a circle: {shown}", "let one of them end the chain"
            )
        done.update(trail)


def _nobody_hears(source: Source) -> Iterator[Problem]:
    """With several channels and no default route, alerts of most rules would go nowhere."""
    default = places.node_at(source.root, ("routes", "default"))
    written = tuple(channels(source))
    if len(written) < 2 or (isinstance(default, Sequence) and default.items):  # noqa: PLR2004 - more than one
        return
    if default is not None and not isinstance(default, Sequence) and not _is_null(default):
        return  # a mistake of another kind, reported as such
    at = places.key_at(source.root, ("routes", "default")) or places.key_at(source.root, ("routes",))
    yield source.problem(
        at or places.key_at(source.root, ("channels",)),
        "no default route: who hears alerts of rules that name no channels?",
        f"routes: {{default: [{written[0][0].text}]}}" if syntax.is_word(written[0][0].text) else None,
    )


def _poll_limits(source: Source) -> Iterator[Problem]:
    shortest, longest = _limit(source, "min"), _limit(source, "max")
    if shortest and longest and shortest > longest:
        at = places.node_at(source.root, ("poll", "min")) or places.node_at(source.root, ("poll", "max"))
        yield source.problem(
            at,
            f"poll.min is {durations.show(shortest)}, longer than poll.max, {durations.show(longest)}",
            "lower min or raise max",
        )


def _limit(source: Source, key: str) -> timedelta | None:
    """poll.min or poll.max as it will be; None when it is wrong, which is reported elsewhere."""
    node = places.node_at(source.root, ("poll", key))
    absent = node is None or _is_null(node)
    text = schema.PollSection.model_fields[key].default if absent else getattr(node, "text", "")
    try:
        return fields.duration(text)
    except fields.FieldError:
        return None
