"""English: irregular verbs and nouns of the news, and American spelling for British.

Left out, because the other word is commoner in headlines: bore, born, bound, bit, drunk, dove, Fed, ground, lay, lit,
rung, saw, smelt, spat, sprung, woke, wound (wind and wound stay apart), bases, media, leaves (leave, not leaf),
and the forms of be, have and do, which no rule is about. found is find; founded is not. left is leave, met is meet
and shot is shoot all the same: without them rules miss more than these mislead.
"""

import re
from collections.abc import Iterator

from monitor.core.text.forms.en_apart import APART
from monitor.core.text.forms.en_names import NAMES
from monitor.core.text.forms.en_nations import NATIONS
from monitor.core.text.forms.form import Forms, forms

_VERBS = """
arise: arose arisen
awake: awoke awoken
bear: borne
beat: beaten
become: became
befall: befell befallen
begin: began begun
behold: beheld
bend: bent
bite: bitten
bleed: bled
blow: blew blown
break: broke broken
breed: bred
bring: brought
build: built
burn: burnt
buy: bought
catch: caught
choose: chose chosen
cling: clung
come: came
creep: crept
deal: dealt
dig: dug
draw: drew drawn
dream: dreamt
drink: drank
drive: drove driven
dwell: dwelt
eat: ate eaten
fall: fell fallen
feel: felt
fight: fought
find: found
flee: fled
fling: flung
fly: flew flown
forbid: forbade forbad forbidden
forecast: forecasted
foresee: foresaw foreseen
forget: forgot forgotten
forgive: forgave forgiven
forgo: forwent forgone
forsake: forsook forsaken
free: freed
freeze: froze frozen
get: got gotten
give: gave given
go: went gone
grow: grew grown
hang: hung
hear: heard
hide: hid hidden
hold: held
keep: kept
kneel: knelt
know: knew known
lay: laid
lead: led
lean: leant
leap: leapt
learn: learnt
leave: left
lend: lent
lose: lost
make: made
mean: meant
meet: met
mimic: mimicked mimicking
mislead: misled
misspend: misspent
mistake: mistook mistaken
misunderstand: misunderstood
outgrow: outgrew outgrown
overcome: overcame
overdo: overdid overdone
overdraw: overdrew overdrawn
overhear: overheard
override: overrode overridden
overrun: overran
oversee: oversaw overseen
overspend: overspent
overtake: overtook overtaken
overthrow: overthrew overthrown
panic: panicked panicking
pay: paid
picnic: picnicked picnicking
plead: pled
prove: proven
rebuild: rebuilt
redraw: redrew redrawn
remake: remade
repay: repaid
rerun: reran
resell: resold
retake: retook retaken
rethink: rethought
rewrite: rewrote rewritten
ride: rode ridden
ring: rang
rise: rose risen
run: ran
say: said
see: seen
seek: sought
sell: sold
send: sent
sew: sewn
shake: shook shaken
shine: shone
shoot: shot shots
show: shown
shrink: shrank shrunk shrunken
sing: sang sung
sink: sank sunk sunken
sit: sat
slay: slew slain
sleep: slept
slide: slid
sling: slung
sow: sown
speak: spoke spoken
speed: sped
spell: spelt
spend: spent
spill: spilt
spin: spun
spoil: spoilt
stand: stood
steal: stole stolen
stick: stuck
sting: stung
stink: stank stunk
strew: strewn
stride: strode stridden
strike: struck stricken
string: strung
strive: strove striven
sue: sued suing
swear: swore sworn
sweep: swept
swell: swollen
swim: swam swum
swing: swung
take: took taken
teach: taught
tear: tore torn
tell: told
think: thought
throw: threw thrown
traffic: trafficked trafficking
tread: trod trodden
undercut: undercutting
undergo: underwent undergone
understand: understood
undertake: undertook undertaken
undo: undid undone
unwind: unwound
uphold: upheld
wear: wore worn
weave: wove woven
weep: wept
win: won
withdraw: withdrew withdrawn
withhold: withheld
withstand: withstood
wring: wrung
write: wrote written
"""
_NOUNS = """
alumnus: alumni
analysis: analyses
axis: axes
bacterium: bacteria
bus: buses bussed
calf: calves
child: children
crisis: crises
criterion: criteria
diagnosis: diagnoses
emphasis: emphases
foot: feet
formula: formulae
gas: gases gassed gassing
goose: geese
half: halves
hypothesis: hypotheses
knife: knives
lens: lenses
life: lives
loaf: loaves
man: men
memorandum: memoranda memorandums
mouse: mice
nucleus: nuclei
oasis: oases
ox: oxen
parenthesis: parentheses
passerby: passersby
person: people peoples
phenomenon: phenomena
quiz: quizzes
referendum: referenda
stadium: stadia
thesis: theses
thief: thieves
tooth: teeth
wife: wives
housewife: housewives
wolf: wolves
woman: women
"""
_SPELLINGS = """
airplane: aeroplane aeroplanes
aluminum: aluminium
analyze: analyse analysed analysing
center: centre centres centred
check: cheque cheques
defense: defence defences
fulfill: fulfil fulfils fulfilment
gray: grey
inquiry: enquiry enquiries
jail: gaol gaols gaoled
judgment: judgement judgements
license: licence licences
maneuver: manoeuvre manoeuvres manoeuvred manoeuvring
offense: offence offences
paralyze: paralyse paralysed paralysing
plow: plough ploughs ploughed
program: programme programmes
pajamas: pyjamas
skeptic: sceptic sceptics
skeptical: sceptical
skillful: skilful
theater: theatre theatres
"""
_MEN = (  # each with man and woman
    "air alder anchor assembly business camera chair clergy congress council country crafts fire fisher fresh frontier "
    "gentle gun hit horse hunts infantry journey law lay lines mad marks middle militia milk noble ombuds patrol police "
    "post rifle sales sea service spokes sports states strong swords tribes watch weather work yachts"
)
_ISE = re.compile(r"(?<=[a-z]{3}[^aeiou])is(?=(?:e[drs]?|ers|ing|able|ations?)\Z)")
_NOT_ISE = frozenset(  # their kin is written with s in American English too: supervision, precision
    ("concise", "precise", "supervise", "supervised", "supervises", "supervising", "televise", "televised")
)
_GENITIVE = re.compile(r"(?<=[a-z])'s\Z|(?<=s)'\Z")
_MODELS = re.compile(
    r"(?<=[a-z][0-9])s\Z|(?<=[a-z][0-9]{2})s\Z|(?<=[a-z][0-9]{3})s\Z"
)  # AK47s, S300s; not 1990s
_OUR = re.compile(
    r"\A((?:un|dis|en|re)?(?:arm|behavi|clam|col|endeav|fav|ferv|harb|hon|hum|lab|neighb|od|ran|rig|rum|sav|spl|vap|vig))our"
)


def spelled(word: str) -> str:
    """The word in American spelling (organised is organized, labour labor), and no genitive or plural that tables do
    not name: Hamas's and Hamas' are Hamas, F16s is F16.
    """
    word = _GENITIVE.sub("", word)
    word = _MODELS.sub("", word)
    if word not in _NOT_ISE:
        word = _ISE.sub("iz", word)
    return _OUR.sub(r"\1or", word)


def _men() -> Iterator[tuple[str, str]]:
    for trade in _MEN.split():
        yield f"{trade}men", f"{trade}man"
        yield f"{trade}women", f"{trade}woman"


def english() -> Forms:
    """The tables of English."""
    return forms(
        irregular=_VERBS + _NOUNS.lstrip() + _SPELLINGS.lstrip() + NATIONS.lstrip(),
        apart=APART + NAMES.lstrip(),
        generated=_men(),
    )
