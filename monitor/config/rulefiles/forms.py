"""Clauses written as YAML: lists, and mappings like {near: [a, b], within: 8}. They mean what an expression means.

Text in a list is a phrase, as everywhere; text behind a key is an expression.
"""

from collections.abc import Sequence
from typing import cast

from monitor.config import source as nodes
from monitor.config.rulefiles import keys, traps
from monitor.config.rulefiles.expressions import Expressions
from monitor.config.rulefiles.page import Page
from monitor.core.clauses import (
    MAX_TERMS,
    MAX_WITHIN,
    AllOf,
    AnyOf,
    Clause,
    Comparison,
    Field,
    Near,
    Not,
    Number,
    Scoped,
    Term,
    all_of,
    any_of,
)
from monitor.core.clauses.figures import takes

FIGURES = {
    "at_least": Comparison.AT_LEAST,
    "more_than": Comparison.MORE,
    "at_most": Comparison.AT_MOST,
    "less_than": Comparison.LESS,
    "equal": Comparison.EQUAL,
}
_LISTS = ("any", "all", "none")
_NEAR = ("within", "ordered")
_BESIDE = {"near": frozenset(_NEAR), "number": frozenset(FIGURES)}
LEADING = frozenset({*_LISTS, "near", "number", *Field})
_TERMS = "words, phrases, patterns, vocabularies, and lists or `any` of these"
_PAIR = 2
_SENTENCE = "sentence"
_MOST_DIGITS = 15


