"""Every mistake is told where it is, with a fix that is one."""

import re
from dataclasses import dataclass

import pytest

from monitor.core.clauses import ClauseError, parse, parse_item


@dataclass(frozen=True)
class Told:
    """offset and message of a mistake; fix: what its hint says to write, whole or in place of what stands there."""

    offset: int
    message: str
    fix: str | None = None
    hint: str = ""


def fixes(expression: str, told: Told) -> list[str]:
    """The fix alone, and the expression with the fix in place of the word, or the sign, at the offset."""
    assert told.fix is not None
    before, after = expression[: told.offset], expression[told.offset :]
    places = (re.match(pattern, after) for pattern in (r"[^\s()]+", r"[<>=|&]+", r"\S+", r"\S+\s+\S+"))
    return [told.fix, *(f"{before}{told.fix}{after[place.end() :]}" for place in places if place)]


def parses(expression: str) -> bool:
    try:
        parse(expression)
    except ClauseError:
        return False
    return True


MISTAKES = {
    # nothing, or too little
    "": Told(0, "empty"),
    "   ": Told(0, "empty"),
    "talks AND": Told(6, "missing after AND"),
    "AND talks": Told(0, "missing before AND", hint='write "and"'),
    "talks OR OR truce": Told(9, "missing after OR"),
    "NEAR/3 talks": Told(0, "missing before NEAR/3", '"near"'),
    "talks NEAR/3": Told(6, "missing after NEAR/3"),
    "talks AND ()": Told(10, "nothing between"),
    "...": Told(0, "no letter"),
    'talks OR ""': Told(9, "no letter"),
    "title:AND": Told(6, "missing after title:"),
    # parentheses and quotes
    "(talks": Told(0, "never closed", hint="add the )"),
    "talks)": Told(5, "closes nothing", hint="delete it"),
    '"talks': Told(0, "quote is never closed", hint="closing quote"),
    'talks AND ="truce': Told(10, "quote is never closed"),
    "'peace talks'": Told(0, "single quotes", '"peace talks"'),
    # side by side
    "talks stalled": Told(0, "side by side", '"talks stalled"'),
    "peace AND talks stalled": Told(10, "side by side", "talks AND stalled"),
    "talks (truce)": Told(0, "no operator", hint="AND, OR or NOT"),
    "(talks) truce": Told(8, "no operator", hint="AND, OR or NOT"),
    "(talks) (truce)": Told(8, "no operator"),
    "title:talks lead:truce": Told(6, "no operator"),
    "$talks $stalled": Told(0, "side by side", "$talks AND $stalled"),
    '"a b" c': Told(0, "side by side", '"a b c"'),
    "=Foo Bar": Told(0, "side by side", '="Foo Bar"'),
    "at 10:30": Told(0, "side by side", '"at 10:30"'),
    "a b c d e f g h i j k": Told(0, "many words", hint='"talks stalled"'),
    # lower case
    "talks and stalled": Told(6, "upper case", "talks AND stalled"),
    "talks collapsed or stalled": Told(16, "upper case", '"talks collapsed" OR stalled'),
    "not talks": Told(0, "upper case", "NOT talks"),
    "talks Or truce": Told(6, "upper case", "talks OR truce"),
    "talks near gaza": Told(6, "upper case", "talks NEAR/8 gaza"),
    "talks before gaza": Told(6, "upper case", "talks BEFORE/8 gaza"),
    "talks same-sentence gaza": Told(6, "upper case", "talks SAME-SENTENCE gaza"),
    "talks and (a OR b)": Told(6, "upper case", "AND"),
    "(a OR b) or c": Told(9, "upper case", "OR"),
    "(a OR b) near (c OR d)": Told(9, "upper case", "NEAR/8"),
    "not (a OR b)": Told(0, "upper case", "NOT"),
    "number(killed) >= 5": Told(0, "upper case", "NUMBER"),
    "near/8": Told(0, "upper case", hint="write NEAR/8"),
    "a Near/8 b": Told(2, "no operator", "NEAR/8"),
    "a before/8 b": Told(2, "no operator", "BEFORE/8"),
    "a near b near c": Told(2, "upper case", hint="one term on either side"),
    # signs of other search boxes
    "talks && truce": Told(6, "no operator", "AND"),
    "talks & truce": Told(6, "no operator", "AND"),
    "talks || truce": Told(6, "no operator", "OR"),
    "talks|truce": Told(5, "no operator", "talks OR truce"),
    "talks | truce": Told(6, "no operator", "OR"),
    "talks - truce": Told(6, "no operator", "NOT"),
    "talks AND -sport": Told(10, "before a word", "NOT sport"),
    "-sport": Told(0, "before a word", "NOT sport"),
    "-$sport": Told(0, "before a word", "NOT $sport"),
    "!sport": Told(0, "before a word", "NOT sport"),
    "+talks": Told(0, "before a word", "talks"),
    "~talks": Told(0, "before a word", "talks"),
    "talks~2": Told(0, "behind a word", "talks"),
    "talks^2": Told(0, "behind a word", "talks"),
    "talks W/5 gaza": Told(6, "no operator", "NEAR/5"),
    "talks PRE/3 gaza": Told(6, "no operator", "BEFORE/3"),
    "talks ADJ3 gaza": Told(6, "no operator", "NEAR/3"),
    '"talks gaza" ~5': Told(13, "no operator", hint="write NEAR/5"),
    "AND/OR": Told(0, "two things", hint="write OR"),
    # commas
    "talks, truce": Told(5, "comma", "talks OR truce", hint="[talks, truce]"),
    "talks,truce": Told(5, "comma", "talks OR truce"),
    "talks stalled, truce": Told(13, "comma", '"talks stalled" OR truce'),
    "talks; truce": Told(5, "semicolon", "talks OR truce"),
    "talks, OR truce": Told(5, "comma"),
    # NEAR
    "a NEAR b": Told(2, "how many words", "NEAR/8"),
    "a NEAR5 b": Told(2, "how many words", "NEAR/5"),
    "a NEAR/x b": Told(2, "how many words", "NEAR/8"),
    "a NEAR/-3 b": Told(2, "how many words", "NEAR/8"),
    "a BEFORE b": Told(2, "how many words", "BEFORE/8"),
    "a NEAR/101 b": Told(2, "at most 100", "SAME-SENTENCE"),
    "a BEFORE/1000 b": Told(2, "at most 100", "BEFORE/100"),
    "a SAME_SENTENCE b": Told(2, "no operator", "SAME-SENTENCE"),
    "a NEAR/3 b NEAR/3 c": Told(11, "chain", "(a NEAR/3 b) AND (b NEAR/3 c)"),
    "(a NEAR/3 b) BEFORE/4 c": Told(0, "not another NEAR", "(a NEAR/3 b) AND (b BEFORE/4 c)"),
    "a NEAR/3 (b NEAR/2 c)": Told(9, "not another NEAR", "(a NEAR/3 b) AND (b NEAR/2 c)"),
    "(a AND b) NEAR/3 c": Told(0, "not AND", "(a NEAR/3 c) AND (b NEAR/3 c)"),
    "a NEAR/3 (NOT b)": Told(9, "not NOT", "a AND NOT (a NEAR/3 b)"),
    "a NEAR/3 NOT b": Told(9, "not NOT", "a NOT (a NEAR/3 b)"),
    "a NOT NEAR/3 b": Told(6, "NOT NEAR/3 is no operator", "a NOT (a NEAR/3 b)"),
    "a NOT NEAR b": Told(6, "NOT NEAR is no operator", "a NOT (a NEAR/8 b)"),
    "NOT NEAR/3 b": Told(4, "NOT NEAR/3 is no operator", "talks NOT (talks NEAR/3 b)"),
    "title:a NEAR/3 b": Told(0, "not the scope title:", "title:(a NEAR/3 b)"),
    "a NEAR/3 NUMBER(b) > 3": Told(9, "not NUMBER", "a AND NUMBER(b) > 3"),
    "a NEAR/3 (b OR NOT c)": Told(9, "OR of anything else", "(a NEAR/3 b) OR a AND NOT (a NEAR/3 c)"),
    # NUMBER
    "NUMBER": Told(0, "parentheses", "NUMBER(killed) >= 100"),
    "NUMBER killed >= 100": Told(0, "parentheses", "NUMBER(killed) >= 100"),
    "NUMBER $killed >= 100": Told(0, "parentheses", "NUMBER($killed) >= 100"),
    "NUMBER() >= 100": Told(0, "parentheses", "NUMBER(killed) >= 100"),
    "NUMBER(killed >= 100": Told(14, "NUMBER(...) only", "NUMBER(killed) >= 100"),
    "NUMBER(killed)": Told(14, "without a comparison", "NUMBER(killed) >= 100"),
    "NUMBER(killed) 100": Told(15, "without a comparison", "NUMBER(killed) >= 100"),
    "NUMBER(killed) >=": Told(15, "figure is missing", "NUMBER(killed) >= 100"),
    "NUMBER(killed) => 100": Told(15, "compares nothing", ">="),
    "NUMBER(killed) == 100": Told(15, "compares nothing", "="),
    "NUMBER(killed) ≥ 100": Told(15, "compares nothing", ">="),
    "NUMBER(killed) != 100": Told(15, "compares nothing", hint=">= > <= < ="),
    "NUMBER(killed) >= 15_207": Told(18, "no whole number", "15207"),
    "NUMBER(killed) >= 1.5": Told(18, "no whole number", hint="1,240"),
    "NUMBER(killed) >= 1,24": Told(18, "no whole number"),
    "NUMBER(killed) >= -3": Told(18, "no whole number"),
    f"NUMBER(killed) >= {'9' * 500}": Told(18, "500 digits"),
    "NUMBER(killed) >= 1 < 100": Told(20, "one limit", "NUMBER(killed) >= 1 AND NUMBER(killed) < 100"),
    "NUMBER(a AND b) >= 1": Told(7, "nothing else", hint="AND"),
    "NUMBER(title:a) >= 1": Told(7, "nothing else", "title:NUMBER(a) >= 100"),
    "killed >= 100": Told(7, "NUMBER(...) only", "NUMBER(killed) >= 100"),
    "killed>=100": Told(6, "inside a word", "NUMBER(killed) >= 100"),
    "100 <= NUMBER(killed)": Told(4, "NUMBER(...) only", "NUMBER(killed) >= 100"),
    # scopes
    "headline:talks": Told(0, "no field", "title:talks"),
    "summary:talks": Told(0, "no field", "body:talks"),
    "Title:talks": Told(0, "no field", "title:talks"),
    "titel:$talks": Told(0, "no field", "title:$talks"),
    "headline:(a OR b)": Told(0, "no field", "title:"),
    "COP28:": Told(0, "looks like the scope", '"COP28"'),
    "Live: AND talks": Told(0, "looks like the scope", '"Live"'),
    "10:30": Told(0, "looks like the scope", '"10:30"'),
    "fox:news": Told(0, "looks like the scope", '"fox news"', hint="title:, lead:, body:"),
    "https://a.example/b": Told(0, "looks like the scope", hint="addresses"),
    "title: talks": Told(0, "scope of nothing", hint="directly before its term"),
    "title:(lead:talks)": Told(7, "two fields", hint="title:talks AND lead:gaza"),
    "title:(a OR title:b)": Told(12, "twice"),
    "title:NOT a": Told(6, "directly before NOT"),
    # spellings
    "= US": Told(0, "before nothing", hint="=US"),
    "===US": Told(0, "before nothing"),
    "=(a OR b)": Told(0, "before nothing"),
    "=$talks": Told(0, "is for words"),
    "=/talks/": Told(0, "is for words"),
    "=wild*": Told(5, "no wildcards", "=wild"),
    # wildcards
    "*": Told(0, "on its own"),
    "**": Told(0, "on its own"),
    '"talks * stalled"': Told(7, "on its own", hint="NEAR/3"),
    "*a": Told(0, "one letter", hint="2 letters"),
    "?": Told(0, "on its own"),
    "talk**": Told(4, "too many"),
    "北京*": Told(2, "on its own", hint="without spaces"),
    '"talks stalled?"': Told(14, "question", '"talks stalled"'),
    # vocabularies
    "$100": Told(0, "name of a vocabulary", '"$100"'),
    "$talks-x": Told(0, "letters, digits", "$talks"),
    "$talks*": Told(0, "letters, digits", hint="wildcard"),
    '"$killed people"': Told(1, "among words", hint="$killed on its own"),
    # patterns
    "/talks": Told(0, "never closed"),
    "/talks/i": Told(7, "second /", hint="case never counts"),
    r"/\btalks/": Told(1, "ASCII only", hint="edges of words"),
    r"/talks \d+/": Told(7, "ASCII only", hint="[0-9]"),
    r"/talks \w+/": Told(7, "ASCII only", hint=r"\pL"),
    r"a OR /talks\sstalled/": Told(11, "ASCII only", hint="a space"),
    "/^talks/": Told(1, "not needed"),
    "/talks$/": Told(6, "not needed"),
    "/cease-fire/": Told(6, "in no word", hint="a space"),
    "/talks, stalled/": Told(6, "figures only"),
    r"/u\.s\./": Told(2, "figures only", hint="initials"),
    "/.*/": Told(1, "literal part"),
    "/(talks|.+)/": Told(1, "literal part"),
    "/ talks/": Told(1, "never matches"),
    "/talks  stalled/": Told(6, "never matches"),
    "/talks (stalled/": Told(7, "never closed"),
    "/talks [ab/": Told(7, "never closed"),
    "/*talks/": Told(1, "nothing to repeat"),
    "/talks++/": Told(7, "quantifier"),
    "/talks{2000}/": Told(1, "repetition"),
    "/(?i)talks/": Told(1, "not known here", hint="case never counts"),
    "/[[:alpha:]]talks/": Told(2, "ASCII only"),
    r"/\p{Lu}talks/": Told(1, "no capitals"),
    r"/\p{Klingon}talks/": Told(1, "not a pattern"),
    "/[À-ÿ]talks/": Told(2, "folded away"),
    "/北京/": Told(1, "one space", hint="北 京"),
    f"/{'talks ' * 200}x/": Told(1, "at most 1,000"),
}
_WRITES = re.compile(r"\bwrite (?!operators|one|the number|a\b|it\b|flatter)")


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(MISTAKES) >= 80


