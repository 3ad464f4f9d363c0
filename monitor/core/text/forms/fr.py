"""French: verbs of the news whose participles and short forms the stemmer does not know.

Words that differ in an accent alone (marché, marche) are one word when folded and cannot be kept apart.
"""

from collections.abc import Iterator

from monitor.core.text.folding import fold
from monitor.core.text.forms.form import Forms, forms

_VERBS = """
abattre: abattu abattue abattus abattues abat abattent
admettre: admis admise admet admettent
atteindre: atteint atteinte atteints atteignent
battre: battu battue battus bat battent
commettre: commis commise commet commettent
conclure: conclu conclue conclus conclut concluent
convaincre: convaincu convaincus convainc
craindre: craint craignent craignait
démettre: démis démise
démissionner: démission démissions
détenir: détient détenu détenue détenus détenues détiennent
détruire: détruit détruite détruits détruites détruisent
dire: dit disent disait
élire: élu élue élus élues élit
entrer: entré entrée entrées entrés entrent entraient entrera
éteindre: éteint éteints éteignent
exclure: exclu exclue exclus exclut
fuir: fui fuit fuient fuyant
interrompre: interrompu interrompue interrompus interrompues interrompt
intervenir: intervient intervenu interviennent
maintenir: maintient maintenu maintenue maintenus maintiennent
mettre: mis mise met mettent
mourir: mort morte morts mortes meurt meurent mourra mourront
naître: né née nés naît
obtenir: obtient obtenu obtenue obtiennent
offrir: offert offerte offerts
ouvrir: ouvert ouverte ouverts ouvertes
parvenir: parvient parvenu parvenus parviennent
permettre: permis permise permet permettent
prendre: pris prise prend prennent prenait
promettre: promis promise promet promettent
recevoir: reçu reçue reçus reçoit reçoivent
rejeter: rejettent rejettera
reprendre: repris reprise reprises reprend reprennent
retenir: retient retenu retenue retenus retiennent
revenir: revient revenu revenus reviennent
rompre: rompu rompue rompus rompues rompt rompent
soumettre: soumis soumise soumet soumettent
soutenir: soutient soutenu soutenue soutiennent
tenir: tient tenu tenue tenus tiennent
transmettre: transmis transmise transmet
travail: travaux
tuer: tuent tuaient tueront
vaincre: vaincu vaincus vainc
venir: vient venu venue venus viennent
œil: yeux
"""
_DRE = "atten défen descen enten éten fon pen per ren répon suspen ten ven"  # each with dre
_ER = (  # each with er: the stemmer does not know signent, nor signée without its accent
    "abandonn accept accus adopt affront ajourn annonc annul appel arriv arrêt assassin assiég attaqu augment "
    "autoris bless bloqu bombard bris captur cess cibl condamn continu débarqu déclar démantel dénonc déploy "
    "dépos désarm détourn dévast effondr emport enlev enquêt exig expuls extrad exécut ferm frapp gagn gard impos "
    "incendi inculp inond intensifi lanc libér licenci limog livr lâch manifest massacr menac mobilis montr "
    "neutralis nomm négoci observ occup ordonn pill pouss proclam prolong protest préconis ratifi refus rejet "
    "relanc relâch renforc renonc rentr renvers report repouss respect rest réclam sanctionn sauv secou sign "
    "stopp sécuris tent tir tomb tortur tourn trouv vis vot échang échou écras évacu évit"
)
_APART = """
accorder | accord accords
arme | armée armées
conseiller | conseil conseils
cour | cours
droit | droite droites
finir | fin fins
france | franc francs
mari | mars
marcher | marché marchés
parti | partie parties
partir | parti partis
porte | port ports
somme | sommer
tuer | tu
vent | vente ventes
"""


def _dre() -> Iterator[tuple[str, str]]:
    for stem in _DRE.split():
        for ending in ("d", "du", "due", "dus", "dues", "dent", "dait"):
            yield stem + ending, f"{stem}dre"


def _er() -> Iterator[tuple[str, str]]:
    for stem in _ER.split():
        for ending in ("ent", "ee", "ees"):
            for spelled in (stem, fold(stem)):
                yield spelled + ending, f"{stem}er"


def french() -> Forms:
    """The tables of French."""
    return forms(irregular=_VERBS, apart=_APART, generated=(*_dre(), *_er()))
