# ruff: noqa: RUF001 - Cyrillic is meant
"""How often a word stands in news: which word of a rule is worth waiting for.

English figures are counted over 3,600 articles of some hundred feeds and rounded into bands; of other languages only
the words that are everywhere. An estimate that is wrong costs time, never a match.
"""

from monitor.core.text.languages import lemma

_RARE = 0.001  # share of articles that hold a word nobody has counted
_WILD = 0.01  # and one that matches a pattern

_BANDS = {  # articles of a thousand that hold one of these stems
    500: ("the to a and of in is "),
    280: ("on for it with that this i as be at are from by "),
    140: (
        "an have you but not has use was more can read about how new one or time year we will my what all "
        "work been like if up when "
    ),
    70: (
        "first which there after your so make out their ve some they other get now over do continu post us "
        "also start into peopl most than last our who two need way no just me had mani day sinc say re want "
        "chang here onli go thing veri month them where learn take creat week while see these could his "
        "includ help said build world part would even look "
    ),
    35: (
        "were back develop open trump few data countri featur think show whi he know much ani set come find "
        "still state may add system recent good end code don support user right becaus releas presid call "
        "those design well through differ face around plan between tool full model today report lot then "
        "project talk such provid power follow made befor ll run long base page allow found interest test "
        "relat should compani avail move own high realli book servic case secur everi process tri improv "
        "share live manag experi point both version announc issu product korea home web becom file updat "
        "india anoth complet against import doe each problem next public direct group appear video person "
        "team link note without alreadi better transform same top understand generat write larg ago current "
        "down key articl did number govern question name machin feel sourc possibl small someth pleas search "
        "great access app free give via mean life event result best futur three off too dure let author "
        "reason turn step list line type softwar alway applic focus ask googl old oper "
    ),
    18: (
        "second main control major specif close place put decid donald real connect program check previous "
        "fix offer increas languag publish bit idea perform th ai communiti happen imag war simpl got big "
        "often thought inform leader hous south comput linux littl actual exampl requir enough polit practic "
        "keep content across instead quick edit easi stori price china under technolog global introduc autom "
        "platform tuesday human onc wednesday view citi detail minist map https api might yet approach guid "
        "network coupl function custom busi contain space launch past nation kill elect devic expect attack "
        "text train hand origin locat local singl valu hard topic bring news seri left her modern she ansibl "
        "am critic level meet exist bug addit offici everyth general engin sever websit hug discuss friend "
        "sure again site onlin stop multipl fact abl game server record due built deal doesn seem latest unit "
        "usual never probabl less four lead present health love order polic final monday believ instal cover "
        "action activ done famili near host until korean option solut offic care research implement hit hope "
        "accord play decis complex consid begin myself howev cours respons media suggest explor term challeng "
        "librari kind japan market return parti limit command won basic took join million must collect "
        "document hour piec answer far clear address togeth configur within sometim side grow short industri "
        "date social polici effect visit scale behind miss least ever red appl store review known sign fast "
        "speak particip histori introduct form mark pretti tech similar watch quit though board him forc "
        "prime seen convers track tell investig leav rise block object germani cut cost confer success self "
        "explain away particular bad israel gaza russia ukrain militari arrest court death dead die protest "
        "strike union peac ceasefir truce hospit fire border armi rule "
    ),
}
_EVERYWHERE = {  # words without which hardly a sentence is written, per language: 300 articles of a thousand
    "fr": (
        "de la le et en les a l du dans une un à des d est s par qui ce pour sur il que ne pas au "
        "plus avec son se "
    ),
    "de": (
        "und die der in mit das von auf für ein im zu ist hat den eine es sich dem als nicht bei wie "
        "an am aus nach sind auch "
    ),
    "es": "a de el que la en los y del se con por las un una este su ha para no es como lo al más",
    "pt": "de a que o do e da na no em para com um uma dos os as se ao por",
    "it": "di e il la che a in un per del non è una con i le della si",
    "ru": "в и на не с что по а у но это я как его из к так о то от за для",
    "ar": "في من على إلى أن عن مع هذا التي الذي ما لا بعد قال",
    "he": "של את על לא עם זה כי גם אל או",
    "hi": "के में की है से को का और ने पर यह",
    "nl": "de het een van en in op te dat is voor met zijn",
    "tr": "ve bir bu da de için ile",
    "sv": "och i att det som en på är av för",
}
_ENGLISH = {stem: band / 1000 for band, stems in _BANDS.items() for stem in stems.split()}
_OTHERS = frozenset(word for words in _EVERYWHERE.values() for word in words.split())


def frequency(word: str) -> float:
    """The share of articles, 0 to 1, that may hold this word of a rule in one of its forms."""
    if "*" in word or "?" in word:
        return _WILD
    known = _ENGLISH.get(lemma(word, "en"))
    if known is not None:
        return known
    return 0.3 if word.casefold() in _OTHERS else _RARE


def counted(stem: str) -> float | None:
    """The share of English articles that hold a word of this lemma; None for one too rare to have been counted."""
    return _ENGLISH.get(stem)


def everywhere(language: str) -> frozenset[str]:
    """The words, as spelled in lower case, without which hardly a sentence of the language is written."""
    return frozenset(_EVERYWHERE.get(language, "").split())
