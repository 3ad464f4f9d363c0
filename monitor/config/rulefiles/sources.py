"""`sources:` of a rule: which feeds, outlets, tiers, tags and languages it listens to."""

from dataclasses import dataclass

from monitor.config import fields, places
from monitor.config import source as nodes
from monitor.config.rulefiles import keys, languages
from monitor.config.rulefiles.drafts import Place
from monitor.config.rulefiles.page import Page
from monitor.core.rules import Source, SourceKind, Sources

_KINDS = tuple(kind.value for kind in SourceKind)
_WRITE = "write tier:1, tag:wire, outlet:BBC or feed:bbc-world"


@dataclass(frozen=True, slots=True)
class Read:
    """include: where the rule says what it includes."""

    sources: Sources
    include: Place | None


def read(page: Page, node: nodes.Node | None) -> Read | None:
    """None where nothing is said, or nothing that makes sense."""
    if node is None:
        return None
    if not isinstance(node, nodes.Mapping):
        hint = 'write sources: {include: ["tier:1"]}, with include, exclude or language'
        page.report(node, "`sources` is a mapping (key: value)", hint)
        return None
    page.tell(keys.SOURCES.unknown(node))
    include = node.get("include")
    spoken = _items(page, node.get("language"), "language", "[en, fr]")
    found = tuple(code for item in spoken if (code := languages.code(page, item)) is not None)
    sources = Sources(
        include=_choices(page, include, "include"),
        exclude=_choices(page, node.get("exclude"), "exclude"),
        languages=tuple(dict.fromkeys(found)),
    )
    return Read(sources, page.place(include) if include is not None else None)


def _choices(page: Page, node: nodes.Node | None, key: str) -> tuple[Source, ...]:
    found = (_choice(page, item) for item in _items(page, node, key, '["tier:1"]'))
    return tuple(dict.fromkeys(source for source in found if source is not None))


def _items(page: Page, node: nodes.Node | None, key: str, sample: str) -> tuple[nodes.Node, ...]:
    match node:
        case None:
            return ()
        case nodes.Sequence(items=()):
            page.report(node, "an empty list", f"write {key}: {sample}, or delete the line")
            return ()
        case nodes.Sequence(items=items):
            return items
        case _:
            page.report(node, f"`{key}` is a list", f"write {key}: {sample}")
            return ()


def _choice(page: Page, node: nodes.Node) -> Source | None:
    match node:
        case nodes.Mapping(pairs=((key, nodes.Scalar(text=chosen)),)):
            hint = f'no space behind the colon, or in quotes: "{key.text}:{chosen}"'
            page.report(node, "a source became a mapping, because of its ': '", hint)
            return None
    text = page.line(node, "a source")
    if text is None:
        return None
    kind, colon, value = text.partition(":")
    value = value.strip()
    if not colon:
        page.report(node, f"{text!r} does not say what it is", _guess(text))
    elif kind not in _KINDS:
        page.report(node, f"sources are not chosen by {kind!r}", places.nearest(kind.lower(), _KINDS))
    elif not value:
        page.report(node, f"nothing behind {kind}:", _WRITE)
    elif kind == SourceKind.TIER and not _is_tier(value):
        page.report(node, "a tier is a number from 1 (most trusted) to 5", "write tier:1")
    else:
        return Source(kind=SourceKind(kind), value=value)
    return None


def _guess(text: str) -> str:
    return f"write tier:{text}" if _is_tier(text) else f"write outlet:{text}, tag:{text} or feed:{text}"


def _is_tier(text: str) -> bool:
    try:
        fields.tier(text)
    except fields.FieldError:
        return False
    return True
