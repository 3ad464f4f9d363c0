"""The small words around figures, of all languages together: none of them means something else in another one."""

# ruff: noqa: RUF001 - as above: letters of one language look like those of another

from monitor.core.text.figures.tongue import words

# Behind one of these a figure belongs to a place, a doer, a price, and not to the cue before it.
PREPOSITIONS = words(
    "in on by with from near against across for during amid despite over under via inside outside among between into "
    "dans sur par avec contre pour depuis pendant chez vers sous "
    "bei mit aus gegen durch für seit während wegen "
    "en por con contra para desde durante sobre "
    "в на с со из от по при против для за через у "
    "في من على ضد مع خلال عبر "
    "ב מ "
    "在 被 对 對 向 从 從 由 "
    "में ने पर"
)
# Here another event begins.
NEW_EVENT = words(
    "after before as while when following amid since because until though although despite where "
    "après avant alors lors tandis puis pendant depuis "
    "nach vor während nachdem bevor weil als obwohl "
    "tras después antes mientras cuando durante porque "
    "после перед пока когда во-время "
    "بعد قبل أثناء بينما عندما خلال إثر "
    "אחרי לפני בזמן כאשר לאחר "
    "बाद पहले दौरान"
)
# Behind one of these a figure is where a number got to.
GOALS = words(
    "to at of is was now reaches reached hits hit stands exceeding "
    "à est atteint de bilan auf bei von beträgt liegt erreicht a alcanza es de asciende до составило достигло إلى بلغ ל עומד 至 到 为 為 达 達"
)
AND = words("and or et ou und oder y e o и или و أو או 和 及 与 與 并 並 और या")
OF = words("of de des der von из من מתוך")
DETERMINERS = words(
    "the a an all another other others some these those its their his her further additional a-further only even just "
    "les des ces ses leurs autres encore die den der weitere weiteren los las otros otras estos esos еще ещё этих"
)
# Words with which an aside begins.
ASIDE = words(
    "including among mostly most many all both some dont parmi majoritairement darunter davon meist incluidos incluidas "
    "incluyendo entre включая среди בהם ביניהם כולל 其中 其 包括 من بينهم بينها जिनमें"
)
# Who does this was not hit by what the cue says: "5,000 mourn killed teenager".
GATHERING = words(
    "mourn mourns mourned attend attends attended gather gathers gathered assemble assembles assembled demonstrate "
    "demonstrates demonstrated protested marched rallied honour honor honoured honored remember remembered commemorate "
    "commemorated condemn condemned demand demanded flee fled "
    "manifestent défilent pleurent rassemblent commémorent fuient "
    "trauern trauerten demonstrieren demonstrierten protestieren protestierten gedenken gedachten fordern flohen fliehen "
    "protestan protestaron marchan marcharon lloran asisten manifiestan exigen huyen "
    "протестуют протестовали скорбят почтили требуют бегут"
)
# These do so only where more of the sentence follows: "3,000 protest over killings", not "12 protest leaders killed".
GATHERING_NOUNS = words("protest march rally vigil")
# Words for people, which make a list of "120 soldiers and three officers".
PEOPLE = words(
    "people persons civilians soldiers troops officers policemen police children women men boys girls migrants refugees "
    "hostages prisoners detainees protesters residents workers families victims fighters militants rebels insurgents gunmen "
    "terrorists guards students teachers doctors medics journalists passengers crew tourists villagers farmers settlers "
    "foreigners others servicemen marines sailors miners pilots personnel members aides staff "
    "personnes civils soldats policiers enfants femmes hommes migrants réfugiés otages militaires combattants "
    "menschen personen zivilisten soldaten polizisten kinder frauen männer migranten flüchtlinge geiseln kämpfer "
    "demonstranten bewohner leute helfer journalisten "
    "personas civiles soldados policías niños mujeres hombres migrantes rehenes militares combatientes "
    "человек людей мирных солдат солдата военных военнослужащих полицейских полицейского детей женщин боевиков боевика"
)
# Behind "in" a state, not a place: "kills two, 150 in hospital".
STATES = words(
    "hospital hospitals custody critical serious stable intensive care shelters shelter jail prison danger all total"
)
COMMAS = frozenset((",", "،", "、", "，"))
