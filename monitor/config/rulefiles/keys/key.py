"""A key of a rule file, and the section of it in which the key may stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from monitor.config import places
from monitor.config import source as nodes
from monitor.config.rulefiles import blanks
from monitor.config.rulefiles.traps import Wrong
from monitor.config.rulefiles.values import Schema, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: what it means in a sentence, an example of its value, and what may stand there.

    supported: whether this version obeys it. also: what the same is called elsewhere, for whoever comes from there.
    """

    name: str
    meaning: str
    example: Any
    value: Value
    required: bool = False
    supported: bool = True
    also: tuple[str, ...] = ()

    def schema(self) -> Schema:
        return {"description": self.meaning, "examples": [self.example], **self.value.schema()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Keys that stand together in one mapping. what: how a message calls it, `a rule`; name: the key it stands under."""

    name: str
    what: str
    keys: tuple[Key, ...]
    elsewhere: tuple["Section", ...] = field(default=(), repr=False)  # where a misplaced key may belong

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that this version obeys."""
        return tuple(key.name for key in self.keys if key.supported)

    @property
    def planned(self) -> frozenset[str]:
        """Keys of the language that this version refuses: to take them silently would be to lie."""
        return frozenset(key.name for key in self.keys if not key.supported)

    def get(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)

    def unknown(self, mapping: nodes.Mapping, *, planned: bool = False) -> list[Wrong]:
        """Every key of the mapping that may not stand there, with what was meant. planned: those may."""
        return [wrong for key, _ in mapping.pairs if (wrong := self._wrong(key, planned=planned))]

    def _wrong(self, key: nodes.Scalar, *, planned: bool) -> Wrong | None:
        known = self.get(key.text)
        if known is not None and (known.supported or planned):
            return None
        if (place := blanks.at_edge(key.text)) is not None:
            meant = self.hint(blanks.trimmed(key.text)) or ""
            fix = f"{blanks.FIX}; {meant}" if meant.startswith("did you mean") else blanks.FIX
            at = nodes.Mark(key.line, key.column + place + (not key.plain))
            return Wrong(at, blanks.message(key.text[place]), fix)
        if known is None:
            return Wrong(key, f"unknown key {key.text!r}", self.hint(key.text))
        home = self._home(key.text)
        hint = f"delete it, or write it under `{home.name}`" if home is not None else "delete it"
        return Wrong(key, f"`{key.text}` is not in this version", hint)

    def hint(self, word: str) -> str | None:
        """What to write instead of a key that is not known here."""
        plain = word.lower().replace("-", "_").replace(" ", "_")
        meant = next((key.name for key in self._obeyed() if plain == key.name or plain in key.also), None)
        if meant is not None:
            return f"did you mean {meant!r}?"
        home = self._home(word)
        return f"it stands under `{home.name}`" if home is not None else places.nearest(word, self.names)

    def _home(self, word: str) -> "Section | None":
        return next((other for other in self.elsewhere if other.get(word) is not None), None)

    def _obeyed(self) -> Iterator[Key]:
        return (key for key in self.keys if key.supported)

    def check(self, node: nodes.Node) -> list[Wrong]:
        """Every mistake in a mapping of this section, also in keys that no version obeys yet."""
        if not isinstance(node, nodes.Mapping):
            return [Wrong(node, f"{self.what} is a mapping (key: value)", f"write {self.form()}")]
        mistakes = self.unknown(node, planned=True)
        # A misspelt key is one mistake, not two: what it was probably meant to be is not missing.
        meant = " ".join(wrong.hint or "" for wrong in mistakes)
        for key in self.keys:
            value = node.get(key.name)
            if value is not None:
                mistakes += key.value.check(value)
            elif key.required and repr(key.name) not in meant:
                mistakes.append(
                    Wrong(node, f"`{key.name}` is missing", f"add {key.name}: {_flow(key.example)}")
                )
        return mistakes

    def form(self) -> str:
        """How a mapping of this section is written."""
        needed = [key for key in self.keys if key.required] or list(self.keys[:1])
        return "{" + ", ".join(f"{key.name}: {_flow(key.example)}" for key in needed) + "}"

    def schema(self) -> Schema:
        obeyed = list(self._obeyed()) or list(self.keys)
        names = ", ".join(key.name for key in obeyed)
        section: Schema = {
            "type": "object",
            "properties": {key.name: key.schema() for key in obeyed},
            "additionalProperties": False,
            "errorMessage": f"{self.what[:1].upper()}{self.what[1:]} has these keys: {names}",
        }
        needed = [key for key in obeyed if key.required]
        if needed:
            section["allOf"] = [
                {"required": [key.name], "errorMessage": f"`{key.name}` is missing: {key.meaning}"}
                for key in needed
            ]
        return section


def _flow(example: Any) -> str:
    """An example as YAML in one line."""
    match example:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in example.items()) + "}"
        case list():
            return f"[{', '.join(map(_flow, example))}]"
        case bool():
            return str(example).lower()
        case str() if re.search(r"[^\w$.-]", example):
            return f'"{example}"'
        case _:
            return str(example)
