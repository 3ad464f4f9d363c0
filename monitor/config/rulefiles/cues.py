"""A file of the folder `guards`: the cues of one language, by kind and by where they stand."""

from collections.abc import Iterator

from monitor.config import places
from monitor.config import source as nodes
from monitor.config.rulefiles import languages
from monitor.config.rulefiles.expressions import Expressions
from monitor.config.rulefiles.keys.cues import CUES, EXEMPT, REACH, SIDES
from monitor.config.rulefiles.page import Page
from monitor.config.rulefiles.values import items
from monitor.core.clauses import Phrase
from monitor.core.guards import CueTable, GuardKind, Side
from monitor.core.guards.cues import AFTER, BEFORE

_Lists = dict[str, dict[str, list[str]]]


def read(page: Page, top: nodes.Mapping) -> CueTable | None:
    """The table of the file, or None and what is wrong with it."""
    page.tell(CUES.unknown(top))
    language = _language(page, top)
    before, after = _reach(page, top.get("reach"))
    lists: _Lists = {}
    for key, node in top.pairs:
        if key.text in set(GuardKind):
            lists[key.text] = _sides(page, key, node)
    parts = _parts(page, top.get("parts"))
    exempt = dict(_exempt(page, top.get("exempt"), lists))
    if page.problems or language is None:
        return None
    return CueTable.of(language, lists, before=before, after=after, parts=parts, exempt=exempt)


def _language(page: Page, top: nodes.Mapping) -> str | None:
    node = top.get("language")
    if node is not None:
        return languages.code(page, node)
    if not page.has_offered("language"):
        page.report(top, "`language` is missing", "add language: en")
    return None


def _reach(page: Page, node: nodes.Node | None) -> tuple[int, int]:
    """How many words cues reach: before and after."""
    mistakes = REACH.check(node) if node is not None else []
    page.tell(mistakes)
    if mistakes or not isinstance(node, nodes.Mapping):
        return BEFORE, AFTER
    said = {key.text: int(value.text) for key, value in node.pairs if isinstance(value, nodes.Scalar)}
    return said.get("before", BEFORE), said.get("after", AFTER)


def _parts(page: Page, node: nodes.Node | None) -> list[str]:
    """The words that cues do not reach across."""
    key = CUES.get("parts")
    if node is None or key is None:
        return []
    mistakes = key.value.check(node)
    page.tell(mistakes)
    written = [] if mistakes else list(items(node))
    _check(page, written)
    return [each.text for each in written]


def _sides(page: Page, kind: nodes.Scalar, node: nodes.Node) -> dict[str, list[str]]:
    """The lists of one kind."""
    if not isinstance(node, nodes.Mapping):
        hint = "write {before: [deny, has not], after: [is false]}"
        page.report(node, f"`{kind.text}` is a mapping: where its cues stand, and which they are", hint)
        return {}
    page.tell(SIDES.unknown(node))
    found: dict[str, list[str]] = {}
    for side, value in node.pairs:
        known = SIDES.get(side.text)
        if known is None:
            continue
        mistakes = known.value.check(value)
        page.tell(mistakes)
        if not mistakes:
            texts = list(items(value))
            if side.text != Side.ENDS:
                _check(page, texts)
            found[side.text] = [each.text for each in texts]
    return found


def _check(page: Page, written: list[nodes.Scalar]) -> None:
    """Reports what is neither a word nor words in a row."""
    texts = Expressions(page)
    for item in written:
        term = texts.item(item)
        if term is not None and not isinstance(term, Phrase):
            hint = "write the words themselves; a wildcard may stand inside one: threat*"
            page.report(item, "a cue is a word, or words in a row", hint)


def _exempt(page: Page, node: nodes.Node | None, lists: _Lists) -> Iterator[tuple[str, list[str]]]:
    """By vocabulary the cues that do not guard it; each has to be one of the lists."""
    if node is None:
        return
    if not isinstance(node, nodes.Mapping):
        hint = "write {stalled: [no, without]}"
        page.report(node, "`exempt` is a mapping of vocabularies to cues", hint)
        return
    sides = (texts for kinds in lists.values() for side, texts in kinds.items() if side != Side.APART)
    known = list(dict.fromkeys(text for texts in sides for text in texts))
    for name, value in node.pairs:
        mistakes = EXEMPT.check(value)
        page.tell(mistakes)
        cues = [] if mistakes else list(items(value))
        for cue in cues:
            if cue.text not in known:
                near = places.nearest(cue.text, known) or ""
                hint = near if near.startswith("did you mean") else "write it as it stands in a list above"
                page.report(cue, f"no cue {cue.text!r} in this file", hint)
        yield name.text.removeprefix("$"), [cue.text for cue in cues]
