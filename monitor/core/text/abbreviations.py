"""Words that end in a full stop without ending a sentence, as data. Lower case, without their last stop."""

# Never at the end of a sentence: a name or a figure follows.
_TITLES = (
    # Latin
    "mr mrs ms mx dr prof mt gen sen rep gov lt col maj sgt cpl capt cmdr adm brig hon rev messrs pres fr mm mme mlle "
    "mmes sra srta srs dña ud uds dott sig sigg ing avv frl dipl ggf bzw vgl inkl zzgl evtl approx env aprox "
    "lt.gen maj.gen brig.gen lt.col ph.d z.b u.a d.h e.g i.e "
    # Cyrillic: Mr, Mrs, street, named after, professor, academician, general, that is, saint
    "г-н г-жа ул им проф акад ген т.е т.н св "  # noqa: RUF001 - Cyrillic is meant
    # Devanagari, Hebrew: doctor, professor
    "डॉ प्रो פרופ"
)  # fmt: skip
TITLES = frozenset(_TITLES.split())

# Only before a figure: "No." alone is an answer.
_NUMBERED = "no nos nr nrn núm num vol pp p art fig sec abs kap s стр п ст"
NUMBERED = frozenset(_NUMBERED.split())

# Within a sentence or at its end: what begins next decides.
_OTHERS = (
    "sr jr st ste ft hr dept inc ltd co corp bros vs etc al est jan feb mar apr jun jul aug sep sept oct nov dec ave "
    "blvd rd hwy univ assn incl calif fla ariz tenn conn mich minn wis ca av "
    "usw mio mrd str sog mwst cf bd "
    "ee.uu rr.hh ff.aa cía pág "
    "гг др пр руб коп млн млрд тыс т.д т.п"  # noqa: RUF001 - Cyrillic is meant
)  # fmt: skip
OTHERS = frozenset(_OTHERS.split())

# With these words sentences begin, and after an abbreviation little else does; nor are they what a headline with
# Capitals All Over puts behind U.S.
_OPENERS = (
    "the an it he she we they this that these those his her its their but when while if meanwhile however police "
    "der die das ein eine er sie es im am auf nach aber doch mit bei seit laut wie wir ich dies diese dieser zudem "
    "le la les un une il elle ils elles dans mais et pour selon ce cette ces "
    "el los las una en se según pero y por para sin esta este "
    "в на по он она они оно это но и а как при для также однако после мы из за"  # noqa: RUF001 - Cyrillic is meant
)  # fmt: skip
OPENERS = frozenset(_OPENERS.split())

# Openers that are parts of names too: J. El Sayed, M. Le Pen, S. Das.
PARTICLES = frozenset(("el", "la", "le", "les", "los", "las", "das", "der", "die", "an", "he"))

# What stands before or behind a German ordinal: am 3. Mai, der 3. Tag. Other languages do not capitalise months.
_ORDINAL_BEFORE = (
    "am im zum vom beim der die das den dem des bis seit ab ihr ihre ihren sein seine seinen zur jeder jeden"
)
ORDINAL_BEFORE = frozenset(_ORDINAL_BEFORE.split())
_ORDINAL_BEHIND = (
    "januar jänner februar feber märz april mai juni juli august september oktober november dezember "
    "jahrhundert jahrhunderts tag platz liga bundesliga"
)
ORDINAL_BEHIND = frozenset(_ORDINAL_BEHIND.split())
