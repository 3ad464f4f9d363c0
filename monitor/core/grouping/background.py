# ruff: noqa: RUF001 - foreign letters are the data here
"""How often a word stands in any news: what two articles share by chance.

Counted over the openings of some 1,900 English articles of 133 feeds, at most 25 of each, and rounded into bands;
what fewer than four feeds say was left out. Of other languages only the words that are everywhere.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from monitor.core.text import fold
from monitor.core.text.frequencies import counted, everywhere

RARE = 0.0005  # share of articles that hold a word nobody has counted
_EVERYWHERE = 0.3

_BANDS = {  # articles of a thousand that hold one of these stems; the more frequent ones stand with monitor.core.text
    12: (
        "blog com win break drive lose beauti click spend display earli period hold qualiti america five io didn "
        "essenti whether buy deep earlier franc longer man email minut word advanc catch download isn mind "
        "resourc task titl center curat europ facebook later potenti vendor ad browser fair framework impact "
        "messag pay perfect photo reach send sens virtual window campaign caus claim everyon fight iran mac non "
        "request scienc select studi stuff age along area art climat entir extens fall feed land music org "
        "protect reflect region remov replac shoot standard target various analysi anyth child core easier effort "
        "excit figur goal listen rail remain thank visual warn almost among artist below databas former job june "
        "produc rather readi rubi save serv session slow soon special technic whole alleg although chanc "
        "contribut discov enhanc error especi highlight insid light night popular receiv rememb rest shape sound "
        "style tutori wonder wrong account anyon charg client concept cultur danger deploy drop els format handl "
        "head immedi infrastructur instruct internet late maintain march occur opportun organiz paper phone "
        "recommend school size solv uk uniqu wide woman aim album aren chat co common definit depend draw fail "
        "familiar friday fun inspir integr internat matter member method moment noth sale schedul stand student "
        "toward upgrad walk worker accept act amazon condit creativ distribut enabl enjoy feedback field hardwar "
        "iphon materi mayb memori press prevent privat proper rais role signific street subject teach treat trip "
        "wait youtub air central choos defin describ england ensur exact fit half happi hear independ interfac "
        "invit involv itself label law pick pull queri safe sell serious setup stay structur white www amount "
        "april audio car communic concern correct default deliv editor enter exchang eye favorit front fundament "
        "graphic identifi js load match money nice openstreetmap pass prepar promiz purchas reader realiz reveal "
        "round secret shift sit switch theme theori trigger true upcom welcom abil achiev administr amaz appli "
        "attent awar black box canada capabl card certain comment commerci contact energi environ etc food "
        "foundat github haven imagin initi juli measur normal notic novemb nuclear octob os path pattern push "
        "reuter risk script seek skill societi someon statement tabl total trade travel west yourself accus "
        "affect annual architectur arriv avoid bank bodi bot color context creation daili east edg either engag "
        "fill further impress innov interview januari journey lab migrat mobil per port prefer principl privaci "
        "progress propos scientist season six speed tag tini tradit worth absolut bottom britain button collabor "
        "commit copi deliveri divers dr easili eventu extrem faster forget fulli histor knowledg log middl "
        "movement packag planet player predict pro prompt properti race rang rare reli reliabl rout screen senior "
        "sort summari suspect techniqu thousand tie tune typic url washington"
    ),
    6: (
        "adapt ahead aspect attend background beyond boat brain brand choic class cool css decad defens dev dynam "
        "educ expert finish growth heart holiday html individu john keyboard low maco master mechan mention "
        "observ obvious output perspect pictur reduc remark room simplifi spot spread storag stream summer "
        "traffic un universiti worri automat channel charact clean combin compar crash creator crisi despit dive "
        "doubl dozen drug element extend fan film filter fine fli forward fuel fund hack hello http huge insight "
        "javascript lack laptop logic london modifi opinion outsid palestin patient primari prior republican "
        "sentenc shop simpli startup status strategi strong translat trust twitter vote vs wasn water workflow "
        "activist advantag airport android archiv assum australia balanc builder calendar cloud confirm construct "
        "consum convert corrupt decemb defend demo earth econom effici episod evalu except fantast git gun hate "
        "healthcar hot hundr incred indic influenc input interact internal legal llm massiv mix multi negoti "
        "north notabl ongo profession prove realiti recogn repeat roll section spark speech studio threaten "
        "timelin upload usb voic wall wild acceler adopt agenc agent aid altern attempt bar beta boost born "
        "boston capit claud compil contract curious dedic distanc domain economi employe estim eu extern factor "
        "fake gain goe grant higher himself index kid layer maker manual microsoft mode murder natur necessari "
        "older pari paul perhap plenti pm posit precis pressur preview print profit protocol python rate reject "
        "remind remot road safeti sampl signal situat smart station struggl super syria third thursday tip touch "
        "town truli tv unlik util wrap accur agre algorithm approv architect aug august aw benefit cabl calcul "
        "captur carri celebr chief chrome comfort conduct congress conveni cross dark debat delet demand descript "
        "diseas door draft eight emerg evolv expand express extract foreign gather graph ground instanc intent "
        "invest islam landscap leak letter magazin mental mistak morn nativ navig nine outlin overal pain "
        "parallel parent phase plus primarili purpos rank rapid relationship relev render repres respond root rss "
        "san saturday saw secretari showcas son song speaker spring string subscrib suit surround tax themselv "
        "thread ui universal unlock valid wear whatev writer young acquir advic al appar appreci argument audienc "
        "bathroom bear beat categori charm compon covid cycl de declar deepli democrat determin difficult "
        "distinct eat everyday exhibit export failur femal flavor flexibl flight flow forum fresh frustrat geneva "
        "green guidanc hat heat hide highest ident ignor ii imposs intellig ipad iraq itali item joke labor "
        "latenc layout leadership lesson lie lock login loss marin mine minimum movi node oil optim overwhelm "
        "park partner plant podcast presenc programm promot regist regul regular renew repli resid reward separ "
        "shortcut slide soldier stabl stage star statist strang submit sunday suppli suppos surviv sync ten "
        "threat ultim vari vision winter wouldn yesterday abus anti asia atom authent awesom ball bid biggest "
        "bunch camera candid centuri chris civil colleg complain compos comprehens coordin corner couldn count "
        "counter counti crime cyber debug democraci demonstr depth desktop director disabl doc dream ecosystem "
        "emot emul encod enterpr entri equip era essay exclus execut extraordinari father februari fiction "
        "financi firm folk hey icon injur java jet jone journal lee length licens llms lower manufactur ml mother "
        "mountain newslett notif obama oh ok pdf persist physic plane popul presidenti react refus rewrit scene "
        "scott screenshot sdk septemb ship snap solid sponsor sport stock strengthen surpriz tend terror throw "
        "transfer trick troubl turkey upon violat volum wave weapon weather weird wish worldwid yes youth admit "
        "anim ann anywher apolog appoint backend battl beginn behavior brother cannot cat cheap companion compat "
        "consist constant contrast corpor crucial david dc deprec deserv detect dig disappear discoveri distract "
        "dog domin driver eas electr embed embrac emergenc encount everywher evid examin experienc fear foot "
        "frame georg giant gov guarante ice ideal illustr immigr implic inequ ingredi island jackson json jump "
        "largest loos macron mass medic merg mile monitor narrat nois odd offlin onto otherw ourselv pixel plugin "
        "polish pollut pre preserv quiet quot readabl refer reform regim relax repositori resist resolv reson "
        "restrict retriev rich ring robot sd shooter shut smaller specifi stack static strip stun summit tast "
        "tension throughout tim token truth twist unfortun unknown valuabl variabl varieti verifi violenc wake "
        "warm workshop wors york"
    ),
    3: (
        "adjust africa andrew anticip approxim artifici assembl assign attach auto beij benchmark bill billion "
        "blame blow bomb cach camp ceo chapter christma classic clip closer club colleagu columbia column comic "
        "commiss confid contributor controversi convinc craft dataset dear desir dialog diplomat disciplin "
        "discord discount disk doctor drag dublin duplic eg equal establish evolut ex expos famous festiv flag "
        "flash flaw flee floor forev formal francisco freedom fruit gap gem genuin glass habit headlin hell hi "
        "hire hurt id inch info jeremi joint king kubernet la lawmak len leverag magic math mathemat matt menu "
        "metric mexico michael minim mod motiv mysteri nearbi neighbor neighborhood newli notion osm pandem pars "
        "partial patch php phrase pi politician poor prison privileg probe profil raw recip recognit registr "
        "regress resili resolut respect revers rough row scientif sea semi shock shouldn silenc simul skeptic "
        "slack soul specialist sql stick storm straight stress stretch subscript suffer summar swift sydney "
        "termin theresa thrill trap trial unabl uniti usag ux viabl vice victim victori visibl weigh weight whose "
        "abandon abstract academ addict adult agreement alarm alert align alon amid analyz anthoni aris arm "
        "attract award basi behalf belong blood boil bonus boundari boy branch bright brutal buffer bundl burn "
        "cash cent ceremoni circl civilian cluster coast codebas cold combat conflict consequ consider consult "
        "coverag cpu credit curb deadlin decentr declin destin directori district docker doubt dramat drink earn "
        "elimin emmanuel encourag endless endur environment exerc explos extra fbi feder fleet fragil glad grab "
        "greater grid guess guy harm hobbi hole hunt husband ie ill impos inflat inner instant intend intens "
        "intersect iter jess jose keyword lay legaci luck macro magnet mainstream manipul mini ministri minor "
        "mission momentum moon mount negat netflix nobodi none nov novel op openai opposit opt orient outcom "
        "owner panel passion perman philosophi plot poison procedur profound random raspberri rebel recov rent "
        "revenu ride rubio sad samsung scalabl schema scope scratch se sensit sequenc silicon slight smartphon "
        "snapshot somehow spain span spice stake suicid suprem surfac swap tab tackl teacher thin tire tl trace "
        "transact transport trend truck tweet unusu valley vital vulner wage wife wire wood wordpress xml zero "
        "zone abroad accomplish actor adam advis advoc afford afternoon agenda aircraft ambit amus angel "
        "anniversari apach apart arduino argu arrang artifact assault associ assur await bag barack basebal bell "
        "bi bird blind bloom blue bore bottl bridg broader brows california cancer captiv carbon career cast "
        "characterist chip citizen coffe complic conclud condemn config confus convict cook cri curios dad dan "
        "deliber desper detain devast di disput drone drought duti eastern editori eleg elev elsewher enemi "
        "entertain enthusiast entiti escap ethic exhaust fascin fee finger flat footag ford forecast founder "
        "funni galleri gas genocid gentl ghost gift glimps god gold grace grand hacker hall handi hang harder "
        "hasn header honest honor hype inclus incorpor injuri inlin inquiri intel intuit ip itun jam jan kick "
        "lean lightn lightweight luxuri mail marco matrix meaning meetup memor mess meta micro microcontrol mid "
        "min modest moscow motor newspap notifi numer obsidian ocean oct orchestr ordinari oversea overview pace "
        "pad pair pakistan paramet pardon partnership passeng pen permiss philadelphia photograph pilot pitch "
        "plain plastic poem poland pop pretend prospect puzzl quarter quest radic radio ralli rape recal recreat "
        "reddit refactor refresh republ retail ridicul rock runtim sam satisfi scan scenario score sector seed "
        "sensibl settl sexual shadow shake shelf shit shoe shutdown sick skip somewher southern speci spell spi "
        "spike split staff steal stephen steve strateg sudden sun sustain switzerland symbol tariff teenag "
        "temperatur temporari thailand therefor tiktok tom ton toy transpar treatment twenti twice twin unfold "
        "unnecessari urban vast vehicl venezuela veteran vpn warner weak weekend whenev wider widespread worst "
        "wow yellow abov absenc accumul adob adventur aka alter anymor anyway apt archaeolog asid attribut audit "
        "awkward babi ban banner bash bias bilater bin blend bone boom bother brazil brexit brief briefli "
        "broadcast budget burst bus byte caution cell chain chicago childhood christian christoph chunk church "
        "citizenship clue collaps collid competit complaint comprom concret concurr cooki cope crack crackdown "
        "creek crew damag dave dawn deem deepen delay detent dilemma disappoint disconnect dispos distant "
        "distinguish dollar downsid ear embodi employ enforc envoy existenti experiment facil facto farm fatal "
        "fault fellow fixat flip flood flourish fool friendship gang garbag gemini gig glorious grade gunman ha "
        "haunt healthi heavili height highway hike hometown hook hungari illeg inde inevit infect insert insist "
        "institut interior interpret interrog invent isol jimmi jordan joy judg justic killer knife larger latter "
        "laugh lawyer legisl lifetim lift lone loop luggag manner martin mentor mi migrant mirror missil muslim "
        "namespac narrow novic obtain okay oracl overlap oversight pacif pack paint parser paste peak peer "
        "pentagon peter petrol phenomenon pile pin pleasur pocket portray predecessor proof punish racial "
        "reaction recap recruit refuge regardless repair replic reproduc rescu reserv resign restart retain "
        "retreat retrospect revis revolut revolution richard rival river roadmap robust ryan sandbox secondari "
        "semant serial seventh shall sheet shine shorter silent sky sleep slowli smoke smooth snippet somebodi "
        "sorri spectrum ssds strain strict substanti substitut surg sweden talent taylor televis territori tight "
        "timer tortur tour tragedi trait tricki ultra underground undoubt unexpect univers unless unus urg versus "
        "vibrant virginia wander wast watchdog western wherev whilst wise"
    ),
}
_FUNCTION_WORDS = {  # of languages that rules have no table of
    "ca": "el la els les de del i a en un una que per amb es no al dels va ha més",
    "cs": "a v se na je že s z do o i k ve pro za to si jako po by od",
    "da": "og i at det en er til på af for med som de har den ikke der et om fra",
    "el": "και το του η της ο την να με για από που στο στην σε τα τη οι στη των θα",
    "et": "ja on ei et ka see kui oli oma mis või aga ning ta",
    "fa": "و در به از که این را با است برای آن یک خود تا بر بود شد می ها هم",
    "fi": "ja on ei se että oli myös hän ovat kun mutta tai sen joka",
    "he": "של את על לא עם זה כי גם אל או הוא היא אך בין אחרי",
    "hu": "a az és hogy nem is egy ez volt meg de csak van azt már el ki",
    "id": "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena ada oleh telah",
    "no": "og i det er på en som til av for at med har de ikke den et om fra",
    "pl": "w i na z do się nie że to o jest za po jak od przez co dla ale są oraz był",
    "ro": "de și în a la cu pe din care că o un să nu au pentru mai al este sau",
    "sr": "и у је да се на за су од са о не као би i u je da se na za su od sa ne kao",
    "uk": "в у і та на не що з до за про як від це для його із по був",
}
_COUNTED = {stem: band / 1000 for band, stems in _BANDS.items() for stem in stems.split()}


def share(lemma: str, surface: str, language: str) -> float:
    """The share of articles of the language, 0 to 1, that hold a word like this; lemma as the language knows it."""
    if language == "en":
        return counted(lemma) or _COUNTED.get(lemma, RARE)
    return _EVERYWHERE if fold(surface) in _frequent(language) else RARE


def likely_language(words: Iterable[str]) -> str:
    """The language that the small words of a text in Latin script give away: "en" unless another is plain to see."""
    small = {word.casefold() for word in words if len(word) > 1}  # initials are in every language
    counts = Counter(language for word in small for language in _languages().get(word, ()))
    english = counts.pop("en", 0)
    language, most = max(counts.items(), key=lambda item: (item[1], item[0]), default=("en", 0))
    return language if most >= _FEWEST_SMALL and most > english else "en"


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """The languages of each small word; "die" is German only, as English has it for something else."""
    rows = {language: everywhere(language) for language in ("de", "es", "fr", "it", "nl", "pt", "sv", "tr")}
    rows |= {language: frozenset(row.split()) for language, row in _FUNCTION_WORDS.items()}
    rows["en"] = frozenset(_ENGLISH.split())
    return {
        word: tuple(sorted(language for language, row in rows.items() if word in row))
        for word in frozenset().union(*rows.values())
    }


@cache
def _frequent(language: str) -> frozenset[str]:
    rows = everywhere(language) | frozenset(_FUNCTION_WORDS.get(_SAME.get(language, language), "").split())
    return frozenset(map(fold, rows))


_SAME = {"nb": "no", "nn": "no"}
_ENGLISH = "the to a and of in is on for it with that this i as be at are from by an have was not has but"
_FEWEST_SMALL = 3  # different ones; "de la" may be a name