@pytest.mark.parametrize("expression", MISTAKES, ids=lambda expression: expression[:40])
def test_a_mistake_is_located_and_says_what_to_write(expression: str) -> None:
    told = MISTAKES[expression]
    with pytest.raises(ClauseError) as raised:
        parse(expression)
    error = raised.value
    assert told.message in error.message
    assert (error.offset, error.message) == (told.offset, error.message)
    assert error.hint
    assert told.hint in error.hint
    if told.fix is not None:
        assert told.fix in error.hint
        assert any(map(parses, fixes(expression, told)))


@pytest.mark.parametrize("expression", MISTAKES, ids=lambda expression: expression[:40])
def test_a_hint_that_shows_an_expression_shows_one_that_parses(expression: str) -> None:
    with pytest.raises(ClauseError) as raised:
        parse(expression)
    shown = re.match(
        r"(?:.*[;:?,] )?write (?:the phrase )?(.+?)(?= for |, |; |: |$)", raised.value.hint or ""
    )
    if shown is None or MISTAKES[expression].fix is None:
        return
    told = Told(raised.value.offset, "", shown[1])
    assert any(map(parses, fixes(expression, told))), shown[1]


@pytest.mark.parametrize(
    ("item", "offset", "message"),
    [
        ("talks AND stalled", 6, "AND in a list"),
        ("NOT sport", 0, "NOT in a list"),
        ("talks NEAR/3 stalled", 6, "NEAR in a list"),
        ("a SAME-SENTENCE b", 2, "SAME-SENTENCE in a list"),
        ("NUMBER(killed) >= 3", 0, "NUMBER in a list"),
        ("talks near/3 stalled", 6, "operator"),
        ("title:talks", 0, "scope of a field"),
        ('talks "stalled"', 6, "a quote inside"),
        ("talks stalled?", 13, "question"),
        ("talks * stalled", 6, "on its own"),
        ("  $talks stalled", 2, "among words"),
        ("=$talks", 0, "is for words"),
        ("=wild*", 5, "no wildcards"),
        ("talks | truce", 6, "no operator"),
        ("-sport", 0, "before a word"),
        ("/talks", 0, "never closed"),
        ("/talks/ stalled", 7, "behind a pattern"),
        (r" /talks\b/", 7, "ASCII only"),
        ("...", 0, "no letter"),
        ("word " * 41, 0, "41 words"),
    ],
)
def test_an_item_of_a_list_is_words_and_nothing_else(item: str, offset: int, message: str) -> None:
    with pytest.raises(ClauseError) as raised:
        parse_item(item)
    assert message in raised.value.message
    assert raised.value.offset == offset
    assert raised.value.hint
