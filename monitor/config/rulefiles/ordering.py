"""Names in an order in which each comes after those it needs."""

from collections.abc import Callable, Iterable, Iterator

Circle = tuple[str, ...]


def in_order(
    names: Iterable[str], needs: Callable[[str], Iterable[str]]
) -> tuple[tuple[str, ...], tuple[Circle, ...]]:
    """The names and all they need, each after its needs; and every circle met, as the names along it.

    Needs that lead into a circle come somewhere. No recursion: a chain may be as long as a file.
    """
    done: dict[str, None] = {}
    open_: dict[str, Iterator[str]] = {}  # the way from a name to here
    circles: list[Circle] = []
    for start in names:
        if start in done:
            continue
        open_[start] = iter(needs(start))
        while open_:
            name = next(reversed(open_))
            need = next(open_[name], None)
            if need is None:
                done[name] = None
                del open_[name]
            elif need in open_:
                way = list(open_)
                circles.append(tuple(way[way.index(need) :]))
            elif need not in done:
                open_[need] = iter(needs(need))
    return tuple(done), tuple(circles)
