"""Limits that bind on land are listed with their price: what the best award without them would pay more."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.award import LimitUse
from calculator.domain.limit import Limit, LimitKind
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, measure, parcel, payment, rulebook, scheme

ABER = "aber_art34_aecc"


def ledger(
    bound: Limit, *rates: int, area: object = 2, years: int = 1, **measured: object
) -> tuple[LimitUse, ...]:
    paid = [
        scheme(f"province.x.s{n}", payment("p", measures=["m1"], figures={"rate": rate}), legal_basis=ABER)
        for n, rate in enumerate(rates)
    ]
    land = parcel("P1", area, measure("m1", area, **measured))
    return award(ask(farm(land), rulebook(*paid, limits=[bound]), years=years)).limits


def test_a_ceiling_per_hectare_that_binds_is_listed_with_its_price() -> None:
    bound = limit(
        "aber", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 450}}, legal_bases=(ABER,)
    )
    (use,) = ledger(bound, 300, 250)
    assert (use.scope, use.used, use.ceiling, use.binding, use.price) == ("P1", 900_00, 900_00, True, 200_00)
    assert ledger(bound, 300) == ()


def test_a_ceiling_on_costs_that_binds_is_listed_with_its_price() -> None:
    bound = limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,))
    cost = {"cost_eur": Decimal(70), "income_forgone_eur": Decimal(10)}
    (use,) = ledger(bound, 100, **cost)
    assert (use.used, use.ceiling, use.price) == (160_00, 160_00, 40_00)
    assert ledger(bound, 80, **cost) == ()


def test_a_cap_on_a_quantity_that_binds_is_listed_per_year_with_its_price() -> None:
    bound = limit("cap", LimitKind.QUANTITY_CAP, figures={"cap": 3}, payments=("province.x.s0",))
    found = ledger(bound, 100, area=5, years=2)
    assert [(u.year, u.used, u.ceiling, u.price) for u in found] == [
        (2026, 300_00, 300_00, 400_00),
        (2027, 300_00, 300_00, 400_00),
    ]
    assert ledger(bound, 100, area=3) == ()
