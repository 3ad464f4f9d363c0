"""Rules compiled together: each as nodes over shared atoms, and the words it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from monitor.core.matching.anchors import Anchors, Cut, guarded
from monitor.core.matching.atoms import Absent, Every, Node
from monitor.core.matching.compiling import Compiler
from monitor.core.matching.views import Scope
from monitor.core.rules import Rule
from monitor.core.text.frequencies import frequency


@dataclass(frozen=True, slots=True)
class Program:
    """A rule's clauses as nodes. holds: all of them together; shown: what evidence is taken from."""

    holds: Node
    shown: tuple[Node, ...]

    @classmethod
    def of(cls, rule: Rule, compiler: Compiler) -> Self:
        """The event first: it is what most articles lack."""
        shown = [compiler.node(rule.event, Scope.HEAD)]
        if rule.about is not None:
            shown.append(compiler.node(rule.about, Scope.WHOLE))
        needed = list(shown)
        if rule.unless is not None:
            needed.append(Absent(compiler.node(rule.unless, Scope.WHOLE)))
        return cls(holds=needed[0] if len(needed) == 1 else Every(tuple(needed)), shown=tuple(shown))


@dataclass(frozen=True, slots=True)
class Compiled:
    """The programs of rules, in their order. cuts: what each waits for; None: for no word."""

    compiler: Compiler
    programs: tuple[Program, ...]
    cuts: tuple[Cut | None, ...]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Self:
        """Linear in the rules' terms."""
        compiler = Compiler()
        programs = tuple([Program.of(rule, compiler) for rule in rules])
        anchors = Anchors(compiler.terms, compiler.atoms, frequency)
        cuts = tuple([guarded(anchors.cuts(program.holds)) for program in programs])
        return cls(compiler, programs, cuts)
