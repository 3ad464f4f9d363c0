"""Which spellings a rule's word catches, language by language."""

import pytest

from monitor.core.text import fold
from monitor.core.text.languages import keys, lemma

SAME = {  # a rule's word, and what it is found in
    "en": """
        talks: talks talk Talk talking
        negotiation: negotiations negotiated negotiating
        stall: stalled stalls stalling
        collapse: collapsed collapses collapsing
        suspend: suspended suspends suspending
        break: broke broken breaks breaking
        strike: struck stricken strikes striking
        kill: killed kills killing
        free: freed frees freeing
        flee: fled flees fleeing
        slay: slain slew slaying
        shoot: shot shots shooting
        shot: shooting shoots
        withdraw: withdrew withdrawn withdraws
        begin: began begun
        fall: fell fallen
        rise: rose risen rising
        overthrow: overthrew overthrown
        forbid: forbade forbidden
        leave: left leaving leaves
        find: found
        hang: hanged hung
        sue: sued suing sues
        panic: panicked panicking
        traffic: trafficked trafficking
        die: died dies dying
        ban: banned bans banning
        veto: vetoed vetoes
        man: men
        woman: women
        gunman: gunmen
        child: children
        person: people
        crisis: crises
        hostage: hostages
        refugee: refugees
        army: armies
        israel: Israeli Israelis Israel
        Russian: Russia Russians
        france: French Frenchman Frenchmen
        netherlands: Dutch
        gaza: Gazan Gazans
        turkey: Turkish Turks Türkiye
        palestine: Palestinian Palestinians
        saudi: Saudis
        lanka: Lankan Lankans
        kurdish: Kurds Kurdistan
        organise: organized organising organizes
        labour: labor
        harbour: harbors
        defence: defense
        centre: centers
        resume: résumé resumed
        us: US us
        hamas: Hamas's Hamas'
        france: France's French
        F16: F16s
        bear: borne
        aid: aids
        authority: authorities
    """,
    "fr": """
        négociation: négociations NEGOCIATIONS négocier
        accord: accords Accord
        rompre: rompu rompues rompt
        prendre: pris prend prennent
        mourir: mort morts meurt mortes
        tuer: tué tués tuée tuent
        suspendre: suspendu suspendue suspend suspendues
        élire: élu élue élus
        français: française françaises Français
        démissionner: démissionne démission
        israélien: israélienne israéliens
        interrompre: interrompu interrompue
        travail: travaux
        otage: otages
        maintenir: maintenu maintient
    """,
    "de": """
        Verhandlung: Verhandlungen verhandelt
        abbrechen: abgebrochen abzubrechen
        brechen: brach gebrochen bricht
        beenden: beendet beendete
        töten: getötet tötet töteten
        schließen: geschlossen schloss schließt
        angreifen: angegriffen
        verletzen: verletzt verletzte
        sterben: starb gestorben stirbt
        fliehen: geflohen floh
        Geisel: Geiseln
        zurücktreten: zurückgetreten
        absagen: abgesagt
        verhaften: verhaftet
        Krieg: Krieges Kriegen Kriege
        Verletzte: Verletzter Verletzten Verletztem verletzt
        Tote: Toten Toter
        töten: getötet tötete tötet getöteter
        Wahl: Wahlen
        wählen: gewählt wählte wählt
        Land: Landes Länder
        landen: gelandet landet
        Haus: Häuser Häusern
        Straße: Strasse Straßen
    """,
    "es": """
        negociación: negociaciones
        romper: roto rota rompe rompió
        morir: muerto muertos murió
        decir: dijo dice dijeron
        atacar: ataque ataques atacó
        suspender: suspendido suspendió
        detener: detenido detuvo detienen
        herir: heridos herido
        elegir: eligió elegido
        poner: puesto puso
        rehén: rehenes
        acuerdo: acuerdos acordó
        juez: jueces
    """,
    "ru": """
        переговоры: переговоров переговорах Переговоры
        война: войны войну войн
        уйти: ушёл ушел ушла ушли уйдёт
        идти: шёл шла шли
        прийти: пришёл пришли
        войти: вошёл вошла
        отозвать: отозвал отозван отзовёт
        дети: ребёнок детей ребенка
        люди: человек людей
        убить: убит убиты убил
        погибнуть: погиб погибли погибла
        умереть: умер умерла
        посол: посла послы послов
        огонь: огня
        беженец: беженцы беженцев
        украинец: украинцы украинцев
        заложник: заложники заложников
        заявить: заявил заявили
        забастовка: забастовок забастовки
        вспышка: вспышек вспышки
        попытка: попыток попытки
        взрыв: взрывы взрывов
    """,
    "ar": """
        مفاوضات: المفاوضات والمفاوضات بالمفاوضات للمفاوضات مُفاوضات مفاوضة
        هدنة: الهدنة هدنه بالهدنة وهدنة للهدنة الهُدنة هـدنة
        إسرائيل: اسرائيل وإسرائيل لإسرائيل
        القاهرة: القاهره بالقاهرة
        مستشفى: مستشفي المستشفى مستشفيات
        قتل: وقتل قتلت قتلوا قُتل
        اتفاق: الاتفاق اتفاقية اتفاقات باتفاق
        غزة: بغزة وغزة لغزة غزه
        ألمانيا: المانيا بألمانيا
        شرطة: الشرطة والشرطة للشرطة
        عملية: العمليات عمليات
        انفجار: انفجارات الانفجار
        مساعدة: مساعدات المساعدات
    """,
    "he": """
        שיחה: שיחות השיחות בשיחות ושיחות שיחת
        מלחמה: המלחמה במלחמה והמלחמה שבמלחמה
        ממשלה: הממשלה ממשלת שהממשלה
        ארה"ב: ארה״ב ארהב בארה״ב
        צה"ל: צה״ל לצה״ל שצה״ל
        חטוף: חטופים החטופים
        ישראל: בישראל לישראל וישראל כשישראל
        אש: האש
        שלום: שָׁלוֹם
        משטרה: משטרת המשטרה
        כנסת: הכנסת בכנסת
    """,
    "hi": """
        वार्ता: वार्ताएं वार्ताओं
        युद्ध: युद्धों
        हमला: हमले हमलों
        चुनाव: चुनावों
        समझौता: समझौते समझौतों
        बंधक: बंधकों
    """,
    "zh": "停: 停\n火: 火\n談: 談\n美: 美",
    "ja": "停: 停\nガ: ガ",
    "th": "สงคราม: สงคราม",
}
APART = {  # a rule's word, and what it must not be found in
    "en": """
        aid: aide aides
        aide: aid
        execution: executive executives
        executive: executed
        ai: training train aid
        import: important importantly
        several: severe sever severed
        severe: several sever
        authority: author authors
        author: authorities authorised
        minister: ministry
        secret: secretary
        general: generate generally
        generation: generate
        organ: organisation organization
        human: humane
        custom: customs customers
        new: news
        past: paste
        policy: police
        probe: probable
        universe: university universal
        station: state stationery
        wound: wind winding
        founded: find
        accord: according
        office: officers
        position: positive
        politics: polite
        offense: offensive
        like: likely
        wit: witness
        mine: mineral minister
        army: arm arms
        report: reporters
        unit: united
        party: part
        lead: leaves
        polish: poland
        arm: army
        president: presided
        digit: digital
        commit: commitment
        heroin: heroine
        quit: quite
        good: goods
        niger: nigeria nigerian
        nigeria: nigerien
        hama: hamas Hamas's
        hamas: hama
        france: franc francs frances
        franc: france french
        lago: lagos
        july: julie
        moral: morales
        angel: angeles
        pari: paris
        harry: harris
        man: manning
        1990: 1990s
    """,
    "fr": "tuer: tu\nparti: partir parties\nvent: vente\ncour: cours\nfin: finir\naccorder: accord\nmars: mari",
    "de": "weg: wegen\nlage: lager\nTote: töten getötet\nWahl: wählen Wähler gewählt\nLand: landen gelandet\nMord: Mörder\nFall: fallen\neinige: einigung\nsich: sicherheit sicher\nsprecher: sprechen",
    "es": "mar: marido\nparte: partido\nlibro: libre\npuerto: puerta\nautor: autoridades\nunido: unidad\nplaza: plazo",
    "ru": """
        йод: иод
        страна: странный
        часть: часто
        право: правый
        стать: статья
        суд: судья
        цель: целый
        село: сели
        посол: после
    """,
    "ar": "شرط: شرطة\nعمل: عملية\nجامع: جامعة\nمساعد: مساعدات\nكتب: سلام\nقتل: قتال\nرنا: غزة",
    "he": "ים: מים\nכנס: כנסת\nבחירה: בחירות\nחבר: חברה\nשיח: שיחות",
    "hi": "युद्ध: चुनाव\nहमला: हल",
    "zh": "停: 火\n中: 文",
}


def pairs(table: dict[str, str]) -> list[tuple[str, str, str]]:
    rows = (
        (language, row.split(": ")) for language, rows in table.items() for row in rows.strip().splitlines()
    )
    return [(language, row[0].strip(), word) for language, row in rows for word in row[1].split()]


def equal(rule: str, article: str, language: str | None) -> bool:
    """What the matcher compares."""
    return fold(article) == fold(rule) or lemma(rule, language) in keys(article, language)


def test_the_table_is_long_enough() -> None:
    assert len(pairs(SAME) + pairs(APART)) >= 250


@pytest.mark.parametrize(("language", "rule", "article"), pairs(SAME))
def test_found(language: str, rule: str, article: str) -> None:
    assert equal(rule, article, language)


@pytest.mark.parametrize(("language", "rule", "article"), pairs(APART))
def test_kept_apart(language: str, rule: str, article: str) -> None:
    assert not equal(rule, article, language)
