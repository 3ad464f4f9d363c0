"""What changed between two headlines, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from monitor.core.sanitise import Span

# A word ends at a blank; where Chinese and Japanese write none, each character is one, with the marks that stand on it.
_SIGN = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ON_IT = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef\u2060"
_WORDS = re.compile(f"\\s+|[{_SIGN}][{_ON_IT}]*|[^\\s{_SIGN}]+")
_REWRITTEN = 0.4  # with less than that in common, marks on nearly every word would tell nothing
_MOST_PIECES = 12  # with more, here a word and there a word, nobody sees what changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Both texts in pieces; marked are, in before, the words that went, and in after those that came."""

    before: tuple[Span, ...]
    after: tuple[Span, ...]


def diff(before: str, after: str) -> Change:
    """Of two lines that are safe to show: each is its pieces put together. Two that share little are left unmarked."""
    gone, came = _WORDS.findall(before), _WORDS.findall(after)
    blocks = SequenceMatcher(str.isspace, gone, came, autojunk=False).get_matching_blocks()
    kept = [place for block in blocks for place in range(block.a, block.a + block.size)]
    still = [place for block in blocks for place in range(block.b, block.b + block.size)]
    change = Change(before=_pieces(gone, kept), after=_pieces(came, still))
    if _share(gone, kept) < _REWRITTEN or max(len(change.before), len(change.after)) > _MOST_PIECES:
        return Change(before=_whole(before), after=_whole(after))
    return change


def _whole(line: str) -> tuple[Span, ...]:
    return (Span(text=line),) if line else ()


def _share(words: list[str], kept: list[int]) -> float:
    """How much of the text, in letters, has stayed."""
    return sum(len(words[place].strip()) for place in kept) / max(1, sum(map(len, map(str.strip, words))))


def _pieces(words: list[str], kept: list[int]) -> tuple[Span, ...]:
    """A blank is marked between two words that are."""
    stayed = set(kept)
    marked = [place not in stayed for place in range(len(words))]
    for place in range(1, len(words) - 1):
        if words[place].isspace():
            marked[place] = marked[place - 1] and marked[place + 1]
    groups = groupby(range(len(words)), key=marked.__getitem__)
    return tuple(
        Span(text="".join(words[place] for place in group), marked=is_marked) for is_marked, group in groups
    )
