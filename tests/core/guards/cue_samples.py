"""A small table of cues for tests, so that they do not follow the lists that ship."""

from dataclasses import replace

from monitor.core.guards import STRICT, CueTable, CueTables, Guards
from monitor.core.rules import Rule

LISTS = {
    "negated": {
        "before": ["deny", "reject", "baseless", "no", "without", "has not"],
        "after": ["is false", "denied"],
        "anywhere": ["fact check"],
        "apart": ["not only", "no doubt"],
    },
    "hypothetical": {"before": ["could", "warn", "urge", "set to"], "next": ["=to"], "after": ["feared"]},
    "background": {"before": ["since", "anniversary of"], "after": ["last week"]},
    "question": {"ends": ["?"], "before": ["what if"]},
    "resumption": {"before": ["resume"], "after": ["resume"]},
}
ENGLISH = CueTable.of(
    "en", LISTS, before=9, after=6, parts=["as", "while"], exempt={"stalled": ["no", "without"]}
)
TABLES = CueTables.of([ENGLISH])


def guarded(rule: Rule, guards: Guards = STRICT, cues: CueTables = TABLES) -> Rule:
    """The rule with these guards, which are part of what it means."""
    return replace(
        rule, guards=guards, cues=cues, fingerprint=f"{rule.fingerprint} {guards} {cues.fingerprint}"
    )
