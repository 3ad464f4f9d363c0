"""A rule completed: by the vocabularies it names, the rule it extends, and the defaults of its file, in this order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.config.rulefiles.drafts import (
    NOTHING_ASKED,
    NOTHING_SAID,
    Draft,
    MatchDraft,
    PolicyDraft,
    RuleDraft,
    Settings,
)
from monitor.config.rulefiles.scopes import MAX_DEPTH, Scope
from monitor.core.channels import Severity
from monitor.core.clauses import Clause, all_of, any_of, resolve
from monitor.core.errors import Problem
from monitor.core.guards import NO_CUES, CueTables, Guards
from monitor.core.ids import ChannelName, RuleId, digest
from monitor.core.policies import Policy
from monitor.core.rules import Examples, Rule, Sources, fingerprint

MAX_TERMS = 100_000  # of a rule, with those its vocabularies stand for

_EVERYWHERE = Sources()
_NO_EXAMPLES = Examples()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heir:
    """A complete rule, and what was said on the way to it: what nobody said, a copy may still say.

    draft, above, cues: what it was made of. named: the content of each vocabulary that the draft names; vocabularies: of
    each that its clauses name. depth: 1 for a rule that extends none.
    """

    draft: RuleDraft
    above: "Heir | None"
    cues: CueTables
    named: Mapping[str, str]
    rule: Rule
    title: str | None
    settings: Settings
    vocabularies: Mapping[str, str]
    depth: int

    def is_current(self, draft: RuleDraft, above: "Heir | None", scope: Scope, cues: CueTables) -> bool:
        """Whether the draft would be completed to the same again."""
        return (
            self.draft is draft
            and self.above is above
            and self.cues == cues
            and all(
                (found := scope.get(name)) is not None and found.content == content
                for name, content in self.named.items()
            )
        )


def inherit(
    draft: Draft, rule: RuleDraft, above: Heir | None, scope: Scope, cues: CueTables
) -> Heir | Sequence[Problem]:
    """The rule, or why there is none; nothing when a name in it means nothing, which is told elsewhere.

    above: the rule it extends. What the rule says itself goes before what the one above says, and both before
    defaults; but sources add up, and guards are inherited kind by kind.
    """
    if any(each.name not in scope.clauses for each in rule.match.mentions):
        return ()
    contents = {each.name: scope.known[each.name].content for each in rule.match.mentions}
    problems = [*_too_large(draft, rule, scope, contents), *_not_both(draft, rule, above)]
    if problems:
        return problems
    settings = _said(rule.own, above.settings if above is not None else None, draft.defaults)
    title = rule.title or (above.title if above is not None else None)
    vocabularies = _with_those_above(contents, above)
    complete = _complete(
        draft, rule, above, scope, cues, title=title, settings=settings, vocabularies=vocabularies
    )
    return Heir(
        draft=rule,
        above=above,
        cues=cues,
        named=contents,
        rule=complete,
        title=title,
        settings=settings,
        vocabularies=vocabularies,
        depth=above.depth + 1 if above is not None else 1,
    )


def _complete(
    draft: Draft,
    rule: RuleDraft,
    above: Heir | None,
    scope: Scope,
    cues: CueTables,
    *,
    title: str | None,
    settings: Settings,
    vocabularies: Mapping[str, str],
) -> Rule:
    event, about, unless = _clauses(rule.match, scope, above)
    sources, extends = settings.sources or _EVERYWHERE, above.rule.id if above else None
    policy, (guards, cues) = _policy(rule.id, title or _spoken(rule.id), settings), _guarded(settings, cues)
    meaning = fingerprint(
        event=event,
        about=about,
        unless=unless,
        sources=sources,
        policy=policy,
        extends=extends,
        vocabularies=vocabularies,
        guards=guards,
        cues=cues,
    )
    return Rule(
        id=rule.id,
        event=event,
        about=about,
        unless=unless,
        sources=sources,
        guards=guards,
        cues=cues,
        policy=policy,
        examples=_examples(rule),
        extends=extends,
        file=draft.file,
        line=rule.place.line,
        fingerprint=meaning,
    )


def _guarded(settings: Settings, cues: CueTables) -> tuple[Guards, CueTables]:
    """What becomes of guarded occurrences, and the cues, which a rule without guards is spared."""
    guards = Guards(**{kind.value: verdict for kind, verdict in settings.guards})
    return guards, NO_CUES if guards.are_off else cues


def _said(own: Settings, inherited: Settings | None, defaults: Settings) -> Settings:
    if inherited is None and own is NOTHING_SAID:
        return defaults
    above = inherited or NOTHING_SAID
    channels = above.channels if own.channels is None else own.channels
    return Settings(
        severity=own.severity or above.severity or defaults.severity,
        channels=defaults.channels if channels is None else channels,
        sources=_listened(own.sources, above.sources) or defaults.sources,
        policy=_asked(own.policy, above.policy, defaults.policy),
        guards=tuple(dict((*defaults.guards, *above.guards, *own.guards)).items()),
    )


def _asked(*said: PolicyDraft) -> PolicyDraft:
    """Of each part the first that was said."""
    if all(each is NOTHING_ASKED for each in said):
        return NOTHING_ASKED
    parts = zip(*said, strict=True)
    return PolicyDraft(*(next((each for each in part if each is not None), None) for part in parts))


def _policy(rule: RuleId, title: str, settings: Settings) -> Policy:
    """A rule that the one above inhibits does not inhibit itself by inheriting that."""
    names = dict.fromkeys(ChannelName(each.name) for each in settings.channels or ())
    policy = Policy(title=title, severity=settings.severity or Severity.MEDIUM, channels=tuple(names))
    asked = settings.policy
    if asked is NOTHING_ASKED:
        return policy
    quiet = tuple(RuleId(each.name) for each in asked.inhibits.rules) if asked.inhibits else ()
    return replace(
        policy,
        corroborate=asked.corroborate,
        update=asked.update or policy.update,
        throttle=asked.throttle,
        max_age=asked.max_age,
        inhibits=tuple(each for each in quiet if each != rule),
        inhibits_for=(asked.inhibits and asked.inhibits.lasts) or policy.inhibits_for,
    )


def _clauses(
    match: MatchDraft, scope: Scope, above: Heir | None
) -> tuple[Clause, Clause | None, Clause | None]:
    """Event, about and unless."""
    event, about, unless = match.event, match.about, match.unless
    if match.mentions:
        event, about, unless = (
            resolve(each, scope.clauses) if each is not None else None for each in (event, about, unless)
        )
    if above is not None:
        event = above.rule.event
        about = _joined(above.rule.about, about, all_of)
        unless = _joined(above.rule.unless, unless, any_of)
    assert event is not None  # noqa: S101 - a sound rule has one, or extends one that does
    return event, about, unless


def _too_large(draft: Draft, rule: RuleDraft, scope: Scope, named: Iterable[str]) -> Iterator[Problem]:
    size = sum(found.size for name in named if (found := scope.get(name)) is not None)
    if size > MAX_TERMS:
        message = f"the vocabularies of this rule stand for {size:,} terms; at most {MAX_TERMS:,}"
        yield rule.place.problem(draft.file, message, "split it into several rules")


def _not_both(draft: Draft, rule: RuleDraft, above: Heir | None) -> Iterator[Problem]:
    """Where a copy and the rule it extends do not go together."""
    if above is None or rule.extends is None:
        return
    name, place = rule.extends
    if above.depth >= MAX_DEPTH:
        message = f"rules that extend rules, more than {MAX_DEPTH} deep"
        yield place.problem(draft.file, message, "extend one further up")
    own, inherited = rule.own.sources, above.settings.sources
    if own is None or inherited is None:
        return
    if own.include and inherited.include and set(own.include) != set(inherited.include):
        chosen = ", ".join(map(str, inherited.include))
        hint = "exclude some of these instead, or write a rule of its own"
        at = rule.own.include or place
        yield at.problem(draft.file, f"{name} listens to {chosen} already; a copy cannot choose others", hint)
    if own.languages and inherited.languages and not set(own.languages) & set(inherited.languages):
        spoken = ", ".join(inherited.languages)
        hint = "leave `language` out, or write a rule of its own"
        yield place.problem(draft.file, f"{name} listens to {spoken} only, so no language is left", hint)


def _listened(own: Sources | None, inherited: Sources | None) -> Sources | None:
    """What both let through."""
    if own is None or inherited is None:
        return own or inherited
    languages = own.languages or inherited.languages
    if own.languages and inherited.languages:
        languages = tuple(each for each in own.languages if each in inherited.languages)
    return Sources(
        include=inherited.include or own.include,
        exclude=tuple(dict.fromkeys((*inherited.exclude, *own.exclude))),
        languages=languages,
    )


def _with_those_above(contents: Mapping[str, str], above: Heir | None) -> Mapping[str, str]:
    """The content of each vocabulary; two of one name, from two files, count together."""
    if above is None:
        return contents
    both = {
        name: digest(content, above.vocabularies[name])
        for name, content in contents.items()
        if above.vocabularies.get(name, content) != content
    }
    return {**above.vocabularies, **contents, **both}


def _joined(
    inherited: Clause | None, own: Clause | None, together: Callable[[tuple[Clause, ...]], Clause]
) -> Clause | None:
    if inherited is None or own is None:
        return own if inherited is None else inherited
    return together((inherited, own))


def _examples(rule: RuleDraft) -> Examples:
    if not rule.fires and not rule.quiet:
        return _NO_EXAMPLES
    return Examples(
        fires=tuple(each.example for each in rule.fires), quiet=tuple(each.example for each in rule.quiet)
    )


def _spoken(identity: RuleId) -> str:
    """talks-stalled as a title: Talks stalled."""
    return identity.replace("-", " ").capitalize()
