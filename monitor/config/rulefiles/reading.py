"""The nodes of one rule file to rules. Every mistake is collected, none stops the reading of the others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.config import source as nodes
from monitor.config.places import nearest
from monitor.config.rulefiles import examples, traps
from monitor.config.rulefiles.expressions import clause_of
from monitor.core.channels import Severity
from monitor.core.clauses import Clause
from monitor.core.errors import Problem
from monitor.core.ids import ChannelName, RuleId
from monitor.core.rules import Examples, Policy, Rule

FILE_KEYS = ("rules",)
RULE_KEYS = ("id", "title", "severity", "match", "channels", "examples")
EXAMPLE_KEYS = ("fires", "quiet")
NOT_YET = frozenset(
    {  # words of the language; to take them silently would be to lie
        "defaults",
        "vocabulary",
        "scenario",
        "extends",
        "about",
        "unless",
        "guards",
        "sources",
        "corroborate",
        "update",
        "throttle",
        "digest",
        "quiet",
        "max_age",
        "inhibits",
        "for",
        "kind",
        "count",
        "escalate",
        "filters",
    }
)

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 64
_SEVERITIES = tuple(severity.value for severity in Severity)
_QUOTED_EXPRESSION = re.compile(r"""\s*(?:- +)?match: +["'*?\[{!@%&|`].*\b(?:AND|OR|NOT)\b""")


def quoted_expression(problem: Problem) -> Problem:
    """The problem, with the fix that helps when an expression does not survive YAML."""
    if not _QUOTED_EXPRESSION.match(problem.excerpt or ""):
        return problem
    hint = "an expression that begins with a sign goes on its own line, indented, below `match: >-`"
    return replace(problem, hint=hint)


@dataclass(frozen=True, slots=True)
class _Item:
    """A scalar of a list of texts that is fit to be used."""

    text: str
    scalar: nodes.Scalar


