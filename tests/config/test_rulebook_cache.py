"""What one process keeps of rules spares the next one work, and changes nothing."""

import pickle
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pytest

import monitor
from monitor.config import rulecache
from monitor.config.rulebook import Loaded, Rulebook
from monitor.core.matching import Match
from tests.builders import article
from tests.config.rule_desk import CHANNELS, Desk, ids

MIXED = """\
vocabulary:
  talks: {en: [talks, peace talks], fr: [pourparlers]}
defaults: {severity: low, channels: [desk], sources: {include: ["tier:1"]}, max_age: 6h, update: {every: 1h}}
rules:
  - id: stalled
    match: {event: $talks NEAR/8 (stall OR "break down"), about: [gaza, cease-fire], unless: "foot*ball OR /fifa( cup)?/"}
    examples: {fires: [{title: Talks stall, lead: A cease-fire for Gaza}], quiet: [Talks]}
    corroborate: {outlets: 2, within: 30m, else: drop}
    inhibits: [figures]
    for: 30m
  - {id: copy, extends: stalled, severity: high, match: {about: Doha}, throttle: {per: rule, every: 30m, max: 6h}}
  - {id: figures, match: 'NUMBER(killed) >= 100 AND NOT title:sport'}
  - {id: nothing-needed, match: '/a|e/ OR =US OR ==Who'}
"""
NEWS = [
    article(title="Peace talks stall", text="A ceasefire in Gaza is far."),
    replace(article(title="Pourparlers break down", text="Gaza and Doha wait."), language="fr"),
    article(title="Talks stall", text="Gaza footbaall"),
    article(title="US says 1,240 were killed"),
    replace(article(title="1,240 killed in Gaza, who counts"), tier=2),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def heard(loaded: Loaded) -> list[tuple[Match, ...]]:
    return [loaded.index.match(each) for each in NEWS]


def test_what_the_cache_gives_back_is_what_was_read(desk: Desk) -> None:
    desk.put("a.yaml", MIXED)
    desk.write("b.yaml", "one", match="[talks stall, fire*]")
    cold, cached = desk.load(), desk.load()
    assert cold.problems == ()
    assert cached == replace(cold, index=cached.index)
    assert cached.index.ruleset == cold.index.ruleset
    assert heard(cached) == heard(cold)
    assert [len(found) for found in heard(cold)] == [3, 1, 2, 2, 0]
    for rule in cold.rules:
        assert cached.index.explain(rule.id, NEWS[0]) == cold.index.explain(rule.id, NEWS[0])


@pytest.mark.parametrize("restarts", [False, True])
def test_what_the_cache_gives_back_follows_the_files(desk: Desk, restarts: bool) -> None:
    desk.write("a.yaml", *[f"rule-{number}" for number in range(20)], match="[talks]")
    desk.write("b.yaml", "one", "two", match="[talks]")
    desk.load()
    book = Rulebook(desk.state)
    for match in ("[truce]", "[talks]"):  # and back
        desk.write("b.yaml", "one", match=match)
        book = Rulebook(desk.state) if restarts else book
        loaded = book.load([desk.rules], CHANNELS)
        book.keep()
        fired = {found.rule for found in loaded.index.match(article(title="Talks and nothing else"))}
        assert len(fired) == (20 if match == "[truce]" else 21)
        assert "two" not in fired


def test_an_edit_writes_only_what_is_new(desk: Desk) -> None:
    desk.write("a.yaml", *[f"rule-{number}" for number in range(20)])
    desk.write("b.yaml", "one")
    desk.load()
    before = {entry.name: entry.stat().st_mtime_ns for entry in desk.cache.iterdir()}
    desk.write("b.yaml", "other")
    desk.load()
    after = {entry.name: entry.stat().st_mtime_ns for entry in desk.cache.iterdir()}
    assert len(after) == len(before)
    rewritten = {name for name, written in after.items() if before.get(name, written) != written}
    assert rewritten == {"proven"}


def test_other_code_finds_nothing_in_it(desk: Desk) -> None:
    """Every class whose values are kept stands in a file that the stamp of an entry covers."""
    desk.put("a.yaml", MIXED)
    desk.load()
    package = Path(monitor.__file__).parent
    covered = {file for part in rulecache._CODE for file in package.glob(part)}
    kept = b"".join(entry.read_bytes() for entry in desk.cache.iterdir())
    modules = {found.decode() for found in re.findall(rb"\bmonitor(?:\.[a-z_]+)+", kept)}
    assert "monitor.core.policies" in modules
    assert {str(sys.modules[name].__file__) for name in modules} <= set(map(str, covered))


def with_digest(body: bytes) -> Callable[[bytes], bytes]:
    """An entry of the cache that holds this instead, as if we had written it."""

    def forged(whole: bytes) -> bytes:
        head = whole[: whole.index(b"\n", whole.index(b"\n") + 1) + 1]
        return head + blake2b(body, digest_size=16).digest() + body

    return forged


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-2] + b"xx",
        lambda whole: b"another version\n" + whole,
        with_digest(b"cposix\nsystem\n(S'false'\ntR."),
        with_digest(b"cmonitor.config.rulecache\nRuleCache\n(S'/'\ntR."),
        with_digest(b"cmonitor.core.matching.packing\npack\n(S'/'\ntR."),
        with_digest(pickle.dumps({"drafts": []})),
        with_digest(pickle.dumps(("words", [1, 2]))),
        with_digest(pickle.dumps(("rules", [1, 2]))),
    ],
    ids=["empty", "torn", "changed", "foreign", "hostile", "class", "function", "other", "words", "rules"],
)
def test_a_damaged_cache_costs_time_and_nothing_else(desk: Desk, damage: Callable[[bytes], bytes]) -> None:
    desk.write("a.yaml", "one")
    cold = desk.load()
    whole = {entry: entry.read_bytes() for entry in desk.cache.iterdir()}
    for entry, content in whole.items():
        entry.write_bytes(damage(content))
    again = desk.load()
    assert (again.rules, again.problems) == (cold.rules, cold.problems)
    assert [len(found) for found in map(again.index.match, [article(title="Talks")])] == [1]
    assert {entry: entry.read_bytes() for entry in desk.cache.iterdir()} == whole


def test_rules_run_also_when_no_cache_can_be_kept(desk: Desk) -> None:
    desk.state.mkdir()
    desk.cache.write_text("a file where the folder should be")
    desk.write("a.yaml", "one")
    assert ids(desk.load()) == ids(desk.load()) == ["one"]
