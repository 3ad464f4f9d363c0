"""`examples:` of a rule: headlines, or mappings of title, lead and language."""

from collections.abc import Iterator

from monitor.config import source as nodes
from monitor.config.rulefiles import keys, languages, traps
from monitor.config.rulefiles.drafts import ExampleDraft
from monitor.config.rulefiles.page import Page
from monitor.config.rulefiles.traps import Wrong
from monitor.core.rules import Example

Drafts = tuple[ExampleDraft, ...]

_KINDS = ("fires", "quiet")
_SAMPLE = '["a headline"]'


def read(page: Page, node: nodes.Node | None) -> tuple[Drafts, Drafts]:
    """Those that must fire, and those that must not."""
    if node is None:
        return (), ()
    if not isinstance(node, nodes.Mapping):
        page.report(node, "`examples` holds `fires` and `quiet`", f"write `fires: {_SAMPLE}` below it")
        return (), ()
    page.tell(keys.EXAMPLES.unknown(node))
    fires, quiet = (tuple(_listed(page, node.get(key), key)) for key in _KINDS)
    return fires, quiet


def _listed(page: Page, node: nodes.Node | None, key: str) -> Iterator[ExampleDraft]:
    match node:
        case None:
            return
        case nodes.Sequence(items=items):
            for item in items:
                example = _example(page, item, key)
                if example is not None:
                    hint = traps.split_at_comma(page.source, item) if isinstance(item, nodes.Scalar) else None
                    yield ExampleDraft(example=example, place=page.place(item), hint=hint)
        case _:
            page.report(node, f"`{key}` is a list", f"write `{key}: {_SAMPLE}`")


def _example(page: Page, node: nodes.Node, key: str) -> Example | None:
    what = f"an item of `{key}`"
    if isinstance(node, nodes.Mapping) and _has_keys(node):
        return _article(page, node)
    if isinstance(node, nodes.Mapping) and (wrong := _misspelt(node)) is not None:
        page.tell((wrong,))
        return None
    title = page.line(node, what)
    if title is None or not isinstance(node, nodes.Scalar):
        return None
    if key == "quiet" and traps.rest_of_an_example(page.source, node):
        # One that must fire and was cut is told when it does not; half of a quiet one is always quiet.
        page.report(
            node, "this looks like the rest of the example before it", traps.split_at_comma(page.source, node)
        )
        return None
    return Example(title=title)


def _has_keys(node: nodes.Mapping) -> bool:
    """Whether the mapping is meant as one: a headline with a colon in it has no key of ours."""
    names = [key.text for key, _ in node.pairs]
    return any(keys.EXAMPLE.get(name) for name in names) or (
        len(names) > 1 and any((keys.EXAMPLE.hint(name) or "").startswith("did you mean") for name in names)
    )


def _misspelt(node: nodes.Mapping) -> Wrong | None:
    """One pair whose key is nearly one of ours: a slip, or a headline with a colon in it."""
    key, value = node.pairs[0] if node.pairs else (None, None)
    hint = keys.EXAMPLE.hint(key.text) if key is not None else None
    if (
        key is None
        or not isinstance(value, nodes.Scalar)
        or hint is None
        or not hint.startswith("did you mean")
    ):
        return None
    fix = f"{hint} a headline with a colon in it goes in quotes: {traps.as_text(node)}"
    return Wrong(key, f"unknown key {key.text!r}", fix)


def _article(page: Page, node: nodes.Mapping) -> Example | None:
    before = len(page.problems)
    page.tell(keys.EXAMPLE.unknown(node))
    title = page.line(node.get("title"), "the title")
    lead = page.line(node.get("lead"), "the lead")
    spoken = node.get("language")
    language = languages.code(page, spoken) if spoken is not None else None
    if node.get("title") is None and len(page.problems) == before:
        page.report(node, "an example without `title`", 'write title: "a headline"')
    if title is None or len(page.problems) > before:
        return None
    return Example(title=title, lead=lead or "", language=language)
