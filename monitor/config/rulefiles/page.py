"""A rule file while it is read: its lines, and what was wrong so far."""

from collections.abc import Iterable

from monitor.config import source as nodes
from monitor.config.rulefiles import blanks, traps
from monitor.config.rulefiles.drafts import Mention, Place
from monitor.config.rulefiles.traps import Wrong
from monitor.core.errors import Problem


class Page:
    """Collects every mistake of one file; none stops the reading of the others."""

    def __init__(self, source: nodes.Source) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def report(self, at: nodes.Mark | nodes.Node | None, message: str, hint: str | None = None) -> None:
        """A mistake at this place. None: the file as a whole."""
        self.problems.append(self.source.problem(at, message, hint))

    def tell(self, mistakes: Iterable[Wrong]) -> None:
        """The same for mistakes that were found elsewhere."""
        for wrong in mistakes:
            self.report(wrong.at, wrong.message, wrong.hint)

    def has_offered(self, name: str, since: int = 0) -> bool:
        """Whether a misspelt key was told with this as its fix: then the key itself is not missing as well."""
        offered = f"did you mean {name!r}?"
        return any((problem.hint or "").endswith(offered) for problem in self.problems[since:])

    def has_odd_blank(self, since: int = 0) -> bool:
        """Whether a blank that is none to YAML was told: then a key may be empty because of it."""
        return any((problem.hint or "").startswith(blanks.FIX) for problem in self.problems[since:])

    def place(self, at: nodes.Mark | nodes.Node) -> Place:
        """The same place for later, when the lines of the file are gone."""
        mark = at if isinstance(at, nodes.Mark) else at.mark
        lines = self.source.lines
        return Place(mark.line, mark.column, lines[mark.line - 1] if mark.line <= len(lines) else "")

    def mention(self, scalar: nodes.Scalar) -> Mention:
        """A name that something of another file may bear."""
        return Mention(scalar.text, self.place(scalar))

    def text(self, node: nodes.Node, what: str) -> str | None:
        """The text of a scalar that YAML did not damage; otherwise a problem."""
        wrong = traps.damage(self.source, node, what)
        if wrong is not None:
            self.tell((wrong,))
        return node.text if wrong is None and isinstance(node, nodes.Scalar) else None

    def line(self, node: nodes.Node | None, what: str) -> str | None:
        """The same on one line; None also where there is nothing."""
        text = self.text(node, what) if node is not None else None
        return " ".join(text.split()) if text is not None else None

    def texts(self, node: nodes.Node | None, key: str, sample: str) -> list[nodes.Scalar]:
        """The items of a list of texts that are fit to be used."""
        if node is None:
            return []
        if not isinstance(node, nodes.Sequence):
            self.report(node, f"`{key}` is a list", f"write `{key}: {sample}`")
            return []
        what = f"an item of `{key}`"
        return [
            item
            for item in node.items
            if self.text(item, what) is not None and isinstance(item, nodes.Scalar)
        ]
