"""The bytes of one file to its draft. Nothing but these bytes counts, and every mistake is told at once."""

from monitor.config import source as nodes
from monitor.config.rulefiles import cues, entries, keys, settings, vocabularies, yaml_messages
from monitor.config.rulefiles.drafts import Draft
from monitor.config.rulefiles.page import Page
from monitor.core.errors import ConfigError

MAX_BYTES = 16 << 20  # ten thousand rules take two million bytes


def read(file: str, raw: bytes, *, shared: bool = False, guards: bool = False) -> Draft:
    """What a file says. file only names it.

    shared: it stands in a folder `vocabulary`, for all files to use; guards: in a folder `guards`, which is shared too.
    """
    try:
        source = nodes.read(file, raw, max_bytes=MAX_BYTES)
    except ConfigError as error:
        problems = tuple(yaml_messages.mended(error.problems, raw))
        return Draft(file=file, shared=shared or guards, problems=problems)
    page = Page(source)
    if guards:
        return _cues(page)
    match source.root:
        case nodes.Mapping() as top if shared:
            return _vocabulary(page, top)
        case nodes.Mapping() as top:
            return _rules(page, top)
        case None:
            hint = "begin with `vocabulary:`" if shared else "begin with `rules:`; `rules: []` for none"
            page.report(None, "this file is empty", hint)
        case other if shared:
            page.report(
                other,
                "a file of vocabularies begins with `vocabulary:`",
                "write talks: [talks, truce] below it",
            )
        case other:
            page.report(other, "a rule file begins with `rules:`", "put `rules:` above the list")
    return Draft(file=file, shared=shared, problems=tuple(page.problems))


def _rules(page: Page, top: nodes.Mapping) -> Draft:
    settings.check_keys(page, top, keys.FILE)
    defaults = settings.defaults(page, top.get("defaults"))
    words = vocabularies.read(page, top.get("vocabulary"))
    rules = tuple(entries.read(page, top.get("rules"), top))
    if not page.problems:  # a mistake may hide where a name is used
        page.problems += vocabularies.unused(page.source.path, words, rules)
    return Draft(
        file=page.source.path,
        defaults=defaults,
        vocabularies=words,
        rules=rules,
        problems=tuple(page.problems),
    )


def _vocabulary(page: Page, top: nodes.Mapping) -> Draft:
    for key, _ in top.pairs:
        if key.text == "vocabulary":
            continue
        if keys.FILE.get(key.text) is not None:
            hint = "move it to a rule file, one folder up"
            page.report(key, f"`{key.text}` in a file of vocabularies", hint)
        else:
            page.report(
                key, f"unknown key {key.text!r}", "names of vocabularies stand below `vocabulary:`, indented"
            )
    node = top.get("vocabulary")
    if node is None:
        page.report(top, "`vocabulary` is missing", "write `vocabulary:` and below it talks: [talks, truce]")
    words = vocabularies.read(page, node)
    return Draft(file=page.source.path, shared=True, vocabularies=words, problems=tuple(page.problems))


def _cues(page: Page) -> Draft:
    top = page.source.root
    table = cues.read(page, top) if isinstance(top, nodes.Mapping) else None
    if not isinstance(top, nodes.Mapping):
        hint = "write language: en, and below it negated: {before: [deny, has not]}"
        page.report(top, "a file of cues begins with `language:`", hint)
    return Draft(file=page.source.path, shared=True, cues=table, problems=tuple(page.problems))
