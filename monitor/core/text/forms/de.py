"""German: strong verbs of the news, separable ones among them, and the participles of weak ones.

Words that differ in an umlaut alone (wurde, würde; Toten, töten) are one word when folded: whoever writes one finds
the other. Their other forms are kept apart where both are common: Tote, töten. A verb whose
prefix stands at the end of the sentence (sagt ... ab) is not put together again: write it as "sagt NEAR/8 ab".
"""

from collections.abc import Iterator

from monitor.core.text.forms.form import Forms, forms

_STRONG = """
befehlen: befohlen befiehlt befahl
beginnen: begonnen begann begannen beginnt
beschließen: beschlossen beschloss beschließt
betrügen: betrogen betrog
bieten: geboten bot boten bietet
bleiben: geblieben blieb blieben bleibt
brechen: gebrochen bricht brach brachen
bringen: gebracht brachte brachten bringt
entlassen: entließ entlässt
entscheiden: entschieden entschied entscheidet
ergreifen: ergriffen ergriff
erschießen: erschossen erschoss erschießt
fallen: gefallen fällt fiel fielen
fangen: gefangen fängt fing
finden: gefunden fand fanden findet
fliegen: geflogen flog flogen fliegt
fliehen: geflohen flieht floh flohen
geben: gegeben gibt gab gaben
gehen: gegangen geht ging gingen
gewinnen: gewonnen gewann gewinnt
greifen: gegriffen greift griff griffen
halten: gehalten hält hielt hielten
heben: gehoben hob hoben hebt
helfen: geholfen hilft half halfen
kommen: gekommen kommt kam kamen
laden: geladen lädt lud
lassen: gelassen lässt ließ ließen
laufen: gelaufen läuft lief liefen
nehmen: genommen nimmt nahm nahmen
raten: geraten riet rät
rufen: gerufen ruft rief riefen
scheiden: geschieden schied
schießen: geschossen schießt schoss schossen
schlagen: geschlagen schlägt schlug schlugen
schließen: geschlossen schließt schloss schlossen
schreiben: geschrieben schreibt schrieb
sinken: gesunken sinkt sank sanken
sprechen: gesprochen spricht sprach sprachen
springen: gesprungen sprang
stehen: gestanden steht stand standen
stehlen: gestohlen stiehlt stahl
steigen: gestiegen steigt stieg stiegen
sterben: gestorben stirbt starb starben
treffen: getroffen trifft traf trafen
treten: getreten tritt trat traten
unterbrechen: unterbrochen unterbricht unterbrach
verbieten: verboten verbot verbietet
verhandeln: verhandelt verhandelte verhandelten verhandlung verhandlungen
verlassen: verließ verlässt
verlieren: verloren verlor verliert
verschwinden: verschwunden verschwand verschwindet
werfen: geworfen wirft warf warfen
widersprechen: widersprochen widersprach widerspricht
wissen: gewusst weiß wusste
ziehen: gezogen zieht zog zogen
"""
_SEPARABLE = (  # prefix and strong verb, of which the table above gives the participle
    "ab|brechen ab|schießen ab|schließen ab|ziehen an|greifen an|nehmen auf|geben auf|heben aus|brechen aus|rufen "
    "bei|treten ein|brechen ein|greifen ein|ziehen fest|nehmen frei|lassen statt|finden teil|nehmen um|kommen "
    "vor|schlagen weg|laufen wieder|nehmen zurück|geben zurück|nehmen zurück|rufen zurück|treten zurück|weichen "
    "zurück|ziehen zu|nehmen zusammen|brechen zusammen|stoßen"
)
_WEAK = (  # participle with ge, behind the prefix if there is one
    "ab|lehnen ab|sagen ab|setzen ab|stürzen an|klagen an|kündigen auf|lösen aus|setzen demütigen drohen "
    "ein|führen ein|stellen ein|stürzen einigen fest|setzen feuern fordern fürchten hin|richten klagen "
    "landen melden planen plündern retten sagen scheitern siegen stoppen streiken stürmen stürzen suchen töten wählen "
    "warnen zu|stimmen ändern billigen feiern führen hacken hindern kaufen kämpfen kündigen kürzen liefern platzen prüfen räumen "
    "rüsten schicken sichern sperren sprengen starten steuern stören testen zünden zögern lösen zählen"
)
_PREFIXED = (  # participle without ge
    "aktivieren attackieren beenden befreien bekämpfen belagern besetzen bestätigen bewilligen blockieren "
    "bombardieren demonstrieren entdecken entführen erklären ermorden erobern evakuieren explodieren kapitulieren "
    "kritisieren protestieren sanktionieren unterzeichnen verhaften verhindern verhängen verkaufen verklagen "
    "verletzen verlängern vermissen vermitteln verschleppen verurteilen verweigern verzögern zerstören überleben"
)
_ENDINGS = ("", "e", "em", "en", "er", "es")  # of participles: Verletzter, mit Verletzten
_APART = """
bauen | bauer bauern
burg | bürger bürgern bürgers
einige | einigung einigungen
einzel | einzelheiten
fall | fallen
gründen | grund gründe
kosten | kost
lage | lager lagern lagers
land | landen
last | laster lastern
los | lösen löse
meiste | meister meistern
mord | mörder mördern mörders
raum | räumen
richten | richter richtern richterin
sich | sicher sichere sicheren sicherer
sich | sicherheit
sonde | sondern
sprechen | sprecher sprechern
tote | töten töte
unten | unter
verfassung | verfasser
wahl | wähler wählern wählers
wahl | wählen wähle
weg | wegen
zahl | zählen zähle
"""
_IRREGULAR_WEAK = """
ausweisen: ausgewiesen
einfrieren: eingefroren
zurückweisen: zurückgewiesen
zurückweichen: zurückgewichen
zusammenstoßen: zusammengestoßen
verschieben: verschoben verschob
überfallen: überfiel überfielen
haus: häuser häusern
"""


def _separable() -> Iterator[tuple[str, str]]:
    participles = {
        row.partition(":")[0]: row.partition(":")[2].split()[0] for row in _STRONG.strip().splitlines()
    }
    for entry in _SEPARABLE.split():
        prefix, _, verb = entry.partition("|")
        if verb in participles:
            yield prefix + participles[verb], prefix + verb
        yield f"{prefix}zu{verb}", prefix + verb


def _weak() -> Iterator[tuple[str, str]]:
    for entry in _WEAK.split():
        prefix, _, verb = entry.rpartition("|")
        for ending in _ENDINGS:
            yield f"{prefix}ge{_past(verb)}{ending}", prefix + verb
            yield prefix + _past(verb) + ending, prefix + verb
    for verb in _PREFIXED.split():
        for ending in _ENDINGS:
            yield _past(verb) + ending, verb


def _past(verb: str) -> str:
    stem = verb[:-2] if verb.endswith("en") else verb[:-1]
    return f"{stem}et" if stem[-1] in "dt" else f"{stem}t"


def german() -> Forms:
    """The tables of German."""
    return forms(
        irregular=_STRONG + _IRREGULAR_WEAK.lstrip(), apart=_APART, generated=(*_separable(), *_weak())
    )
