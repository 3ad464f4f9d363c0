"""A segment as plain values and back: a restart with ten thousand rules compiles none of them again.

Values come in pieces of some thousand, so that whoever writes them down keeps no other thread waiting.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from monitor.core.clauses import AnyOf
from monitor.core.ids import RuleId
from monitor.core.matching.anchors import Cut
from monitor.core.matching.atoms import (
    Absent,
    AnyAtom,
    Atom,
    Every,
    Has,
    HasAny,
    NearAtom,
    Node,
    NumberAtom,
    PatternAtom,
    PhraseAtom,
    Some,
)
from monitor.core.matching.compiling import Compiler, compiled
from monitor.core.matching.programs import Compiled, Program
from monitor.core.matching.segment import Clock, Segment, no_time
from monitor.core.matching.terms import Word
from monitor.core.policies import Policy
from monitor.core.rules import Rule

Piece = tuple[str, list[Any]]  # what they are, and some of them

_SIZE = 2_000  # of a piece
_ATOMS = (PhraseAtom, PatternAtom, AnyAtom, NearAtom, NumberAtom)
_EVERY, _SOME, _ABSENT = range(3)


def pack(segment: Segment) -> Iterator[Piece]:
    """The segment in pieces, without its rules: of those only id and fingerprint."""
    compiler = segment.compiled.compiler
    parts = zip(segment.rules, segment.compiled.programs, segment.compiled.cuts, strict=True)
    groups: dict[str, Iterator[Any]] = {
        "words": map(tuple, compiler.terms.words),
        "atoms": map(_packed_atom, compiler.atoms),
        "leaves": (_values(leaf) for leaf in compiler.leaves.values() if isinstance(leaf, HasAny)),
        "rules": (_packed_rule(*each) for each in parts),
    }
    for name, values in groups.items():
        while piece := list(islice(values, _SIZE)):
            yield name, piece


def unpack(pieces: Iterable[Piece], rules: Iterable[Rule], clock: Clock = no_time) -> Segment:
    """The segment, with these rules as its own. One that is not among them, or means something else now, is gone.

    Raises LookupError, TypeError or ValueError for what pack did not make.
    """
    groups: dict[str, list[Any]] = {"words": [], "atoms": [], "leaves": [], "rules": []}
    for name, values in pieces:
        groups[name] += values
    compiler = Compiler()
    for word in groups["words"]:
        compiler.terms.number(Word(*word))
    compiler.atoms += map(_atom, groups["atoms"])
    compiler.leaves.update((leaf.atom, leaf) for leaf in (HasAny(*values) for values in groups["leaves"]))
    programs = tuple([_program(holds, shown, compiler) for _, _, holds, shown, _ in groups["rules"]])
    cuts = tuple([Cut(*cut) if cut else None for *_, cut in groups["rules"]])
    known = {rule.id: rule for rule in rules}
    own = [_own(identity, meaning, known) for identity, meaning, *_ in groups["rules"]]
    return Segment(own, clock, Compiled(compiler, programs, cuts))


def _own(identity: RuleId, fingerprint: str, known: Mapping[RuleId, Rule]) -> Rule:
    """The rule, or one that nothing equals in its place."""
    rule = known.get(identity)
    if rule is not None and rule.fingerprint == fingerprint:
        return rule
    nothing = AnyOf(clauses=())
    return Rule(id=identity, event=nothing, policy=Policy(title=""), file="", line=0, fingerprint="")


def _packed_atom(atom: Atom) -> tuple[Any, ...]:
    if isinstance(atom, PatternAtom):
        return (_ATOMS.index(PatternAtom), atom.scope, None, atom.label)
    return (_ATOMS.index(type(atom)), *_values(atom))


def _atom(packed: tuple[Any, ...]) -> Atom:
    kind, *values = packed
    if _ATOMS[kind] is PatternAtom:
        scope, _, label = values
        return PatternAtom(scope, compiled(label[1:-1]), label)
    return _ATOMS[kind](*values)


def _packed_rule(rule: Rule, program: Program, cut: Cut | None) -> tuple[Any, ...]:
    alone = program.shown == (program.holds,)
    shown = 0 if alone else len(program.shown)
    return (rule.id, rule.fingerprint, _packed_node(program.holds), shown, _values(cut) if cut else None)


def _program(holds: Any, shown: int, compiler: Compiler) -> Program:
    node = _node(holds, compiler)
    return Program(node, node.parts[:shown] if shown and isinstance(node, Every) else (node,))


def _packed_node(node: Node) -> Any:
    match node:
        case Has(atom) | HasAny(atom=atom):
            return atom
        case Absent(part):
            return (_ABSENT, _packed_node(part))
        case Every(parts):
            return (_EVERY, *map(_packed_node, parts))
        case Some(parts):
            return (_SOME, *map(_packed_node, parts))


def _node(packed: Any, compiler: Compiler) -> Node:
    if isinstance(packed, int):
        known = compiler.leaves.get(packed)
        if known is None:
            known = compiler.leaves[packed] = Has(packed)
        return known
    kind, *parts = packed
    nodes = tuple([_node(part, compiler) for part in parts])
    if kind == _ABSENT:
        return Absent(*nodes)
    return Every(nodes) if kind == _EVERY else Some(nodes)


def _values(item: Any) -> tuple[Any, ...]:
    return tuple([getattr(item, name) for name in type(item).__slots__])
