"""Farms that consider much: 25 parcels with so many of the measures that fit each, most of which nobody pays there."""

from __future__ import annotations

import random
import statistics
import time
from typing import Any

from calculator.domain.rulebook import Rulebook
from calculator.eligibility.conditions.shares import GRASSLAND
from calculator.services.award.awards import compute
from calculator.services.registry import rulebooks
from tests.benchmarks.farms import many_farms
from tests.benchmarks.one_farm import ON

_FARMS, _YEARS = 5, 6
#: Measures that each parcel considers; each may lie beside the others unless it shares their exclusive group.
_EACH = (4, 8, 12)


def considering() -> dict[str, float]:
    """Seconds of a processor that the best plan takes, with every candidate weighed, and how many plans are proven the best."""
    rules, found = rulebooks.load(None), dict[str, float]()
    documents = many_farms(_FARMS, seed=13)
    for document in documents:
        compute(rules, document, on=ON, years=_YEARS)
    for each in _EACH:
        spent, proven = list[float](), 0
        for number, document in enumerate(documents):
            asked = _asking(document, rules, each, random.Random(number))
            start = time.process_time()
            award = compute(rules, asked, on=ON, years=_YEARS, mode="advise").value
            spent.append(time.process_time() - start)
            proven += award.certificate.status == "optimal"
        found |= {
            f"of_{each}_median_s": statistics.median(spent),
            f"of_{each}_max_s": max(spent),
            f"of_{each}_proven": float(proven),
        }
    return {"farms": float(_FARMS), **found}


def _asking(document: dict[str, Any], rules: Rulebook, each: int, dice: random.Random) -> dict[str, Any]:
    """The farm whose parcels each consider so many measures that they do not have, at a cost from 5 to 300 euros a hectare."""
    parcels = []
    for parcel in document["parcels"]:
        there = {m["code"] for m in parcel["measures"]}
        fitting = _fitting("grassland" if parcel["land_use"] in GRASSLAND else "arable", rules)
        considered = [
            {
                "code": code,
                "area_ha": parcel["area_ha"],
                "status": "candidate",
                "cost_eur_per_unit_year": str(dice.randint(5, 300)),
                "income_forgone_eur_per_unit_year": "0",
            }
            for code in dice.sample([code for code in fitting if code not in there], each)
        ]
        parcels.append({**parcel, "measures": [*parcel["measures"], *considered]})
    return {**document, "parcels": parcels}


def _fitting(land: str, rules: Rulebook) -> list[str]:
    """The measures in hectares that go on such land and that any payment is for."""
    paid = {code for scheme in rules.schemes for payment in scheme.payments for code in payment.measures}
    rows = rules.codelists["measures"].values()
    on_land = (r.code for r in rows if r.columns["unit"] == "ha" and r.columns["land"] in (land, "any"))
    return [code for code in on_land if code in paid]
