"""Three ways to match rules against an article: ours, one `re` per part, and an automaton over all words.

Each takes the drawn rules and is then asked for the names of those that fire. The others only say yes or no; ours
also quotes what it found.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol

from monitor.core.articles import Article
from monitor.core.matching import Index
from monitor.core.rules import Rule, RuleSet
from tests.bench.match_rules import Close, Drawn, Part, Pattern, Row, Wildcard, spoken
from tests.bench.match_texts import article

UNHEARD = 0.0005  # share of articles that hold a word which the articles of the rules lack


@dataclass(frozen=True, slots=True)
class Text:
    """One article as each engine wants it, made beforehand."""

    article: Article
    spoken: str


def text(written: str, number: int) -> Text:
    return Text(article=article(written, number), spoken=spoken(written))


class Engine(Protocol):
    """Rules compiled."""

    def fired(self, text: Text) -> set[str]:
        """The names of the rules that fire."""
        ...


class Ours:
    """The matcher of the daemon."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.index = Index.of(RuleSet.of(rules))

    def fired(self, text: Text) -> set[str]:
        return {match.rule for match in self.index.match(text.article)}


class Naive:
    """Every rule asked of every article, each part a compiled expression; the first group that lacks ends it."""

    def __init__(self, drawn: Sequence[Drawn]) -> None:
        parts = lru_cache(maxsize=None)(
            _expression
        )  # rules share parts; re would forget all but the last 512
        self._rules = [
            (
                each.name,
                [[parts(part).search for part in group] for group in each.groups],
                [parts(part).search for part in each.without],
            )
            for each in drawn
        ]

    def fired(self, text: Text) -> set[str]:
        read = text.spoken
        return {
            name
            for name, groups, without in self._rules
            if all(any(part(read) for part in group) for group in groups)
            and not any(part(read) for part in without)
        }


class Automaton:
    """All words of all rules searched at once by pyahocorasick; rules of which the rarest group was found are asked.

    Raises ImportError where pyahocorasick is not installed: it is a tool of this bench only.
    """

    def __init__(self, drawn: Sequence[Drawn], shares: Mapping[str, float]) -> None:
        self._automaton: Any = import_module("ahocorasick").Automaton()
        self._numbers: dict[str, int] = {}
        self._rules = []
        self._waiting: dict[int, list[int]] = defaultdict(list)
        expression = lru_cache(maxsize=None)(_expression)
        for number, each in enumerate(drawn):
            groups = [[self._asked(part, expression) for part in group] for group in each.groups]
            self._rules.append((each.name, groups, [self._asked(part, expression) for part in each.without]))
            rarest = min(each.groups, key=lambda group: sum(_share(part, shares) for part in group))
            for key in dict.fromkeys(_literal(part) for part in rarest):
                self._waiting[self._numbers[key]].append(number)
        for key, number in self._numbers.items():
            self._automaton.add_word(key, number)
        self._automaton.make_automaton()

    def fired(self, text: Text) -> set[str]:
        read = text.spoken
        found: dict[int, list[int]] = {}
        for end, number in self._automaton.iter(read):
            found.setdefault(number, []).append(end)
        called = {rule for number in found.keys() & self._waiting.keys() for rule in self._waiting[number]}
        fired = set()
        for rule in called:
            name, groups, without = self._rules[rule]
            if all(any(part(found, read) for part in group) for group in groups) and not any(
                part(found, read) for part in without
            ):
                fired.add(name)
        return fired

    def _asked(self, part: Part, expression: Callable[[Part], re.Pattern[str]]) -> Callable[..., bool]:
        number = self._number(_literal(part))
        match part:
            case Row():
                return lambda found, _: number in found
            case Wildcard() | Pattern():
                search = expression(part).search
                return lambda found, read: number in found and search(read) is not None
            case Close(_, right, within):
                other = self._number(f" {right} ")
                return lambda found, read: (
                    number in found and other in found and _close(read, found[number], found[other], within)
                )

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers))


def _expression(part: Part) -> re.Pattern[str]:
    match part:
        case Row():
            return re.compile(rf"\b{part}\b")
        case Wildcard(text):
            return re.compile(r"\b" + text.replace("*", r"\w*").replace("?", r"\w") + r"\b")
        case Pattern(text):
            return re.compile(rf"\b(?:{text})\b")
        case Close(left, right, within):
            between = rf"\b(?: \S+){{0,{within}}} "
            return re.compile(rf"\b{left}{between}{right}\b|\b{right}{between}{left}\b")


def _literal(part: Part) -> str:
    """What stands in every text that holds the part; the blanks are edges of words."""
    match part:
        case Row():
            return f" {part} "
        case Wildcard(text):
            return " " + re.split(r"[*?]", text, maxsplit=1)[0]
        case Pattern(literal=literal):
            return literal
        case Close(left=left):
            return f" {left} "


def _share(part: Part, shares: Mapping[str, float]) -> float:
    match part:
        case Row(words):
            return min(shares.get(word, UNHEARD) for word in words)
        case Close(left=left):
            return shares.get(left, UNHEARD)
        case _:
            return UNHEARD


def _close(read: str, left: Sequence[int], right: Sequence[int], within: int) -> bool:
    """Whether two words, known by where they end, have so few others between."""
    blanks = [place for place, character in enumerate(read) if character == " "]
    places = [bisect_left(blanks, end) for end in right]
    return any(0 < abs(bisect_left(blanks, end) - place) <= within + 1 for end in left for place in places)
