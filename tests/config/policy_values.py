"""Values of policy keys, good and bad."""

from dataclasses import dataclass

GOOD = [
    ("corroborate", "{outlets: 2, within: 30m, or_tier: 1, else: flag}"),
    ("corroborate", "{outlets: 3, within: 1h30m}"),
    ("corroborate", '{outlets: "2", within: "45 m", else: drop}'),
    ("update", "{when: [outlets, number, edit], number: 50, every: 30m}"),
    ("update", "{when: [severity, rule, merge]}"),
    ("update", "{number: 50}"),
    ("update", "{when: [number]}"),
    ("update", "{}"),
    ("throttle", "{per: story, every: 30m, max: 6h}"),
    ("throttle", "{every: 90s}"),
    ("throttle", "{per: rule, every: 1h, max: 1h}"),
    ("digest", "1h"),
    ("digest", '{at: "08:00"}'),
    ("digest", "{at: 23:59}"),
    ("quiet", "hold"),
    ("quiet", "bypass"),
    ("max_age", "6h"),
    ("inhibits", "[talks-stalled, talks-resumed]"),
    ("for", "2h"),
    ("for", "30D"),
    ("kind", "frequency"),
    ("kind", "absence"),
    ("count", "{articles: 5, within: 1h}"),
    ("count", "{outlets: 2, within: 1d}"),
    ("escalate", "{after: 10m, to: [phone]}"),
    ("guards", "off"),
    ("guards", "{negated: allow, hypothetical: flag, background: block, question: flag, resumption: allow}"),
    ("filters", "off"),
    ("scenario", '[{at: 0m, outlet: bbc, title: "a: b", expect: none}]'),
    ("scenario", "[{at: 0S, outlet: bbc, title: 112, lead: x, expect: {alert: critical}}]"),
]


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad value, the character it is wrong at (from 1, in the value), and what is said.

    sums: it is wrong only as a whole, which no schema can say.
    """

    key: str
    value: str
    column: int
    message: str
    hint: str
    sums: bool = False

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


BAD = [
    Bad("corroborate", "2", 1, "`corroborate` is a mapping", "write {outlets: 2, within: 30m}"),
    Bad("corroborate", "{outlets: 1, within: 30m}", 11, "at least 2", "write 2 or more"),
    Bad("corroborate", "{outlets: two, within: 30m}", 11, "a whole number", "write 2 or more"),
    Bad("corroborate", "{outlets: 2}", 1, "`within` is missing", "add within: 30m"),
    Bad("corroborate", "{outlets: 2, withn: 30m}", 14, "unknown key 'withn'", "did you mean 'within'?"),
    Bad("corroborate", "{outlets: 2, window: 30m}", 14, "unknown key 'window'", "did you mean 'within'?"),
    Bad("corroborate", "{outlets: 2, within: soon}", 22, "not a span of time", "write 90s, 30m, 6h"),
    Bad("corroborate", "{outlets: 2, within: 0m}", 22, "more than nothing", "write 30m", sums=True),
    Bad("corroborate", "{outlets: 2, within: 30m, or_tier: 6}", 36, "at most 5", "from 1 (most trusted)"),
    Bad(
        "corroborate",
        "{outlets: 2, within: 30m, else: flagg}",
        33,
        "'flagg' is not known",
        "did you mean 'flag'?",
    ),
    Bad(
        "corroborate",
        "{outlets: 2, within: 30m, else: digest}",
        33,
        "`digest` is not in this version",
        "write flag or drop",
    ),
    Bad("update", "[outlets]", 1, "`update` is a mapping", "write {when: [outlets, number, edit]}"),
    Bad("update", "{when: outlets}", 8, "a list is expected", "write [outlets, number, edit]"),
    Bad("update", "{when: []}", 8, "an empty list", "write [outlets, number, edit]"),
    Bad("update", "{when: [outlet]}", 9, "'outlet' is not known", "did you mean 'outlets'?"),
    Bad("update", "{number: 1.5}", 10, "a whole number", "write a number like 3"),
    Bad("update", "{number: 0}", 10, "at least 1", "write a number like 3"),
    Bad("update", "{when: [edit], number: 50}", 24, "a step for a number", "add number to `when`", sums=True),
    Bad("update", "{every: [30m]}", 9, "a span of time is expected here, not a list", "write 30m"),
    Bad("throttle", "30m", 1, "`throttle` is a mapping", "write {every: 30m}"),
    Bad("throttle", "{per: outlet, every: 30m}", 7, "'outlet' is not known", "known here: story, rule"),
    Bad("throttle", "{per: story}", 1, "`every` is missing", "add every: 30m"),
    Bad("throttle", "{every: 6h, max: 30m}", 18, "`max` is shorter than `every`", "a longer span", sums=True),
    Bad("throttle", "{every: 30}", 9, "not a span of time", "write 90s"),
    Bad("digest", "hourly", 1, "not a span of time", "write 90s"),
    Bad("digest", '"08:00"', 1, "a time of day stands under `at`", 'write {at: "08:00"}'),
    Bad("digest", '{at: "25:00"}', 6, "a time of day is expected", 'write "08:00"'),
    Bad("digest", "{time: 08:00}", 2, "unknown key 'time'", "did you mean 'at'?"),
    Bad("quiet", "holt", 1, "'holt' is not known here", "did you mean 'hold'?"),
    Bad("quiet", "[Talks resume]", 1, "`quiet` says what quiet hours do", "stand under `examples:` `quiet:`"),
    Bad("max_age", "old", 1, "not a span of time", "write 90s"),
    Bad("max_age", "", 1, "a span of time is missing here", "write 6h"),
    Bad("inhibits", "talks-stalled", 1, "a list is expected here", "write [talks-stalled]"),
    Bad("inhibits", "[Talks stalled]", 2, "the id of a rule is expected", "write talks-stalled"),
    Bad("for", "{hours: 2}", 1, "a span of time is expected here, not a mapping", "write 2h"),
    Bad("kind", "frequent", 1, "'frequent' is not known", "did you mean 'frequency'?"),
    Bad("count", "5", 1, "`count` is a mapping", "write {within: 1h}"),
    Bad("count", "{within: 1h}", 1, "does not say what of", "{articles: 5, within: 1h}", sums=True),
    Bad(
        "count",
        "{articles: 5, outlets: 2, within: 1h}",
        24,
        "not both",
        "{outlets: 5, within: 1h}",
        sums=True,
    ),
    Bad("count", "{articles: 1, within: 1h}", 12, "at least 2", "for one, leave `kind` away"),
    Bad("count", "{num_events: 5, within: 1h}", 2, "unknown key 'num_events'", "did you mean 'articles'?"),
    Bad("escalate", "{after: 10m}", 1, "`to` is missing", "add to: [phone]"),
    Bad("escalate", "{after: 10m, to: phone}", 18, "a list is expected here", "write [phone]"),
    Bad("guards", "on", 1, "'on' is not known here", "known here: off"),
    Bad("guards", "[negated]", 1, "`guards` is a mapping", "write {negated: flag}"),
    Bad("guards", "{negation: flag}", 2, "unknown key 'negation'", "did you mean 'negated'?"),
    Bad("guards", "{negated: off}", 11, "'off' is not known here", "known here: block, flag, allow"),
    Bad("filters", "no", 1, "'no' is not known here", "off"),
    Bad("scenario", "{at: 0m}", 1, "a list is expected here", "write [{at: 0m"),
    Bad(
        "scenario",
        "[{at: 0m, outlet: bbc, expect: none}]",
        2,
        "`title` is missing",
        'add title: "Truce talks',
    ),
    Bad(
        "scenario", "[{at: 0m, outlet: bbc, title: a, expect: nothing}]", 42, "'nothing' is not", "here: none"
    ),
    Bad("scenario", "[{at: 0m, outlet: bbc, title: a, expect: {alert: big}}]", 50, "'big'", "info, low"),
    Bad(
        "scenario",
        "[{at: 2m, outlet: a, title: a, expect: none}, {at: 1m, outlet: a, title: a, expect: none}]",
        52,
        "earlier than the one before",
        "sort the steps",
        sums=True,
    ),
]
