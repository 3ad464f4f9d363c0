"""Every key of a rule file, in one table: what the reader knows, what editors complete, what messages suggest.

FILE, DEFAULTS, RULE, MATCH, FORMS (the mapping forms of a clause), SOURCES, EXAMPLES and EXAMPLE are its sections.
"""

from monitor.config.rulefiles.keys.key import Key, Section
from monitor.config.rulefiles.keys.matching import EXAMPLE, EXAMPLES, FORMS, MATCH, SOURCES
from monitor.config.rulefiles.keys.policy import OWN, SHARED
from monitor.config.rulefiles.keys.rules import DEFAULTS, FILE, RULE

POLICY = {key.name: key for key in (*SHARED, *OWN, *(key for key in FILE.keys if key.name == "scenario"))}

__all__ = [
    "DEFAULTS",
    "EXAMPLE",
    "EXAMPLES",
    "FILE",
    "FORMS",
    "MATCH",
    "POLICY",
    "RULE",
    "SOURCES",
    "Key",
    "Section",
]
