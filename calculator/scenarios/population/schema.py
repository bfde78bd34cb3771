"""The one declaration of the tables of a population: files, checks, digest and ``docs/populations.md`` follow it.

Quantities are whole numbers of a small unit, so that a table means the same in every program: square metres,
centimetres, cents, millionths. An empty cell is unknown; zero is none. A table that is absent is unknown for every
farm; where it is there, a farm without a row in it has none.
"""

from __future__ import annotations

from collections.abc import Mapping

from calculator.domain.farm import ECO_REGIONS, SOILS
from calculator.domain.scheme import Text
from calculator.scenarios.population.columns import Column, Kind, Table

LAND_USES = ("permanent_grassland", "temporary_grassland", "arable", "permanent_crop", "nature", "other")
FARM_TYPES = (
    "dairy", "arable", "mixed", "other_grazing", "goats", "pigs", "poultry", "horticulture", "permanent_crop",
)  # fmt: skip
ORGANIC = ("none", "partly", "in_conversion", "certified")
#: Upper ends in square metres of the size classes, by the land of the farm's parcels.
SIZE_CLASSES: Mapping[str, int] = {
    "under_5_ha": 50_000,
    "5_to_10_ha": 100_000,
    "10_to_30_ha": 300_000,
    "30_to_50_ha": 500_000,
    "50_to_100_ha": 1_000_000,
    "over_100_ha": 10**12,
}
#: Units of a measure, each counted in its smallest step: square metres, centimetres, pieces, square metres.
UNITS = ("ha", "m", "piece", "m2")

M2_HIGH = 10_000_000
CM_HIGH = 100_000_000
_MICRO_HIGH = 10**12
_COUNT_HIGH = 10_000_000


def _text(name: str, nl: str, en: str, **more: object) -> Column:
    return Column(name, Kind.TEXT, Text(nl, en), **more)  # type: ignore[arg-type]  # one of Column's own fields


def _whole(
    name: str, unit: str, nl: str, en: str, *, low: int = 0, high: int, required: bool = False
) -> Column:
    return Column(name, Kind.WHOLE, Text(nl, en), unit=unit, required=required, low=low, high=high)


def _flag(name: str, nl: str, en: str) -> Column:
    return Column(name, Kind.FLAG, Text(nl, en))


def _day(name: str, nl: str, en: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DAY, Text(nl, en), required=required)


def _count(name: str, nl: str, en: str) -> Column:
    return _whole(name, "", nl, en, high=_COUNT_HIGH)


FARM_KEY = _text("farm_key", "sleutel van het bedrijf", "key of the farm", required=True)

FARMS = Table(
    "farms",
    (
        FARM_KEY,
        _whole("year", "", "boekjaar", "farming year", low=2023, high=2060, required=True),
        _text("province", "provincie", "province", required=True, codes="provinces"),
        _text("municipality", "gemeente", "municipality", codes="municipalities"),
        _text("water_board", "waterschap", "water board", codes="water_boards"),
        _text("collective", "agrarisch collectief", "agricultural collective", codes="collectives"),
        _text("farm_type", "bedrijfstype (NSO)", "farm type (NSO)", required=True, choices=FARM_TYPES),
        _text("size_class", "grootteklasse; volgt uit de percelen", "size class; follows from the parcels",
              choices=tuple(SIZE_CLASSES)),
        _text("soil", "grondsoort van het meeste land", "soil of most of the land", choices=SOILS),
        _text("organic", "biologisch", "organic", choices=ORGANIC),
        _count("dairy_cows", "melkkoeien", "dairy cows"),
        _count("young_stock", "jongvee", "young stock"),
        _count("suckler_cows", "zoogkoeien", "suckler cows"),
        _count("beef_cattle", "vleesvee", "beef cattle"),
        _count("sheep", "schapen", "sheep"),
        _count("goats", "geiten", "goats"),
        _count("pigs", "varkens", "pigs"),
        _count("poultry", "pluimvee", "poultry"),
        _count("horses", "paarden", "horses"),
        _whole("milk_kg_year", "kg", "geleverde melk per jaar", "milk delivered a year", high=10**9),
        _whole("grazing_hours_year", "h", "uren weidegang per jaar", "hours of grazing a year", high=8784),
        _text("dairy", "zuivelonderneming (code of naam)", "dairy (code or name)"),
        _text("processor", "verwerker (code of naam)", "processor (code or name)"),
        _text("programmes", "programma's, met een spatie ertussen; `-` is geen", "programmes, parted by a space; `-` is none"),
        _flag("aid_known", "ontvangen steun is bekend (leeg: ja, als de tabel aid er is)",
              "aid received is known (empty: yes where the table aid is there)"),
        _flag("loans_known", "leningen zijn bekend (leeg: ja, als de tabel loans er is)",
              "loans are known (empty: yes where the table loans is there)"),
        _flag("leases_known", "pacht is bekend (leeg: ja, als de tabel leases er is)",
              "leases are known (empty: yes where the table leases is there)"),
    ),
    ("farm_key",),
    Text("bedrijven", "farms"),
    required=True,
)  # fmt: skip

