"""The keys that say what becomes of a match: the desk's part of a rule."""

from monitor.config.rulefiles.keys.key import Key, Section
from monitor.config.rulefiles.values import Choice, Either, Many, Span, Text, Value, Whole

RULE_ID = Text(what="the id of a rule", write="talks-stalled", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
CHANNEL = Text(what="the name of a channel", write="desk", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")

_OFF = Choice(words={"off": "Not for this rule."})
_VERDICT = Choice(
    words={
        "block": "Such an occurrence does not count.",
        "flag": "It is told, marked as not yet a fact.",
        "allow": "It counts like any other.",
    }
)


def _guard(name: str, meaning: str) -> Key:
    return Key(name=name, meaning=meaning, value=_VERDICT, example="flag")


GUARDS = Section(
    name="guards",
    what="`guards`",
    keys=(
        _guard("negated", "Words that say it did not happen: denies, baseless, has not."),
        _guard("hypothetical", "Words that say it may happen: could, if, warns, set to."),
        _guard("background", "Words that say it happened long ago: last week, in 2014, anniversary."),
        _guard("question", "Titles that ask whether it happened."),
        _guard("resumption", "Words that say it is over: talks resume after stalling."),
    ),
)

CORROBORATE = Section(
    name="corroborate",
    what="`corroborate`",
    keys=(
        Key(name="outlets", meaning="How many independent outlets must tell the story.", example=2,
            value=Whole(least=2, most=50, write="2 or more: one outlet needs no corroboration"), required=True,
            also=("sources", "count", "min")),
        Key(name="within", meaning="How long to wait for them.", value=Span(), example="30m", required=True,
            also=("window", "timeout", "for")),
        Key(name="or_tier", meaning="An outlet of this tier or better needs no second one.",
            value=Whole(least=1, most=5, write="a tier from 1 (most trusted) to 5"), example=1, also=("tier",)),
        Key(name="else", meaning="What becomes of a story that only one outlet told.", example="flag",
            value=Choice(words={"flag": "Told, marked as one outlet only; confirmed later. The default.",
                                "drop": "Not told."}, planned=frozenset({"digest"})),
            also=("otherwise", "default")),
    ),
)  # fmt: skip

CHANGES = {
    "outlets": "Three, ten or thirty independent outlets tell it.",
    "number": "The figure in the headline moved by the step.",
    "edit": "A headline was rewritten.",
    "severity": "A more severe rule fired.",
    "rule": "Another rule fired.",
    "merge": "Two stories turned out to be one.",
}

UPDATE = Section(
    name="update",
    what="`update`",
    keys=(
        Key(name="when", meaning="Which changes of a told story are told again; all of them without it.",
            value=Many(each=Choice(words=CHANGES), write="[outlets, number, edit]"),
            example=["outlets", "number", "edit"], also=("on", "changes")),
        Key(name="number", meaning="By how much the figure must move to be told again; 1 without it.",
            value=Whole(least=1), example=50,
            also=("step", "by")),
        Key(name="every", meaning="At most one update per span of time; the rest is told when it is over.",
            value=Span(), example="30m",
            also=("per", "interval")),
    ),
)  # fmt: skip

THROTTLE = Section(
    name="throttle",
    what="`throttle`",
    keys=(
        Key(name="per", meaning="What is counted together; each story without it.", example="story", also=("by", "key", "query_key"),
            value=Choice(words={"story": "Each story by itself.", "rule": "All stories of this rule."})),
        Key(name="every", meaning="At most one message per span of time.", value=Span(), example="30m",
            required=True, also=("period", "interval", "realert")),
        Key(name="max", meaning="The span doubles, up to this, each time that something was held back; without it, it stays.",
            value=Span(write="6h"), example="6h", also=("maximum", "exponential_realert", "upto")),
    ),
)  # fmt: skip

DIGEST = Section(
    name="digest",
    what="`digest`",
    keys=(
        Key(name="at", meaning="The time of day at which what was collected is sent.", example="08:00",
            value=Text(what="a time of day", write='"08:00"', pattern=r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"),
            required=True, also=("time", "daily")),
    ),
)  # fmt: skip

_MANY = Whole(least=2, write="2 or more: for one, leave `kind` away")

COUNT = Section(
    name="count",
    what="`count`",
    keys=(
        Key(name="articles", meaning="How many articles must match.", value=_MANY, example=5,
            also=("num_events", "matches", "events", "gte")),
        Key(name="outlets", meaning="How many outlets must tell it.", value=_MANY, example=5, also=("sources",)),
        Key(name="within", meaning="In which span of time.", value=Span(write="1h"), example="1h", required=True,
            also=("timeframe", "timespan", "window")),
    ),
)  # fmt: skip

ESCALATE = Section(
    name="escalate",
    what="`escalate`",
    keys=(
        Key(name="after", meaning="How long an acknowledgement is waited for.", value=Span(write="10m"),
            example="10m", required=True, also=("within", "timeout")),
        Key(name="to", meaning="The channels that hear it then.", value=Many(each=CHANNEL, write="[phone]"),
            example=["phone"], required=True, also=("channels",)),
    ),
)  # fmt: skip

_ALERT = Section(
    name="expect",
    what="`expect`",
    keys=(
        Key(name="alert", meaning="An alert of this severity.", example="critical", required=True,
            value=Choice(words=dict.fromkeys(("info", "low", "medium", "high", "critical"), "")),
            also=("severity",)),
    ),
)  # fmt: skip

STEP = Section(
    name="scenario",
    what="a step of a scenario",
    keys=(
        Key(name="at", meaning="When the article arrives, counted from the beginning.", example="12m",
            value=Span(write="0m, 12m or 1h", zero=True), required=True, also=("after", "time")),
        Key(name="outlet", meaning="Who publishes it.", value=Text(what="the name of an outlet", write="BBC"),
            example="BBC", required=True, also=("source", "feed")),
        Key(name="title", meaning="Its headline.", value=Text(what="a headline", write='"Truce talks collapse"'),
            example="Truce talks collapse", required=True, also=("headline",)),
        Key(name="lead", meaning="Its summary.", value=Text(what="a summary", write='"The envoys left."'),
            example="The envoys left in the night.", also=("summary",)),
        Key(name="expect", meaning="What must come of it.", example={"alert": "critical"}, required=True,
            value=Either(text=Choice(words={"none": "Nothing is told."}), mapping=_ALERT),
            also=("expected", "then")),
    ),
)  # fmt: skip

_QUIET: Value = Choice(
    words={
        "hold": "Kept until the quiet hours end; the default.",
        "drop": "Not told.",
        "downgrade": "Told without a sound.",
        "bypass": "Told at once; the default of critical rules.",
    }
)


def _key(name: str, meaning: str, example: object, value: Value, *also: str) -> Key:
    return Key(name=name, meaning=meaning, example=example, value=value, also=also)


def _planned(name: str, meaning: str, example: object, value: Value) -> Key:
    return Key(name=name, meaning=meaning, example=example, value=value, supported=False)


SCENARIO = _planned(
    "scenario", "Articles in the order of their arrival, and what must come of each.",
    [{"at": "0m", "outlet": "BBC", "title": "Truce talks collapse", "expect": "none"}],
    Many(each=STEP, write='[{at: 0m, outlet: BBC, title: "Truce talks collapse", expect: none}]'),
)  # fmt: skip

SHARED = (  # what `defaults` may set for every rule of a file
    _key("guards", "What to do with an event that is denied, possible, long ago, asked or over; all of it blocks without this.",
         {"hypothetical": "flag"}, Either(text=_OFF, mapping=GUARDS), "guard", "negation", "hedges"),
    _key("corroborate", "Hold a story until that many independent outlets tell it.",
         {"outlets": 2, "within": "30m", "or_tier": 1, "else": "flag"}, CORROBORATE, "confirm", "corroboration"),
    _key("update", "Which changes of a told story are told again; without it, that another or a more severe rule fired.",
         {"when": ["outlets", "number", "edit"], "number": 50, "every": "30m"}, UPDATE, "updates", "follow_up"),
    _key("throttle", "At most one message per span of time; what was held back is counted in the next one.",
         {"per": "story", "every": "30m", "max": "6h"}, THROTTLE, "cooldown", "realert", "rate_limit", "suppress"),
    _planned("digest", "Collect instead of sending at once: for a span of time, or until a time of day.",
             "1h", Either(text=Span(write='1h, or {at: "08:00"}'), mapping=DIGEST)),
    _planned("quiet", "What the quiet hours of a channel do to this rule.", "hold", _QUIET),
    _key("max_age", "An article that was published longer ago when it came is late: kept and counted, not told.",
         "6h", Span(write="6h"), "oldest", "not_older_than"),
    _planned("escalate", "Whom to tell when nobody acknowledged the alert.",
             {"after": "10m", "to": ["phone"]}, ESCALATE),
    _planned("filters", "off: the global filters do not hold this rule back.", "off", _OFF),
)  # fmt: skip

OWN = (  # what makes sense for one rule only
    _key("inhibits", "While this rule has fired for a story, these rules stay quiet about the same story.",
         ["talks-stalled"], Many(each=RULE_ID, write="[talks-stalled]"), "inhibit", "mutes", "silences"),
    _key("for", "How long `inhibits` lasts; 2h without it.", "2h", Span(write="2h")),
    _planned("kind", "Rules beyond one article: many within a span of time, or none.", "frequency",
             Choice(words={"frequency": "Fires when `count` is reached.",
                           "absence": "Fires when nothing matched `for` that long."})),
    _planned("count", "How many within which time make a rule of `kind: frequency` fire.",
             {"articles": 5, "within": "1h"}, COUNT),
)  # fmt: skip
