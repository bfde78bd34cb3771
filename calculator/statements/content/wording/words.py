"""The sentences of a statement, in Dutch and English side by side. It calculates; it never decides or promises."""

from __future__ import annotations

from calculator.domain.scheme import Text

TITLE = Text("Beloningsoverzicht", "Reward statement")
SUBTITLE = Text(
    "Berekende toekenning voor {period}, opgemaakt op {day}",
    "Calculated award for {period}, drawn up on {day}",
)
FOOTING = Text(
    "Berekening, geen besluit en geen toezegging · controlecode {code}",
    "A calculation, not a decision and not a promise · check code {code}",
)
PAGE = Text("Pagina", "Page")
OF = Text("van", "of")
NO_NAME = Text("Bedrijf zonder naam", "Farm without a name")
#: Behind the title of a section.
NONE = Text("geen", "none")
LEFT_OUT = Text("weggelaten", "withheld")
WHOLE_FARM = Text("Hele bedrijf", "Whole farm")
UNKNOWN = Text("onbekend", "unknown")
TOTAL = Text("Totaal", "Total")
#: Where no payment was computed: that is not an amount of zero.
NOTHING = "–"
EACH_YEAR = Text("{years}, per jaar", "{years}, per year")
AMOUNT = Text("Bedrag", "Amount")
YEARS = Text("Jaren", "Years")
PAYER = Text("Betaler", "Payer")
PAYMENT = Text("Betaling", "Payment")
WHOLE_TERM = Text("Hele termijn", "Whole term")
SOURCE_REF = Text("bron {numbers}", "source {numbers}")

