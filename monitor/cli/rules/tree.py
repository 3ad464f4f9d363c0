"""What a rule makes of an article, part by part, as a tree: what holds, on which words, and what is missing."""

from collections.abc import Iterable, Iterator, Sequence

from monitor.cli import tables
from monitor.cli.rules.branch import Branch, branch
from monitor.cli.rules.distance import apart
from monitor.cli.rules.table import shown_sources
from monitor.cli.tables import Cell
from monitor.core.articles import Article
from monitor.core.clauses import AllOf, AnyOf, Clause, Near, Not, Number, Pattern, Phrase, Scoped, Vocabulary
from monitor.core.clauses.written import brief
from monitor.core.guards import Verdict
from monitor.core.matching import Evidence, Explained, Explanation, Guarded, Judgement
from monitor.core.matching.lacking import lacks
from monitor.core.rules import Sources
from monitor.core.sanitise import plain

_OK, _NO, _NOTHING = Cell("ok  ", "bold green"), Cell("no  ", "bold red"), Cell("")
_SAID = {Verdict.BLOCK: "blocked", Verdict.FLAG: "flagged, not yet a fact", Verdict.ALLOW: "allowed"}
_MOST_PLACES = 2  # of one term
_MOST_PARTS = 3  # alternatives that are shown
_MOST_NAMED = 4  # alternatives that are only named
_LONGEST = 48  # characters of a clause that stands in one line with what it found


def of_rule(explained: Explained, article: Article, *, assumed: bool = False) -> Branch:
    """The tree of one rule. assumed: nobody has said where the article is from; it is as if from where the rule listens."""
    policy = explained.rule.policy
    verdict = Cell("FIRES", "bold green") if explained.fires else Cell("quiet", "bold yellow")
    severity = tables.word(policy.severity)
    return branch(
        Cell(explained.rule.id, "bold"),
        "  ",
        verdict,
        *((" (", severity, ")") if explained.fires else ()),
        _aside(plain(policy.title)),
        below=_below(explained, article, assumed=assumed),
    )


def of_failure(explained: Explained, article: Article) -> tuple[Branch, ...]:
    """What decided: of a rule that fires all it found, of a quiet one the parts that keep it so."""
    every = tuple(_below(explained, article, assumed=True))
    return every if explained.fires else tuple(_kept(every))


def one_line(explained: Explained, article: Article) -> Branch:
    """A rule that stays quiet, and what it lacks."""
    event = explained.event
    missing = list(lacks(explained))
    if isinstance(event.clause, Near) and not event.holds and (why := apart(event, article)):
        missing[0] = f"{_shortened(event.clause)}: {why}"
    is_short = len(missing) == 1 and not event.holds
    says = f"one term short: {missing[0]}" if is_short else "; ".join(missing)
    return branch(Cell(explained.rule.id, "bold"), f"  {plain(says)}")


def found_words(explained: Explained) -> tuple[Evidence, ...]:
    """Everything of the event and its context that stands in the article, also when it was not enough."""
    parts = (explained.event, explained.about)
    return tuple(each for part in parts if part is not None for each in _words(part))


def _words(explanation: Explanation) -> Iterator[Evidence]:
    if explanation.holds:
        yield from explanation.evidence
    elif not isinstance(explanation.clause, Not):
        for part in explanation.parts:
            yield from _words(part)


def _below(explained: Explained, article: Article, *, assumed: bool) -> Iterator[Branch]:
    yield _titled("event", _clause(explained.event, article))
    if explained.about is not None:
        yield _titled("about", _clause(explained.about, article))
    if explained.unless is not None:
        yield _titled("unless", _absent(explained.unless, "what keeps it quiet is there"))
    if explained.judgement is not None:
        yield from _guards(explained.judgement)
    listened = explained.rule.sources
    if shown := shown_sources(listened):
        yield _sources(listened, shown, article, admitted=explained.admitted, assumed=assumed)


