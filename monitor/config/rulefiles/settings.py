"""What a rule says beside its match, and `defaults` for every rule of the file; and what neither may say yet."""

from monitor.config import places
from monitor.config import source as nodes
from monitor.config.rulefiles import keys, policies, shapes, sources
from monitor.config.rulefiles.drafts import NOTHING_ASKED, NOTHING_SAID, Mention, Settings
from monitor.config.rulefiles.keys import Section
from monitor.config.rulefiles.page import Page
from monitor.core.channels import Severity
from monitor.core.guards import GuardKind, Verdict

_SEVERITIES = tuple(severity.value for severity in Severity)


def read(page: Page, mapping: nodes.Mapping, section: Section = keys.RULE) -> Settings:
    """Severity, channels, sources, policy and guards of a rule or of `defaults`."""
    severity, channels, origin = mapping.get("severity"), mapping.get("channels"), mapping.get("sources")
    policy = policies.read(page, mapping, section)
    guards = _guards(mapping.get("guards"))
    if severity is None and channels is None and origin is None and policy is NOTHING_ASKED and not guards:
        return NOTHING_SAID
    listened = sources.read(page, origin)
    return Settings(
        severity=_severity(page, severity),
        channels=_channels(page, channels),
        sources=listened.sources if listened is not None else None,
        include=listened.include if listened is not None else None,
        policy=policy,
        guards=guards,
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
    return read(page, node, keys.DEFAULTS)


def check_keys(page: Page, mapping: nodes.Mapping, section: Section) -> None:
    """Reports keys that the section does not have, and those that this version does not obey: whole, or with a slip."""
    names = section.names
    is_sound = all(key.text in names for key, _ in mapping.pairs) or _refuse(page, mapping, section)
    if is_sound and section is keys.RULE:
        page.tell(shapes.together(mapping))


def _refuse(page: Page, mapping: nodes.Mapping, section: Section) -> bool:
    """Reports what may not stand there; whether the keys that are refused have good values at least."""
    page.tell(section.unknown(mapping, planned=True))
    is_sound = True
    for key, value in mapping.pairs:
        if key.text in section.planned:
            mistakes = shapes.check(key.text, value)
            page.tell(mistakes)
            is_sound = is_sound and not mistakes
            if not mistakes:
                page.report(key, f"`{key.text}` is not in this version", "delete it")
    return is_sound


def _guards(node: nodes.Node | None) -> tuple[tuple[GuardKind, Verdict], ...]:
    """What is said of each kind; `off` allows all. What is wrong with it has been told with the policy."""
    match node:
        case nodes.Scalar(text="off"):
            return tuple((kind, Verdict.ALLOW) for kind in GuardKind)
        case nodes.Mapping():
            said = {kind: value for kind in GuardKind if isinstance(value := node.get(kind), nodes.Scalar)}
            known = set(Verdict)
            return tuple((kind, Verdict(value.text)) for kind, value in said.items() if value.text in known)
        case _:
            return ()


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