# 1. In short
SHORT = Text("In het kort", "In short")
EXPECTED_OVER = Text("Verwacht over {period}", "Expected over {period}")
EXPECTED_NOTE = Text("{years} jaar, gemiddeld {mean} per jaar", "{years} years, on average {mean} per year")
EXPECTED_NOTE_SOME = Text(
    "{paid} van de {years} jaar hebben een betaling, gemiddeld {mean} per jaar",
    "{paid} of the {years} years have a payment, on average {mean} per year",
)
EXPECTED_NOTE_PART = Text(
    "{known} van de {years} jaar zijn geheel bekend, gemiddeld {mean} per jaar",
    "{known} of the {years} years are known in full, on average {mean} per year",
)
EXPECTED_NOTE_ONE = Text("één jaar", "one year")
BETWEEN = Text("Tussen laag en hoog", "Between low and high")
BETWEEN_NOTE = Text(
    "de beste stapel bij de laagste en bij de hoogste lezing van elk tarief, elke combinatieregel en elke open eco-activiteit",
    "the best stack under the lowest and under the highest reading of every rate, combination rule and open eco-activity",
)
FROM_TO = Text("{low} tot {high}", "{low} to {high}")
PRESENT = Text("Contante waarde", "Present value")
PRESENT_NOTE = Text("tegen {rate} per jaar; {source}", "at {rate} per year; {source}")
NET = Text("Netto, na kosten", "Net of costs")
NET_NOTE = Text(
    "betaling min opgegeven kosten en gederfde inkomsten", "payment less stated costs and lost income"
)
NET_NOTE_OPEN = Text(
    "betaling min opgegeven kosten en gederfde inkomsten, ook van {years}, waarvan geen betaling bekend is",
    "payment less stated costs and lost income, also of {years}, of which no payment is known",
)
NET_NOTE_PART = Text(
    "; van {years} is maar een deel van de betalingen bekend",
    "; of {years} only a part of the payments is known",
)
KVK = Text("KvK-nummer", "Trade register number")
WHERE = Text("Plaats", "Place")
LAND = Text("Grond", "Land")
LAND_SAYS = Text("{area} ha op {count} percelen", "{area} ha on {count} parcels")
LAND_SAYS_ONE = Text("{area} ha op 1 perceel", "{area} ha on 1 parcel")
NO_LAND = Text("geen percelen opgegeven", "no parcels given")
FOR_WHAT = Text("Waarvoor", "For what")
REFERENCE_DATE = Text("Peildatum van de regels", "Reference date of the rules")
NUMBER = Text("Nummer", "Number")
PAYER_CERTAINTY = Text("Betaler, en hoe zeker", "Payer, and how certain")
PER_PAYER = Text("Wie betaalt hoeveel", "Who pays how much")
HOW_CERTAIN = Text("Hoe zeker is elke euro", "How certain each euro is")
CERTAINTY = Text("Zekerheid", "Certainty")
MEANS = Text("Betekent", "Means")
SHARE = Text("Deel", "Share")
OTHERS = Text("{count} andere betalers", "{count} other payers")
NO_PAYMENTS = Text(
    "Met dit bedrijfsprofiel en deze regels komt er geen enkele betaling uit de berekening. De hoofdstukken "
    "hierna zeggen waarom, en wat er ontbreekt.",
    "With this farm profile and these rules the calculation gives no payment at all. The chapters that follow "
    "say why, and what is missing.",
)
NOT_A_DECISION = Text(
    "Dit is een berekening op basis van wat het bedrijf over zichzelf heeft opgegeven en van de regels op de peildatum. "
    "Niemand kent hiermee iets toe: elke betaler beslist zelf, en kan anders beslissen.",
    "This is a calculation based on what the farm told about itself and on the rules on the reference date. "
    "Nobody grants anything by it: each payer decides for itself, and may decide differently.",
)
RECIPIENT = Text("Gemaakt voor", "Made for")
RECIPIENT_SAYS = Text("{name} ({purpose})", "{name} ({purpose})")
IN_PART = Text(
    "Dit overzicht laat zien wat het doel ‘{purpose}’ nodig heeft: {needs}. De rest is weggelaten; daarvan staat "
    "alleen een gezouten vingerafdruk in het bestand, en het volledige overzicht is bij de boer.",
    "This statement shows what the purpose ‘{purpose}’ needs: {needs}. The rest is withheld; the file holds only a "
    "salted hash of it, and the full statement is with the farmer.",
)
FOLLOWED = Text(
    "Uit dit bestand zijn {followed} van de {shown} getoonde betalingen na te rekenen.",
    "From this file {followed} of the {shown} payments shown can be recomputed.",
)
SHOWN_OVER = Text("Getoonde betalingen over {period}", "Payments shown over {period}")
NO_PAYMENTS_SHOWN = Text(
    "Er is geen betaling die dit doel aangaat.", "There is no payment that concerns this purpose."
)
LIMIT_BINDS = Text(
    "{limit} knelt in {years}: zonder deze grens was er {price} meer mogelijk.",
    "{limit} binds in {years}: without this limit {price} more would be possible.",
)
LIMIT_BINDS_BARE = Text("{limit} knelt in {years}.", "{limit} binds in {years}.")
EMPTY_YEARS = Text(
    "Voor {years} is geen betaling berekend; dat zegt niet dat er dan niets komt. Wat dan nog open staat of zou doorlopen, "
    "staat hierna.",
    "For {years} no payment was calculated; that does not say that nothing will come. What is still open by then, or would "
    "continue, follows below.",
)
OPEN_COUNT = Text(
    "Nog niet te beslissen: {count}. De grootste kan tot {most} opleveren.",
    "Not yet to be decided: {count}. The largest could bring up to {most}.",
)
OPEN_COUNT_BARE = Text("Nog niet te beslissen: {count}.", "Not yet to be decided: {count}.")
REFUSED_COUNT = Text(
    "Betalingen waarvoor het bedrijf niet in aanmerking komt: {count}.",
    "Payments for which the farm does not qualify: {count}.",
)
SOFT_AMOUNT = Text(
    "{amount} rust op tarieven of drempels die nog niet definitief zijn.",
    "{amount} rests on rates or thresholds that are not definitive yet.",
)
CONTINUATION_SHORT = Text(
    "Daarbuiten staat {amount} aan voortzetting na afloop van de huidige regels; dat telt niet mee.",
    "Beside it stands {amount} of continuation after the present rules end; it is not counted.",
)

