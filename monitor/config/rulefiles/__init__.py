"""Rule files to rules, all mistakes of all files at once."""

from monitor.config.rulefiles.files import (
    RuleFile,
    clashes,
    find,
    load_file,
    load_rules,
    parse,
    read,
    read_bytes,
)

__all__ = ["RuleFile", "clashes", "find", "load_file", "load_rules", "parse", "read", "read_bytes"]
