"""Whether the value of a policy key makes sense: corroborate, update, throttle and their kin."""

import itertools
import re
from collections.abc import Callable

from monitor.config import source as nodes
from monitor.config.rulefiles import keys
from monitor.config.rulefiles.traps import Wrong
from monitor.config.rulefiles.values import span_of

_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")


def check(key: str, node: nodes.Node) -> list[Wrong]:
    """Every mistake in the value of one policy key (`keys.POLICY`), each at its own place.

    Raises KeyError for a key that is none.
    """
    if key == "quiet" and isinstance(node, nodes.Sequence):
        hint = "headlines that must not fire stand under `examples:` `quiet:`"
        return [
            Wrong(
                node, "`quiet` says what quiet hours do to this rule: hold, drop, downgrade or bypass", hint
            )
        ]
    if key == "digest" and isinstance(node, nodes.Scalar) and _CLOCK.fullmatch(node.text):
        return [Wrong(node, "a time of day stands under `at`", f'write {{at: "{node.text}"}}')]
    mistakes = keys.POLICY[key].value.check(node)
    agree = _AGREE.get(key)
    return mistakes or (agree(node) if agree is not None else [])


def together(rule: nodes.Mapping) -> list[Wrong]:
    """Keys of one rule that need or exclude each other: kind, count, for and inhibits."""
    kind, count, span, inhibits = (rule.get(key) for key in ("kind", "count", "for", "inhibits"))
    word = kind.text if isinstance(kind, nodes.Scalar) else None
    mistakes: list[Wrong] = []
    if word == "frequency" and count is None:
        mistakes.append(
            Wrong(kind or rule, "`kind: frequency` without `count`", "add count: {articles: 5, within: 1h}")
        )
    if count is not None and word != "frequency":
        mistakes.append(
            Wrong(count, "`count` belongs to `kind: frequency`", "add kind: frequency, or delete it")
        )
    if word == "absence" and span is None:
        mistakes.append(Wrong(kind or rule, "`kind: absence` without `for`", "add for: 30d"))
    if span is not None and inhibits is None and word != "absence":
        hint = "add inhibits: [talks-stalled] beside it, or delete it"
        mistakes.append(Wrong(span, "`for` belongs to `inhibits`", hint))
    return mistakes


def _update(node: nodes.Node) -> list[Wrong]:
    match node:
        case nodes.Mapping() if isinstance(when := node.get("when"), nodes.Sequence):
            told = {item.text for item in when.items if isinstance(item, nodes.Scalar)}
            step = node.get("number")
            if step is not None and "number" not in told:
                return [
                    Wrong(
                        step,
                        "a step for a number that is not told again",
                        "add number to `when`, or delete it",
                    )
                ]
    return []


def _throttle(node: nodes.Node) -> list[Wrong]:
    if not isinstance(node, nodes.Mapping):
        return []
    every, most = span_of(node.get("every")), span_of(node.get("max"))
    at = node.get("max")
    if at is not None and every is not None and most is not None and most < every:
        return [
            Wrong(
                at,
                "`max` is shorter than `every`, where the doubling begins",
                "write a longer span, or delete it",
            )
        ]
    return []


def _count(node: nodes.Node) -> list[Wrong]:
    if not isinstance(node, nodes.Mapping):
        return []
    given = [value for key in ("articles", "outlets") if (value := node.get(key)) is not None]
    if len(given) == 1:
        return []
    hint = "write {articles: 5, within: 1h} or {outlets: 5, within: 1h}"
    if given:
        return [Wrong(given[1], "`count` counts articles or outlets, not both", hint)]
    return [Wrong(node, "`count` does not say what of", hint)]


def _scenario(node: nodes.Node) -> list[Wrong]:
    steps = (
        [item for item in node.items if isinstance(item, nodes.Mapping)]
        if isinstance(node, nodes.Sequence)
        else []
    )
    times = [(step, span) for step in steps if (span := span_of(step.get("at"))) is not None]
    return [
        Wrong(step.get("at") or step, "this step is earlier than the one before it", "sort the steps by `at`")
        for (_, before), (step, span) in itertools.pairwise(times)
        if span < before
    ]


_AGREE: dict[str, Callable[[nodes.Node], list[Wrong]]] = {
    "update": _update,
    "throttle": _throttle,
    "count": _count,
    "scenario": _scenario,
}
