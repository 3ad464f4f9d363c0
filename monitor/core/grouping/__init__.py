"""Stories: which articles tell the same event, decided as they come.

features.py    what of an article is looked at: words, names and numbers; background.py: how common a word is anyway
marks.py       numbers that tell one event from the next where the words are the same
cluster.py     a story by its words; index.py: where an article looks for its own
bars.py        how alike is enough, and what rules say to it
grouping.py    the decision; placement.py: what was decided, and why
copies.py      wire copies; titles.py: a title without what outlets add
scoring.py     how good all that is, against stories that people have told apart
"""

from monitor.core.grouping.cluster import Cluster
from monitor.core.grouping.copies import Printed, is_copy
from monitor.core.grouping.features import Features, features
from monitor.core.grouping.grouping import Grouping
from monitor.core.grouping.placement import Likeness, Merge, Part, Placement

__all__ = [
    "Cluster",
    "Features",
    "Grouping",
    "Likeness",
    "Merge",
    "Part",
    "Placement",
    "Printed",
    "features",
    "is_copy",
]
