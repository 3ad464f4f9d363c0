"""One entry of the list `rules:`."""

import re
from collections.abc import Iterator

from monitor.config import source as nodes
from monitor.config.rulefiles import examples, keys, matches, settings
from monitor.config.rulefiles.drafts import MatchDraft, Mention, RuleDraft
from monitor.config.rulefiles.page import Page
from monitor.core.ids import RuleId

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 64


def read(page: Page, node: nodes.Node | None, top: nodes.Mapping) -> Iterator[RuleDraft]:
    """Every rule that has an id; ids of one file differ."""
    match node:
        case nodes.Sequence(items=items):
            lines: dict[RuleId, int] = {}
            for item in items:
                if not isinstance(item, nodes.Mapping):
                    page.report(item, "a rule is expected here", "write `- id: NAME` and `match:` below it")
                elif (rule := _rule(page, item, lines)) is not None:
                    yield rule
        case None if page.has_offered("rules"):
            return
        case None:
            hint = "write `rules:` and below it a list of rules"
            if top.get("vocabulary") is not None:
                hint += "; a file of vocabularies alone goes into the folder `vocabulary`"
            page.report(top, "`rules` is missing", hint)
        case other:
            page.report(other, "`rules` is a list", "begin each rule with `- id: NAME`")


def _rule(page: Page, mapping: nodes.Mapping, lines: dict[RuleId, int]) -> RuleDraft | None:
    before = len(page.problems)
    settings.check_keys(page, mapping, keys.RULE)
    identity = _id(page, mapping, lines, before)
    title = page.line(mapping.get("title"), "the title")
    own = settings.read(page, mapping)
    _not_itself(page, mapping)
    extends = _extends(page, mapping.get("extends"))
    match = _match(page, mapping, before)
    fires, quiet = examples.read(page, mapping.get("examples"))
    if identity is None:
        return None
    name, at = identity
    return RuleDraft(
        id=name,
        place=page.place(at),
        sound=len(page.problems) == before,
        title=title,
        match=match,
        own=own,
        extends=extends,
        fires=fires,
        quiet=quiet,
    )


def _match(page: Page, mapping: nodes.Mapping, before: int) -> MatchDraft:
    node, above, own = (mapping.get(key) for key in ("match", "extends", "id"))
    extends = above is not None
    if isinstance(node, nodes.Scalar) and not node.text.strip() and page.has_odd_blank(before):
        return MatchDraft()  # what should stand below it was indented with that blank
    if node is not None:
        itself = isinstance(above, nodes.Scalar) and isinstance(own, nodes.Scalar) and above.text == own.text
        return matches.read(page, node, extends=extends and not itself)  # that it does is one mistake
    if not extends and not page.has_offered("match", before):
        page.report(mapping, "a rule without `match`", "write `match: [talks stalled, talks collapsed]`")
    return MatchDraft()


def _id(
    page: Page, mapping: nodes.Mapping, lines: dict[RuleId, int], before: int
) -> tuple[RuleId, nodes.Node] | None:
    node = mapping.get("id")
    if node is None and page.has_offered("id", before):
        return None
    if node is None:
        page.report(mapping, "a rule without `id`", "write `id: a-short-name`; people and commands use it")
        return None
    identity = _rule_id(page, node)
    if identity is None:
        return None
    if identity in lines:
        message = f"the id {identity} is taken: line {lines[identity]} has it too"
        page.report(node, message, "give one of the two rules another id")
        return None
    lines[identity] = node.mark.line
    return identity, node


def _rule_id(page: Page, node: nodes.Node) -> RuleId | None:
    if not isinstance(node, nodes.Scalar) or not node.text:
        page.report(node, "an id is one word", "write `id: talks-stalled`")
        return None
    if _ID.fullmatch(node.text) and len(node.text) <= _LONGEST_ID:
        return RuleId(node.text)
    slug = "-".join(re.findall(r"[a-z0-9]+", node.text.lower()))[:_LONGEST_ID].strip("-")
    message = f"an id holds a-z, 0-9 and single hyphens, at most {_LONGEST_ID}"
    page.report(node, message, f"write {slug or 'talks-stalled'}")
    return None


def _not_itself(page: Page, mapping: nodes.Mapping) -> None:
    own, inhibits = mapping.get("id"), mapping.get("inhibits")
    if isinstance(own, nodes.Scalar) and isinstance(inhibits, nodes.Sequence):
        for item in inhibits.items:
            if isinstance(item, nodes.Scalar) and item.text == own.text:
                hint = "delete it; `throttle` and `update` say when a rule speaks again"
                page.report(item, "a rule that inhibits itself would never be told", hint)


def _extends(page: Page, node: nodes.Node | None) -> Mention | None:
    match node:
        case None:
            return None
        case nodes.Scalar(text=text) if text.strip():
            return page.mention(node)
        case nodes.Sequence():
            page.report(
                node,
                "`extends` names one rule",
                "write `extends: talks-stalled`; write another rule for another",
            )
        case _:
            page.report(node, "`extends` names a rule", "write `extends: talks-stalled`, or delete the line")
    return None
