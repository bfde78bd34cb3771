"""The sentences about limits, refusals, open questions, assumptions, correction and proof, in both languages."""

from __future__ import annotations

from calculator.domain.scheme import Text

# 7. Legal limits
LIMITS = Text("Wettelijke grenzen", "Legal limits")
LIMITS_TABLE = Text("Gebruikte ruimte per grens", "Room used per limit")
USED = Text("Gebruikt", "Used")
CEILING = Text("Ten hoogste", "At most")
AT_LEAST = Text("ten minste {amount}", "at least {amount}")
ROOM = Text("Ruimte", "Room")
WINDOW = Text("tijdvak: {window}", "window: {window}")
ROLLING = Text("{years} jaar tot en met de toekenning", "{years} years up to and including the grant")
SCOPES = {
    "undertaking": Text("geldt voor de hele onderneming", "holds for the whole undertaking"),
    "farm": Text("geldt voor het hele bedrijf", "holds for the whole farm"),
}
BINDING = Text("knelt", "binds")
BINDING_PRICE = Text("knelt; zonder deze grens {price} meer", "binds; {price} more without this limit")
LARGEST_GRANT = Text("Grootste nieuwe steun", "Largest new grant")
AND = Text(" en ", " and ")
GRANTS_TABLE = Text("Steun die meetelt onder {limit}", "Aid that counts under {limit}")
GRANT_DATE = Text("Datum van toekenning", "Date of grant")
GRANTED_BY = Text("Van", "From")
COUNTED_IN = Text("Telt mee in", "Counts in")

# 8 and 9. Refused, open
REFUSED = Text("Afgewezen en waarom", "Refused and why")
REFUSED_TABLE = Text(
    "Betalingen waarvoor het bedrijf niet in aanmerking komt", "Payments for which the farm does not qualify"
)
WHY = Text("Waarom niet", "Why not")
REMEDY = Text("Wat het zou veranderen", "What would change it")
SHORTFALL = Text("tekort: {shortfall}", "shortfall: {shortfall}")
NO_REMEDY = Text("niet bekend; vraag het de betaler", "not known; ask the payer")
OPEN = Text("Nog open", "Still open")
OPEN_INTRO = Text(
    "Over deze betalingen kan de berekening nog niet beslissen, omdat een gegeven of een tarief ontbreekt. Onbekend is "
    "niet nul: ze tellen niet mee in het totaal, maar zijn ook niet afgewezen. Tel ze niet zomaar op: niet alles mag samen.",
    "The calculation cannot decide on these payments yet, because a fact or a rate is missing. Unknown is not zero: "
    "they are not counted in the total, but they are not refused either. Do not simply add them up: not all may be combined.",
)
OPEN_TABLE = Text("Betalingen die nog open staan", "Payments that are still open")
MISSING = Text("Uit te zoeken", "To find out")
COULD_PAY = Text("Ten hoogste", "At most")
ADDS_NOTHING = Text("telt niet mee", "not counted")
NOTHING_MORE = Text("niets erbij", "nothing more")
AFTER_BASIS = Text(
    "over {years} telt het niet mee: de grondslag is dan afgelopen",
    "not counted for {years}: its legal basis has ended by then",
)

# 10. Indicators and landscape
INDICATORS = Text("Indicatoren en landschap", "Indicators and landscape")
FROM_PARCELS = Text("{name}, volgens de percelen", "{name}, by the parcels")
SHARE_LABEL = Text("Groenblauwe dooradering", "Green-blue landscape elements")
SHARE_SAYS = Text(
    "{share} van de grond; het landelijke doel is 5% in 2030 en 10% in 2050",
    "{share} of the land; the national goal is 5% in 2030 and 10% in 2050",
)
SHARE_CAPTION = Text(
    "Groenblauwe dooradering tegen de landelijke doelen",
    "Green-blue landscape elements against the national goals",
)
SHARE_PICTURE = Text(
    "Balk. Dit bedrijf: {share}. Doel 2030: 5%. Doel 2050: 10%.",
    "Bar. This farm: {share}. Goal 2030: 5%. Goal 2050: 10%.",
)
SHARE_GOAL = Text("doel {year}", "goal {year}")
SHARE_UNKNOWN = Text(
    "niet te berekenen met de opgegeven elementen", "cannot be calculated from the elements given"
)
DEFINITION = Text("Definitie", "Definition")

# 11 and 12. Not modelled, assumptions
NOT_MODELLED = Text("Niet meegerekend", "Not calculated")
NOT_MODELLED_INTRO = Text(
    "Deze voorwaarden staan in de regelingen, maar worden hier niet getoetst. Ga zelf na of u eraan voldoet.",
    "These conditions stand in the schemes but are not tested here. Please check yourself whether you meet them.",
)
ASSUMPTIONS = Text("Aannamen en voorlopige cijfers", "Assumptions and provisional figures")
ASSUMED = Text("Aangenomen is:", "It is assumed:")
CAVEATS = Text("Houd hier rekening mee:", "Please bear in mind:")
SOFT_TABLE = Text(
    "Betalingen op tarieven of drempels die nog niet definitief zijn",
    "Payments on rates or thresholds that are not definitive yet",
)
STATUS = Text("Status", "Status")
ALL_DEFINITIVE = Text(
    "Alle gebruikte tarieven en drempels zijn definitief.",
    "All rates and thresholds that were used are definitive.",
)
CONTINGENT_INTRO = Text("Genoemd, maar nergens meegeteld:", "Mentioned, but counted nowhere:")

