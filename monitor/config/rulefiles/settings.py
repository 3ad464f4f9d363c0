"""What a rule says beside its match, and `defaults` for every rule of the file; and what neither may say yet."""

from monitor.config import places
from monitor.config import source as nodes
from monitor.config.rulefiles import keys, shapes, sources
from monitor.config.rulefiles.drafts import NOTHING_SAID, Mention, Settings
from monitor.config.rulefiles.keys import Section
from monitor.config.rulefiles.page import Page
from monitor.core.channels import Severity

_SEVERITIES = tuple(severity.value for severity in Severity)


def read(page: Page, mapping: nodes.Mapping) -> Settings:
    """Severity, channels and sources of a rule or of `defaults`."""
    severity, channels, origin = mapping.get("severity"), mapping.get("channels"), mapping.get("sources")
    if severity is None and channels is None and origin is None:
        return NOTHING_SAID
    listened = sources.read(page, origin)
    return Settings(
        severity=_severity(page, severity),
        channels=_channels(page, channels),
        sources=listened.sources if listened is not None else None,
        include=listened.include if listened is not None else None,
    )


def defaults(page: Page, node: nodes.Node | None) -> Settings:
    """The same of the file's `defaults`."""
    if node is None:
        return NOTHING_SAID
    if not isinstance(node, nodes.Mapping):
        page.report(
            node, "`defaults` is a mapping (key: value)", "write {severity: medium, channels: [desk]}"
        )
        return NOTHING_SAID
    check_keys(page, node, keys.DEFAULTS)
    return read(page, node)


def check_keys(page: Page, mapping: nodes.Mapping, section: Section) -> None:
    """Reports keys that the section does not have, and those that this version does not obey: whole, or with a slip."""
    names = section.names
    if all(key.text in names for key, _ in mapping.pairs):
        return
    page.tell(section.unknown(mapping, planned=True))
    wrong = False
    for key, value in mapping.pairs:
        if key.text in section.planned:
            mistakes = shapes.check(key.text, value)
            page.tell(mistakes)
            wrong = wrong or bool(mistakes)
            if not mistakes:
                page.report(key, f"`{key.text}` is not in this version", "delete it")
    if not wrong and section is keys.RULE:
        page.tell(shapes.together(mapping))


def _severity(page: Page, node: nodes.Node | None) -> Severity | None:
    written = page.line(node, "the severity")
    if written is None or written in _SEVERITIES:
        return Severity(written) if written else None
    page.report(node, f"no severity {written!r}", places.nearest(written.lower(), _SEVERITIES))
    return None


def _channels(page: Page, node: nodes.Node | None) -> tuple[Mention, ...] | None:
    if node is None:
        return None
    if isinstance(node, nodes.Scalar) and node.text.strip():
        page.report(node, "`channels` is a list", f"write `channels: [{node.text}]`")
        return None
    if isinstance(node, nodes.Sequence) and not node.items:
        page.report(
            node, "an empty list", "write channels: [desk], or delete the line: then the routes decide"
        )
        return None
    return tuple(map(page.mention, page.texts(node, "channels", "[desk]")))
