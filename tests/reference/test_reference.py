"""England's published cases through the ordinary loader and the ordinary engine; ``README.md`` says what they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, FarmProfile, Measure, Parcel
from calculator.domain.rulebook import Rulebook
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import Question, award
from calculator.stacking.certified import NoLawfulAwardError

HERE = Path(__file__).parent
M2 = Decimal("0.0001")
Case = Mapping[str, Any]


def read(name: str) -> dict[str, Any]:
    return dict(json.loads((HERE / name).read_text(encoding="utf-8")))


AREA, PAYMENT, TIER = (read(f"{name}_cases.json") for name in ("area", "payment", "tier"))


@lru_cache(maxsize=1)
def rules() -> Rulebook:
    return rulebooks.load(HERE / "rules")


def asked(profile: FarmProfile, on: date, years: int = 1) -> Award:
    return award(Question(profile, rules(), on, years, "test", "sha256:test"))


def code(action: str) -> str:
    return action.lower().replace("_", "-")


def hectares(m2: object) -> Decimal:
    return (Decimal(str(m2)) / 10_000).quantize(M2, ROUND_HALF_UP)


def parcel(id: str, area: Decimal, *measures: Measure) -> Parcel:
    return Parcel(id, area, "permanent_grassland", measures)


def land(case: Case) -> FarmProfile:
    """One parcel whose land units are parts beside each other; every action lies where it may lie."""
    measures = []
    for action, units in case["eligible"].items():
        name = f"{code(case['target'])}-asked" if action == "TARGET" else f"{code(action)}-agreed"
        measures += [Measure(name, hectares(case["land_units_m2"][u]), "ha", part=u) for u in units]
    whole = hectares(sum(case["land_units_m2"].values()))
    lines = tuple(
        ContractLine(code(action), case["parcel"], hectares(m2)) for action, m2 in case["existing_m2"].items()
    )
    running = Contract("national.defra.agreed", date(2025, 1, 1), date(2027, 12, 31), lines)
    return FarmProfile(2026, case["id"], (parcel(case["parcel"], whole, *measures),), contracts=(running,))


@pytest.mark.parametrize("case", AREA["cases"], ids=lambda c: c["id"])
def test_the_area_left_for_an_action_beside_running_commitments(case: Case) -> None:
    if not case["feasible"]:
        with pytest.raises(NoLawfulAwardError):
            asked(land(case), date(2026, 7, 1))
        return
    found = asked(land(case), date(2026, 7, 1))
    left = Decimal(found.total) * M2
    assert abs(left - Decimal(str(case["available_ha"]))) <= Decimal(str(AREA["tolerance_ha"]))
    assert found.certificate.gap == 0


@pytest.mark.parametrize("case", PAYMENT["cases"], ids=lambda c: c["id"])
def test_an_agreement_of_three_years_reconciles_to_the_penny(case: Case) -> None:
    areas: dict[str, list[Measure]] = {}
    for place, action, quantity in case["land"]:
        size = Decimal(quantity).quantize(M2, ROUND_HALF_UP)
        areas.setdefault(place, []).append(Measure(code(action), size, "ha", part=action))
    parcels = tuple(parcel(id, sum((m.quantity for m in ms), Decimal(0)), *ms) for id, ms in areas.items())
    found = asked(FarmProfile(2026, case["id"], parcels), date.fromisoformat(case["start"]), years=3)
    assert [y.total for y in found.years] == [case["annual_pence"]] * 3
    assert found.total == case["agreement_pence"]
    lines = [x.amount for x in found.years[0].lines]
    quarter = sum(amount // 4 for amount in lines)
    assert quarter == case["other_quarters_pence"]
    assert quarter + sum(3 * amount - 12 * (amount // 4) for amount in lines) == case["first_quarter_pence"]


@pytest.mark.parametrize("case", TIER["cases"], ids=lambda c: c["name"].split(" ", 1)[0])
def test_a_woodland_plan_pays_its_tier(case: Case) -> None:
    facts = {
        "indicators.old_woodland_ha": Decimal(case["old_ha"]),
        "indicators.new_woodland_ha": Decimal(case["new_ha"]),
    }
    farm = FarmProfile(2026, "bos", (parcel("P1", Decimal(1)),), facts=facts)
    found = asked(farm, date.fromisoformat(case["start"]))
    assert found.total == case["pence"]


def test_all_cases_are_here() -> None:
    assert [len(x["cases"]) for x in (AREA, PAYMENT, TIER)] == [31, 14, 20]