# 13. Correct or object
CORRECT = Text("Verbeteren of bezwaar maken", "To correct or to object")
CORRECT_ITEMS = (
    Text(
        "Klopt er iets niet over uw bedrijf? Pas het bedrijfsprofiel aan en laat opnieuw rekenen. Dit overzicht blijft "
        "bestaan zoals het is; het nieuwe krijgt een eigen controlecode.",
        "Is something about your farm not right? Change the farm profile and have it calculated again. This statement "
        "stays as it is; the new one gets a check code of its own.",
    ),
    Text(
        "Klopt een tarief, voorwaarde of combinatieregel niet? Meld het bij wie u dit overzicht gaf, met de regel uit "
        "het rekenbewijs en de bron. Een verbetering komt als nieuwe regel met een datum; oude regels blijven staan.",
        "Is a rate, condition or combination rule not right? Report it to whoever gave you this statement, with the "
        "rule from the receipt and the source. A correction comes as a new rule with a date; old rules stay.",
    ),
    Text(
        "Tegen dit overzicht staat geen bezwaar open, want er wordt niets mee besloten. Tegen het besluit van een "
        "bestuursorgaan wel: binnen zes weken na bekendmaking, bij dat bestuursorgaan (Algemene wet bestuursrecht, "
        "artikel\u00a06:7).",
        "No objection can be lodged against this statement, because it decides nothing. It can against the decision of "
        "a public authority: within six weeks of its notification, with that authority (General Administrative Law "
        "Act, article\u00a06:7).",
    ),
    Text(
        "Bij een afnemer, bank, verpachter of andere particuliere betaler geldt wat in het contract staat.",
        "With a buyer, bank, landlord or other private payer, the contract governs.",
    ),
)

CORRECT_RECIPIENT = Text(
    "Klopt er iets niet, of hebt u meer nodig? Vraag het de boer: die heeft het volledige overzicht en kan een weggelaten "
    "gegeven laten zien, met bewijs dat het bij dit overzicht hoort.",
    "Is something not right, or do you need more? Ask the farmer, who has the full statement and can show a withheld "
    "value, with proof that it belongs to this statement.",
)

# 14. Sources
SOURCES = Text("Bronnen", "Sources")
SOURCES_TABLE = Text("Gebruikte bronnen", "Sources used")
SOURCE = Text("Bron", "Source")
SEEN = Text("Gelezen op", "Read on")
NUMBER_SIGN = Text("Nr.", "No.")

# 15. Receipt
RECEIPT = Text("Rekenbewijs", "Receipt")
RECEIPT_INTRO = Text(
    "Het bedrijfsprofiel, de berekening en alle regels waarop zij rust, zitten als gegevens in dit bestand. Wie het "
    "bestand heeft, kan de berekening tot op de cent overdoen met ‘stapelwijzer verify’ en zo zien of er iets aan is "
    "veranderd. Zonder handtekening zegt dat niets over wie het overzicht heeft uitgegeven.",
    "The farm profile, the calculation and all rules it rests on are inside this file as data. Whoever has the file "
    "can redo the calculation to the cent with ‘stapelwijzer verify’ and so see whether anything in it was changed. "
    "Without a signature that says nothing about who issued the statement.",
)
RECEIPT_PART = Text(
    "In dit bestand zitten als gegevens de getoonde delen van bedrijfsprofiel en berekening, en alle regels. Van wat is "
    "weggelaten staan hieronder gezouten vingerafdrukken: zonder het zout zeggen zij niets, met het zout kan de boer later "
    "bewijzen wat er stond. ‘stapelwijzer verify’ rekent na wat uit de getoonde delen volgt. Zonder handtekening zegt dat "
    "niets over wie het overzicht heeft uitgegeven.",
    "This file holds as data the parts of farm profile and calculation that are shown, and all rules. Of what is withheld "
    "the salted hashes stand below: without the salt they say nothing, with it the farmer can prove later what stood "
    "there. ‘stapelwijzer verify’ recomputes what follows from the parts shown. Without a signature that says nothing "
    "about who issued the statement.",
)
WITHHELD = Text(
    "Wat is weggelaten, met de gezouten vingerafdruk ervan (SHA-256)",
    "What is withheld, with its salted hash (SHA-256)",
)
CHECK_CODE = Text("Controlecode", "Check code")
ISSUED_ON = Text("Opgemaakt op", "Drawn up on")
ENGINE = Text("Rekenkern", "Engine")
RULEBOOK = Text("Regelbestand", "Rulebook")
INPUT = Text("Bedrijfsprofiel", "Farm profile")
PROOF = Text("Bewijs", "Proof")
PROOF_DUAL = Text(
    "Geen geoorloofde stapel betaalt meer; exact nagerekend, los van het oplosprogramma.",
    "No lawful stack pays more; checked exactly, apart from the solver.",
)
PROOF_SOLVER = Text(
    "Volgens het oplosprogramma betaalt geen geoorloofde stapel meer; niet los daarvan nagerekend.",
    "According to the solver no lawful stack pays more; not checked apart from it.",
)
PROOF_GAP = Text(
    "De gevonden stapel is geoorloofd; een betere kan ten hoogste {gap} meer betalen.",
    "The stack found is lawful; a better one can pay at most {gap} more.",
)
RULES_TABLE = Text("Regels waarop de berekening rust", "Rules on which the calculation rests")
RULE = Text("Regel", "Rule")
VALID_FROM = Text("Geldt vanaf", "In force from")
FINGERPRINT = Text("Vingerafdruk (SHA-256)", "Fingerprint (SHA-256)")
