"""The JSON Schema of rule files, from the table of keys: what editors complete, explain and mark.

Draft-07, with the additions of yaml-language-server (errorMessage, defaultSnippets, enumDescriptions). It knows the
keys that this version obeys. It judges shapes; expressions, vocabularies and examples are `newsmonitor rules check`'s.
"""

import json

from monitor.config.rulefiles import keys
from monitor.config.rulefiles.keys import Section
from monitor.config.rulefiles.values import Schema, without

NAME = "rules.schema.json"

_FIGURES = ("at_least", "more_than", "at_most", "less_than", "equal")
_NO_FIGURE = "`number` without a figure: add at_least: 100 beside it"
_BESIDE = {"near": 2, "number": 1}  # how many keys may stand beside one that leads a clause


def schema() -> Schema:
    """The schema as nested mappings and lists."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "newsmonitor rules",
        "description": "Rules of newsmonitor: what people asked to be told.",
        **keys.FILE.schema(),
        "definitions": {"rule": _rule(), "match": _match(), "clause": _clause(), "part": _part()},
    }


def dump() -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _rule() -> Schema:
    rule = keys.RULE.schema()
    condition = {"not": {"required": ["extends"]}}
    missing = (
        "`match` is missing: what an article must say, for example match: [talks stalled, talks collapsed]"
    )
    rule["allOf"].append({"if": condition, "then": {"required": ["match"], "errorMessage": missing}})
    return {**rule, "defaultSnippets": _SNIPPETS}


def _match() -> Schema:
    """A list of phrases, an expression, or a mapping: event, about, unless; or one clause, which is the event."""
    both = Section(name="match", what="`match`", keys=(*keys.MATCH.keys, *keys.FORMS.keys))
    return _mapping(both, without("null", message=_message(both)))


def _clause() -> Schema:
    return _mapping(keys.FORMS, without("null", message=_message(keys.FORMS)))


def _part() -> Schema:
    """An item of a list: as a clause, and null is a word there."""
    return _mapping(keys.FORMS, {})


def _mapping(section: Section, other: Schema) -> Schema:
    """A mapping, a list or words. Of the keys one leads a clause; some stand beside `near` or `number` only."""
    needs: dict[str, list[str] | Schema] = {
        name: {"maxProperties": _BESIDE.get(name, 0) + 1} for name in keys.FORMS.names
    }
    needs |= {"within": ["near"], "ordered": ["near", "within"]} | {figure: ["number"] for figure in _FIGURES}
    figure = {"anyOf": [{"required": [each], "errorMessage": _NO_FIGURE} for each in _FIGURES]}
    described = section.schema() | other
    del described["type"]
    return described | {
        "items": {"$ref": "#/definitions/part"},
        "minLength": 1,
        "minItems": 1,
        "dependencies": needs,
        "allOf": [{"if": {"type": "object", "required": ["number"]}, "then": figure}],
        "errorMessage": _message(section),
    }


def _message(section: Section) -> str:
    names = ", ".join(section.names)
    return f"A list of phrases, an expression, or a mapping with these keys is expected here: {names}"


_SNIPPETS: list[Schema] = [
    {
        "label": "rule: a list of phrases",
        "description": "The simplest rule: any of these phrases in the title or the first sentence.",
        "body": {
            "id": "${1:talks-stalled}",
            "title": "${2:Truce talks stalled}",
            "severity": "${3|info,low,medium,high,critical|}",
            "match": ["${4:talks stalled}", "${5:talks collapsed}"],
            "examples": {
                "fires": ["${6:Truce talks collapse in the night}"],
                "quiet": ["${7:Truce talks resume after a week}"],
            },
        },
    },
    {
        "label": "rule: event, about, unless",
        "description": "What must have happened, the context it must stand in, and what must not be there.",
        "body": {
            "id": "${1:talks-stalled}",
            "title": "${2:Truce talks stalled}",
            "severity": "${3|info,low,medium,high,critical|}",
            "match": {
                "event": "${4:talks NEAR/8 collapse}",
                "about": "${5:Israel OR Hamas}",
                "unless": "${6:football OR cricket}",
            },
            "examples": {
                "fires": ["${7:Talks between Israel and Hamas collapse}"],
                "quiet": ["${8:Talks over the striker collapse}"],
            },
        },
    },
]
