"""The rule of a draft scheme, made from what a form asks: what is paid per what, in steps or at once, to whom.

A form knows five things to pay per: a unit of one measure, a hectare of the farm, 100 kg of milk, a dairy cow, the farm. Per unit
of a measure every piece of land is paid apart; what counts over the whole farm (a first part, steps by size, a base amount, a
cap) is for the other four.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from calculator.domain.quantity import plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.conditions.code_words import CLOSED

Data = dict[str, Any]

#: What may be paid per, besides a unit of a measure: unit, quantity and what that is divided by.
PER: Mapping[str, tuple[str, str, int, Text]] = {
    "ha": ("ha", "subsidiable_ha", 1, Text("hectare van het bedrijf", "hectare of the farm")),
    "milk": ("100kg_milk", "herd.milk_kg_year", 100, Text("100 kg melk", "100 kg of milk")),
    "cow": ("piece", "herd.dairy_cows", 1, Text("melkkoe", "dairy cow")),
    "farm": ("farm", "one", 1, Text("bedrijf", "farm")),
}
MEASURE = "measure"
#: What counts over the whole farm, and so not per piece of land.
WHOLE_FARM = ("first", "above", "fixed", "cap", "indicator")
_SOME = "0.0001"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asked: numbers as they are written in a file, "" where nothing was said.

    ``rate`` is paid per unit: of the ``first`` units alone; up to ``above`` units, with ``rate_2`` for those beyond; beside a
    ``fixed`` amount; or where the ``indicator`` reaches ``reach``, with ``rate_2`` from ``reach_2``. ``years`` is how
    long it binds.
    """

    name: str
    payer: str
    layer: str
    basis: str
    service: str
    rate: str
    per: str = MEASURE
    measure: str = ""
    first: str = ""
    above: str = ""
    rate_2: str = ""
    fixed: str = ""
    indicator: str = ""
    reach: str = ""
    reach_2: str = ""
    cap: str = ""
    once: bool = False
    years: str = ""
    provinces: tuple[str, ...] = ()
    farm_types: tuple[str, ...] = ()
    crop: str = ""
    organic: bool = False


def rule(rulebook: Rulebook, wanted: Wanted, code: str, on: date) -> Data:
    """The rule as its file says it."""
    public = rulebook.codelists["payers"][wanted.payer].columns.get("public") == "yes"
    start = f"{on.year}-01-01"
    where = (
        f"https://scenario.invalid/{code}-{hashlib.sha256(repr((wanted.name,) * 2).encode()).hexdigest()[:8]}"
    )
    return {
        "scheme": f"{wanted.layer}.{wanted.payer}.{code}",
        "name": _both(wanted.name),
        "layer": wanted.layer,
        "payer": wanted.payer,
        "payer_is_public": "yes" if public else "no",
        "state_resources": "yes" if public else "no",
        "legal_basis": wanted.basis,
        "valid_from": start,
        "recorded_on": on.isoformat(),
        "budget_depends": "no",
        "territory": {"provinces": list(wanted.provinces)} if wanted.provinces else {},
        "sources": {"scenario": {"title": f"Scenario: {wanted.name}", "url": where, "seen": on.isoformat()}},
        "payments": [_payment(rulebook, wanted, start)],
    }


def _payment(rulebook: Rulebook, wanted: Wanted, start: str) -> Data:
    on_land = wanted.per == MEASURE
    row = rulebook.codelists["measures"][wanted.measure] if wanted.measure else None
    if on_land and row is not None:
        unit, quantity, divide = row.columns.get("unit") or "ha", "", 1
        name, called = row.name, {"nl": row.name.nl, "en": row.name.en}
    else:
        unit, quantity, divide, name = PER[wanted.per]
        called = {"nl": f"Bedrag per {name.nl}", "en": f"Amount per {name.en}"}
    kind, more, figures = _amounts(rulebook, wanted, unit)
    made: Data = {
        "id": wanted.measure if on_land else f"per-{wanted.per}",
        "name": called,
        "kind": kind,
        "level": "unit" if on_land else "farm",
        "unit": unit,
        "quantity": quantity,
        "divide_by": str(divide) if divide > 1 else "",
        "measures": [wanted.measure] if on_land else [],
        **more,
        "cost_components": ["investment"] if wanted.once else ["additional_cost", "income_foregone"],
        "term_years": wanted.years,
        "reward": {
            "service": wanted.service,
            "indicator": name.nl,
            "quantity": unit,
            "term": "eenmalig" if wanted.once else "een kalenderjaar",
        },
        "conditions": list(_conditions(rulebook, wanted, on_land=on_land)),
        "sources": ["scenario"],
    }
    made = {key: value for key, value in made.items() if value not in ("", [])}
    return {**made, "figures": {n: [_figure(v, u, start)] for n, (v, u) in figures.items()}}


