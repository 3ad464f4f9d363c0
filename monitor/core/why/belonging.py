"""Why an article belongs to its story, in figures that add up."""

import math
from collections.abc import Sequence

from monitor.core.grouping import Part
from monitor.core.sanitise import plain

MOST_TERMS = 8  # named; the others are summed
_DIGITS = 2


def equation(parts: Sequence[Part], score: float) -> str:
    """The terms with what each adds: "talks 0.21 + stalled 0.15 + 3 more 0.05 = 0.41". What is shown adds up to the digit.

    Terms are words of feeds: they come out of this safe to show.
    """
    named = parts[:MOST_TERMS] if len(parts) > MOST_TERMS + 1 else parts
    figures = [part.score for part in named]
    words = [_word(part.term) for part in named]
    if len(named) < len(parts):
        figures.append(score - sum(figures))
        is_whole = math.isclose(sum(part.score for part in parts), score, abs_tol=10**-_DIGITS / 2)
        words.append(
            f"{len(parts) - len(named)} more" if is_whole else "others"
        )  # only the heaviest may be kept
    shown = _rounded(figures, round(score, _DIGITS))
    told = " + ".join(f"{word} {figure}" for word, figure in zip(words, shown, strict=True))
    return f"{told} = {score:.{_DIGITS}f}"


def _word(term: str) -> str:
    return plain(term).replace(":", " ", 1)


def _rounded(figures: Sequence[float], total: float) -> list[str]:
    """To the digits shown, so that they sum to the total: who lost most by rounding down gets it back."""
    unit = 10**_DIGITS
    exact = [max(0.0, figure) * unit for figure in figures]
    whole = [int(each) for each in exact]
    missing = round(total * unit) - sum(whole)
    for place in sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])[:missing]:
        whole[place] += 1
    return [f"{each / unit:.{_DIGITS}f}" for each in whole]
