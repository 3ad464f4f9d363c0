"""How a table of forms is written: one word a line, what belongs to it behind a sign."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """What a language's stemmer does not know, or gets wrong. Every word in casefolded NFC.

    base: a form and the word it is a form of (broke: break). apart: a word that the stemmer would merge with one
    of another meaning, and what it is known by instead (aides: aide~, which
    no stemmer makes). merged: the same pairs, as they were
    written down: what stays with the stemmer, and what is kept from it.
    """

    base: Mapping[str, str] = field(default_factory=dict[str, str])
    apart: Mapping[str, str] = field(default_factory=dict[str, str])
    merged: tuple[tuple[str, str], ...] = ()


def forms(*, irregular: str = "", apart: str = "", generated: Iterable[tuple[str, str]] = ()) -> Forms:
    """Read tables: `break: broke broken` a line for irregular, `aid | aide aides` for apart.

    generated: more forms with their words; what stands in irregular goes before.
    """
    rows = [line.partition("|") for line in apart.casefold().strip().splitlines()]
    return Forms(
        base={form.casefold(): word.casefold() for form, word in generated} | _by_form(irregular),
        apart={word: f"{others.split()[0]}~" for _, _, others in rows for word in others.split()},
        merged=tuple((one.strip(), word) for one, _, others in rows for word in others.split()),
    )


def _by_form(table: str) -> dict[str, str]:
    rows = (line.partition(":") for line in table.casefold().strip().splitlines())
    return {form: word.strip() for word, _, others in rows for form in others.split()}
