"""The keys of a file of cues, in the folder `guards`."""

from monitor.config.rulefiles.keys.key import Key, Section
from monitor.config.rulefiles.values import Choice, Many, Read, Rows, Text, Whole
from monitor.core.guards import GuardKind

_CUE = Text(what="a cue", write="deny")
_CUES = Rows(each=_CUE, write="[deny, has not]")
EXEMPT = Rows(each=_CUE, write="[no, without]")  # what stands under a vocabulary
_REACH = Whole(least=1, most=100, write="how many words a cue reaches, like 9")


def _lists(kind: GuardKind) -> Key:
    return Key(
        name=kind.value,
        meaning=f"Cues of the kind {kind}.",
        example={"before": ["deny", "has not"]},
        value=Read(shape={}),
    )


REACH = Section(
    name="reach",
    what="`reach`",
    keys=(
        Key(name="before", meaning="How many words behind it a cue of `before` reaches.", example=9, value=_REACH),
        Key(name="after", meaning="How many words in front of it a cue of `after` reaches.", example=6, value=_REACH),
    ),
)  # fmt: skip

SIDES = Section(
    name="negated",
    what="a kind of guard",
    keys=(
        Key(name="before", meaning="Cues that guard what stands behind them, in the same clause.", value=_CUES,
            example=["deny", "has not"], also=("preceding", "pre")),
        Key(name="next", meaning="Cues that guard only what stands directly behind them.", value=_CUES,
            example=["=to"], also=("directly",)),
        Key(name="after", meaning="Cues that guard what stands before them, in the same clause.", value=_CUES,
            example=["is false"], also=("following", "post", "behind")),
        Key(name="anywhere", meaning="Cues that guard the whole sentence they stand in.", value=_CUES,
            example=["anniversary"], also=("sentence",)),
        Key(name="apart", meaning="Phrases in which the words of a cue are none.", value=_CUES,
            example=["not only"], also=("pseudo", "except", "not")),
        Key(name="ends", meaning="Signs that guard the sentence they end.", example=["?"], also=("sign", "end"),
            value=Many(each=Choice(words=dict.fromkeys("?؟？;", "")), write='["?"]')),  # noqa: RUF001 - question marks
    ),
)  # fmt: skip

CUES = Section(
    name="the file",
    what="a file of cues",
    elsewhere=(SIDES,),
    keys=(
        Key(name="language", meaning="The language whose cues these are.", example="en", required=True,
            value=Text(what="the code of a language", write="en, fr or ar"), also=("lang",)),
        Key(name="reach", meaning="How many words a cue reaches, inside its clause.", example={"before": 9, "after": 6},
            value=REACH, also=("scope", "window")),
        Key(name="parts", meaning="Words that a cue does not reach across, as if they began a clause.",
            example=["as", "while"], value=_CUES, also=("conjunctions", "stops")),
        *map(_lists, GuardKind),
        Key(name="exempt", meaning="By vocabulary: cues that do not guard a rule whose event names it.",
            example={"stalled": ["no", "without"]}, value=Read(shape={}), also=("exemptions", "except")),
    ),
)  # fmt: skip