PARCELS = Table(
    "parcels",
    (
        FARM_KEY,
        _text("parcel_id", "perceel, uniek binnen het bedrijf", "parcel, unique within the farm", required=True),
        _whole("area_m2", "m2", "oppervlakte", "area", low=1, high=M2_HIGH, required=True),
        _text("land_use", "grondgebruik", "land use", required=True, choices=LAND_USES),
        _text("crop_code", "RVO-gewascode", "RVO crop code"),
        _text("soil", "grondsoort", "soil", choices=SOILS),
        _text("eco_region", "eco-regio", "eco region", choices=ECO_REGIONS),
        _flag("natura2000", "in Natura 2000", "in Natura 2000"),
        _flag("glmc9", "kwetsbaar blijvend grasland (GLMC 9)", "sensitive permanent grassland (GAEC 9)"),
        _whole("glmc8_m2", "m2", "telt voor GLMC 8", "counts for GAEC 8", high=M2_HIGH),
        _whole("mandatory_strip_m2", "m2", "verplichte bufferstrook", "mandatory buffer strip", high=M2_HIGH),
    ),
    ("farm_key", "parcel_id"),
    Text("percelen", "parcels"),
    required=True,
)  # fmt: skip

ELEMENTS = Table(
    "elements",
    (
        FARM_KEY,
        _text("element_id", "element, uniek samen met de percelen", "element, unique together with the parcels",
              required=True),
        _text("kind", "soort", "kind", required=True, codes="element_kinds"),
        _whole("length_cm", "cm", "lengte", "length", low=1, high=CM_HIGH),
        _whole("pieces", "", "aantal", "number", low=1, high=1_000_000),
        _whole("area_m2", "m2", "oppervlakte", "area", low=1, high=M2_HIGH),
        _whole("width_cm", "cm", "breedte", "width", low=1, high=100_000),
        _text("diameter_cm", "diameter, zoals 20-60", "diameter, such as 20-60"),
        _text("parcel_id", "perceel waarop het staat", "parcel on which it stands"),
    ),
    ("farm_key", "element_id"),
    Text("landschapselementen", "landscape elements"),
)  # fmt: skip

MEASURES = Table(
    "measures",
    (
        FARM_KEY,
        _text("place_id", "perceel of element waarop het ligt", "parcel or element it lies on", required=True),
        _text("code", "maatregel", "measure", required=True, codes="measures"),
        _whole("quantity", "unit", "hoeveel: ha in m2, m in cm",
               "how much: ha in m2, m in cm", low=1, high=CM_HIGH, required=True),
        _text("unit", "ha op een perceel; m, piece of m2 op een element",
              "ha on a parcel; m, piece or m2 on an element", required=True, choices=UNITS),
        _text("part", "deel van de grond", "part of the ground"),
        _flag("candidate", "wordt overwogen (leeg: wordt gedaan)", "is considered (empty: is done)"),
        _whole("width_cm", "cm", "breedte van een strook", "width of a strip", low=1, high=100_000),
        _whole("cost_microeur", "EUR/1e6", "kosten per ha, m of stuk en jaar", "cost per ha, m or piece and year",
               high=_MICRO_HIGH),
        _whole("forgone_microeur", "EUR/1e6", "gederfde inkomsten per ha, m of stuk en jaar",
               "lost income per ha, m or piece and year", high=_MICRO_HIGH),
    ),
    ("farm_key", "place_id", "code", "part", "candidate"),
    Text("maatregelen", "measures"),
)  # fmt: skip

INDICATORS = Table(
    "indicators",
    (
        FARM_KEY,
        _text("indicator", "indicator", "indicator", required=True, codes="indicators"),
        _whole("year", "", "jaar; dat van het bedrijf is de huidige waarde", "year; that of the farm is the present value",
               low=2000, high=2060, required=True),
        _whole("value_micro", "1/1e6", "waarde", "value", low=-(10**15), high=10**15, required=True),
    ),
    ("farm_key", "indicator", "year"),
    Text("indicatoren", "indicators"),
)  # fmt: skip

AID = Table(
    "aid",
    (
        FARM_KEY,
        _text("legal_basis", "grondslag", "legal basis", required=True, codes="legal_bases"),
        _day("grant_date", "dag waarop het recht ontstond", "day the right was conferred", required=True),
        _whole("amount_cents", "EUR/100", "bedrag", "amount", high=10**11, required=True),
        _text("payer", "betaler", "payer"),
        _text("enterprise", "onderneming die het kreeg", "enterprise that received it"),
        _text("activity", "waarvoor het diende", "what it was used for"),
    ),
    (),
    Text("ontvangen steun", "aid received"),
)  # fmt: skip