def _guards(judgement: Judgement) -> Iterator[Branch]:
    """Each cue, with what it guards."""
    by_cue: dict[tuple[str, str, int], dict[Evidence, Guarded]] = {}  # two entries may find the same words
    for each in judgement.guarded:
        found = by_cue.setdefault((each.reason, each.cue.field, each.cue.start), {})
        found.setdefault(each.occurrence, each)
    for (reason, _, _), occurrences in by_cue.items():
        group = list(occurrences.values())
        verdict = group[0].verdict
        keeps_quiet = verdict is Verdict.BLOCK and judgement.outcome is Verdict.BLOCK
        spared = _aside("another occurrence is free" if judgement.outcome is Verdict.ALLOW else "")
        said = f"{_SAID[verdict]}: {plain(reason)} → "
        places = _places([each.occurrence for each in group])
        yield _titled("guards", branch(_NO if keeps_quiet else _OK, said, *places, spared))


def _titled(name: str, found: Branch) -> Branch:
    return Branch((Cell(f"{name:<8}", "cyan"), *found.pieces), found.below)


def _sources(listened: Sources, shown: str, article: Article, *, admitted: bool, assumed: bool) -> Branch:
    if admitted:
        return _titled("sources", branch(_OK, shown, _aside("assumed" if assumed else "")))
    if listened.languages and article.language not in {None, *listened.languages}:
        this = f"language {article.language}"
    else:
        outlet = f", outlet {article.outlet}" if article.outlet else ""
        this = "".join((f"tier {article.tier}", *(f", tag {tag}" for tag in article.tags), outlet))
    return _titled("sources", branch(_NO, f"{shown}; this is {plain(this)}"))


def _clause(found: Explanation, article: Article) -> Branch:
    """One clause: whether it holds, as it was written, what it found or lacks."""
    mark = _OK if found.holds else _NO
    match found.clause:
        case Phrase() | Pattern():
            return branch(mark, _written(found.clause), *_term(found))
        case Vocabulary(name=name):
            inner = found.parts[0] if found.parts else found
            return _any(found, _alternatives(inner), f"${name}", article)
        case AnyOf(clauses=parts):
            return _any(found, found.parts, f"any of {len(parts)}", article)
        case AllOf():
            return branch(mark, "all of", below=(_clause(part, article) for part in found.parts))
        case Not():
            return _absent(found.parts[0], _shortened(found.clause))
        case Near():
            sides = tuple(_clause(part, article) for part in found.parts)
            return branch(mark, _shortened(found.clause), _aside(apart(found, article)), below=sides)
        case Number():
            return _number(found, article)
        case Scoped(field=field):
            inside = _clause(found.parts[0], article)
            return Branch((inside.pieces[0], Cell(f"{field}: "), *inside.pieces[1:]), inside.below)


def _term(found: Explanation) -> tuple[Cell | str, ...]:
    if found.holds:
        return (" → ", *_places(found.evidence))
    if isinstance(found.clause, Phrase) and len(found.missing) < found.clause.tokens[-1].after:
        lacking = ", ".join(f"“{word}”" for word in found.missing)
        why = f"lacks {lacking}" if lacking else "its words are there, but not in a row"
        return (_aside(why),)
    return ()


def _any(found: Explanation, parts: Sequence[Explanation], name: str, article: Article) -> Branch:
    """Alternatives: those that hold, else those that come near, the rest counted."""
    held = [part for part in parts if part.holds]
    if len(held) == 1 and isinstance(held[0].clause, Phrase | Pattern):
        return branch(_OK, Cell(f"{name}: ", "dim"), _written(held[0].clause), *_term(held[0]))
    near = sorted((part for part in parts if part.nearness > 0), key=lambda part: -part.nearness)
    shown = (held or near)[:_MOST_PARTS]
    if not shown:
        named = ", ".join(_shortened(part.clause) for part in parts[:_MOST_NAMED])
        more = _more(len(parts) - _MOST_NAMED)
        return branch(_NO, name, _aside(f"none of {named}{more}" if len(parts) > 1 else named))
    below = [_clause(part, article) for part in shown]
    if len(parts) > len(shown):
        below.append(branch(Cell(_more(len(parts) - len(shown)).strip(), "dim")))
    return branch(_OK if found.holds else _NO, name, below=below)


