"""What the language means, case by case.

<angle brackets> mark what must be found in a text; one with none must not match.
"""

import re
from typing import NamedTuple

from monitor.core.articles import Article
from monitor.core.clauses.tree import (
    AllOf,
    AnyOf,
    Clause,
    Comparison,
    Field,
    Near,
    Not,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Spelling,
    Term,
    Vocabulary,
)
from tests.core.matching.reference import ORDER
from tests.core.matching.samples import article, phrase


class Case(NamedTuple):
    """A clause, and the texts of an article with what it finds there in <brackets>."""

    clause: Clause
    title: str = ""
    lead: str = ""
    body: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    language: str | None = "en"

    @property
    def article(self) -> Article:
        return article(
            title=_plain(self.title),
            lead=_plain(self.lead),
            summary=_plain(self.body),
            author=_plain(self.author),
            categories=tuple(map(_plain, self.categories)),
            language=self.language,
        )

    @property
    def expected(self) -> list[tuple[str, int, int, str]]:
        marked = [(self.title,), (self.lead,), (self.body,), (self.author,), self.categories]
        found = {
            (ORDER.index(field), start, end, field.value, _plain(text)[start:end])
            for field, texts in zip(ORDER, marked, strict=True)
            for text in texts
            for start, end in _spans(text)
        }
        return [(field, start, end, text) for _, start, end, field, text in sorted(found)]


def _plain(marked: str) -> str:
    return re.sub("[<>]", "", marked)


def _spans(marked: str) -> list[tuple[int, int]]:
    opened: list[int] = []
    spans: list[tuple[int, int]] = []
    for place in re.finditer("[<>]", marked):
        offset = len(_plain(marked[: place.start()]))
        if place[0] == "<":
            opened.append(offset)
        else:
            spans.append((opened.pop(), offset))
    return spans


def p(written: str, language: str | None = None) -> Phrase:
    """=word and ==Word as in an expression."""
    text = written.lstrip("=")
    return phrase(text, spelling=Spelling(written[: len(written) - len(text)]), language=language)


def r(text: str) -> Pattern:
    return Pattern(text=text)


def either(*parts: Clause | str) -> AnyOf:
    return AnyOf(clauses=tuple(p(part) if isinstance(part, str) else part for part in parts))


def both(*parts: Clause | str) -> AllOf:
    return AllOf(clauses=tuple(p(part) if isinstance(part, str) else part for part in parts))


def near(left: Term | str, right: Term | str, within: int | None = None, *, ordered: bool = False) -> Near:
    left, right = (p(side) if isinstance(side, str) else side for side in (left, right))
    return Near(left=left, right=right, within=within, ordered=ordered)


def scoped(field: Field, inner: Clause | str) -> Scoped:
    return Scoped(field=field, clause=p(inner) if isinstance(inner, str) else inner)


def number(cue: str, comparison: Comparison, value: int) -> Number:
    return Number(cue=p(cue), comparison=comparison, value=value)


PEACE = Vocabulary(name="peace", clause=either("truce", "peace deal"))
ANY_TALKS = Vocabulary(name="any_talks", clause=either(PEACE, "talks"))