CONTRACTS = Table(
    "contracts",
    (
        FARM_KEY,
        _text("scheme", "regeling", "scheme", required=True, codes="schemes"),
        _day("start", "eerste dag", "first day", required=True),
        _day("until", "laatste dag", "last day", required=True),
        _text("package", "pakket", "package", required=True),
        _text("place_id", "perceel, element of `farm`", "parcel, element or `farm`", required=True),
        _whole("quantity_e4", "1/1e4", "hoeveel, in de eenheid van het pakket", "how much, in the unit of the package",
               low=1, high=10**11, required=True),
        _whole("rate_microeur", "EUR/1e6", "tarief volgens het contract", "rate in the contract", high=_MICRO_HIGH),
        _day("grant_date", "dag van de beschikking", "day of the decision"),
        _text("decision", "per jaar of meerjarig", "annual or over years", choices=("annual", "multi_year")),
        _text("notice", "opzegging", "notice"),
        _whole("indexation_micro", "1/1e6", "indexatie per jaar, als aandeel", "indexation a year, as a share",
               low=-1_000_000, high=1_000_000),
        _whole("notice_months", "month", "opzegtermijn", "notice", low=1, high=60),
        _day("notice_by", "laatste dag om op te zeggen (het jaar telt niet)", "last day to give notice (whatever its year)"),
        _whole("extends_years", "year", "verlengt zichzelf met zoveel jaren", "extends itself by so many years", low=1, high=30),
        _flag("notice_given", "opgezegd", "notice given"),
    ),
    (),
    Text("lopende contracten", "running contracts"),
)  # fmt: skip

HISTORIES = Table(
    "histories",
    (
        FARM_KEY,
        _text("parcel_id", "perceel", "parcel", required=True),
        _whole("year", "", "jaar", "year", low=2000, high=2060, required=True),
        _text("crop_code", "RVO-gewascode", "RVO crop code", required=True),
    ),
    ("farm_key", "parcel_id", "year"),
    Text("gewassen van eerdere jaren", "crops of earlier years"),
)  # fmt: skip

PLACE_FACTS = Table(
    "place_facts",
    (
        FARM_KEY,
        _text("place_id", "perceel of element dat het antwoord geeft", "parcel or element that answers", required=True),
        _text("fact", "gegeven van een perceel of element", "fact of a parcel or element", required=True, codes="place_facts"),
        _whole("value_micro", "1/1e6", "waarde, van een getal", "value, of a number", low=-(10**15), high=10**15),
        _text("word", "`yes`, `no` of de klasse, van al het andere", "`yes`, `no` or the class, of anything else"),
    ),
    ("farm_key", "place_id", "fact"),
    Text("gegevens van percelen en elementen", "facts of parcels and elements"),
)  # fmt: skip

LOANS = Table(
    "loans",
    (
        FARM_KEY,
        _text("lender", "bank", "lender", required=True),
        _whole("balance_cents", "EUR/100", "saldo", "balance", high=10**12),
        _text("score", "eigen duurzaamheidsscore van de bank", "the lender's own sustainability score"),
    ),
    (),
    Text("leningen", "loans"),
)  # fmt: skip

LEASES = Table(
    "leases",
    (
        FARM_KEY,
        _text("lessor", "verpachter", "lessor", required=True),
        _whole("area_m2", "m2", "oppervlakte", "area", high=25 * M2_HIGH),
        _whole("rent_cents", "EUR/100", "pacht van het geheel per jaar", "rent of the whole a year", high=10**11),
        _text("parcels", "percelen, met een spatie ertussen", "parcels, parted by a space"),
    ),
    (),
    Text("pacht", "leases"),
)  # fmt: skip

ANSWERS = Table(
    "answers",
    (
        _text("farm_key", "sleutel van het bedrijf; leeg: alle bedrijven", "key of the farm; empty: all farms"),
        _text("path", "waarnaar een regel vraagt, zoals `declared.x`", "what a rule asks for, such as `declared.x`",
              required=True),
        _text("kind", "soort antwoord", "kind of answer", required=True, choices=("text", "number", "flag", "list")),
        _text("value", "antwoord; een lijst met spaties ertussen", "answer; a list parted by spaces", required=True),
    ),
    ("farm_key", "path"),
    Text("andere antwoorden", "other answers"),
)  # fmt: skip

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        FARMS,
        PARCELS,
        HISTORIES,
        PLACE_FACTS,
        ELEMENTS,
        MEASURES,
        INDICATORS,
        AID,
        CONTRACTS,
        LOANS,
        LEASES,
        ANSWERS,
    )
}