def _alternatives(inner: Explanation) -> tuple[Explanation, ...]:
    return inner.parts if isinstance(inner.clause, AnyOf) else (inner,)


def _absent(inner: Explanation, name: str) -> Branch:
    """What must not stand there. inner: the clause without its NOT."""
    if not inner.holds:
        none = _aside("none of it" if _has_several(inner.clause) else "not there")
        return branch(
            _OK,
            _shortened(Not(clause=inner.clause)) if name.startswith("NOT") else _shortened(inner.clause),
            none,
        )
    return branch(_NO, name, below=_culprits(inner))


def _culprits(found: Explanation) -> Iterator[Branch]:
    """Each term that was found, and counts against the rule."""
    by_term: dict[str, list[Evidence]] = {}
    for each in found.evidence:
        by_term.setdefault(each.term, []).append(each)
    for term, places in list(by_term.items())[:_MOST_PARTS]:
        yield branch(term, " → ", *_places(places))
    if len(by_term) > _MOST_PARTS:
        yield branch(Cell(_more(len(by_term) - _MOST_PARTS).strip(), "dim"))
    if not by_term:
        yield branch("it holds by what is absent")


def _number(found: Explanation, article: Article) -> Branch:
    cue = found.parts[0]
    label = _shortened(found.clause)
    if found.holds:
        figures = [each for each in found.evidence if each.term == "NUMBER"]
        return branch(_OK, label, " → ", *_places(figures), below=[_clause(cue, article)])
    why = "no such figure belongs to it" if cue.holds else ""
    return branch(_NO, label, _aside(why), below=[_clause(cue, article)])


def _places(evidence: Iterable[Evidence]) -> Iterator[Cell | str]:
    """The words as they stand in the article, and which characters of it they are, the first being 1."""
    every = list(evidence)
    for number, each in enumerate(every[:_MOST_PLACES]):
        yield " · " if number else ""
        yield Cell(f"“{plain(each.text)}”", "green")
        yield Cell(f" {each.field} {each.start + 1}–{each.end}", "dim")  # noqa: RUF001 - a range
    yield Cell(_more(len(every) - _MOST_PLACES), "dim")


def _aside(text: str) -> Cell:
    """A remark behind what a line is about; nothing for nothing."""
    return Cell(f"  {text}" if text else "", "dim")


def _more(count: int) -> str:
    return f" … and {count} more" if count > 0 else ""


def _written(term: Phrase | Pattern) -> str:
    """A term as its author wrote it, with quotes around several words."""
    if isinstance(term, Phrase) and " " not in term.text:
        return term.spelling + term.text
    return brief(term)


def _shortened(clause: Clause) -> str:
    """The clause as it was written, if that is short; else its kind."""
    shown = _written(clause) if isinstance(clause, Phrase | Pattern) else brief(clause)
    if len(shown) <= _LONGEST:
        return shown
    match clause:
        case AnyOf(clauses=parts):
            return f"any of {len(parts)}"
        case AllOf(clauses=parts):
            return f"all of {len(parts)}"
        case Not(clause=inner):
            return f"NOT {_shortened(inner)}"
        case Near(left=left, right=right, within=within, ordered=ordered):
            sign = "SAME-SENTENCE" if within is None else f"{'BEFORE' if ordered else 'NEAR'}/{within}"
            return f"({_shortened(left)}) {sign} ({_shortened(right)})"
        case Number(cue=cue, comparison=comparison, value=value):
            return f"NUMBER({_shortened(cue)}) {comparison} {value}"
        case _:
            return shown[: _LONGEST - 1] + "…"


def _has_several(clause: Clause) -> bool:
    return isinstance(clause, AnyOf | Vocabulary | AllOf)


def _kept(branches: Iterable[Branch]) -> Iterator[Branch]:
    """Those that say no, without what is fine below them."""
    for each in branches:
        if _NO in each.pieces:
            failing = tuple(_kept(each.below))
            yield Branch(each.pieces, failing or tuple(part for part in each.below if _OK not in part.pieces))