WORDS = [
    Case(p("talks"), "Truce <talks> stalled"),
    Case(p("talk"), "Truce <talks>, more <talking>, one <talk>"),
    Case(p("talks"), ""),
    Case(p("stall"), "It <stalls>, it <stalled>, it is installed"),
    Case(p("aid"), "<Aid> for the aide and his aides"),
    Case(p("execution"), "The executive saw an <execution>"),
    Case(p("ai"), "Training, he said, is for <AI>"),
    Case(p("us"), "<US> and <U.S.> and <us>"),
    Case(p("café"), "<cafe>, <CAFÉ>, <Cafe\u0301>, <cafés>"),
    Case(p("Israel"), "<Israel>'s talks, <Israel>’s truce"),
    Case(p("don't"), "I <don't> and I <don’t>, but not dont"),
    Case(p("=talks"), "talk, <talks>, <TALKS>, talking"),
    Case(p("=cafe"), "<Café> <cafe> cafés"),
    Case(p("=йод"), "иод <йод> <Йод>"),
    Case(p("==US"), "us <US> Us <U.S.>"),
    Case(p("==Café"), "cafe CAFÉ <Café> <Cafe\u0301>"),
    Case(p("is*l"), "<Israel> <isl> Islam <Ismail>"),
    Case(p("*fire"), "<ceasefire> <fire> fires <cease-<fire>>"),
    Case(p("w?rd"), "<word> <Ward> wrd woord"),
    Case(p("caf*"), "<CAFÉ> decaf <<café>-bar>"),
    Case(p("=is*l"), "<Israel> Israeli"),
    Case(p("?s*e*l"), "<Israel> Isl <Israël>"),
]
LANGUAGES = [
    Case(p("accord"), "Pas d'<accord>, l'<accord>, l’<accord>", language="fr"),
    Case(p("l'accord"), "<l’accord> de paix, <L'accord>", language="fr"),
    Case(p("mort", "fr"), "<mort> <morts>", language="fr"),
    Case(p("mort", "fr"), "<mort> morts"),
    Case(p("talks", "en"), "<talk> <talks>", language=None),
    Case(p("talks", "fr"), "talk <talks>", language=None),
    Case(p("переговоры"), "<переговоры>, <переговоров>", language="ru"),
    Case(p("переговоры", "ru"), "<переговоры>, переговоров"),
    Case(p("مفاوضات"), "<مفاوضات> <المفاوضات> <والمفاوضات>", language="ar"),
    Case(p("=مفاوضات"), "<مفاوضات> المفاوضات والمفاوضات", language="ar"),
    Case(p("مفاوضات", "ar"), "<مفاوضات> المفاوضات"),
    Case(p("停火"), "<停火>谈判，<停火>", language="zh"),
    Case(p("停谈"), "停火谈判", language="zh"),
]
ROWS = [
    Case(p("truce talks"), "<Truce talks> stalled; talks, truce"),
    Case(p("talks stalled"), "<talks stall> and <talk, stalled>. Talks. Stalled"),
    Case(p("cease-fire"), "<cease-fire> or <ceasefire> or <cease fire>"),
    Case(p("ceasefire"), "<cease-fire> or <ceasefire> or <cease fire>"),
    Case(p("cease fire"), "<cease-fire> or <ceasefire> or <cease fire>"),
    Case(p("face-to-face"), "<face-to-face>, <face to face>, <facetoface>, face to"),
    Case(p("face-to face"), "<face-to-face>, <face to-face>"),
    Case(p("=face to"), "<face-to>-face"),
    Case(p("airstrike"), "<air-strikes> and <airstrike>"),
    Case(p("air strike"), "<air-strikes> and <air strike>"),
    Case(p("neg* team"), "<Negotiating team>, <neg teams>, a team"),
    Case(p("cease-f*"), "<cease-fire>, <ceasefire>, <cease fires>, <ceasef>"),
    Case(p("==Truce talks"), "truce talks, Truce Talks, <Truce talks>"),
]
PATTERNS = [
    Case(r("kill(s|ed)?"), "<Killed>, <kill> and <kills>, not killing"),
    Case(r("talks (have )?stalled"), "<Talks stalled>: <talks have stalled>"),
    Case(r("talks|talks stalled"), "<talks stalled>, then <talks> fell"),
    Case(r("talk"), "talks <talk> stalk"),
    Case(r("talks( st)?"), "<talks> stalled, <talks st>"),
    Case(r("u?s"), "<U.S.> <us> <s>"),
    Case(r("[a-z ]*fire"), "<no cease fire> now"),
    Case(r("cease fire"), "<cease-fire>, <cease. Fire>, ceasefire"),
    Case(r("caf."), "<Café> <CAFE> caffè"),
    Case(r("(talks ?)+"), "<talks talks talks> stalled"),
    Case(r("x*"), "talks"),
    Case(r("tan.s"), "<tanks>, <Tangs>, <tan s>, tans"),
]
LOGIC = [
    Case(either("truce", "talks"), "<Truce> <talks>"),
    Case(either("truce", "talks"), "peace <talks>"),
    Case(either("truce", "talks"), "peace deal"),
    Case(either(both("truce", "hostage"), "talks"), "truce <talks>"),
    Case(both("truce", "talks"), "A <truce> after <talks> and <talks>"),
    Case(both("truce", "talks"), "A truce after all"),
    Case(both("truce", "talks"), "A <truce>", "After <talks>"),
    Case(both("talks", Not(clause=p("football"))), "<Talks> stalled"),
    Case(both("talks", Not(clause=p("football"))), "Football talks stalled"),
    Case(both("talks", Not(clause=p("football"))), "Talks", "Of football"),
    Case(PEACE, "A <truce>, a <peace deal>, no peace"),
    Case(ANY_TALKS, "<Talks> of a <truce>"),
]
NEARNESS = [
    Case(near("talks", "stall", 2), "<Talks> have now <stalled>"),
    Case(near("talks", "stall", 2), "Talks have by now stalled"),
    Case(near("talks", "stall", 2), "<Stalled> are the <talks>"),
    Case(near("talks", "stall", 2, ordered=True), "Stalled are the talks"),
    Case(near("talks", "stall", 0, ordered=True), "<talks> <stalled> talks"),
    Case(near("talks", "stall"), "<Talks> that went on for five long years have <stalled>"),
    Case(near("talks", "stall"), "No more talks today. Engines stalled again."),
    Case(near("talks", "stall"), "Talks", "Stalled"),
    Case(near("talks", "stall", 1), "<talks> <stalled> <talks> now talks"),
    Case(near("talks", "smith"), "<Talks> with Mr. <Smith> today"),
    Case(near("truce talks", "talks"), "truce talks"),
    Case(near("truce talks", "talks", 0), "<truce talks> <talks>"),
    Case(near("talks", "talks", 1), "<talks> and <talks>"),
    Case(near("talks", "talks", 1), "talks"),
    Case(near(either("truce", "peace"), "talks", 0), "<truce> <talks> and peace"),
    Case(
        near(PEACE, "stall", 1), "<truce> <stalled>, <stalled> by the weather, a <peace deal> has <stalled>"
    ),
    Case(near("talks stalled", "doha"), "These are talks. Stalled in Doha."),
    Case(near("cease-fire", "talks", 0), "<cease-fire> <talks>"),
    Case(near(r("talks?( have)?"), "stall", 0), "<talks have> <stalled>"),
    Case(near("*fire", "cease", 0), "<cease>-<fire>"),
]
NUMBERS = [
    Case(number("killed", Comparison.AT_LEAST, 12), "<12> <killed> in Doha"),
    Case(number("killed", Comparison.AT_LEAST, 12), "11 killed in Doha"),
    Case(number("killed", Comparison.MORE, 12), "12 killed in Doha"),
    Case(number("killed", Comparison.MORE, 100), "Talks: <1,240> people <killed> in Doha"),
    Case(number("killed", Comparison.EQUAL, 12), "<Twelve> <killed> in Doha"),
    Case(number("killed", Comparison.LESS, 12), "12 hurt. None of them killed"),
    Case(number("killed", Comparison.AT_LEAST, 1), "<3> <killed> in Doha", "In Cairo <4> were <killed>."),
]
FIELDS = [
    Case(p("talks"), "<Talks>", "After <talks>", "After talks. More talks.", "Talks", ("talks",)),
    Case(p("talks"), body="Talks"),
    Case(scoped(Field.TITLE, "talks"), "<Talks>", "talks", "talks"),
    Case(scoped(Field.TITLE, "talks"), "Truce", "talks", "talks"),
    Case(scoped(Field.LEAD, "talks"), "Talks", "<talks>", "talks"),
    Case(scoped(Field.BODY, "talks"), "Talks", "talks", "More <talks>"),
    Case(scoped(Field.AUTHOR, "jane doe"), "Jane Doe", author="By <Jane Doe>"),
    Case(scoped(Field.CATEGORY, "talks"), "Talks", categories=("Truce", "Peace <talks>")),
    Case(scoped(Field.CATEGORY, "truce talks"), categories=("Truce", "talks")),
    Case(scoped(Field.CATEGORY, near("truce", "talks")), categories=("Truce", "talks")),
    Case(scoped(Field.CATEGORY, r("truce talks")), categories=("Truce", "talks")),
    Case(scoped(Field.CATEGORY, both("truce", "talks")), categories=("<Truce>", "peace", "the <talks>")),
    Case(both("talks", scoped(Field.TITLE, Not(clause=p("talks")))), "Truce", "<talks>"),
    Case(both("talks", scoped(Field.TITLE, Not(clause=p("talks")))), "Talks", "talks"),
    Case(
        both(*(scoped(field, "talks") for field in reversed(Field))),
        *("<talks>", "my <talks>", "two <talks>", "<Talks>", ("<talks>",)),
    ),
]
CASES = [*WORDS, *LANGUAGES, *ROWS, *PATTERNS, *LOGIC, *NEARNESS, *NUMBERS, *FIELDS]
