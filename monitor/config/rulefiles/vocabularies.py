"""`vocabulary:` of a file: named lists of words, or a list for each language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from monitor.config import source as nodes
from monitor.config.rulefiles import languages, traps
from monitor.config.rulefiles.drafts import RuleDraft, VocabularyDraft
from monitor.config.rulefiles.expressions import Expressions
from monitor.config.rulefiles.page import Page
from monitor.core.clauses import MAX_TERMS, AnyOf, Phrase, Term, any_of, show
from monitor.core.errors import Problem
from monitor.core.ids import digest

_NAME = re.compile(r"[^\W\d]\w*")
_SAMPLE = "[talks, negotiation]"


def read(page: Page, node: nodes.Node | None) -> tuple[VocabularyDraft, ...]:
    """Every vocabulary that has a name; what has a mistake is kept as not sound."""
    match node:
        case None:
            return ()
        case nodes.Mapping(pairs=pairs):
            return tuple(draft for key, value in pairs if (draft := _vocabulary(page, key, value)))
        case _:
            page.report(
                node, "`vocabulary` is a mapping of names to lists", f"write talks: {_SAMPLE} below it"
            )
            return ()


def _vocabulary(page: Page, key: nodes.Scalar, node: nodes.Node) -> VocabularyDraft | None:
    if not _NAME.fullmatch(key.text):
        name = re.sub(r"\W+", "_", key.text.strip().lstrip("$")).strip("_")
        message = "the name of a vocabulary holds letters, digits and _, and begins with a letter"
        page.report(key, message, f"write {name}" if _NAME.fullmatch(name) else "begin it with a letter")
        return None
    texts, before = Expressions(page), len(page.problems)
    lists = list(_lists(page, texts, key, node))
    items = [item for _, spoken in lists for item in spoken]
    if len(items) > MAX_TERMS:
        page.report(node, f"more than {MAX_TERMS:,} items", "split it into several vocabularies")
    sound = bool(items) and len(page.problems) == before
    content = [part for language, spoken in lists for part in (language or "", *map(show, spoken), "")]
    return VocabularyDraft(
        name=key.text,
        place=page.place(key),
        clause=any_of(tuple(items)) if sound else None,
        content=digest(*content) if sound else "",
        size=len(items),
        mentions=tuple(texts.mentions),
    )


def _lists(
    page: Page, texts: Expressions, key: nodes.Scalar, node: nodes.Node
) -> Iterator[tuple[str | None, list[Term]]]:
    match node:
        case nodes.Sequence():
            yield None, list(_items(page, texts, node))
        case nodes.Mapping(pairs=pairs) if pairs:
            for spoken, value in pairs:
                language = languages.code(page, spoken)
                if isinstance(value, nodes.Sequence):
                    yield language, [in_language(item, language) for item in _items(page, texts, value)]
                else:
                    page.report(value, "a list of words is expected here", f"write {spoken.text}: {_SAMPLE}")
        case _:
            hint = f"write {key.text}: {_SAMPLE}, or a list for each language: {{en: [talks], fr: [pourparlers]}}"
            page.report(node, "a vocabulary is a list of words", hint)


def _items(page: Page, texts: Expressions, node: nodes.Sequence) -> Iterator[Term]:
    if not node.items:
        page.report(node, "an empty list", f"write {_SAMPLE}, or delete the line")
    for item in node.items:
        if isinstance(item, nodes.Scalar):
            read = texts.item(item)
            if read is not None:
                yield read
        else:
            page.tell((_no_item(item),))


def _no_item(node: nodes.Mapping | nodes.Sequence) -> traps.Wrong:
    if isinstance(node, nodes.Sequence):
        return traps.Wrong(node, "a list inside the list of a vocabulary", "take one pair of [ ] away")
    if any(key.text in {"any", "all", "none", "near", "number"} for key, _ in node.pairs):
        return traps.Wrong(
            node, "a vocabulary holds words and phrases only", "write this under the rule's `match`"
        )
    return traps.became_mapping(node, "a phrase")


def in_language(term: Term, language: str | None) -> Term:
    """The term with its own phrases in a language; the vocabularies it names keep theirs."""
    match term:
        case Phrase() if language is not None:
            return replace(term, language=language)
        case AnyOf(clauses=clauses) if language is not None:
            return AnyOf(clauses=tuple(in_language(each, language) for each in clauses))  # type: ignore[arg-type]
        case _:
            return term


def unused(
    file: str, vocabularies: Iterable[VocabularyDraft], rules: Iterable[RuleDraft]
) -> Iterator[Problem]:
    """Vocabularies of a rule file that nothing in it names, not even with a slip: of that its own place tells."""
    own = tuple(vocabularies)
    named = {each.name for rule in rules for each in rule.match.mentions}
    named |= {each.name for draft in own for each in draft.mentions if each.name != draft.name}
    known = [draft.name for draft in own]
    named |= {close for name in named.difference(known) for close in get_close_matches(name, known, n=1)}
    for draft in own:
        if draft.name not in named:
            hint = "delete it, or move it to a file in the folder vocabulary, where all files share it"
            yield draft.place.problem(file, f"nothing in this file uses ${draft.name}", hint)
