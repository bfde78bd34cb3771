"""The words above the columns of the outputs: those of the statement where both say the same, so that one thing has one name."""

from __future__ import annotations

from calculator.domain.scheme import Text
from calculator.statements.content.wording import plans, rules, terms, words


def _column(said: Text, unit: str = "") -> Text:
    """Words of the statement as the title of a column, with the unit of what stands below."""
    return Text(*(f"{text[:1].lower()}{text[1:]}{unit}" for text in (said.nl, said.en)))


def _euros(said: Text) -> Text:
    return Text(f"{said.nl} (€)", f"{said.en} (€)")


SHEETS = {
    "overview": Text("Overzicht", "Overview"),
    "schedule": Text("Jaren", "Years"),
    "lines": Text("Regels", "Lines"),
    "parcels": Text("Percelen", "Parcels"),
    "terms": Text("Contracten", "Contracts"),
    "limits": Text("Grenzen", "Limits"),
    "grants": Text("Steun", "Grants"),
    "open": Text("Open", "Open"),
    "refused": Text("Afgewezen", "Refused"),
    "not_chosen": Text("Niet gekozen", "Not chosen"),
    "next": Text("Volgende stap", "Next step"),
    "plans": Text("Plannen", "Plans"),
    "notes": Text("Aannames", "Assumptions"),
    "sources": Text("Bronnen", "Sources"),
    "rules": Text("Rekenregels", "Rules"),
}

SUBJECT = Text("onderwerp", "subject")
VALUE = Text("waarde", "value")
YEAR = Text("jaar", "year")
PAYER = _column(words.PAYER)
TOTAL = words.TOTAL
WHOLE_TERM = _column(words.WHOLE_TERM)
SCHEME = Text("regeling", "scheme")
PAYMENT = _column(words.PAYMENT)
SERVICE = _column(words.SERVICE)
INDICATOR = Text("indicator", "indicator")
TERM = Text("termijn", "term")
PLACE = Text("plaats", "place")
KIND = Text("soort", "kind")
QUANTITY = _column(words.QUANTITY)
UNIT = Text("eenheid", "unit")
RATE = _column(words.RATE, " (€)")
AMOUNT = _column(words.AMOUNT, " (€)")
LOW = Text("laag (€)", "low (€)")
HIGH = Text("hoog (€)", "high (€)")
FORMULA = Text("formule", "formula")
BASIS = Text("grondslag", "legal basis")
GRANT_DATE = _column(rules.GRANT_DATE)
STATUS = _column(rules.STATUS)
CERTAINTY = _column(words.CERTAINTY)
CONFIDENCE = Text("betrouwbaarheid bron", "confidence in source")
OUTSIDE = Text("buiten het totaal", "outside the total")
SOURCES = Text("bronnen", "sources")
NAME = Text("naam", "name")
SIZE = Text("omvang", "size")
SOIL = Text("bodem", "soil")
MEASURES = Text("maatregelen", "measures")
LIMIT = Text("grens", "limit")
SCOPE = Text("geldt voor", "applies to")
USED = _column(rules.USED, " (€)")
CEILING = Text("plafond (€)", "ceiling (€)")
COUNTS = Text("plafond telt per", "ceiling counts for each of")
ROOM = _column(rules.ROOM, " (€)")
WINDOW = Text("venster", "window")
WINDOWS = {
    "rolling": rules.ROLLING,
    "fiscal_years": Text("{years} belastingjaren", "{years} fiscal years"),
}
BINDING = Text("knelt", "binding")
PRICE = Text("prijs (€)", "price (€)")
LARGEST = Text("grootste toekenning die past (€)", "largest grant that fits (€)")
ARTICLE = Text("artikel", "article")
SOURCE = Text("bron", "source")
ADDRESS = Text("adres", "address")
FROM = Text("van", "from")
MISSING = _column(rules.MISSING)
COULD_ADD = Text("hoogstens erbij (€)", "at most more (€)")
AFTER_BASIS = Text("na het einde van de grondslag", "after the end of its legal basis")
REASON = Text("reden", "reason")
SHORTFALL = Text("tekort", "shortfall")
REMEDY = _column(rules.REMEDY)
TEXT = Text("tekst", "text")
NUMBER = Text("nr", "no")
VALID_FROM = _column(rules.VALID_FROM)
FINGERPRINT = _column(rules.FINGERPRINT)

UNKNOWN = words.UNKNOWN
NOT_A_DECISION = words.NOT_A_DECISION
FARM = Text("Bedrijf", "Farm")
KVK = words.KVK
TERM_YEARS = Text("Termijn", "Term")
PARTLY = Text("Jaren waarvan maar een deel bekend is", "Years of which only a part is known")
EXPECTED = Text("Verwacht over de termijn (€)", "Expected over the term (€)")
LOW_TOTAL = Text("Laag (€)", "Low (€)")
HIGH_TOTAL = Text("Hoog (€)", "High (€)")
PRESENT = _euros(words.PRESENT)
DISCOUNT = Text("Rentevoet van de contante waarde", "Discount rate of the present value")
NET = _euros(words.NET)
CONTINUATION = _euros(words.CONTINUATION)
LANDSCAPE = rules.SHARE_LABEL
REFERENCE_DATE = words.REFERENCE_DATE
ENGINE = rules.ENGINE
RULEBOOK = rules.RULEBOOK
INPUT = Text("Invoer", "Input")
ISSUED_ON = rules.ISSUED_ON
STATEMENT_NUMBER = words.NUMBER
ABOUT = Text("Let op", "Please note")
NOTE_KINDS = {
    "assumptions": Text("aanname", "assumption"),
    "not_modelled": Text("niet meegerekend", "not modelled"),
    "caveats": Text("voorbehoud", "caveat"),
    "contingent": Text("voorwaardelijk", "contingent"),
}
RUNS_UNTIL, NOTICE_BY = _column(terms.RUNS_UNTIL), _column(terms.NOTICE_BY)
RUNS_ALREADY = terms.RUNNING
STARTS_ON = Text("loopt vanaf", "runs from")
FIRST_YEAR = Text("per jaar, eerste jaar (€)", "a year, first year (€)")
EXTENDS = Text("verlengt zichzelf met (jaar)", "extends itself by (years)")
THEN, BASIS_UNTIL = Text("daarna", "then"), Text("grondslag tot en met", "legal basis until")
TO_DO = Text("wat te doen", "what to do")
PARCEL = Text("perceel", "parcel")
ELEMENT = Text("landschapselement", "landscape element")
WHOLE_FARM = _column(words.WHOLE_FARM)
YEARS = _column(words.YEARS)
DIFFERENCE = Text("toch kiezen scheelt (€)", "difference when chosen (€)")
POSSIBLE = Text("kan dat", "possible")
NEXT, OF_WHAT = Text("volgende", "next"), Text("waarvan", "of what")
NOW, NEXT_AT, SHORT = _column(plans.NOW), _column(plans.NEXT_AT), Text("nog nodig", "still needed")
BRINGS = _column(plans.BRINGS, " (€)")
PREMIUM_MORE = Text("premie dat jaar hoger (€)", "premium higher that year (€)")
CLASS, TIER, STEP = Text("klasse", "class"), Text("trede", "tier"), Text("maatregel", "measure")
ECO_VALUE, POINTS = Text("waarde per hectare", "value per hectare"), Text("punten", "points")
PLAN, THIS_ONE = _column(plans.PLAN), Text("dit plan", "this plan")
LEFT, IN_ALL = _column(words.NET, " (€)"), _column(EXPECTED)
COST, EFFORT = _column(plans.COST, " (€)"), _column(plans.EFFORT, " (€)")
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
