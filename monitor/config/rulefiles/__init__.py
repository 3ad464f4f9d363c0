"""Rule files to rules, all mistakes of all files at once: bytes → draft (reading) → rules (linking) → proven."""

from monitor.config.rulefiles.drafts import Draft
from monitor.config.rulefiles.files import (
    Loaded,
    RuleFile,
    draft,
    load,
    load_file,
    load_rules,
    parse,
    read,
    read_bytes,
    settle,
)
from monitor.config.rulefiles.finding import Found, find, find_all, packaged_vocabularies
from monitor.config.rulefiles.linking import Linked, link

__all__ = [
    "Draft",
    "Found",
    "Linked",
    "Loaded",
    "RuleFile",
    "draft",
    "find",
    "find_all",
    "link",
    "load",
    "load_file",
    "load_rules",
    "packaged_vocabularies",
    "parse",
    "read",
    "read_bytes",
    "settle",
]
