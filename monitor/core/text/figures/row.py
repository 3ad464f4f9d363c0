"""The words of a text one by one, joined words left out, with what stands between them."""

from monitor.core.text.figures.tongue import Tongue
from monitor.core.text.folding import fold
from monitor.core.text.words import Words

HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{HEBREW PUNCTUATION MAQAF}")
DASHES = HYPHENS | {"\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}", "~", "\N{FULLWIDTH TILDE}"}
_PLAIN = HYPHENS | {"", "'", "\N{RIGHT SINGLE QUOTATION MARK}", "."}


class Row:
    """Words by position; the gap of a position is what stands in front of its word."""

    __slots__ = ("count", "ends", "folded", "sentences", "starts", "surfaces", "text", "tongue")

    def __init__(self, words: Words, tongue: Tongue) -> None:
        firsts, afters = words.firsts, words.afters
        single = [at for at, first in enumerate(firsts) if afters[at] == first + 1]
        self.text, self.tongue, self.count = words.text, tongue, len(single)
        self.surfaces = [words.surfaces[at] for at in single]
        self.folded = [fold(surface) for surface in self.surfaces]
        self.starts = [words.starts[at] for at in single]
        self.sentences = frozenset(words.sentence_starts())
        self.ends = [words.ends[at] for at in single]

    def word(self, at: int) -> str:
        """Folded; "" outside the text."""
        return self.folded[at] if 0 <= at < self.count else ""

    def gap(self, at: int) -> str:
        """What stands between the word before and this one, or the end of the text."""
        start = self.ends[at - 1] if at else 0
        return self.text[start : self.starts[at] if at < self.count else len(self.text)]

    def goes_on(self, at: int) -> bool:
        """Space or a hyphen, and nothing else, in front of a word: it may be part of the same number."""
        return 0 < at < self.count and ((gap := self.gap(at).strip()) == "" or gap in HYPHENS)

    def follows(self, at: int) -> bool:
        """The same with apostrophes and stops of abbreviation: it may be part of the same phrase."""
        return 0 < at < self.count and self.gap(at).strip() in _PLAIN

    def joins(self, at: int) -> bool:
        """An Arabic "and" is written onto the figure: what stands before it belongs to something else."""
        word = self.word(at)
        return word[:1] == "و" and word[1:2].isdecimal()
