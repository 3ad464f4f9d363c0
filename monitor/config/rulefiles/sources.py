"""`sources:` of a rule: which feeds, outlets, tiers, tags and languages it listens to."""

import re
from dataclasses import dataclass

from monitor.config import fields, places
from monitor.config import source as nodes
from monitor.config.rulefiles import keys, languages
from monitor.config.rulefiles.drafts import Place
from monitor.config.rulefiles.page import Page
from monitor.core.rules import Source, SourceKind, Sources

_LANGUAGE = {"lang", "language", "languages"}
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
        case nodes.Sequence(items=items):
            return items
        case nodes.Scalar(text=text) if key == "language" and (meant := languages.meant(text)):
            page.report(node, f"`{key}` is a list", f"write {key}: [{meant}]")
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
        page.report(node, f"sources are not chosen by {kind!r}", _other_kind(kind, value))
    elif not value:
        page.report(node, f"nothing behind {kind}:", _WRITE)
    elif kind == SourceKind.TIER and not _is_tier(value):
        page.report(node, "a tier is one number, from 1 (most trusted) to 5", _tiers(value))
    else:
        return Source(kind=SourceKind(kind), value=value)
    return None


def _other_kind(kind: str, value: str) -> str | None:
    if kind.lower() in _LANGUAGE:
        meant = languages.meant(value)
        return f"write `language: [{meant or 'en'}]`, beside include and exclude"
    return places.nearest(kind.lower(), _KINDS)


def _tiers(value: str) -> str:
    """What to write for tier:1-3 or tier:6."""
    found = re.fullmatch(r"([1-5])\s*(?:-|–|\.\.|to)\s*([1-5])", value)  # noqa: RUF001 - a dash is meant
    if found and found[1] < found[2]:
        several = ", ".join(f'"tier:{number}"' for number in range(int(found[1]), int(found[2]) + 1))
        return f"write each: {several}"
    return "write tier:5" if re.fullmatch(r"[0-9]{1,3}", value) and int(value) > 1 else "write tier:1"


def _guess(text: str) -> str:
    if found := re.fullmatch(rf"({'|'.join(_KINDS)})[\s=_-]+(\S.*)", text, re.IGNORECASE):
        return f"write {found[1].lower()}:{found[2]}"
    return f"write tier:{text}" if _is_tier(text) else f"write outlet:{text}, tag:{text} or feed:{text}"


def _is_tier(text: str) -> bool:
    try:
        fields.tier(text)
    except fields.FieldError:
        return False
    return True
