"""How German writes figures. The fields: Tongue."""

from monitor.core.text.figures.tongue import Tongue, pairs, phrases, ranges, values, words

_ONES = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_COMPOUNDS = " ".join(
    f"{one}und{ten}={10 * (tens + 2) + ones + 1}"
    for tens, ten in enumerate(_TENS)
    for ones, one in enumerate(_ONES)
)

GERMAN = Tongue(
    marks=".",
    values=values(
        "null=0 ein/eins=1 zwei/zwo=2 drei/dreien=3 vier=4 fünf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 zwölf=12 "
        "dreizehn=13 vierzehn=14 fünfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 zwanzig=20 dreißig=30 "
        f"vierzig=40 fünfzig=50 sechzig=60 siebzig=70 achtzig=80 neunzig=90 {_COMPOUNDS}"
    ),
    scales=values(
        "hundert/hunderte=100 dutzend=12 tausend/tausende/tsd=1000 million/millionen/mio=1000000 "
        "milliarde/milliarden/mrd=1000000000"
    ),
    alone=words("hundert tausend"),
    articles=words("ein eine einem einer"),
    several=words("einige mehrere ein-paar"),
    halves=words("halbe halbes halben"),
    of=words("von"),
    vague=ranges(
        "dutzende/dutzenden=24-99 dutzend=24-99 hunderte/hunderten=200-999 tausende/tausenden=2000-99999 "
        "zehntausende/zehntausenden=20000-99999 hunderttausende/hunderttausenden=200000-999999 "
        "millionen=2000000- milliarden=2000000000-"
    ),
    before=phrases(
        at_least="mindestens | wenigstens | zumindest | nicht weniger als | minimum | mind",
        more="mehr als | über | übersteigt | übersteigen | überschreitet | überstieg",
        at_most="bis zu | bis | höchstens | maximal | nicht mehr als",
        less="weniger als | unter",
        nearly="fast | knapp | beinahe | nahezu",
        about="rund | etwa | ca | circa | zirka | ungefähr | gut | um die | an die",
    ),
    after=phrases(at_least="oder mehr | mindestens", at_most="höchstens"),
    openers=words("zwischen von"),
    connectors=words("und bis oder"),
    spanning=words("bis oder"),
    changes=pairs("von/auf"),
    measures=words(
        "jahr jahre jahren jahrs jahres monat monate monaten woche wochen tag tage tagen nacht nächte nächten stunde stunden "
        "std uhr minute minuten sekunde sekunden jahrhundert jahrzehnt jahrzehnte jahrzehnten kilometer kilometern meter "
        "metern zentimeter quadratkilometer quadratmeter hektar meilen tonne tonnen kilo kilogramm gramm liter barrel "
        "euro dollar franken cent pfund rubel yuan yen lira prozent prozentpunkte grad punkte punkten mal drittel "
        "viertel jährige jähriger jährigen jähriges"
    ),
    between=words("weitere weiteren letzten vergangenen lange langen ganze us"),
    names=words(
        "flug nr nummer artikel paragraf paragraph absatz resolution kapitel straße autobahn gate terminal gleis raum kanal "
        "stufe phase etappe tag gruppe bezirk block bus zug boeing airbus kategorie stärke seite top alter klasse "
        "liga staffel folge version zone formel covid jahr jahre seit"
    ),
    months=words(
        "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jan Feb Apr Jun Jul "
        "Aug Sep Sept Okt Nov Dez"
    ),
    capital_months=True,
    counted=words(
        "menschen personen zivilisten soldaten kinder frauen männer migranten flüchtlinge geiseln gefangene häftlinge "
        "demonstranten bewohner opfer tote toten todesopfer verletzte verletzten vermisste getötet festnahmen leute"
    ),
    compound=True,
)
