"""English words that the stemmer merges with others of another meaning, as `stays | kept apart and its forms`.

The words kept apart are known by the first of them. Where both readings are inflections of one word (meeting, meet;
protester, protest) they stay together.
"""

APART = """
accord | according accordingly
account | accountable accountability
account | accountant accountants
active | activate activates activated activating activation
active | activism
active | activity activities
admire | admiral admirals
affect | affection affections
aid | aide aides
alternative | alternate alternates alternately
animal | animate animated animation animations anime
apart | apartment apartments
appropriate | appropriation appropriations
arm | armed
arm | arms
assist | assistant assistants
association | associate associates associated
attach | attache
audit | audition auditions auditioned auditioning
author | authority authorities
author | authorize authorizes authorized authorizing authorization authorizations
breath | breathe breathes breathed breathing
brief | briefing briefings
business | busy
capital | capitalism
capital | capitalize capitalizes capitalized capitalizing capitalization
captive | captivate captivates captivated captivating
care | careful carefully
celebrate | celebrity celebrities
cleric | clerical
clinic | clinical clinically
close | closely
cloth | clothe clothes clothed clothing
collect | collective collectively collectives
colon | colonize colonizes colonized colonizing colonization
command | commandeer commandeers commandeered commandeering
command | commander commanders
comment | commentator commentators
commit | commitment commitments
common | commons
compass | compassion
compete | competent competence competency
composition | composite composites
concert | concerted
confer | conference conferences
conserve | conservation
conserve | conservative conservatives
consist | consistent consistently consistency
constitution | constitute constitutes constituted constituting
construction | constructive constructively
consul | consulate consulates
contain | container containers
content | contention
convent | convention conventions
convent | conventional conventionally
conversation | converse conversely
conversation | conversion conversions
corporate | corporal corporals
correction | correctional
critic | critical critically
cross | crossing crossings
custom | customer customers
custom | customize customizes customized customizing customization
custom | customs
dead | deadly
decade | decadent decadence
decision | decisive decisively
defend | defendant defendants
deliberate | deliberation deliberations deliberating deliberated
depart | department departments departmental
design | designate designates designated designating designation designations
detect | detective detectives
dictate | dictator dictators
digit | digital digitally
direct | direction directions
direct | directive directives
diverse | diversion diversions
division | divisive
dominate | dominic
edit | edition editions
effect | effective effectively effectiveness
elder | elderly
electron | electronic electronics electronically
empire | empirical empirically
engine | engineer engineers engineered engineering
equation | equator
evidence | evident evidently
excel | excellent excellence excellency
except | exceptional exceptionally
exclusive | exclusion exclusions
execution | executable executables
execution | executive executives
expense | expensive expensively
experience | experiment experiments experimented experimenting experimental experimentally
extreme | extremism
fabric | fabricate fabricates fabricated fabricating fabrication fabrications
fate | fateful
federal | federation federations
festival | festive festivities festivity
final | finale finales
foreign | foreigner foreigners
format | formation formations
future | futures
general | generally
generate | generation generations generational
good | goods
govern | government governments governmental
grate | grateful gratefully
hand | handful handfuls
hard | hardly
hear | hearing hearings
heroin | heroine heroines
high | highly
hospital | hospitality
house | housing
human | humane humanely
human | humanity
identity | identical identically
ignore | ignorant ignorance
import | important importantly importance
incident | incidence
industrial | industrious
inform | informal informally
inform | informant informants
information | informative
initial | initiate initiates initiated initiating initiation
initial | initiative initiatives
install | installment installments instalment instalments
institute | institution institutions institutional
instrument | instrumental
integrate | integral
integrate | integrity
intelligence | intelligent intelligently
interest | interesting interestingly
iron | ironic ironically
journal | journalism
liberal | liberate liberates liberated liberating liberation
like | likely
liquid | liquidate liquidates liquidated liquidating liquidation
liquid | liquidity
liter | literal literally
live | lively
loath | loathe loathes loathed loathing
local | locale locales
main | maine
major | majority majorities
manage | manager managers managerial
margin | marginal marginally
mark | markedly
mechanism | mechanic mechanics
medical | medic medics
medical | medication medications
memory | memorial memorials
mind | mindful
miner | mineral minerals
minor | minority minorities
mobile | mobilize mobilizes mobilized mobilizing mobilization
moderate | moderator moderators
moment | momentous
moral | morale
most | mostly
national | nation nations
national | nationalism
national | nationality nationalities
national | nationalize nationalizes nationalized nationalizing nationalization
natural | naturalize naturalized naturalization
natural | nature
near | nearly
negligence | negligible
object | objective objectives
offense | offensive offensives
office | officer officers
operation | operative operatives
opposition | opposite opposites
optimism | optimize optimizes optimized optimizing optimization
option | optional
order | orderly
organize | organization organizations organizational
park | parking
person | personal personally
person | personality personalities
person | personalize personalized
physical | physics
politics | polite politely
population | populism
position | positive positively positives
precede | precedent precedents
president | preside presides presided presiding
president | presidency presidencies
prison | prisoner prisoners
private | privatize privatizes privatized privatizing privatization privatizations
process | procession processions
product | production productions
product | productive productivity
progress | progressive progressives
project | projection projections
protest | protestant protestants
public | publication publications
public | publicity
public | publicize publicized
quit | quite
rate | rating ratings
ration | rational rationally rationality
reason | reasonable reasonably
recess | recession recessions
refer | reference references
relate | relation relations
relate | relative relatives
relate | relatively
report | reportedly
report | reporter reporters
represent | representative representatives
resolution | resolute resolutely
respect | respective respectively
response | responsible responsibly responsibility responsibilities
response | responsive
right | rights
rule | ruling rulings
save | savings
second | secondly
secret | secretion secretions
secure | securities
secure | security
senate | senator senators
several | sever severs severed severing
several | severe severely severity
short | shortly
specific | specification specifications
state | stated stating
subject | subjective
subside | subsidize subsidizes subsidized subsidizing
success | succession successive successively
support | supporter supporters
suspension | suspense
tear | tearful
terminal | terminate terminates terminated terminating termination
time | timely
transform | transformer transformers
transit | transition transitions transitional transitioning transitioned
tribune | tribunal
unit | unite unites united uniting
use | useful usefully usefulness
vacate | vacation vacations
vigil | vigilance vigilant
will | willing willingly
wind | winding
wit | witness witnesses witnessed witnessing
"""