class Reader:
    """Reads one file. problems and places grow while rules() is built."""

    def __init__(self, source: nodes.Source, channels: frozenset[ChannelName] | None) -> None:
        self.problems: list[Problem] = []
        self.places: dict[RuleId, nodes.Mark] = {}
        self._source = source
        self._channels = channels

    def rules(self) -> tuple[Rule, ...]:
        """Every rule of the file; what has a mistake is left out and its problems are kept."""
        match self._source.root:
            case nodes.Mapping() as top:
                self._keys(top, FILE_KEYS)
                return tuple(self._listed(top))
            case None:
                self._report(None, "this file is empty", "begin with `rules:`; `rules: []` for none")
            case other:
                self._report(other, "a rule file begins with `rules:`", "put `rules:` above the list")
        return ()

    def _report(self, at: nodes.Mark | nodes.Node | None, message: str, hint: str | None = None) -> None:
        self.problems.append(self._source.problem(at, message, hint))

    def _keys(self, mapping: nodes.Mapping, known: tuple[str, ...]) -> None:
        for key, _ in mapping.pairs:
            if key.text in NOT_YET and key.text not in known:
                self._report(key, f"`{key.text}` is not in this version", "delete it")
            elif key.text not in known:
                self._report(key, f"unknown key {key.text!r}", nearest(key.text, known))

    def _listed(self, top: nodes.Mapping) -> Iterator[Rule]:
        match top.get("rules"):
            case nodes.Sequence(items=items):
                for item in items:
                    if isinstance(item, nodes.Mapping):
                        rule = self._rule(item)
                        if rule is not None:
                            yield rule
                    else:
                        self._report(
                            item, "a rule is expected here", "write `- id: NAME` and `match:` below it"
                        )
            case None:
                self._report(top, "`rules` is missing", "write `rules:` and below it a list of rules")
            case other:
                self._report(other, "`rules` is a list", "begin each rule with `- id: NAME`")

    def _rule(self, mapping: nodes.Mapping) -> Rule | None:
        before = len(self.problems)
        self._keys(mapping, RULE_KEYS)
        identity = self._id(mapping)
        title = self._text(mapping, "title")
        severity = self._severity(mapping)
        clause = self._clause(mapping)
        channels = self._channel_names(mapping)
        fires, quiet = self._examples(mapping)
        if identity is None or clause is None or len(self.problems) > before:
            return None
        rule = Rule(
            id=identity,
            clause=clause,
            policy=Policy(title=title or _spoken(identity), severity=severity, channels=channels),
            examples=Examples(
                fires=tuple(item.text for item in fires), quiet=tuple(item.text for item in quiet)
            ),
            file=self._source.path,
            line=self.places[identity].line,
        )
        self._run_examples(rule, fires, quiet)
        return rule

    def _id(self, mapping: nodes.Mapping) -> RuleId | None:
        node = mapping.get("id")
        if node is None:
            self._report(
                mapping, "a rule without `id`", "write `id: a-short-name`; people and commands use it"
            )
            return None
        if not isinstance(node, nodes.Scalar) or not node.text:
            self._report(node, "an id is one word", "write `id: talks-stalled`")
            return None
        identity = RuleId(node.text)
        if not _ID.fullmatch(identity) or len(identity) > _LONGEST_ID:
            slug = "-".join(re.findall(r"[a-z0-9]+", node.text.lower()))[:_LONGEST_ID].strip("-")
            message = f"an id holds a-z, 0-9 and single hyphens, at most {_LONGEST_ID}"
            self._report(node, message, f"write {slug or 'talks-stalled'}")
            return None
        if identity in self.places:
            message = f"the id {identity} is taken: line {self.places[identity].line} has it too"
            self._report(node, message, "give one of the two rules another id")
            return None
        self.places[identity] = node.mark
        return identity

    def _severity(self, mapping: nodes.Mapping) -> Severity:
        written = self._text(mapping, "severity")
        if written is None or written in _SEVERITIES:
            return Severity(written or Severity.MEDIUM)
        hint = nearest(written.lower(), _SEVERITIES)
        self._report(mapping.get("severity"), f"no severity {written!r}", hint)
        return Severity.MEDIUM

    def _text(self, mapping: nodes.Mapping, key: str) -> str | None:
        node = mapping.get(key)
        if node is None:
            return None
        text = self._words(node, f"the {key}")
        return " ".join(text.split()) if text is not None else None

    def _words(self, node: nodes.Node, what: str) -> str | None:
        """The text of a scalar that YAML did not damage; otherwise a problem."""
        wrong = traps.damage(self._source, node, what)
        if wrong is not None:
            self._report(wrong.at, wrong.message, wrong.hint)
        return node.text if wrong is None and isinstance(node, nodes.Scalar) else None

    def _clause(self, mapping: nodes.Mapping) -> Clause | None:
        node = mapping.get("match")
        if node is None:
            self._report(mapping, "a rule without `match`", "write `match: [talks stalled, talks collapsed]`")
            return None
        clause, mistakes = clause_of(self._source, node)
        for wrong in mistakes:
            self._report(wrong.at, wrong.message, wrong.hint)
        return clause

    def _channel_names(self, mapping: nodes.Mapping) -> tuple[ChannelName, ...]:
        names: list[ChannelName] = []
        for item in self._items(mapping, "channels", "[desk]"):
            name = ChannelName(item.text)
            if self._channels is not None and name not in self._channels:
                known = sorted(self._channels)
                hint = nearest(name, known) or "the configuration has no channels"
                self._report(item.scalar, f"no channel {name!r} in the configuration", hint)
            names.append(name)
        return tuple(dict.fromkeys(names))

    def _examples(self, mapping: nodes.Mapping) -> tuple[list[_Item], list[_Item]]:
        node = mapping.get("examples")
        if node is None:
            return [], []
        if not isinstance(node, nodes.Mapping):
            self._report(
                node, "`examples` holds `fires` and `quiet`", 'write `fires: ["a headline"]` below it'
            )
            return [], []
        self._keys(node, EXAMPLE_KEYS)
        return self._items(node, "fires", '["a headline"]'), self._items(node, "quiet", '["a headline"]')

    def _items(self, mapping: nodes.Mapping, key: str, sample: str) -> list[_Item]:
        node = mapping.get(key)
        if node is None:
            return []
        if not isinstance(node, nodes.Sequence):
            self._report(node, f"`{key}` is a list", f"write `{key}: {sample}`")
            return []
        read = ((item, self._words(item, f"an item of `{key}`")) for item in node.items)
        return [
            _Item(text, item) for item, text in read if text is not None and isinstance(item, nodes.Scalar)
        ]

    def _run_examples(self, rule: Rule, fires: list[_Item], quiet: list[_Item]) -> None:
        for item in fires:
            if not rule.fires_on(item.text):
                wrong = examples.silent(rule, item.text)
                hint = traps.split_at_comma(self._source, item.scalar) or wrong.hint
                self._report(item.scalar, wrong.message, hint)
        for item in quiet:
            if rule.fires_on(item.text):
                wrong = examples.loud(rule, item.text)
                self._report(item.scalar, wrong.message, wrong.hint)


def _spoken(identity: RuleId) -> str:
    """talks-stalled as a title: Talks stalled."""
    return identity.replace("-", " ").capitalize()
