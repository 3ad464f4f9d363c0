"""Counts that a text states: 1,240 · 15.207 by language · number words · dozens · at least, more than.

figure.py        the value, and how it is held against another
reading.py       a text's figures, with what qualifies them
numerals.py      digits of any script; number_words.py, characters.py: words
counting.py      which numbers count nothing: ages, dates, ordinals, scores, shares, money, times, measures, names
binding.py       which figure belongs to a cue; functions.py: the small words it looks at
tongue.py        what a language consists of here; tongues/: one file per language
"""

from monitor.core.text.figures.binding import bound
from monitor.core.text.figures.figure import Figure, holds
from monitor.core.text.figures.reading import figures

__all__ = ["Figure", "bound", "figures", "holds"]
