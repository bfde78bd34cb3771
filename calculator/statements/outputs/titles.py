"""The words above the columns of the outputs."""

from __future__ import annotations

from calculator.domain.scheme import Text

SHEETS = {
    "overview": Text("Overzicht", "Overview"),
    "schedule": Text("Jaren", "Years"),
    "lines": Text("Regels", "Lines"),
    "parcels": Text("Percelen", "Parcels"),
    "limits": Text("Grenzen", "Limits"),
    "grants": Text("Steun", "Grants"),
    "open": Text("Open", "Open"),
    "refused": Text("Afgewezen", "Refused"),
    "notes": Text("Aannames", "Assumptions"),
    "sources": Text("Bronnen", "Sources"),
    "rules": Text("Rekenregels", "Rules"),
}

SUBJECT = Text("onderwerp", "subject")
VALUE = Text("waarde", "value")
YEAR = Text("jaar", "year")
PAYER = Text("betaler", "payer")
TOTAL = Text("Totaal", "Total")
WHOLE_TERM = Text("hele looptijd", "whole term")
SCHEME = Text("regeling", "scheme")
PAYMENT = Text("betaling", "payment")
SERVICE = Text("ecosysteemdienst", "ecosystem service")
INDICATOR = Text("indicator", "indicator")
TERM = Text("termijn", "term")
PLACE = Text("plaats", "place")
KIND = Text("soort", "kind")
QUANTITY = Text("hoeveelheid", "quantity")
UNIT = Text("eenheid", "unit")
RATE = Text("tarief (€)", "rate (€)")
AMOUNT = Text("bedrag (€)", "amount (€)")
LOW = Text("ten minste (€)", "at least (€)")
HIGH = Text("ten hoogste (€)", "at most (€)")
FORMULA = Text("formule", "formula")
BASIS = Text("grondslag", "legal basis")
GRANT_DATE = Text("datum van verlening", "grant date")
STATUS = Text("status tarief", "status of rate")
CERTAINTY = Text("zekerheid", "certainty")
CONFIDENCE = Text("betrouwbaarheid bron", "confidence in source")
OUTSIDE = Text("buiten het totaal", "outside the total")
SOURCES = Text("bronnen", "sources")
NAME = Text("naam", "name")
SIZE = Text("omvang", "size")
SOIL = Text("bodem", "soil")
MEASURES = Text("maatregelen", "measures")
LIMIT = Text("grens", "limit")
SCOPE = Text("geldt voor", "applies to")
USED = Text("gebruikt (€)", "used (€)")
CEILING = Text("plafond (€)", "ceiling (€)")
ROOM = Text("ruimte (€)", "room (€)")
WINDOW = Text("venster", "window")
BINDING = Text("knelt", "binding")
PRICE = Text("prijs (€)", "price (€)")
LARGEST = Text("grootste toekenning die past (€)", "largest grant that fits (€)")
ARTICLE = Text("artikel", "article")
SOURCE = Text("bron", "source")
ADDRESS = Text("adres", "address")
FROM = Text("van", "from")
MISSING = Text("wat ontbreekt", "what is missing")
COULD_PAY = Text("hoogstens (€)", "at most (€)")
REASON = Text("reden", "reason")
SHORTFALL = Text("tekort", "shortfall")
REMEDY = Text("wat kan", "what can be done")
TEXT = Text("tekst", "text")
NUMBER = Text("nr", "no")
SEEN = Text("gelezen op", "read on")
VALID_FROM = Text("geldig vanaf", "valid from")
FINGERPRINT = Text("vingerafdruk (SHA-256)", "fingerprint (SHA-256)")

UNKNOWN = Text("onbekend", "unknown")
NOT_A_DECISION = Text(
    "Dit is een berekening en geen beschikking of toezegging; alleen de betaler beslist.",
    "This is a calculation, not a decision or promise; only the payer decides.",
)
FARM = Text("Bedrijf", "Farm")
KVK = Text("KVK-nummer", "Chamber of Commerce number")
TERM_YEARS = Text("Looptijd", "Term")
EXPECTED = Text("Verwacht over de looptijd (€)", "Expected over the term (€)")
AT_LEAST = Text("Ten minste (€)", "At least (€)")
AT_MOST = Text("Ten hoogste (€)", "At most (€)")
PRESENT = Text("Waarde nu (€)", "Present value (€)")
DISCOUNT = Text("Rentevoet van de waarde nu", "Discount rate of the present value")
NET = Text("Na kosten (€)", "After costs (€)")
CONTINUATION = Text("Voortzetting, buiten het totaal (€)", "Continuation, outside the total (€)")
LANDSCAPE = Text("Aandeel landschapselementen", "Share of landscape elements")
REFERENCE_DATE = Text("Peildatum", "Reference date")
ENGINE = Text("Rekenkern", "Engine")
RULEBOOK = Text("Regelboek", "Rulebook")
INPUT = Text("Invoer", "Input")
ISSUED_ON = Text("Gemaakt op", "Made on")
STATEMENT_NUMBER = Text("Nummer", "Number")
ABOUT = Text("Let op", "Please note")
NOTE_KINDS = {
    "assumptions": Text("aanname", "assumption"),
    "not_modelled": Text("niet meegerekend", "not modelled"),
    "caveats": Text("voorbehoud", "caveat"),
    "contingent": Text("voorwaardelijk", "contingent"),
}
PARCEL = Text("perceel", "parcel")
ELEMENT = Text("landschapselement", "landscape element")
WHOLE_FARM = Text("hele bedrijf", "whole farm")
YES, NO = Text("ja", "yes"), Text("nee", "no")
SCOPES = {
    "undertaking": Text("onderneming", "undertaking"),
    "farm": Text("bedrijf", "farm"),
}
CONFIDENCES = {
    "high": Text("hoog", "high"),
    "medium": Text("midden", "medium"),
    "low": Text("laag", "low"),
}
