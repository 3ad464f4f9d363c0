"""The keys under `match`, `sources` and `examples`."""

from monitor.config.rulefiles.keys.key import Key, Section
from monitor.config.rulefiles.values import Many, Read, Schema, Text, Whole, without
from monitor.core.clauses import MAX_WITHIN

LANGUAGE = r"^[A-Za-z]{2,3}$"
_SOURCE = r"^(tier:\s*[1-5]\s*$|(tag|outlet|feed):\s*\S)"

CLAUSE = Read(shape={"allOf": [{"$ref": "#/definitions/clause"}]})
CLAUSES = Read(shape={"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/part"}})
_PAIR = Read(shape={"type": "array", "minItems": 2, "maxItems": 2, "items": {"$ref": "#/definitions/part"}})
_WITHIN: Schema = {
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": MAX_WITHIN,
    "pattern": "^([0-9]+|sentence)$",
    "patternErrorMessage": f"A number of words from 0 to {MAX_WITHIN}, or sentence, is expected here",
}
_FIGURE = Whole(least=0, write="a number like 100")

FORMS = Section(
    name="event",
    what="a clause",
    keys=(
        Key(name="any", meaning="At least one of these must occur.", value=CLAUSES,
            example=["talks stalled", "talks collapsed"], also=("or", "any_of", "one_of", "should")),
        Key(name="all", meaning="Each of these must occur.", value=CLAUSES,
            example=["talks", "stalled"], also=("and", "all_of", "must")),
        Key(name="none", meaning="None of these may occur.", value=CLAUSES,
            example=["football", "cricket"], also=("not", "none_of", "must_not")),
        Key(name="near", meaning="These must occur in one sentence, close together.", value=_PAIR,
            example=["$talks", "$stalled"], also=("proximity",)),
        Key(name="within", meaning="How many words may stand between the two of `near`; sentence or nothing: any number.",
            value=Read(shape=_WITHIN), example=8,
            also=("distance", "slop", "words")),
        Key(name="ordered", meaning="true: the two of `near` must occur in the order they are listed in.",
            value=Read(shape={"type": "boolean"}), example=True, also=("order", "in_order")),
        Key(name="number", meaning="The words that a figure must belong to; at_least and its kin say which figure.",
            value=CLAUSE, example="$killed", also=("figure", "count")),
        Key(name="at_least", meaning="The figure of `number` is this or more.", value=_FIGURE, example=100,
            also=("min", "minimum", "gte")),
        Key(name="more_than", meaning="The figure of `number` is more than this.", value=_FIGURE, example=100,
            also=("gt", "over", "above")),
        Key(name="at_most", meaning="The figure of `number` is this or less.", value=_FIGURE, example=5,
            also=("max", "maximum", "lte")),
        Key(name="less_than", meaning="The figure of `number` is less than this.", value=_FIGURE, example=5,
            also=("lt", "under", "below")),
        Key(name="equal", meaning="The figure of `number` is exactly this.", value=_FIGURE, example=3,
            also=("eq", "equals", "exactly")),
        Key(name="title", meaning="Read in the title only.", value=CLAUSE, example=["ceasefire"],
            also=("headline",)),
        Key(name="lead", meaning="Read in the first sentence of the summary only.", value=CLAUSE,
            example=["ceasefire"], also=("first_sentence",)),
        Key(name="body", meaning="Read in the whole summary only.", value=CLAUSE, example=["ceasefire"],
            also=("summary", "text", "content")),
        Key(name="author", meaning="Read in the names of the authors only.", value=CLAUSE, example=["Reuters"],
            also=("byline", "authors")),
        Key(name="category", meaning="Read in the categories that the feed gives only.", value=CLAUSE,
            example=["World"], also=("categories", "tag", "tags")),
    ),
)  # fmt: skip

MATCH = Section(
    name="match",
    what="`match`",
    keys=(
        Key(name="event", meaning="What must have happened: read in the title and the first sentence of the summary.",
            value=CLAUSE, example="$talks NEAR/8 $stalled", also=("what", "query")),
        Key(name="about", meaning="Context that must be present: read in the title and the whole summary.",
            value=CLAUSE, example="$israel_hamas", also=("context", "topic")),
        Key(name="unless", meaning="What must not be there: read in the title and the whole summary.",
            value=CLAUSE, example="$sport OR $labour_dispute", also=("except", "exclude", "filter", "without")),
    ),
)  # fmt: skip

_CHOICES = Many(each=Text(what="a choice of sources", write="tier:1, tag:wire, outlet:BBC or feed:bbc-world",
                          pattern=_SOURCE), write='["tier:1"]')  # fmt: skip

SOURCES = Section(
    name="sources",
    what="`sources`",
    keys=(
        Key(name="include", meaning="Listen to these only, chosen by tier, tag, outlet or feed.", value=_CHOICES,
            example=["tier:1", "tag:wire"], also=("only", "from")),
        Key(name="exclude", meaning="Do not listen to these.", value=_CHOICES, example=["outlet:Example"],
            also=("except", "without")),
        Key(name="language", meaning="Listen to feeds in these languages only, by their codes.",
            value=Many(each=Text(what="a language code", write="en, fr or ar", pattern=LANGUAGE),
                       write="[en, fr]"), example=["en", "fr"], also=("languages", "lang")),
    ),
)  # fmt: skip

EXAMPLE = Section(
    name="an example",
    what="an example",
    keys=(
        Key(name="title", meaning="The headline.", value=Text(what="a headline", write='"Truce talks collapse"'),
            example="Truce talks collapse", required=True, also=("headline",)),
        Key(name="lead", meaning="The summary, as the feed would bring it.",
            value=Text(what="a summary", write='"The envoys left in the night."'),
            example="The envoys left in the night.", also=("summary", "body")),
        Key(name="language", meaning="The language of this example, by its code.",
            value=Text(what="a language code", write="en, fr or ar", pattern=LANGUAGE), example="fr",
            also=("lang",)),
    ),
)  # fmt: skip


def _articles() -> Schema:
    message = "An example is a headline in quotes, or has these keys: title, lead, language"
    each: Schema = (
        EXAMPLE.schema() | without("array", message=message) | {"minLength": 1, "errorMessage": message}
    )
    del each["type"]
    return {"type": "array", "items": each}


EXAMPLES = Section(
    name="examples",
    what="`examples`",
    keys=(
        Key(name="fires", meaning="Headlines that must fire this rule; they run whenever the file is read.",
            value=Read(shape=_articles()), example=["Truce talks collapse in the night"],
            also=("positive", "match", "matches", "true_positives")),
        Key(name="quiet", meaning="Headlines that must not fire this rule.", value=Read(shape=_articles()),
            example=["Truce talks resume after a week"],
            also=("negative", "silent", "not", "false_positives")),
    ),
)  # fmt: skip
