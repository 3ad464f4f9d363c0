"""The effective configuration, as YAML without secrets, and its JSON Schema for editors."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from monitor.config import documents, schema, veils
from monitor.config.settings import Config


def effective(config: Config) -> str:
    """What is in force: the file's own words where it has some, else the defaults. Reads back as YAML."""
    text: str = yaml.dump(tree(config), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def tree(config: Config) -> dict[str, Any]:
    """The same as nested mappings and lists of text."""
    given = documents.plain(config.source.root)
    shown = _section(schema.ConfigFile, given)
    _hide(shown)
    shown["channels"] = shown["channels"] or {name: {"url": "console://"} for name in config.channels}
    shown["routes"]["default"] = list(config.routes.default)
    shown["operator"]["channel"] = config.operator
    return shown


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of config.yaml, of the keys this version obeys."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema.ConfigFile.model_json_schema(),
        "title": "newsmonitor config.yaml",
    }
    for path in schema.NOT_IN_THIS_VERSION:
        section: type[schema.Section] | None = schema.ConfigFile
        for key in path[:-1]:
            section = schema.below(section, key)[0] if section and key != "*" else section
        if section is not None:
            _of(described, section)["properties"].pop(path[-1], None)
    return _without_orphans(described)


def _of(described: dict[str, Any], section: type[schema.Section]) -> dict[str, Any]:
    found: dict[str, Any] = (
        described if section is schema.ConfigFile else described["$defs"][section.__name__]
    )
    return found


def _without_orphans(described: dict[str, Any]) -> dict[str, Any]:
    """Without the sections that only refused keys led to."""
    whole = json.dumps(described)
    sections = described["$defs"].items()
    return {**described, "$defs": {name: each for name, each in sections if f'"#/$defs/{name}"' in whole}}


class _Dumper(yaml.SafeDumper):
    """Writes what source.py reads: 3 and no are words and stand there plain; only null needs quotes to be one."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's way to say it
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _section(section: type[schema.Section], given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Every key of a section with its value as text, in the order of the schema."""
    shown: dict[str, Any] = {}
    for key, default in _defaults(section):
        value = (given or {}).get(key)
        inner, many = schema.below(section, key)
        if inner is None:
            shown[key] = default if value is None else value
        elif not many:
            shown[key] = _section(inner, value)
        elif isinstance(value, list):
            shown[key] = [_section(inner, each) for each in value]
        else:
            shown[key] = {name: _section(inner, each) for name, each in (value or {}).items()}
    return {key: value for key, value in shown.items() if value is not None}


def _defaults(section: type[schema.Section]) -> list[tuple[str, Any]]:
    """Keys that are obeyed, with the defaults as a person would write them."""
    refused = {path[-1] for path in schema.NOT_IN_THIS_VERSION}
    return [
        (field.alias or name, None if field.is_required() or field.default_factory else field.default)
        for name, field in section.model_fields.items()
        if name not in refused
    ]


def _hide(shown: dict[str, Any]) -> None:
    for feed in shown["feeds"]:
        feed["url"] = veils.feed_url(feed["url"])
    for channel in shown["channels"].values():
        if "url" in channel:
            channel["url"] = veils.channel_url(channel["url"])
    if "url" in shown["store"]:
        shown["store"]["url"] = veils.feed_url(shown["store"]["url"])
