"""How English writes figures. The fields: Tongue."""

from monitor.core.text.figures.tongue import Tongue, pairs, phrases, ranges, values, words

ENGLISH = Tongue(
    marks=",",
    values=values(
        "zero=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 "
        "thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 "
        "forty/fourty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90"
    ),
    scales=values(
        "hundred/hundreds=100 dozen=12 thousand/thousands=1000 lakh/lakhs=100000 million/millions/mn/mln/mio=1000000 "
        "crore/crores=10000000 billion/billions/bn=1000000000 trillion/trn/tn=1000000000000"
    ),
    joiners={"and": 100},
    articles=words("a an"),
    several=words("several few couple"),
    halves=words("half"),
    of=words("of"),
    vague=ranges(
        "dozens=24-99 tens/10s=20-99 scores=40-99 hundreds/100s=200-999 thousands/1000s=2000-99999 "
        "millions=2000000- lakhs=200000-9999999 crores=20000000- billions=2000000000-"
    ),
    shy=words("scores tens"),
    before=phrases(
        at_least="at least | no fewer than | not fewer than | no less than | not less than | minimum | min",
        more="more than | over | above | exceeds | exceed | exceeded | exceeding | surpasses | surpass | surpassed "
        "| surpassing | passes | passed | tops | topped | topping | past | upwards of | well over | beyond "
        "| greater than",
        at_most="up to | as many as | at most | no more than | not more than | maximum | max",
        less="fewer than | less than | well under",
        nearly="nearly | almost | close to | just under | some nearly",
        about="about | around | some | roughly | approximately | approx | an estimated | estimated | circa | ca",
    ),
    after=phrases(
        at_least="or more | at least | plus | minimum",
        more="and counting",
        about="or so | odd",
        at_most="or fewer | or less | at most",
    ),
    verbs=pairs("hand hands handed handing turn turns turned turning take takes took taken taking/over"),
    openers=words("between"),
    connectors=words("and to or"),
    spanning=words("to or"),
    changes=pairs("from/to"),
    measures=words(
        "year years yr yrs yo month months week weeks wk wks day days night nights hour hours minute minutes second "
        "seconds decade decades century centuries weekend weekends fortnight oclock mile miles kilometre kilometres "
        "kilometer kilometers metre metres meter meters foot feet inch inches yard yards acre acres hectare hectares "
        "tonne tonnes ton tons kilo kilos kilogram kilograms kilogramme kilogrammes gram grams litre litres liter "
        "liters gallon gallons barrel barrels pound pounds dollar dollars euro euros cent cents yen yuan rupee rupees "
        "ruble rubles rouble roubles shekel shekels dirham dirhams pence quid bucks percent percentage pc degree "
        "degrees celsius fahrenheit knots point points pts volts watts megawatt megawatts gigawatt gigawatts "
        "gigabyte gigabytes times third thirds quarter quarters fifth fifths tenth tenths magnitude per est edt bst "
        "cet ist et local"
    ),
    between=words(
        "more straight consecutive long square cubic sq cu nautical metric full calendar working us million billion "
        "short whole extra additional successive light"
    ),
    names=words(
        "flight no nr number numbers article articles section resolution unsc chapter route highway interstate motorway "
        "gate terminal platform room channel level phase stage day week month year group big district ward unit "
        "block bus train boeing airbus apollo windows iphone formula type category cat magnitude page pages title act "
        "top class grade game part volume vol season episode round version area agenda aged age ages turned turns "
        "size per zone sector brigade division battalion regiment squadron rule amendment "
        "proposition prop covid clause paragraph matchday ch floor warehouse resolutions flights"
    ),
    months=words(
        "January February March April May June July August September October November December Jan Feb Mar Apr Jun "
        "Jul Aug Sep Sept Oct Nov Dec"
    ),
    capital_months=True,
    counted=words(
        "people persons civilians soldiers troops children women men migrants refugees hostages prisoners detainees "
        "protesters residents workers families homes houses victims casualties deaths dead killed kill kills killing "
        "injured injures injuring wounded wounds wounding hurt missing arrested arrests detained displaced displaces "
        "freed released evacuated stranded trapped feared others palestinians israelis ukrainians russians hits "
        "reaches leave leaves leaving"
    ),
)
