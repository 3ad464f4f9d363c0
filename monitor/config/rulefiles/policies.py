"""What a rule asks the desk to do: corroborate, update, throttle, max_age and inhibits."""

from datetime import timedelta

from monitor.config import source as nodes
from monitor.config.rulefiles import keys, shapes
from monitor.config.rulefiles.drafts import NOTHING_ASKED, Inhibits, PolicyDraft
from monitor.config.rulefiles.keys import Section
from monitor.config.rulefiles.page import Page
from monitor.config.rulefiles.values import span_of
from monitor.core.policies import Change, Corroborate, Otherwise, Per, Throttle, Update

_NO_TIME = timedelta(0)  # what a span that was found good never is


def read(page: Page, mapping: nodes.Mapping, section: Section) -> PolicyDraft:
    """The policy of a rule or of `defaults`; a value that is wrong is told and counts as not said."""
    said = {
        key.text: value
        for key, value in mapping.pairs
        if key.text in keys.POLICY and key.text in section.names and _is_good(page, key.text, value)
    }
    if not said:
        return NOTHING_ASKED
    return PolicyDraft(
        corroborate=_corroborate(said.get("corroborate")),
        update=_update(said.get("update")),
        throttle=_throttle(said.get("throttle")),
        max_age=span_of(said.get("max_age")),
        inhibits=_inhibits(page, said.get("inhibits"), said.get("for")),
    )


def _is_good(page: Page, key: str, value: nodes.Node) -> bool:
    mistakes = shapes.check(key, value)
    page.tell(mistakes)
    return not mistakes


def _corroborate(node: nodes.Node | None) -> Corroborate | None:
    if not isinstance(node, nodes.Mapping):
        return None
    tier, otherwise = _text(node, "or_tier"), _text(node, "else")
    return Corroborate(
        outlets=int(_text(node, "outlets") or 0),
        within=span_of(node.get("within")) or _NO_TIME,
        or_tier=int(tier) if tier else None,
        otherwise=Otherwise(otherwise) if otherwise else Otherwise.FLAG,
    )


def _update(node: nodes.Node | None) -> Update | None:
    if not isinstance(node, nodes.Mapping):
        return None
    step = _text(node, "number")
    return Update(
        when=_changes(node.get("when")),
        number=int(step) if step else Update().number,
        every=span_of(node.get("every")),
    )


def _changes(node: nodes.Node | None) -> tuple[Change, ...]:
    """All of them where none are named; in one order, so that the same ones are the same."""
    if not isinstance(node, nodes.Sequence):
        return tuple(Change)
    named = {item.text for item in node.items if isinstance(item, nodes.Scalar)}
    return tuple(change for change in Change if change in named)


def _throttle(node: nodes.Node | None) -> Throttle | None:
    if not isinstance(node, nodes.Mapping):
        return None
    return Throttle(
        per=Per(_text(node, "per") or Per.STORY),
        every=span_of(node.get("every")) or _NO_TIME,
        most=span_of(node.get("max")),
    )


def _inhibits(page: Page, node: nodes.Node | None, span: nodes.Node | None) -> Inhibits | None:
    if not isinstance(node, nodes.Sequence):
        return None
    named = {item.text: page.mention(item) for item in node.items if isinstance(item, nodes.Scalar)}
    return Inhibits(tuple(named.values()), span_of(span))


def _text(mapping: nodes.Mapping, key: str) -> str | None:
    value = mapping.get(key)
    return value.text if isinstance(value, nodes.Scalar) else None
