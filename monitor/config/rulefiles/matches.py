"""What stands under `match`: a list of phrases or an expression, which are the event; or event, about, unless."""

from monitor.config import source as nodes
from monitor.config.rulefiles import keys
from monitor.config.rulefiles.characters import Characters
from monitor.config.rulefiles.drafts import MatchDraft
from monitor.config.rulefiles.expressions import is_block
from monitor.config.rulefiles.forms import LEADING, Forms
from monitor.config.rulefiles.page import Page
from monitor.config.rulefiles.traps import Wrong
from monitor.core.clauses import Clause, needs_something

_PARTS = ("event", "about", "unless")


def read(page: Page, node: nodes.Node, *, extends: bool) -> MatchDraft:
    """The clauses of a rule. extends: it copies another rule, whose event it has."""
    forms = Forms(page)
    if not isinstance(node, nodes.Mapping) or not _has_parts(node):
        if extends:
            _refuse_event(page, node)
        event = _required(page, node, forms.clause(node, "match"), "event")
        return MatchDraft(event=event, mentions=tuple(forms.mentions))
    before = len(page.problems)
    strange = _strange(node)
    unnamed = _unnamed_event(node)
    page.tell(strange if unnamed is None else [unnamed])
    read: dict[str, Clause | None] = {}
    for key, value in node.pairs:
        if key.text in _PARTS:
            if extends and key.text == "event":
                _refuse_event(page, key)
            read[key.text] = _required(page, value, forms.clause(value, key.text), key.text)
    if "event" not in read and not extends and unnamed is None and not page.has_offered("event", before):
        page.report(
            node, "`match` without `event`", "say what must have happened: event: $talks NEAR/8 $stalled"
        )
    return MatchDraft(
        event=read.get("event"),
        about=read.get("about"),
        unless=read.get("unless"),
        mentions=tuple(forms.mentions),
    )


def _has_parts(node: nodes.Mapping) -> bool:
    """Whether this is event, about, unless; also when one of them is misspelt."""
    names = [key.text for key, _ in node.pairs]
    if any(name in _PARTS for name in names):
        return True
    if any(keys.FORMS.get(name) is not None for name in names):
        return False
    return any((keys.MATCH.hint(name) or "").startswith("did you mean") for name in names)


def _unnamed_event(node: nodes.Mapping) -> Wrong | None:
    """A form that stands where the event should: {any: [...], unless: ...}."""
    names = [key.text for key, _ in node.pairs]
    forms = [pair for pair in node.pairs if keys.FORMS.get(pair[0].text) is not None]
    lead = next((pair for pair in forms if pair[0].text in LEADING), None)
    if (
        "event" in names
        or lead is None
        or any(name not in {*_PARTS, *(key.text for key, _ in forms)} for name in names)
    ):
        return None
    key, value = lead
    beside = next(name for name in names if name in _PARTS)
    fix = f"put it below `event:`: event: {{{', '.join(f'{each.text}: ...' for each, _ in forms)}}}"
    if key.text == "any" and isinstance(value, nodes.Sequence) and len(forms) == 1:
        fix = "rename it: event: [...]"
    return Wrong(key, f"`{key.text}` beside `{beside}`, where the event belongs", fix)


def _strange(node: nodes.Mapping) -> list[Wrong]:
    """Keys that do not belong beside event, about and unless."""
    found = keys.MATCH.unknown(node)
    return [
        Wrong(wrong.at, f"`{wrong.at.text}` beside event, about and unless", "indent it, below one of them")
        if isinstance(wrong.at, nodes.Scalar) and keys.FORMS.get(wrong.at.text) is not None
        else wrong
        for wrong in found
    ]


def _required(page: Page, node: nodes.Node, clause: Clause | None, key: str) -> Clause | None:
    """The clause, when something must occur for it to hold; `unless` may be anything."""
    if clause is None or key == "unless" or needs_something(clause):
        return clause
    message = "this matches articles for what they do not say; a word that must occur is missing"
    hint = "say what must occur: `talks AND stalled NOT sport`"
    if key == "about":
        hint = "say what must be there; what must not goes under `unless`"
    at: nodes.Mark | nodes.Node = node
    if isinstance(node, nodes.Scalar) and is_block(page.source, node):
        at = Characters(page.source, node).mark(len(node.text) - len(node.text.lstrip()))
    page.report(at, message, hint)
    return None


def _refuse_event(page: Page, at: nodes.Node) -> None:
    hint = "add to it: match: {about: ...} or match: {unless: ...}; for another event write a rule of its own"
    page.report(at, "a rule that extends another has that one's event", hint)
