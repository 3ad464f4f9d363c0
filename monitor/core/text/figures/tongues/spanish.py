"""How Spanish writes figures. The fields: Tongue."""

from monitor.core.text.figures.tongue import Tongue, pairs, phrases, ranges, values, words

SPANISH = Tongue(
    marks=",.",
    spaced=True,
    values=values(
        "cero=0 un/uno/una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 "
        "catorce=14 quince=15 dieciséis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veintiuno/veintiún=21 "
        "veintiuna=21 veintidós=22 veintitrés=23 veinticuatro=24 veinticinco=25 veintiséis=26 veintisiete=27 "
        "veintiocho=28 veintinueve=29 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90 "
        "cien/ciento=100 doscientos/doscientas=200 trescientos/trescientas=300 cuatrocientos/cuatrocientas=400 "
        "quinientos/quinientas=500 seiscientos/seiscientas=600 setecientos/setecientas=700 ochocientos/ochocientas=800 "
        "novecientos/novecientas=900"
    ),
    scales=values(
        "decena=10 docena=12 veintena=20 treintena=30 cincuentena=50 centenar/centenares/cientos=100 mil/miles/millar=1000 "
        "millón/millones=1000000"
    ),
    alone=words("mil"),
    joiners={"y": 10},
    articles=words("un una"),
    several=words("varios varias algunos algunas"),
    halves=words("medio media"),
    of=words("de"),
    vague=ranges(
        "decenas=20-99 docenas=24-99 cientos/centenares=200-999 miles/millares=2000-99999 millones=2000000-"
    ),
    before=phrases(
        at_least="al menos | por lo menos | no menos de | como mínimo | cuando menos | mínimo",
        more="más de | supera | supera los | supera las | superan los | superan | superó los | superado los | sobrepasa "
        "| sobrepasa los | rebasa los | por encima de",
        at_most="hasta | a lo sumo | como máximo | no más de | máximo",
        less="menos de",
        nearly="casi | cerca de",
        about="unos | unas | alrededor de | aproximadamente | en torno a | más o menos",
    ),
    after=phrases(at_least="o más | al menos | por lo menos | como mínimo", at_most="como máximo"),
    openers=words("entre de"),
    verbs=pairs(
        "sube subió aumenta aumentó asciende ascendió eleva elevó llega llegó crece creció alcanza/hasta"
    ),
    connectors=words("y a al o"),
    spanning=words("a al o"),
    changes=pairs("de/a"),
    measures=words(
        "año años mes meses semana semanas día días noche noches hora horas minuto minutos segundo segundos siglo siglos "
        "década décadas kilómetro kilómetros metro metros milla millas hectárea hectáreas tonelada toneladas kilo kilos "
        "litro litros barril barriles euro euros dólar dólares peso pesos real reales sol soles libra libras por grado "
        "grados punto puntos veces tercios cuartos"
    ),
    between=words("últimos últimas próximos próximas largos largas primeros de d"),
    names=words(
        "vuelo no n núm número artículo artículos resolución capítulo ruta carretera autopista puerta terminal andén sala "
        "canal nivel fase etapa día grupo distrito bloque autobús tren boeing airbus categoría magnitud página top edad "
        "línea fórmula temporada episodio versión zona calle covid año ley decreto"
    ),
    never=words("por"),
    months=words(
        "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene feb mar abr "
        "jun jul ago sep sept oct nov dic"
    ),
    counted=words(
        "personas civiles soldados niños mujeres hombres migrantes refugiados rehenes prisioneros presos detenidos "
        "manifestantes habitantes víctimas muertos muertes fallecidos heridos desaparecidos desplazados liberados evacuados"
    ),
)
