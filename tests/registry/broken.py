"""Rule folders with one thing wrong, and what a policy officer must be told: the file, the line and the words.

Each is a change to the sound folder of ``builders``: in ``file``, ``old`` becomes ``new``; the problem is expected on the
first line that holds ``at`` (the first line of ``new`` unless given), with ``says`` in its Dutch message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.registry.builders import (
    CODELISTS,
    ECO,
    ECO_TEXT,
    LIMIT,
    LIMIT_TEXT,
    RELATION_HEADER,
    RELATION_ROW,
    RELATIONS,
    SCHEME,
    SCHEME_TEXT,
    edited,
)

TEXTS = {
    SCHEME: SCHEME_TEXT,
    ECO: ECO_TEXT,
    LIMIT: LIMIT_TEXT,
    RELATIONS: RELATION_HEADER + RELATION_ROW,
    **{f"codelists/{name}.csv": text for name, text in CODELISTS.items()},
}
#: A break crop counts only where the strip is claimed too.
ASKS = RELATION_ROW.replace("eco-utrecht,@eco-activity,", "asks,national.rvo.eco#rustgewas,").replace(
    ",zero,value,", ",requires,all,"
)
#: The strip asks the premium, which is excluded beside a break crop.
ASKED_FURTHER = RELATION_ROW.replace(
    "eco-utrecht,@eco-activity,province.utrecht.botanisch#strook,zero,value,",
    "further,province.utrecht.botanisch#strook,national.rvo.eco#klasse,requires,all,",
)
ASKS_ANOTHER = ASKS.replace("asks,", "another,").replace(
    "province.utrecht.botanisch#strook", "national.rvo.eco#klasse"
)
APART = RELATION_ROW.replace(
    "eco-utrecht,@eco-activity,province.utrecht.botanisch#strook,zero,value,",
    "apart,national.rvo.eco#rustgewas,national.rvo.eco#klasse,exclusive,all,",
)
MINIMUM = (
    LIMIT_TEXT.replace("limit: de-minimis", "limit: minimum")
    .replace("kind: de_minimis", "kind: minimum_total")
    .replace("legal_bases: [de_minimis]", 'payments: ["national.rvo.eco#klasse"]')
    .replace("all_or_nothing: yes\nwindow: rolling\nwindow_years: 3\n", "")
    .replace("ceiling:", "minimum:")
    .replace("50000", "500")
)
PER_HECTARE = (
    LIMIT_TEXT.replace("limit: de-minimis", "limit: hectare")
    .replace("kind: de_minimis", "kind: per_hectare")
    .replace("all_or_nothing: yes\nwindow: rolling\nwindow_years: 3\n", "")
    .replace("unit: EUR,", "unit: EUR/ha,")
)
PER_CLASS = "values: {annual_crop: 600, specialised_perennial: 900, other_land_use: 450}"
Changes = Mapping[str, str | bytes | None]
MEASURES = "codelists/measures.csv"
RATE = 'value: 1200.50, unit: EUR/ha, status: assumed, origin: "2024"'


@dataclass(frozen=True)
class Broken:
    name: str
    file: str
    old: str
    new: str
    says: str
    at: str | None = None

    @property
    def text(self) -> str:
        return edited(TEXTS[self.file], self.old, self.new)

    @property
    def line(self) -> int:
        needle = self.at or self.new.splitlines()[0]
        lines = self.text.splitlines()
        return next(number for number, line in enumerate(lines, start=1) if needle in line)


CASES = [
    # The file as such.
    Broken(
        "a key given twice",
        SCHEME,
        "layer: province\n",
        "layer: province\nlayer: national\n",
        "dubbel",
        "layer: nat",
    ),
    Broken(
        "a key given twice deep down",
        SCHEME,
        "    unit: ha\n",
        "    unit: ha\n    unit: m\n",
        "dubbel",
        "unit: m",
    ),
    Broken("a tab for indentation", SCHEME, "  - id: strook", "\t- id: strook", "opmaak", "id: strook"),
    Broken("an open bracket", SCHEME, "[utrecht]", "[utrecht", "opmaak", "territory:"),
    Broken("an anchor", SCHEME, "layer: province", "layer: &x province", "`&x`"),
    Broken("an alias", SCHEME, "payer: utrecht", "payer: *x", "`*x`"),
    Broken("a merge key", SCHEME, "layer: province\n", "layer: province\n<<: {payer: rvo}\n", "`<<`", "<<"),
    Broken("a tag", SCHEME, "layer: province", "layer: !!python/name:os.system province", "typen"),
    Broken("a second document", SCHEME, "layer: province", "---\nlayer: province", "tweede document", "---"),
    Broken("a list for a text", SCHEME, "payer: utrecht", "payer: [utrecht]", "geen lijst"),
    Broken(
        "a text for a list",
        SCHEME,
        "sources: [S1]}\npayments",
        "sources: S1}\npayments",
        "hier hoort een lijst",
    ),
    Broken("an unknown key", SCHEME, "layer: province", "laag: province", "`laag` is geen bekende sleutel"),
    Broken("a missing key", SCHEME, "layer: province\n", "", "`layer` ontbreekt", "scheme:"),
    Broken(
        "an unknown key of a payment", SCHEME, "    quantity: area", "    hoeveelheid: area", "`hoeveelheid`"
    ),
    Broken(
        "an unknown key of a figure", ECO, "value: 60,", "bedrag: 60,", "`bedrag` is geen bekende sleutel"
    ),
    Broken("an empty value", SCHEME, "payer: utrecht", "payer:", "leeg is niet een code", "payer:"),
    # Words and numbers.
    Broken("a number with a comma", SCHEME, "value: 0.5", "value: 0,5", "`0,5` is niet een getal"),
    Broken(
        "a number with thousands", SCHEME, "value: 1200.50", "value: 1.200.50", "`1.200.50` is niet een getal"
    ),
    Broken("a number with an exponent", SCHEME, "value: 0.5", "value: 5e-1", "is niet een getal"),
    Broken("not a number", SCHEME, "value: 0.5", "value: .nan", "is niet een getal"),
    Broken("a Dutch date", SCHEME, "recorded_on: 2026-01-15", "recorded_on: 15-01-2026", "is niet een datum"),
    Broken("a day that does not exist", SCHEME, "seen: 2026-01-10", "seen: 2026-02-30", "is niet een datum"),
    Broken("a maybe", SCHEME, "payer_is_public: yes", "payer_is_public: ja", "`ja` is niet `yes` of `no`"),
    Broken(
        "an unknown kind of payment", SCHEME, "kind: flat", "kind: plat", "`plat` is hier geen bekend woord"
    ),
    Broken("an unknown unit of a payment", SCHEME, "    unit: ha", "    unit: hectare", "`hectare`"),
    Broken(
        "an unknown status",
        SCHEME,
        "status: definitive",
        "status: zeker",
        "`zeker` is hier geen bekend woord",
    ),
    Broken("an unknown cost component", SCHEME, "[income_foregone]", "[inkomen]", "`inkomen`"),
    Broken(
        "a web address without http", SCHEME, "https://example.org/tarieven", "example.org", "een webadres"
    ),
    Broken(
        "an English text missing",
        SCHEME,
        ", en: Botanical grassland",
        "",
        "de Engelse tekst van `name`",
        "name:",
    ),
    Broken("a Dutch text empty", SCHEME, "{nl: Strook,", '{nl: "",', "de Nederlandse tekst van `name`"),
    Broken(
        "an ill-formed id",
        SCHEME,
        "scheme: province.utrecht.botanisch",
        "scheme: Botanisch",
        "laag.betaler.reg",
    ),
    # Identity and time.
    Broken("an id that differs from the path", SCHEME, "utrecht.botanisch", "utrecht.gras", "het pad zegt"),
    Broken(
        "a payer that differs from the path", SCHEME, "payer: utrecht", "payer: rvo", "het pad zegt `utrecht`"
    ),
    Broken(
        "a first day that differs from the file",
        SCHEME,
        "valid_from: 2024-01-01",
        "valid_from: 2024-02-01",
        "bestandsnaam",
    ),
    Broken(
        "an end before the start",
        SCHEME,
        "valid_until: 2027-01-01",
        "valid_until: 2023-01-01",
        "ligt niet na",
    ),
    Broken(
        "a figure that ends before it starts",
        ECO,
        "until: 2025-01-01",
        "until: 2024-01-01",
        "ligt niet na",
        "until: 2024-01-01, values: {brons: 54",
    ),
    Broken(
        "a correction of nothing",
        SCHEME,
        "territory:",
        "corrects: 2020-01-01.yaml\nterritory:",
        "geen ander bestand",
    ),
    Broken("a limit in another folder", LIMIT, "limit: de-minimis", "limit: deminimis", "het pad zegt"),
    # Sources.
    Broken(
        "a figure without a source",
        SCHEME,
        "confidence: high, sources: [S1]",
        "confidence: high",
        "ontbreekt de bron",
        "from: 2024-01-01, until: 2025",
    ),
    Broken(
        "an unknown source",
        SCHEME,
        "confidence: high, sources: [S1]",
        "confidence: high, sources: [S9]",
        "bron `S9`",
    ),
    Broken(
        "a condition without a source",
        SCHEME,
        "en: active farmer}, sources: [S1]}",
        "en: active farmer}}",
        "de bron",
    ),
    Broken(
        "a limit's figure without a source",
        LIMIT,
        ", sources: [S1]}",
        "}",
        "ontbreekt de bron",
        "value: 50000",
    ),
    Broken(
        "a source without the day it was read", SCHEME, ", seen: 2026-01-10", "", "`seen` ontbreekt", "S1: {"
    ),
    # Codes.
    Broken(
        "an unknown legal basis",
        SCHEME,
        "legal_basis: aber_34",
        "legal_basis: aber_43",
        "`aber_43` staat niet in",
    ),
    Broken(
        "an unknown province", SCHEME, "provinces: [utrecht]", "provinces: [utrect]", "`utrect` staat niet in"
    ),
    Broken(
        "an unknown measure",
        SCHEME,
        "- kruidenrijk-grasland",
        "- kruidengrasland",
        "staat niet in codelists/measures",
    ),
    Broken("an unknown service", ECO, "service: soil", "service: bodem", "staat niet in codelists/services"),
    Broken(
        "an unknown goal", ECO, "{klimaat: 2, bodem: 3}", "{klimaat: 2, water: 3}", "`water` staat niet in"
    ),
    Broken("an unknown basis of a limit", LIMIT, "[de_minimis]", "[minimis]", "`minimis` staat niet in"),
    Broken(
        "a fact that no profile has",
        SCHEME,
        "kind: declared, path: declared.active",
        "kind: fact_is, one_of: [x], path: bedrijf.type",
        "kent geen `bedrijf.type`",
    ),
    # Figures.
    Broken("a figure without a unit", SCHEME, "1200.50, unit: EUR/ha", "1200.50", "de eenheid ontbreekt"),
    Broken(
        "a rate in another unit", SCHEME, "1200.50, unit: EUR/ha", "1200.50, unit: EUR/m", "hier hoort EUR/ha"
    ),
    Broken(
        "a rate that nobody pays",
        SCHEME,
        "value: 1200.50",
        "value: 10000",
        "10000 EUR/ha is niet aannemelijk",
    ),
    Broken("a negative rate", SCHEME, "value: 1200.50", "value: -1200.50", "niet aannemelijk"),
    Broken(
        "an assumed figure without origin", SCHEME, RATE, RATE.replace(', origin: "2024"', ""), "`origin`"
    ),
    Broken(
        "a figure without a value",
        SCHEME,
        "value: 1200.50, ",
        "",
        "heeft geen waarde",
        "from: 2024-01-01, until",
    ),
    Broken(
        "a value and a range",
        SCHEME,
        "value: 1200.50,",
        "value: 1200.50, low: 1, high: 2,",
        "gaat niet samen",
    ),
    Broken("half a range", SCHEME, "value: 1200.50,", "low: 1200.50,", "gaat niet samen"),
    Broken("a range upside down", SCHEME, "value: 1200.50,", "low: 20, high: 10,", "meer dan de bovenkant"),
    Broken(
        "an unknown value with a number", SCHEME, "status: definitive", "status: unknown", "toch een getal"
    ),
    Broken(
        "two equally firm figures at once",
        SCHEME,
        "{from: 2025-01-01, until: 2027-01-01, value: 1200.50, unit: EUR/ha, status: assumed",
        "{from: 2024-06-01, until: 2027-01-01, value: 1200.50, unit: EUR/ha, status: definitive",
        "gelden tegelijk",
    ),
    Broken(
        "a figure that the kind does not use",
        SCHEME,
        "      rate:",
        "      tarief: []\n      rate:",
        "gebruikt geen `tarief`",
        "tarief",
    ),
    Broken(
        "a kind without its figure",
        SCHEME,
        "kind: flat",
        "kind: first_quantity",
        "heeft het getal `first` nodig",
        "figures:",
    ),
    # Payments and conditions.
    Broken(
        "a payment without measures",
        SCHEME,
        "    measures:\n      - kruidenrijk-grasland\n",
        "",
        "noemt de maatregelen",
        "level: unit",
    ),
    Broken(
        "a quantity of the other level",
        SCHEME,
        "quantity: area",
        "quantity: subsidiable_ha",
        "geen hoeveelheid",
    ),
    Broken(
        "activities without a class premium",
        ECO,
        "kind: class_premium",
        "kind: model",
        "zonder `class_premium`",
        "kind: activity",
    ),
    Broken(
        "an eco-activity for the whole farm",
        ECO,
        "kind: activity\n    level: unit\n    unit: ha\n    measures: [rustgewas]",
        "kind: activity\n    level: farm\n    quantity: arable_ha\n    unit: ha",
        "scoort op grond",
        "level: farm",
    ),
    Broken(
        "a class that is not there",
        ECO,
        "organic_class: goud",
        "organic_class: platina",
        "geen klasse van `rate`",
    ),
    Broken(
        "an unknown kind of condition",
        SCHEME,
        "kind: quantity_at_least",
        "kind: minstens",
        "geen bekende soort voorwaarde",
    ),
    Broken(
        "a condition with a wrong argument", SCHEME, "        value: 0.5", "        waarde: 0.5", "`waarde`"
    ),
    Broken(
        "a condition that compares with nothing",
        SCHEME,
        "        value: 0.5\n",
        "",
        "`figure` of een `value`",
        "kind: quantity_at_least",
    ),
    Broken(
        "conditions that nothing meets together",
        SCHEME,
        "    conditions:\n      - kind: quantity_at_least\n",
        "    conditions:\n"
        "      - {kind: quantity_at_most, value: 0.4, absent: ask, text: {nl: klein, en: small}, sources: [S1]}\n"
        "      - kind: quantity_at_least\n",
        "niets is minstens 0.5 en hoogstens 0.4",
        "        value: 0.5",
    ),
    Broken(
        "a bound that a bound of the scheme leaves nothing of",
        SCHEME,
        "conditions:\n  - {",
        "conditions:\n"
        "  - {kind: fact_below, path: herd.dairy_cows, value: 50, absent: ask, text: {nl: k, en: s}, sources: [S1]}\n"
        "  - {kind: fact_at_least, path: herd.dairy_cows, value: 50, absent: ask, text: {nl: g, en: l}, sources: [S1]}\n"
        "  - {",
        "niets is minstens 50 en minder dan 50",
        "kind: fact_at_least",
    ),
    Broken(
        "two lists without a value in common",
        SCHEME,
        "conditions:\n  - {",
        "conditions:\n"
        "  - {kind: parcel_is, attribute: soil, one_of: [peat], absent: ask, text: {nl: v, en: p}, sources: [S1]}\n"
        "  - {kind: parcel_is, attribute: soil, one_of: [clay, sand], absent: ask, text: {nl: k, en: c}, sources: [S1]}\n"
        "  - {",
        "twee voorwaarden aan `soil` hebben geen waarde gemeen",
        "one_of: [clay, sand]",
    ),
    Broken(
        "a share of nothing",
        SCHEME,
        "kind: quantity_at_least\n        value: 0.5",
        "kind: share_at_least\n        of: {land_use: [arable]}\n        in: parcel_ha\n        value: 0",
        "een aandeel van niets is er altijd",
        "        value: 0",
    ),
    Broken(
        "no hectares at all",
        SCHEME,
        "kind: quantity_at_least\n        value: 0.5",
        "kind: land_at_least\n        of: {land_use: [arable]}\n        value: 0",
        "0 hectare is er altijd",
        "        value: 0",
    ),
    Broken(
        "more animals per hectare than fewer",
        SCHEME,
        "      - kind: quantity_at_least\n        value: 0.5",
        "      - {kind: per_hectare_at_least, path: herd.livestock_units, in: grassland_ha, value: 3, absent: ask,"
        " text: {nl: a, en: b}, sources: [S1]}\n"
        "      - kind: per_hectare_at_most\n        path: herd.livestock_units\n        in: grassland_ha\n        value: 2",
        "niets is minstens 3 en hoogstens 2",
        "        value: 2",
    ),
    Broken(
        "a sum where a fact is asked",
        SCHEME,
        "      - kind: quantity_at_least\n        value: 0.5",
        "      - kind: fact_at_most\n        path: herd.livestock_units / grassland_ha\n        value: 2.5",
        "`herd.livestock_units / grassland_ha` is niet de naam van één feit",
        "path: herd.livestock_units / grassland_ha",
    ),
    Broken(
        "a declaration under a word that no profile has",
        SCHEME,
        "      - kind: quantity_at_least\n        value: 0.5",
        "      - kind: declared\n        path: perceel.nat",
        "een bedrijfsprofiel kent geen `perceel.nat`",
        "path: perceel.nat",
    ),
    Broken(
        "three of two years",
        SCHEME,
        "kind: quantity_at_least\n        value: 0.5",
        "kind: history_includes\n        crops: [265]\n        years: 2\n        at_least: 3",
        "3 van de 2 jaren ervoor",
        "at_least: 3",
    ),
    Broken(
        "a term of a thousand years",
        SCHEME,
        "    groups: [botanisch]",
        "    term_years: 1000\n    groups: [botanisch]",
        "`term_years` is hoogstens 100",
    ),
    Broken(
        "a least quantity above the most",
        SCHEME,
        "    figures:\n",
        "    figures:\n      max_quantity:\n"
        "        - {from: 2024-01-01, value: 2, unit: ha, status: definitive, confidence: high, sources: [S1]}\n"
        "      min_quantity:\n"
        "        - {from: 2024-01-01, value: 5, unit: ha, status: definitive, confidence: high, sources: [S1]}\n",
        "onder 5 wordt niets betaald, en boven 2 ook niet",
        "value: 2, unit: ha",
    ),
    Broken(
        "a ceiling on de minimis aid that is granted in part",
        LIMIT,
        "all_or_nothing: yes",
        "all_or_nothing: no",
        "steun die het plafond passeert krijgt niets",
    ),
    Broken(
        "a key that a limit of its kind does not read",
        LIMIT,
        "window: rolling",
        "keyed_by: aber_class\nwindow: rolling",
        "een grens `de_minimis` doet niets met `keyed_by`",
    ),
    Broken(
        "value taken from a payment that has none",
        RELATIONS,
        "@eco-activity,province.utrecht.botanisch#strook,",
        "province.utrecht.botanisch#strook,@eco-activity,",
        "`province.utrecht.botanisch#strook` heeft geen punten en geen waarde",
    ),
    Broken(
        "money taken from a payment that pays none",
        RELATIONS,
        ",zero,value,",
        ",net_of,all,",
        "kolom `a`: `@eco-activity` betaalt zelf geen geld, zodat `net_of` hier niets doet",
    ),
    Broken(
        "what is lower of an activity and of a payment",
        RELATIONS,
        ",zero,value,",
        ",highest,all,",
        "kolom `a`: `@eco-activity` betaalt zelf geen geld, zodat `highest` hier niets doet",
    ),
    Broken(
        "a condition with an unknown figure", SCHEME, "value: 0.5", "figure: minimum", "niet onder `figures`"
    ),
    Broken(
        "a condition that does not say absent",
        SCHEME,
        "        absent: ask\n",
        "",
        "`absent` ontbreekt",
        "kind: quantity_at_least",
    ),
    # Limits.
    Broken(
        "a limit that binds nothing", LIMIT, "legal_bases: [de_minimis]", "legal_bases: []", "bindt niets"
    ),
    Broken("a window without years", LIMIT, "window_years: 3\n", "", "`window_years` ontbreekt", "limit:"),
    Broken("a window of ages", LIMIT, "window_years: 3", "window_years: 300", "een venster van 300 jaar"),
    Broken(
        "a basis twice", LIMIT, "[de_minimis]", "[de_minimis, de_minimis]", "noemt `de_minimis` twee keer"
    ),
    Broken(
        "a group twice",
        SCHEME,
        "    groups: [botanisch]",
        "    groups: [botanisch, botanisch]",
        "`groups` noemt `botanisch` twee keer",
    ),
    Broken(
        "a definitive figure from elsewhere",
        SCHEME,
        "status: definitive, confidence: high, sources: [S1]}\n        - {from: 2025",
        'status: definitive, origin: "2023", confidence: high, sources: [S1]}\n        - {from: 2025',
        "`origin` hoort bij een aangenomen waarde",
    ),
    Broken("less than nothing asked", SCHEME, "value: 0.5\n", "value: -0.5\n", "minder dan niets (-0.5)"),
    Broken(
        "an orphan limit",
        LIMIT,
        "legal_bases:",
        "payments: [province.utrecht.botanisch#rand]\nlegal_bases:",
        "er is geen",
    ),
    # Tables.
    Broken("an unknown type of relation", RELATIONS, ",zero,", ",nul,", "kolom `type`"),
    Broken(
        "a relation with nothing",
        RELATIONS,
        "botanisch#strook",
        "botanisch#rand",
        "kolom `b`: er is geen",
        "rand",
    ),
    Broken(
        "a relation with an unknown group",
        RELATIONS,
        "@eco-activity",
        "@eco",
        "kolom `a`: er is geen",
        "@eco",
    ),
    Broken(
        "a relation without a source",
        RELATIONS,
        ",Uitvoeringsregeling,",
        ",,",
        "kolom `source_title`: leeg",
        "27(9),,",
    ),
    Broken(
        "a relation that can never be",
        RELATIONS,
        "2024-01-01,2027-01-01",
        "2027-01-01,2028-01-01",
        "nooit tegelijk",
    ),
    Broken("a share without a parameter", RELATIONS, ",zero,", ",reduced,", "kolom `parameter` is leeg"),
    Broken(
        "a sum of less than nothing",
        RELATIONS,
        ",zero,value,unit,,",
        ",sum_capped,money,unit,-1,",
        "-1 is minder dan niets",
    ),
    Broken("a parameter that nothing uses", RELATIONS, "unit,,2024", "unit,0.5,2024", "gebruikt er geen"),
    Broken(
        "semicolons above and commas below",
        RELATIONS,
        RELATION_HEADER,
        RELATION_HEADER.replace(",", ";"),
        "rij 2 heeft 1 cellen, de kop heeft er 15",
        "eco-utrecht",
    ),
    Broken("a missing column", RELATIONS, ",confidence", "", "kolom `confidence` ontbreekt", "id,a,b"),
    Broken("an unknown column", RELATIONS, ",note", ",note,opmerking", "`opmerking` is geen bekende kolom"),
    Broken(
        "a row with a cell too many",
        RELATIONS,
        "high,\n",
        "high,,\n",
        "rij 2 heeft 16 cellen, de kop heeft er 15",
        "eco-utrecht",
    ),
    Broken(
        "a wrong date in a cell", RELATIONS, ",2024-01-01,", ",1-1-2024,", "kolom `valid_from`", "1-1-2024"
    ),
    Broken(
        "a code given twice",
        MEASURES,
        "rustgewas,",
        "kruidenrijk-grasland,",
        "kolom `code`",
        "kruidenrijk-grasland,Rust",
    ),
    Broken("a name missing in a codelist", MEASURES, "Rustgewas,", ",", "kolom `nl`: leeg", "rustgewas"),
    Broken(
        "an unknown unit in a codelist", MEASURES, "ha,arable", "hectare,arable", "kolom `unit`", "hectare"
    ),
    Broken(
        "a measure that implies nothing known",
        MEASURES,
        "arable,",
        "arable,akker",
        "kolom `implies`",
        "akker",
    ),
    Broken(
        "a municipality in no province",
        "codelists/municipalities.csv",
        "utrecht,hdsr",
        "utrect,hdsr",
        "kolom `province`",
        "utrect,",
    ),
    Broken("a quote left open", "codelists/payers.csv", "RVO,RVO", '"RVO,RVO', "geen CSV", "rvo,"),
    # What the engine would read as something else.
    Broken(
        "an exclusion of points alone",
        RELATIONS,
        ",zero,value,",
        ",exclusive,points,",
        "werkt op de hele betaling",
        "exclusive",
    ),
    Broken(
        "a demand on eco-value alone",
        RELATIONS,
        ",zero,value,",
        ",requires,value,",
        "werkt op de hele betaling",
        "requires",
    ),
    Broken(
        "a cap that ends each piece of land by itself",
        SCHEME,
        "    figures:\n",
        "    figures:\n      cap:\n        - {from: 2024-01-01, value: 500, unit: EUR, status: definitive, confidence: high,"
        " sources: [S1]}\n",
        "elk stuk land of element apart",
        "      cap:",
    ),
    # What people who do not program write.
    Broken(
        "a number with a point for thousands",
        SCHEME,
        RATE,
        RATE.replace("1200.50", "1.200"),
        "geen duizendtallen",
    ),
    Broken(
        "an amount with a euro sign", SCHEME, RATE, RATE.replace("1200.50", '"€ 1200.50"'), "niet een getal"
    ),
    Broken("an amount to be announced", SCHEME, RATE, RATE.replace("1200.50", "p.m."), "niet een getal"),
    Broken(
        "a payer that is public in the list only",
        SCHEME,
        "payer_is_public: yes",
        "payer_is_public: no",
        "wijkt af van codelists/payers.csv",
    ),
    Broken(
        "a territory without places",
        SCHEME,
        "territory: {provinces: [utrecht]}",
        "territory: {provinces: []}",
        "`provinces` noemt geen plaats",
    ),
    Broken(
        "a payment given twice",
        ECO,
        "  - id: klasse",
        "  - id: rustgewas # nog eens",
        "staat er dubbel",
        "# nog eens",
    ),
    Broken(
        "a share written as a percentage",
        SCHEME,
        "      - kind: quantity_at_least\n        value: 0.5",
        "      - kind: share_at_least\n        of: {land_use: [arable]}\n        in: parcel_ha\n        value: 20",
        "een aandeel ligt tussen 0 en 1",
        "value: 20",
    ),
    Broken(
        "a width upside down",
        SCHEME,
        "      - kind: quantity_at_least\n        value: 0.5",
        "      - kind: width_between\n        low: 6\n        high: 3",
        "`low` (6) is meer dan `high` (3)",
        "low: 6",
    ),
    Broken("a day that no year has", ECO, "on: 12-15", "on: 02-30", "niet maand-dag", "on: 02-30"),
    Broken(
        "a class of an organic farm that is not paid",
        ECO,
        "organic_class: goud",
        "organic_class: platina",
        "geen klasse van",
    ),
    Broken(
        "a division by nothing",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    divide_by: 0",
        "groter zijn dan 0",
        "divide_by",
    ),
    Broken(
        "an extension of what has no term",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    extension: {years: 1}",
        "zonder termijn",
        "extension",
    ),
    Broken(
        "a notice of what has no term",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    notice: {months: 6}",
        "een opzegging zonder termijn",
        "notice",
    ),
    Broken(
        "a contract that extends itself and says not how it is ended",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    term_years: 6\n    extension: {years: 1, silent: yes}",
        "zegt hoe zij wordt opgezegd",
        "extension",
    ),
    Broken(
        "a notice by months and by a day",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    term_years: 6\n    notice: {months: 6, by: 10-01}",
        "niet beide",
        "notice",
    ),
    Broken(
        "a notice that says nothing",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    term_years: 6\n    notice: {}",
        "een aantal maanden",
        "notice",
    ),
    Broken(
        "a notice of more months than any contract has",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    term_years: 6\n    notice: {months: 99}",
        "hoogstens 60",
        "notice",
    ),
    Broken(
        "an extension of more years than any horizon has",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    term_years: 6\n    extension: {years: 99}",
        "hoogstens 30",
        "extension",
    ),
    Broken(
        "an extension of no years",
        SCHEME,
        "    quantity: area",
        "    quantity: area\n    term_years: 6\n    extension: {times: 2}",
        "`years` ontbreekt",
        "extension",
    ),
    Broken(
        "a relation that ends before it starts",
        RELATIONS,
        "2024-01-01,2027-01-01",
        "2024-01-01,2023-01-01",
        "is niet een dag na",
        "2024-01-01,2023-01-01",
    ),
]

#: Folders that are wrong as a whole: the changes, and the file, line and words that are expected.
WHOLE: dict[str, tuple[Changes, str, int, str]] = {
    "no schemes at all": ({SCHEME: None, ECO: None, RELATIONS: None}, "schemes", 1, "geen regelingen"),
    "a file that is empty": ({LIMIT: ""}, LIMIT, 1, "leeg"),
    "a file in another code page": ({SCHEME: SCHEME_TEXT.encode() + b"# \xe9"}, SCHEME, 41, "geen UTF-8"),
    "a control character": ({SCHEME: SCHEME_TEXT.replace("Strook", "Str\x07ook")}, SCHEME, 18, "opmaak"),
    "a file that is far too large": ({SCHEME: SCHEME_TEXT + "#" * 600_000}, SCHEME, 1, "groter dan"),
    "a file nested without end": ({LIMIT: "[" * 5000}, LIMIT, 1, "diep"),
    "a list for a whole file": ({LIMIT: "- een\n- twee\n"}, LIMIT, 1, "hier hoort een grens"),
    "a codelist that is needed and absent": (
        {"codelists/payers.csv": None},
        "codelists/payers.csv",
        1,
        "ontbreekt",
    ),
    "an empty table": ({RELATIONS: ""}, RELATIONS, 1, "de tabel is leeg"),
    "a file with a wrong name": (
        {"schemes/province/utrecht/botanisch/nieuw.yaml": SCHEME_TEXT, SCHEME: None},
        "schemes/province/utrecht/botanisch/nieuw.yaml",
        1,
        "geen datum",
    ),
    "a file that is not in its place": (
        {"limits/2023-01-01.yaml": LIMIT_TEXT, LIMIT: None},
        "limits/2023-01-01.yaml",
        1,
        "niet op zijn plaats",
    ),
    "two versions at once": (
        {
            "schemes/province/utrecht/botanisch/2025-01-01.yaml": edited(
                SCHEME_TEXT, "valid_from: 2024-01-01", "valid_from: 2025-01-01"
            )
        },
        "schemes/province/utrecht/botanisch/2025-01-01.yaml",
        8,
        "geldt tegelijk met",
    ),
    "a new version beside one without an end": (
        {"limits/de-minimis/2026-01-01.yaml": LIMIT_TEXT.replace("2023-01-01\nrec", "2026-01-01\nrec")},
        "limits/de-minimis/2026-01-01.yaml",
        4,
        "geen einde",
    ),
    "a correction that does not say so": (
        {"schemes/province/utrecht/botanisch/2024-01-01.1.yaml": SCHEME_TEXT},
        "schemes/province/utrecht/botanisch/2024-01-01.1.yaml",
        1,
        "`corrects` ontbreekt",
    ),
    "a relation given twice": (
        {RELATIONS: RELATION_HEADER + RELATION_ROW * 2},
        RELATIONS,
        3,
        "staat al in relations/eco.csv, regel 2",
    ),
    "a payment that requires itself": (
        {
            RELATIONS: RELATION_HEADER
            + RELATION_ROW.replace("@eco-activity", "province.utrecht.botanisch#strook").replace(
                ",zero,", ",requires,"
            )
        },
        RELATIONS,
        2,
        "is niet een andere betaling dan in `a`",
    ),
    "two relations that contradict": (
        {
            RELATIONS: RELATION_HEADER
            + RELATION_ROW.replace(",zero,", ",additive,")
            + RELATION_ROW.replace("eco-utrecht", "tegen").replace(",zero,", ",exclusive,")
        },
        RELATIONS,
        3,
        "spreekt relations/eco.csv, regel 2 tegen",
    ),
    "a payment that asks what excludes it": (
        {
            RELATIONS: RELATION_HEADER
            + ASKS.replace("asks,", "apart,").replace(",requires,", ",exclusive,")
            + ASKS
        },
        RELATIONS,
        3,
        "spreekt relations/eco.csv, regel 2 tegen",
    ),
    "a payment that asks through another what excludes it": (
        {RELATIONS: RELATION_HEADER + ASKS + ASKED_FURTHER + APART},
        RELATIONS,
        4,
        "`national.rvo.eco#rustgewas` eist zelf of via andere rijen",
    ),
    "a payment that asks two that exclude each other": (
        {
            RELATIONS: RELATION_HEADER
            + ASKS
            + ASKS_ANOTHER
            + APART.replace("national.rvo.eco#rustgewas", "province.utrecht.botanisch#strook")
        },
        RELATIONS,
        4,
        "`national.rvo.eco#rustgewas` eist zelf of via andere rijen",
    ),
    "two minimum amounts on one day": (
        {
            f"limits/{name}/2023-01-01.yaml": LIMIT_TEXT.replace("limit: de-minimis", f"limit: {name}")
            .replace("kind: de_minimis", "kind: minimum_total")
            .replace("legal_bases: [de_minimis]", "payments: [province.utrecht.botanisch]")
            .replace("all_or_nothing: yes\nwindow: rolling\nwindow_years: 3\n", "")
            .replace("ceiling:", "minimum:")
            .replace("50000", "500")
            for name in ("eerste", "tweede")
        },
        "limits/tweede/2023-01-01.yaml",
        4,
        "per dag wordt één minimumbedrag",
    ),
    "a ceiling per hectare that is for no crop group": (
        {"limits/hectare/2023-01-01.yaml": PER_HECTARE.replace("value: 50000", "value: 600")},
        "limits/hectare/2023-01-01.yaml",
        12,
        "`ceiling` zegt niets over `annual_crop`, `specialised_perennial`, `other_land_use`",
    ),
    "a ceiling per hectare that forgets a crop group": (
        {
            "limits/hectare/2023-01-01.yaml": PER_HECTARE.replace(
                "value: 50000", PER_CLASS.replace("specialised_perennial: 900, ", "")
            )
        },
        "limits/hectare/2023-01-01.yaml",
        12,
        "`ceiling` zegt niets over `specialised_perennial`",
    ),
    "a ceiling per hectare for a crop group that nobody knows": (
        {
            "limits/hectare/2023-01-01.yaml": PER_HECTARE.replace(
                "value: 50000", PER_CLASS.replace("}", ", hedge: 500}")
            )
        },
        "limits/hectare/2023-01-01.yaml",
        12,
        "`hedge` is geen gewasgroep",
    ),
    "a cap on euros over a payment under a minimum amount": (
        {
            "limits/minimum/2023-01-01.yaml": MINIMUM,
            "limits/plafond/2023-01-01.yaml": MINIMUM.replace("limit: minimum", "limit: plafond")
            .replace("kind: minimum_total", "kind: amount_cap")
            .replace("minimum:", "cap:")
            .replace("#klasse", ""),
        },
        "limits/plafond/2023-01-01.yaml",
        1,
        "telt `national.rvo.eco#klasse`, die ook onder het minimumbedrag `minimum` valt",
    ),
    "a payment under a minimum amount that loses to one on land": (
        {
            "limits/minimum/2023-01-01.yaml": MINIMUM,
            RELATIONS: RELATION_HEADER
            + RELATION_ROW.replace("@eco-activity", "national.rvo.eco#klasse").replace(
                ",zero,value,", ",net_of,all,"
            ),
        },
        RELATIONS,
        2,
        "verliest aan `province.utrecht.botanisch#strook` op land",
    ),
    "a minimum amount over a payment on land": (
        {
            "limits/minimum/2023-01-01.yaml": LIMIT_TEXT.replace("limit: de-minimis", "limit: minimum")
            .replace("kind: de_minimis", "kind: minimum_total")
            .replace("legal_bases: [de_minimis]", "payments: [province.utrecht.botanisch]")
            .replace("all_or_nothing: yes\nwindow: rolling\nwindow_years: 3\n", "")
            .replace("ceiling:", "minimum:")
            .replace("50000", "500")
        },
        "limits/minimum/2023-01-01.yaml",
        9,
        "een minimumbedrag geldt voor betalingen per bedrijf",
    ),
}


def broken_folders() -> dict[str, Changes]:
    """The changes of every broken folder, by its name."""
    return {**{b.name: {b.file: b.text} for b in CASES}, **{name: found[0] for name, found in WHOLE.items()}}