# 2. Per year
SCHEDULE = Text("Per jaar en per betaler", "Per year and per payer")
BARS_CAPTION = Text(
    "Verwachte betaling per jaar, gestapeld per betaler", "Expected payment per year, stacked by payer"
)
BARS_SAY = Text("Staafdiagram. {years}", "Bar chart. {years}")
BAR_SAYS = Text("{year}: {total}, waarvan {parts}.", "{year}: {total}, of which {parts}.")
BAR_SAYS_SHORT = Text("{year}: {total}.", "{year}: {total}.")
SCHEDULE_TABLE = Text("Schema {period}", "Schedule {period}")
OF_WHICH = Text("waarvan {label}", "of which {label}")
PRESENT_ROW = Text("Contante waarde", "Present value")
PRESENT_ROW_SUM = Text("Contante waarde, jaren samen", "Present value, years together")
PRESENT_ROW_NOTE = Text(
    "De contante waarde rekent met {rate} per jaar ({source}); tellingen per jaar zijn zo afgerond dat zij optellen tot "
    "het totaal.",
    "The present value uses {rate} per year ({source}); amounts per year are rounded so that they add up to the total.",
)
INDEXATION = Text("Indexatie", "Indexation")
INDEXATION_NONE = Text(
    "geen: geen enkel tarief verandert over de termijn", "none: no rate changes over the term"
)
INDEXATION_ONE_YEAR = Text("niet van toepassing op één jaar", "does not apply to a single year")
INDEXATION_MOVES = Text(
    "{payment}: {low} in {first}, {high} in {last}", "{payment}: {low} in {first}, {high} in {last}"
)
INDEXATION_CONTRACT = Text(
    "contract {scheme} noemt {share} per jaar", "contract {scheme} states {share} per year"
)
SCHEDULE_NOTE = Text(
    "Alle bedragen zijn in euro van het jaar zelf en bruto, voor belasting. Latere jaren gebruiken alleen tarieven "
    "die voor dat jaar zijn vastgelegd of als aanname zijn genoteerd; er is niet stilzwijgend geïndexeerd.",
    "All amounts are in euros of the year itself and gross, before tax. Later years use only rates that are recorded "
    "for that year or noted as an assumption; nothing has been indexed silently.",
)
#: Beside a year of which only a part is known.
MARK = "*"
PARTLY_NOTE = Text(
    "* Van {years} is maar een deel bekend: van andere betalingen is er dan geen bedrag, en die ontbreken hier.",
    "* Of {years} only a part is known: other payments have no amount by then, and are missing here.",
)
NOTHING_NOTE = Text(
    "Een streepje betekent dat er dan geen betaling staat.", "A dash means that no payment stands there."
)
CONTINUATION = Text("Voortzetting, buiten het totaal", "Continuation, outside the total")
CONTINUATION_NOTE = Text(
    "Deze regels rusten op een wettelijke grondslag die dan is afgelopen. Ze laten zien wat ongewijzigd voortzetten "
    "zou opleveren en tellen nergens mee.",
    "These lines rest on a legal basis that has ended by then. They show what unchanged continuation would bring and "
    "count nowhere.",
)

# 3. What each payment rewards
PAYMENTS = Text("Wat elke betaling beloont", "What each payment rewards")
PAYMENTS_TABLE = Text(
    "Betalingen met dienst, indicator en omvang", "Payments with service, indicator and quantity"
)
SERVICE = Text("Ecosysteemdienst", "Ecosystem service")
INDICATOR_DETAIL = Text("gemeten aan: {indicator}", "measured by: {indicator}")
TERM_DETAIL = Text("termijn: {term}", "term: {term}")
BASIS_DETAIL = Text("grondslag: {basis}", "legal basis: {basis}")
QUANTITY = Text("Omvang", "Quantity")
PER_YEAR = Text("per jaar", "per year")
RATE = Text("Tarief", "Rate")
RATES = Text("{low} tot {high}", "{low} to {high}")
TERM_TOTAL = Text("Over de termijn", "Over the term")