class Forms(Expressions):
    """Reads the clauses of one file."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._items = 0

    def clause(self, node: nodes.Node, key: str) -> Clause | None:
        """What stands behind a key, or None and what is wrong with it."""
        match node:
            case nodes.Scalar():
                return self.expression(node, key)
            case nodes.Sequence():
                return self._any_of(node)
            case nodes.Mapping():
                return self._form(node, "the expression")

    def _any_of(self, node: nodes.Sequence) -> Clause | None:
        members = self._members(node)
        return None if members is None else any_of(members)

    def _members(self, node: nodes.Sequence) -> tuple[Clause, ...] | None:
        """The clauses of a list; None when one of them is faulty, or there is none."""
        if not node.items:
            self._page.report(node, "an empty list", "write the phrases, any of which must occur")
            return None
        before = self._items
        self._items += len(node.items)
        if before <= MAX_TERMS < self._items:
            self._page.report(node, f"more than {MAX_TERMS:,} phrases", "split it into several rules")
            return None
        found = [self._member(item) for item in node.items]
        whole = tuple(each for each in found if each is not None)
        return whole if len(whole) == len(found) else None

    def _member(self, node: nodes.Node) -> Clause | None:
        match node:
            case nodes.Scalar():
                return self.item(node)
            case nodes.Sequence():
                return self._any_of(node)
            case nodes.Mapping():
                return self._form(node, "a phrase")

    def _form(self, node: nodes.Mapping, what: str) -> Clause | None:
        leading = [pair for pair in node.pairs if pair[0].text in LEADING]
        if not self._fits(node, [key for key, _ in leading], what):
            return None
        key, value = leading[0]
        match key.text:
            case "near":
                return self._near(node, value)
            case "number":
                return self._number(node, key, value)
            case "any" | "all" | "none":
                return self._listed(key, value)
            case _:
                return self._scoped(key, value)

    def _fits(self, node: nodes.Mapping, leading: Sequence[nodes.Scalar], what: str) -> bool:
        """Whether the keys make one form; otherwise a problem."""
        if not leading:
            self._page.tell((_unknown_form(node, what),))
            return False
        if len(leading) > 1:
            first, second = leading[0].text, leading[1]
            hint = f"put them in a list: all: [{{{first}: ...}}, {{{second.text}: ...}}]"
            self._page.report(second, f"`{second.text}` beside `{first}` in one mapping", hint)
            return False
        lead = leading[0].text
        strange = [key for key, _ in node.pairs if key.text != lead and key.text not in _BESIDE.get(lead, ())]
        for key in strange:
            if keys.FORMS.get(key.text) is not None:
                home = "near" if key.text in _NEAR else "number"
                self._page.report(key, f"`{key.text}` belongs to `{home}`, not to `{lead}`", "delete it")
            elif lead == "number" and _is_figure(key.text):
                self._page.report(key, "a comma cuts this figure in two", "write digits alone: 1240")
            else:
                self._page.report(key, f"unknown key {key.text!r}", keys.FORMS.hint(key.text))
        return not strange

    def _listed(self, key: nodes.Scalar, value: nodes.Node) -> Clause | None:
        if not isinstance(value, nodes.Sequence):
            self._page.report(value, f"`{key.text}` is a list", f"write {key.text}: [talks stalled, $truce]")
            return None
        members = self._members(value)
        if members is None:
            return None
        match key.text:
            case "all":
                return all_of(members)
            case "none":
                return Not(clause=any_of(members))
            case _:
                return any_of(members)

    def _scoped(self, key: nodes.Scalar, value: nodes.Node) -> Clause | None:
        inner = self.clause(value, key.text)
        if inner is None:
            return None
        if (nested := _scope_in(inner)) is not None:
            hint = "close the first before the second: put both in a list below `all:`"
            self._page.report(
                value, f"`{nested.field}` inside `{key.text}` would read two fields at once", hint
            )
            return None
        return Scoped(field=Field(key.text), clause=inner)

    def _near(self, node: nodes.Mapping, value: nodes.Node) -> Clause | None:
        within, ordered = self._within(node.get("within")), self._ordered(node.get("ordered"))
        if not isinstance(value, nodes.Sequence) or len(value.items) != _PAIR:
            hint = "write near: [$talks, $stalled]; for more than two, `all:` and a `near` for each pair"
            self._page.report(value, "`near` is a list of two", hint)
            return None
        before = len(self._page.problems)
        pair = [self._term(self._member(item), item, "near") for item in value.items]
        if ordered and within is None:
            hint = f"add within: 8, or any number up to {MAX_WITHIN}"
            self._page.report(node.get("ordered"), "`ordered` without `within`", hint)
        if pair[0] is None or pair[1] is None or len(self._page.problems) > before:
            return None
        return Near(left=pair[0], right=pair[1], within=within, ordered=bool(ordered))

    def _term(self, clause: Clause | None, node: nodes.Node, key: str) -> Term | None:
        if clause is not None and not takes(clause):
            self._page.report(
                node, f"`{key}` takes {_TERMS}", "say the rest beside it, in a list below `all:`"
            )
            return None
        return cast("Term | None", clause)

    def _within(self, node: nodes.Node | None) -> int | None:
        """None for anywhere in the sentence."""
        if node is None:
            return None
        text = node.text.strip() if isinstance(node, nodes.Scalar) else ""
        if text == _SENTENCE:
            return None
        if not _is_figure(text) or len(text) > len(str(MAX_WITHIN)) or int(text) > MAX_WITHIN:
            hint = f"write 8, any number from 0 to {MAX_WITHIN}, or {_SENTENCE}"
            self._page.report(node, "`within` says how many words may stand between", hint)
            return None
        return int(text)

    def _ordered(self, node: nodes.Node | None) -> bool | None:
        if node is None:
            return None
        if isinstance(node, nodes.Scalar) and node.text in {"true", "false"}:
            return node.text == "true"
        self._page.report(node, "`ordered` is true or false", "write true, or delete it")
        return None

    def _number(self, node: nodes.Mapping, key: nodes.Scalar, value: nodes.Node) -> Clause | None:
        cue = self._term(self.clause(value, "number"), value, "number")
        limits = [pair for pair in node.pairs if pair[0].text in FIGURES]
        if not limits:
            self._page.report(key, "`number` without a figure", "add at_least: 100 beside it")
            return None
        for extra, _ in limits[1:]:
            hint = "one `number` for each limit, in a list below `all:`"
            self._page.report(extra, f"`{extra.text}` beside `{limits[0][0].text}`", hint)
        comparison, figure = limits[0]
        text = figure.text.strip() if isinstance(figure, nodes.Scalar) else ""
        if not _is_figure(text) or len(text) > _MOST_DIGITS:
            self._page.report(figure, f"`{comparison.text}` is a whole number", "write digits alone: 1240")
            return None
        if cue is None or len(limits) > 1:
            return None
        return Number(cue=cue, comparison=FIGURES[comparison.text], value=int(text))


def _unknown_form(node: nodes.Mapping, what: str) -> traps.Wrong:
    """A mapping without any key that leads a clause."""
    for key, _ in node.pairs:
        hint = None if keys.FORMS.get(key.text) is not None else keys.FORMS.hint(key.text)
        if hint is not None and hint.startswith("did you mean"):
            return traps.Wrong(key, f"unknown key {key.text!r}", hint)
    beside = next((key for key, _ in node.pairs if keys.FORMS.get(key.text) is not None), None)
    if beside is not None:
        home = "near: [a, b]" if beside.text in _NEAR else "number: $killed"
        return traps.Wrong(beside, f"`{beside.text}` alone says nothing", f"add {home} beside it")
    return traps.became_mapping(node, what)


def _is_figure(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _scope_in(clause: Clause) -> Scoped | None:
    """The first scope inside a clause."""
    match clause:
        case Scoped():
            return clause
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            return next((found for part in parts if (found := _scope_in(part)) is not None), None)
        case Not(clause=inner):
            return _scope_in(inner)
        case _:
            return None