def _amounts(rulebook: Rulebook, wanted: Wanted, unit: str) -> tuple[str, Data, dict[str, tuple[str, str]]]:
    """The kind of the payment, the keys that it needs besides, and its figures with their units."""
    each = f"EUR/{unit}"
    figures, more, kind = {"rate": (wanted.rate, each)}, Data(), "flat"
    if wanted.indicator:
        row = rulebook.codelists["indicators"][wanted.indicator]
        way = "at_most" if row.columns.get("direction") == "lower" else "at_least"
        tiers = [{way: wanted.reach, "figure": "rate"}]
        if wanted.reach_2:
            tiers = [{way: wanted.reach_2, "figure": "rate_2"}, *tiers]
            figures["rate_2"] = (wanted.rate_2, each)
        kind, more = "tiered", {"indicator": row.columns["path"], "tiers": tiers}
    elif wanted.first:
        kind, figures["first"] = "first_quantity", (wanted.first, unit)
    elif wanted.above:
        kind = "step_area"
        more = {
            "tiers": [
                {"at_least": wanted.above, "figure": "base_2", "rate": "rate_2"},
                {"at_least": "0", "figure": "base_1", "rate": "rate"},
            ]
        }
        below = plain(Decimal(wanted.above) * Decimal(wanted.rate))
        figures |= {"base_1": ("0", "EUR"), "base_2": (below, "EUR"), "rate_2": (wanted.rate_2, each)}
    elif wanted.fixed:
        kind, figures["fixed"] = "fixed_plus_variable", (wanted.fixed, "EUR")
    if wanted.cap:
        figures["cap"] = (wanted.cap, "EUR")
    return kind, more, figures


def _conditions(rulebook: Rulebook, wanted: Wanted, *, on_land: bool) -> list[Data]:
    found: list[Data] = []

    def add(said: Data, nl: str, en: str) -> None:
        found.append({**said, "absent": "ask", "text": {"nl": nl, "en": en}, "sources": ["scenario"]})

    if wanted.farm_types:
        words = [CLOSED["farm.type"][t] for t in wanted.farm_types]
        nl, en = (" of ".join(w.nl for w in words), " or ".join(w.en for w in words))
        listed = {"kind": "fact_is", "path": "farm.type", "one_of": list(wanted.farm_types)}
        add(listed, f"het bedrijfstype is {nl}", f"the type of farm is {en}")
    if wanted.organic:
        listed = {"kind": "fact_is", "path": "farm.organic", "one_of": ["certified"]}
        add(listed, "het bedrijf is biologisch", "the farm is organic")
    if wanted.crop:
        crop = rulebook.codelists["crops"][wanted.crop].name
        if on_land:
            grown: Data = {"kind": "parcel_is", "attribute": "crop_code", "one_of": [wanted.crop]}
            add(grown, f"op het perceel staat {crop.nl}", f"the parcel grows {crop.en}")
        else:
            grown = {
                "kind": "share_at_least",
                "of": {"crops": [wanted.crop]},
                "in": "parcel_ha",
                "value": _SOME,
            }
            add(grown, f"het bedrijf teelt {crop.nl}", f"the farm grows {crop.en}")
    if wanted.measure and not on_land:
        measure = rulebook.codelists["measures"][wanted.measure].name
        done = {
            "kind": "share_at_least", "of": {"measures": [wanted.measure]}, "in": "parcel_ha", "value": _SOME,
        }  # fmt: skip
        add(done, f"het bedrijf voert uit: {measure.nl}", f"the farm does: {measure.en}")
    return found


def _both(name: str) -> Data:
    return {"nl": name, "en": name}


def _figure(value: str, unit: str, start: str) -> Data:
    return {
        "from": start, "value": value, "unit": unit, "status": "assumed", "confidence": "low",
        "origin": "scenario: geen gepubliceerd getal", "sources": ["scenario"],
    }  # fmt: skip
