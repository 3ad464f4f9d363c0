"""Why an article belongs to its story, in sentences."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.core.ids import StoryId
    from monitor.core.reports import Placed
    from monitor.core.stories import Story


def sentences(
    placed: "Placed | None", *, is_founder: bool, known: "Mapping[StoryId, Story]"
) -> list[tuple[str, str]]:
    """Each with the figures it rests on, which add up; "" where there are none.

    placed: None where its words did not decide. known: the stories it speaks of, as far as they are kept.
    """
    from monitor.core.ids import StoryId
    from monitor.core.why import equation

    if placed is None:
        return [
            ("It founded the story." if is_founder else "The story held it already, with another text.", "")
        ]
    told = []
    nearest = placed.nearest
    if not placed.is_new:
        said = f"It belongs to the story: {placed.score:.2f} in common, {placed.needed:.2f} needed."
        told.append((said, equation(placed.terms, placed.score)))
    elif nearest is None:
        told.append(("It founded the story: no live one says enough of its rarer words.", ""))
    else:
        said = f"It founded the story. The nearest is {named(StoryId(nearest.story), known)}: {nearest.score:.2f} in common"
        said += f", {'' if nearest.reason.startswith('below') else 'but '}{nearest.reason}."
        told.append((said, equation(nearest.parts, nearest.score)))
    for merge in placed.merged:
        one, other = named(StoryId(merge.goes), known), named(StoryId(merge.stays), known)
        told.append((f"With it {one} turned out to be one with {other}: {merge.score:.2f} in common.", ""))
    return told


def stories_of(placed: "Placed | None") -> "list[StoryId]":
    """Those that the sentences name."""
    from monitor.core.ids import StoryId

    if placed is None:
        return []
    near = [placed.nearest.story] if placed.nearest is not None else []
    merged = [name for merge in placed.merged for name in (merge.goes, merge.stays)]
    return [StoryId(name) for name in (*near, *merged)]


def named(story: "StoryId", known: "Mapping[StoryId, Story]") -> str:
    """Its short id, and its headline if it is still kept."""
    from monitor.core.ids import short
    from monitor.core.sanitise import plain

    kept = known.get(story)
    return f"{short(story)} (“{plain(kept.headline)}”)" if kept is not None else short(story)
