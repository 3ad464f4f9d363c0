"""How French writes figures. The fields: Tongue."""

from monitor.core.text.figures.tongue import Tongue, pairs, phrases, ranges, values, words

FRENCH = Tongue(
    marks=".",
    spaced=True,
    values=values(
        "zéro=0 un/une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 "
        "quatorze=14 quinze=15 seize=16 vingt/vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 "
        "huitante/octante=80 nonante=90"
    ),
    scales=values(
        "cent/cents=100 dizaine=10 douzaine=12 quinzaine=15 vingtaine=20 trentaine=30 quarantaine=40 cinquantaine=50 "
        "soixantaine=60 centaine/centaines=100 mille/millier/milliers=1000 million/millions=1000000 "
        "milliard/milliards=1000000000"
    ),
    alone=words("cent mille"),
    joiners={"et": 10},
    articles=words("un une"),
    several=words("quelques plusieurs"),
    halves=words("demi demie"),
    of=words("de d"),
    vague=ranges(
        "dizaines=20-99 douzaines=24-99 centaines=200-999 milliers=2000-99999 millions=2000000- "
        "milliards=2000000000-"
    ),
    before=phrases(
        at_least="au moins | pas moins de | pas moins d | au minimum | minimum",
        more="plus de | plus d | dépasse | dépassent | dépasse les | dépassé les | dépassé | a dépassé les "
        "| franchit les | franchi les | au-delà de | au delà des | supérieur à",
        at_most="jusqu à | jusqu | au plus | pas plus de | pas plus d | au maximum | maximum",
        less="moins de | moins d",
        nearly="près de | près d | presque | quasi | quasiment",
        about="environ | quelque | autour de | autour d | à peu près",
    ),
    after=phrases(
        at_least="ou plus | au moins | au minimum", about="environ", at_most="au plus | au maximum"
    ),
    openers=words("entre de du"),
    connectors=words("et à au ou"),
    spanning=words("à au ou"),
    changes=pairs("de/à | passe à"),
    measures=words(
        "an ans année années mois semaine semaines jour jours jr nuit nuits heure heures minute minutes seconde "
        "secondes siècle siècles décennie décennies kilomètre kilomètres mètre mètres mille centimètre centimètres "
        "hectare hectares tonne tonnes kilo kilos litre litres baril barils euro euros dollar dollars franc francs "
        "livre livres centimes roubles yuans yens pour pourcent degré degrés point points fois tiers quart quarts"
    ),
    between=words("derniers dernières prochains prochaines premiers premières bonnes longues longs de d"),
    names=words(
        "vol n no numéro article articles résolution chapitre route autoroute porte terminal quai salle chaîne niveau "
        "phase étape jour groupe district bloc bus train boeing airbus catégorie magnitude page top âgé âgée âgés âgées "
        "âge ans ligne ligue formule tome saison épisode version zone rue nationale départementale covid"
    ),
    never=words("pour"),
    months=words(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv févr juil sept oct "
        "nov déc"
    ),
    counted=words(
        "personnes civils soldats enfants femmes hommes migrants réfugiés otages prisonniers détenus manifestants "
        "habitants victimes morts mort tués tué blessés blessé disparus arrêtés arrestations déplacés libérés évacués"
    ),
    vigesimal=True,
)
