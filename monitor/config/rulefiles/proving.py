"""Whether the examples of rules behave, and what to say about one that does not."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache

from monitor.config.rulefiles.drafts import Draft, ExampleDraft
from monitor.core.articles import Article, first_sentence
from monitor.core.clauses import Not, Phrase, show
from monitor.core.errors import Problem
from monitor.core.ids import ArticleId, FeedId, Fingerprint, RuleId, digest
from monitor.core.matching import Explained, Explanation, Index
from monitor.core.matching.lacking import lacks
from monitor.core.rules import Example, Rule, SourceKind, Sources
from monitor.core.text import script_language

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_TIERS = range(1, 6)


def proof_key(rule: Rule) -> str:
    """The same for a rule of the same meaning with the same examples: it behaves as it did."""
    told = (f"{kind}{each}" for kind, group in _kinds(rule) for each in group)
    return digest(rule.fingerprint, *told)


def has_examples(rule: Rule) -> bool:
    return bool(rule.examples.fires or rule.examples.quiet)


def prove(drafts: Iterable[Draft], rules: Collection[RuleId], index: Index) -> Iterator[Problem]:
    """Every example that does not behave, of these rules. index: of a set that has them all, as linked from drafts."""
    wanted = {rule.id: rule for rule in index.ruleset.rules if rule.id in rules}
    for draft in drafts:
        for each in draft.rules:
            rule = wanted.get(each.id)
            if rule is None or rule.file != draft.file:
                continue
            for example in each.fires:
                article = article_of(example.example, rule)
                if not index.fires(rule.id, article):
                    yield _silent(draft.file, example, index.explain(rule.id, article))
            for example in each.quiet:
                article = article_of(example.example, rule)
                if index.fires(rule.id, article):
                    yield _loud(draft.file, example, index.explain(rule.id, article))


def _kinds(rule: Rule) -> tuple[tuple[str, tuple[Example, ...]], ...]:
    return (("fires", rule.examples.fires), ("quiet", rule.examples.quiet))


def article_of(example: Example, rule: Rule) -> Article:
    """The article an example invents, as a feed would bring it that the rule listens to."""
    tier, tags, outlet, feed = _origin(rule.sources)
    guess = script_language(f"{example.title} {example.lead}") or next(iter(rule.sources.languages), None)
    return Article(
        id=ArticleId("example"),
        fingerprint=Fingerprint("example"),
        feed=feed,
        outlet=outlet,
        tier=tier,
        language=example.language,
        tags=tags,
        title=example.title,
        lead=first_sentence(example.lead) if example.lead else "",
        summary=example.lead,
        link="",
        author="",
        categories=(),
        published=None,
        fetched=_NEVER,
        detected=guess if example.language is None else None,
    )


@lru_cache(maxsize=256)
def _origin(sources: Sources) -> tuple[int, tuple[str, ...], str, FeedId]:
    """Tier, tags, outlet and feed that these sources admit, if they admit anything."""
    kept = next((each for each in sources.include if each not in sources.exclude), None)
    given = {kept.kind: kept.value} if kept is not None else {}
    shut = {each.value for each in sources.exclude if each.kind is SourceKind.TIER}
    tier = given.get(SourceKind.TIER) or next((str(each) for each in _TIERS if str(each) not in shut), "3")
    tags = (given[SourceKind.TAG],) if SourceKind.TAG in given else ()
    return (
        int(tier),
        tags,
        given.get(SourceKind.OUTLET, "example"),
        FeedId(given.get(SourceKind.FEED, "example")),
    )


def _silent(file: str, example: ExampleDraft, explained: Explained) -> Problem:
    rule = explained.rule.id
    reasons = [*lacks(explained), *_closest(explained.event)]
    return example.place.problem(
        file, f"this should fire {rule} and does not", example.hint or "; ".join(reasons) or None
    )


def _closest(event: Explanation) -> Iterator[str]:
    """The phrase of which the most is there, when the event has alternatives."""
    silent = sorted(_phrases(event), key=lambda each: -each.nearness)
    if len(silent) > 1 and silent[0].nearness > 0:
        nearest = silent[0]
        lacking = (
            f"lacks {', '.join(nearest.missing)}" if nearest.missing else "has its words, but not in a row"
        )
        yield f"closest is {show(nearest.clause)}: the headline {lacking}"


def _phrases(explained: Explanation) -> Iterator[Explanation]:
    """The phrases that should occur and do not."""
    if isinstance(explained.clause, Not) or explained.holds:
        return
    if isinstance(explained.clause, Phrase):
        yield explained
    for part in explained.parts:
        yield from _phrases(part)


def _loud(file: str, example: ExampleDraft, explained: Explained) -> Problem:
    rule = explained.rule.id
    terms = ", ".join(dict.fromkeys(f'"{each.text}"' for each in explained.evidence))
    hint = f"it fires on {terms}" if terms else None
    return example.place.problem(file, f"this should leave {rule} quiet and fires it", hint)
