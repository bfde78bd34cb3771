"""How figures, periods and closed words read to a person, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from calculator.domain import amount_words
from calculator.domain.amount_words import EURO, UNITS, number
from calculator.domain.months import MONTHS
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.scheme import PaymentKind, Text
from calculator.domain.source import Confidence, Figure, Status

STATUS: Mapping[Status, Text] = {
    Status.DEFINITIVE: Text("definitief", "definitive"),
    Status.PROVISIONAL: Text("voorlopig", "provisional"),
    Status.ANNOUNCED: Text("aangekondigd", "announced"),
    Status.ASSUMED: Text("aangenomen", "assumed"),
    Status.HISTORIC: Text("historisch", "historic"),
    Status.UNKNOWN: Text("onbekend", "unknown"),
}
CONFIDENCE: Mapping[Confidence, Text] = {
    Confidence.HIGH: Text("hoge zekerheid", "high confidence"),
    Confidence.MEDIUM: Text("redelijke zekerheid", "medium confidence"),
    Confidence.LOW: Text("lage zekerheid", "low confidence"),
}
KIND: Mapping[PaymentKind, Text] = {
    PaymentKind.FLAT: Text("vast bedrag per eenheid", "flat amount per unit"),
    PaymentKind.FIRST_QUANTITY: Text("bedrag over de eerste eenheden", "amount for the first units"),
    PaymentKind.CLASS_PREMIUM: Text("premie per klasse", "premium per class"),
    PaymentKind.ACTIVITY: Text("activiteit met punten en waarde", "activity with points and value"),
    PaymentKind.KPI_BINARY: Text(
        "bedrag bij het halen van een indicator", "amount for reaching an indicator"
    ),
    PaymentKind.TIERED: Text("bedrag in treden", "amount in tiers"),
    PaymentKind.RAMP: Text("bedrag dat oploopt met een indicator", "amount that rises with an indicator"),
    PaymentKind.INTERPOLATED: Text("bedrag op een lijn tussen punten", "amount on a line between points"),
    PaymentKind.POINTS: Text("bedrag per punt", "amount per point"),
    PaymentKind.GATE_POINTS: Text("basis plus bedrag per punt", "base plus an amount per point"),
    PaymentKind.BEST_N: Text("bedrag over de beste jaren", "amount over the best years"),
    PaymentKind.CONTRACT_YEAR: Text("bedrag per jaar van het contract", "amount by year of the contract"),
    PaymentKind.BANDED: Text("bedrag per schijf van de hoeveelheid", "amount per band of the quantity"),
    PaymentKind.STEP_AREA: Text("bedrag per oppervlakteklasse", "amount per class of area"),
    PaymentKind.FIXED_PLUS_VARIABLE: Text("vast plus variabel bedrag", "fixed plus variable amount"),
    PaymentKind.PERCENT_COST: Text("deel van de kosten", "share of the cost"),
    PaymentKind.COST_SHARE: Text(
        "deel van de kosten, nooit meer dan de kosten", "share of the cost, never above it"
    ),
    PaymentKind.PERCENT_BALANCE: Text("deel van het saldo van de lening", "share of the loan balance"),
    PaymentKind.PERCENT_RENT: Text("deel van de pacht", "share of the rent"),
    PaymentKind.VALUE_LOSS: Text("vergoeding van waardedaling", "compensation for lost value"),
    PaymentKind.TENDER_INDEX: Text("tender (telt niet op)", "tender (never summed)"),
    PaymentKind.MODEL: Text("volgens een model (telt niet op)", "by a model (never summed)"),
}
RELATION: Mapping[RelationType, Text] = {
    RelationType.EXCLUSIVE: Text("sluiten elkaar uit", "exclude each other"),
    RelationType.HIGHEST: Text("alleen de hoogste telt", "only the highest counts"),
    RelationType.ADDITIVE: Text("tellen op", "add up"),
    RelationType.ZERO: Text(
        "de eerste vervalt naast de tweede", "the first counts for nothing beside the second"
    ),
    RelationType.REDUCED: Text(
        "de eerste wordt gekort naast de tweede", "the first is reduced beside the second"
    ),
    RelationType.REQUIRES: Text("de eerste kan alleen met de tweede", "the first only with the second"),
    RelationType.NET_OF: Text("de tweede gaat van de eerste af", "the second is taken off the first"),
    RelationType.SUM_CAPPED: Text("samen tot een maximum", "together up to a maximum"),
    RelationType.UNKNOWN: Text("nergens vastgelegd", "published nowhere"),
}
FIGURE: Mapping[str, Text] = {
    "rate": Text("tarief", "rate"),
    "cap": Text("maximum", "maximum"),
    "threshold": Text("drempel", "threshold"),
    "entry": Text("instapeis", "entry condition"),
    "points": Text("punten", "points"),
    "value": Text("eco-waarde", "eco value"),
    "percent": Text("percentage", "percentage"),
    "first": Text("over de eerste", "for the first"),
    "ceiling": Text("plafond", "ceiling"),
    "minimum": Text("minimum", "minimum"),
    "deduction": Text("aftrek", "deduction"),
    "fixed": Text("vast bedrag", "fixed amount"),
    "base": Text("basis", "base"),
    "per_point": Text("per punt", "per point"),
    "residual": Text("restwaarde", "residual value"),
    "max_points": Text("hoogstens aantal punten", "most points"),
    "max_quantity": Text("hoogstens", "at most"),
    "min_quantity": Text("minstens", "at least"),
    "min_amount": Text("minimumbedrag", "least amount"),
    "ramp_from": Text("loopt op vanaf", "rises from"),
    "ramp_to": Text("loopt op tot", "rises to"),
    "threshold_max": Text("hoogstens", "at most"),
    "cap_per_item": Text("hoogstens per stuk", "at most per item"),
    "max_items": Text("hoogste aantal", "most items"),
    "extra_share": Text("aandeel dat meetelt", "share that counts"),
    "discount_rate": Text("rente", "discount rate"),
    "bedrag": Text("bedrag", "amount"),
    "drempel": Text("drempel", "threshold"),
    "min_area": Text("minste oppervlakte", "least area"),
    "minimum_hours": Text("minste aantal uren", "least number of hours"),
    "rent": Text("pacht", "rent"),
}
#: Keys of keyed figures that stand in no codelist.
KEYS: Mapping[str, Text] = {
    "brons": Text("brons", "bronze"),
    "zilver": Text("zilver", "silver"),
    "goud": Text("goud", "gold"),
    "annual_crop": Text("eenjarig gewas", "annual crop"),
    "specialised_perennial": Text("gespecialiseerd blijvend gewas", "specialised perennial crop"),
    "other_land_use": Text("ander grondgebruik", "other land use"),
}
#: Where two payments meet.
MEETING: Mapping[str, Text] = {
    "unit": Text("op dezelfde grond", "on the same ground"),
    "parcel": Text("op het hele perceel", "on the whole parcel"),
    "farm": Text("op het hele bedrijf", "on the whole farm"),
    "contract": Text("in hetzelfde contract", "in the same contract"),
}
TERRITORY: Mapping[str, Text] = {
    "provinces": Text("provincies", "provinces"),
    "water_boards": Text("waterschappen", "water boards"),
    "municipalities": Text("gemeenten", "municipalities"),
    "collectives": Text("collectieven", "collectives"),
    "eco_regions": Text("eco-regio's", "eco regions"),
}
#: The same for a single place.
ONE_PLACE: Mapping[str, Text] = {
    "provinces": Text("provincie", "province"),
    "water_boards": Text("waterschap", "water board"),
    "municipalities": Text("gemeente", "municipality"),
    "collectives": Text("collectief", "collective"),
    "eco_regions": Text("eco-regio", "eco region"),
}


def unit(code: str, language: str) -> str:
    """``EUR/ha`` as ``EUR per ha``, with the other units in words."""
    parts = [UNITS[part][language] if part in UNITS else part for part in code.split("/")]
    return " per ".join(parts)


def unit_value(value: str, measured: str, language: str) -> str:
    """A decimal string with its unit: ``5,25 %``."""
    return f"{number(Decimal(value), language)} {measured}"


def euros(value: Decimal, language: str) -> str:
    """An amount of money: ``€ 1.234,50`` or ``€1,234.50``."""
    return amount_words.euros(value)[language]


def day(value: date, language: str) -> str:
    """A day as people write it: ``15-01-2026`` in Dutch, ``15 January 2026`` in English."""
    if language == "en":
        return f"{value.day} {MONTHS[value.month - 1].en} {value.year}"
    return value.strftime("%d-%m-%Y")


def period(value: Period, language: str) -> str:
    """A period with its last day included, as people read it; without an end, from its first day."""
    start = day(value.start, language)
    if value.end is None:
        return f"from {start}" if language == "en" else f"vanaf {start}"
    last = day(value.end - timedelta(days=1), language)
    return f"{start} to {last}" if language == "en" else f"{start} t/m {last}"


def figure(value: Figure, language: str, named: Mapping[str, Text] = KEYS) -> str:
    """The amount of a figure with its unit: one number, a range, or a number per key (by its name where there is one)."""
    measured = unit(value.unit, language)
    if value.values:
        spans = {key: number(found, language) for key, found in value.values.items()}
    else:
        high = value.high
        spans = {
            k: f"{number(v, language)}-{number(high[k], language)}" for k, v in value.low.items() if k in high
        }
    if not spans:
        return "not published" if language == "en" else "niet gepubliceerd"
    money = EURO[language] if measured.startswith("EUR") else ""
    keyed = "; ".join(
        f"{_key(key, language, named)}: {money}{found}" if key else f"{money}{found}"
        for key, found in spans.items()
    )
    return f"{keyed} {measured.removeprefix('EUR').strip()}".strip()


def apart(was: Figure, now: Figure) -> tuple[Figure, Figure]:
    """Two keyed figures with only the keys whose values differ, where both have the same keys."""
    if len(was.values) < 2 or was.values.keys() != now.values.keys() or was.unit != now.unit:
        return was, now
    keys = [key for key in now.values if was.values[key] != now.values[key]]
    return (
        replace(was, values={key: was.values[key] for key in keys}),
        replace(now, values={key: now.values[key] for key in keys}),
    )


def difference(was: Figure, now: Figure, language: str) -> str:
    """By how much the later figure differs: ``€ 6 per ha lager (-10 %)``; empty where the two cannot be compared."""
    old, new = was.values or was.low, now.values or now.low
    if was.unit != now.unit or not old or old.keys() != new.keys():
        return ""
    steps = [new[key] - old[key] for key in new]
    if not (all(step < 0 for step in steps) or all(step > 0 for step in steps)):
        return ""
    lower = steps[0] < 0
    word = ("lower" if lower else "higher") if language == "en" else ("lager" if lower else "hoger")
    if len(steps) > 1 or was.values.keys() != now.values.keys():
        return word
    (key,) = new
    amount, measured = number(abs(steps[0]), language), unit(was.unit, language)
    told = (
        f"{EURO[language]}{amount}{measured.removeprefix('EUR')}"
        if measured.startswith("EUR")
        else f"{amount} {measured}"
    )
    share = f" ({round(steps[0] * 100 / old[key]):+d} %)" if old[key] and was.unit != "%" else ""
    return f"{told} {word}{share}"


def _key(key: str, language: str, named: Mapping[str, Text]) -> str:
    """A key as people read it: ``1.klimaat`` is klimaat in region 1."""
    region, _, rest = key.rpartition(".")
    number_of = region or (key if key.isdecimal() else "")
    if not number_of.isdecimal():
        return named[key][language] if key in named else key
    place = f"region {number_of}" if language == "en" else f"regio {number_of}"
    return f"{place} {named[rest][language] if rest in named else rest}" if region else place


def figure_name(name: str, language: str) -> str:
    """The name of a figure in words where there is one."""
    if name in FIGURE:
        return FIGURE[name][language]
    first, _, rest = name.partition("_")
    return f"{FIGURE[first][language]} {rest.replace('_', ' ')}" if first in FIGURE and rest else name


def yes_no(value: bool, language: str) -> str:
    """Yes or no."""
    return {True: Text("ja", "yes"), False: Text("nee", "no")}[value][language]
