"""The keys of a file, and those of a rule."""

from monitor.config.rulefiles.keys.key import Key, Section
from monitor.config.rulefiles.keys.matching import EXAMPLES, LANGUAGE, MATCH, SOURCES
from monitor.config.rulefiles.keys.policy import CHANNEL, OWN, RULE_ID, SCENARIO, SHARED
from monitor.config.rulefiles.values import LISTED_WORD, Choice, Many, Read, Schema, Text

SEVERITIES = {
    "info": "Good to know; nobody need look up.",
    "low": "Worth a look when there is time.",
    "medium": "Worth a look today. What a rule has when it says nothing.",
    "high": "Worth a look now.",
    "critical": "Worth waking somebody.",
}

_SEVERITY = Key(
    name="severity", meaning="How much it matters; config.yaml routes by it.", example="high",
    value=Choice(words=SEVERITIES), also=("priority", "level", "importance", "urgency"),
)  # fmt: skip
_CHANNELS = Key(
    name="channels", meaning="Who is told, by the names in config.yaml; these win over the routes there.",
    example=["desk", "mail"], value=Many(each=CHANNEL, write="[desk]"),
    also=("channel", "to", "notify", "alert", "alerts", "route", "recipients"),
)  # fmt: skip
_SOURCES = Key(
    name="sources", meaning="Where this rule listens: which feeds, outlets, tiers, tags and languages.",
    example={"include": ["tier:1", "tag:wire"], "language": ["en"]}, value=SOURCES,
    also=("source", "feeds", "feed", "outlets"),
)  # fmt: skip

_ID = RULE_ID.schema() | {
    "maxLength": 64,
    "patternErrorMessage": "An id holds a-z, 0-9 and single hyphens: talks-stalled",
}
_WORDS: Schema = {"type": "array", "minItems": 1, "items": LISTED_WORD}
_VOCABULARY: Schema = {
    "type": "object",
    "additionalProperties": {
        "type": ["array", "object"],
        "description": "A list of words and phrases, or one list for each language.",
        "examples": [["talks", "negotiation"], {"en": ["talks"], "fr": ["pourparlers"]}],
        "minItems": 1,
        "items": LISTED_WORD,
        "patternProperties": {LANGUAGE: _WORDS},
        "additionalProperties": False,
        "errorMessage": "A vocabulary is a list of words, or one list for each language: {en: [talks], fr: [pourparlers]}",
    },
    "errorMessage": "Vocabularies are written `name: [one, two]`",
}

RULE = Section(
    name="rules",
    what="a rule",
    elsewhere=(MATCH, EXAMPLES, SOURCES),
    keys=(
        Key(name="id", meaning="The rule's short name, for people and commands: a-z, 0-9 and hyphens.",
            example="talks-stalled", value=Read(shape=_ID), required=True, also=("name", "rule", "alias")),
        Key(name="title", meaning="What an alert says has happened; made from the id without it.",
            example="Truce talks stalled", value=Text(what="a title", write="Truce talks stalled"),
            also=("description", "summary", "headline", "message")),
        _SEVERITY,
        Key(name="extends", meaning="The rule this one copies and adds to; where both match, only this one counts.",
            example="talks-stalled", value=RULE_ID, also=("extend", "inherits", "parent", "base", "copies")),
        Key(name="match", meaning="What an article must say: a list of phrases, an expression, or event / about / unless.",
            example=["talks stalled", "talks collapsed"],
            value=Read(shape={"allOf": [{"$ref": "#/definitions/match"}]}),
            also=("query", "condition", "detection", "keywords", "when", "words", "phrases", "pattern")),
        _SOURCES,
        *SHARED,
        *OWN,
        _CHANNELS,
        Key(name="examples", meaning="Headlines that must, and must not, fire; they run whenever the file is read.",
            example={"fires": ["Truce talks collapse in the night"], "quiet": ["Truce talks resume"]},
            value=EXAMPLES, also=("tests", "test", "example", "samples")),
    ),
)  # fmt: skip

DEFAULTS = Section(
    name="defaults",
    what="`defaults`",
    elsewhere=(RULE,),
    keys=(_SEVERITY, _SOURCES, *SHARED, _CHANNELS),
)

FILE = Section(
    name="the file",
    what="a rule file",
    elsewhere=(RULE,),
    keys=(
        Key(name="defaults", meaning="What holds for every rule of this file that does not say otherwise.",
            example={"severity": "medium", "channels": ["desk"]}, value=DEFAULTS, also=("default", "global")),
        Key(name="vocabulary", meaning="Named lists of words; an expression uses one as $name.",
            example={"talks": ["talks", "negotiation", "truce talks"]}, value=Read(shape=_VOCABULARY),
            also=("vocabularies", "lists", "words", "terms", "macros")),
        Key(name="rules", meaning="The rules, each beginning with `- id:`.", required=True,
            example=[{"id": "talks-stalled", "match": ["talks stalled", "talks collapsed"]}],
            value=Read(shape={"type": "array", "items": {"$ref": "#/definitions/rule"},
                              "errorMessage": "`rules` is a list: begin each rule with `- id: NAME`"}),
            also=("rule", "alerts", "groups")),
        SCENARIO,
    ),
)  # fmt: skip