# 4. Per parcel and element
PARCELS = Text("Per perceel en element", "Per parcel and element")
MAP_CAPTION = Text("Kaart van de percelen", "Map of the parcels")
MAP_SAYS = Text("Kaart, noorden boven. {parcels}.", "Map, north on top. {parcels}.")
MAP_PAID = Text("betaald, of telt mee voor een betaling", "paid, or counts for a payment")
MAP_UNPAID = Text("niet betaald en telt niet mee", "not paid and does not count")
MAP_PARCEL = Text("{id}, {area}: {paid}", "{id}, {area}: {paid}")
MAP_SOME = Text(
    "{drawn} van de {all} percelen hebben een tekenbare ligging.",
    "{drawn} of {all} parcels have a location that can be drawn.",
)
PARCELS_TABLE = Text("Wat er gebeurt en wat ervoor wordt betaald", "What is done and what is paid for it")
DONE = Text("Maatregelen: {measures}", "Measures: {measures}")
CANDIDATE = Text("overwogen", "considered")
ALIKE_PARCELS = Text("{count} percelen", "{count} parcels")
ALIKE_ELEMENTS = Text("{count} elementen", "{count} elements")
ON_ALL = Text("{measure} (overal)", "{measure} (everywhere)")
NO_MEASURES = Text("Geen maatregelen opgegeven", "No measures given")
NO_MEASURES_SHOWN = Text("Geen maatregelen getoond", "No measures shown")
SEE_PAYMENTS_ONE = Text("1 betaling, hierboven per betaling uitgelegd", "1 payment, explained above")
SEE_PAYMENTS = Text(
    "{count} betalingen, hierboven per betaling uitgelegd", "{count} payments, explained above"
)
NOT_PAID = Text("Geen aparte betaling voor dit onderdeel.", "No separate payment for this part.")
NOT_PAID_SHOWN = Text(
    "Geen aparte betaling voor dit onderdeel getoond.", "No separate payment shown for this part."
)
COUNTS_FOR = Text("Telt mee voor {scheme}: {activities}", "Counts for {scheme}: {activities}")
POINTS_ONLY = Text("alleen punten", "points only")
SOIL_DETAIL = Text("bodem {soil}", "soil {soil}")

# 5. Classes and points
CLASSES = Text("Klassen en punten", "Classes and points")
CLASSES_TABLE = Text("Punten per doel tegen de instapeis", "Points per goal against the entry requirement")
ROUNDED = Text(
    "Punten staan hier met twee decimalen; getoetst is met alle decimalen.",
    "Points are shown with two decimals here; they are tested with all of them.",
)
CLASS_REACHED = Text("{scheme}, {years}: {name}", "{scheme}, {years}: {name}")
CLASS_REACHED_UNDATED = Text("{scheme}: {name}", "{scheme}: {name}")
NO_CLASS = Text("geen klasse", "no class")
CLASS_VALUE = Text("gemiddelde waarde {value} per ha", "average value {value} per ha")
CLASS_NEXT = Text("tot {name} nog {short}", "{short} short of {name}")
GOAL = Text("Doel", "Goal")
SCORED = Text("Behaald", "Scored")
NEEDED = Text("Nodig", "Needed")
OUTCOME = Text("Uitkomst", "Outcome")
REACHED = Text("gehaald", "reached")
SHORT_BY = Text("{short} te weinig", "{short} short")

# 6. Stacking decisions
DECISIONS = Text("Stapelkeuzes", "Stacking decisions")
DECISIONS_INTRO = Text(
    "Voor deze betalingen kwam het bedrijf in aanmerking, maar ze zijn niet of niet geheel gekozen. Het verschil is "
    "wat het totaal over de termijn verandert als deze betaling er toch in moet.",
    "The farm qualified for these payments, but they were not chosen, or not in full. The difference is how the total "
    "over the term changes if this payment has to be in it after all.",
)
DECISIONS_TABLE = Text("Niet gekozen, met de reden", "Not chosen, with the reason")
REASON = Text("Reden", "Reason")
DIFFERENCE = Text("Verschil", "Difference")
IMPOSSIBLE = Text("niet mogelijk", "not possible")
NOT_WORKED_OUT = Text("niet uitgerekend", "not worked out")
