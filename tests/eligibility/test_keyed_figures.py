"""A tariff with keys pays what stands under the attribute of the place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine, FarmProfile, LandscapeElement
from calculator.domain.quantity import Unit
from calculator.stacking.awarding import award
from calculator.stacking.columns.evaluation import evaluate
from tests.builders import ask, farm, measure, parcel, payment, rulebook, scheme

BY_SOIL = rulebook(
    scheme(
        "province.x.a",
        payment(
            "p", measures=["m1"], figures={"rate": {"clay": 100, "peat": 300}}, keyed_by="soil", term_years=6
        ),
    )
)


def test_a_tariff_by_kind_of_element_is_paid_for_the_element_in_engine_and_columns() -> None:
    paid = payment(
        "p", measures=["knip"], unit=Unit.METRE, figures={"rate": {"haag": 2, "singel": 3}}, keyed_by="kind"
    )
    rules = rulebook(scheme("province.x.a", paid))
    farms = [
        farm(
            elements=(
                LandscapeElement(
                    "E1", kind, length_m=Decimal(100), measures=(measure("knip", 100, unit="m"),)
                ),
            )
        )
        for kind in ("haag", "singel", "poel")
    ]
    awards = [award(ask(profile, rules)) for profile in farms]
    assert [one.total for one in awards] == [200_00, 300_00, 0]
    assert [len(one.open) for one in awards] == [0, 0, 1]
    found = evaluate(rules, farms, on=ask(farms[0], rules).on, years=1)
    assert found.total.tolist() == [200_00, 300_00, 0]


LINE = ContractLine("p", "P1", Decimal(2))


def contracted(soil: str | None, line: ContractLine = LINE) -> FarmProfile:
    contract = Contract("province.x.a", date(2025, 1, 1), date(2030, 12, 31), (line,))
    return replace(farm(replace(parcel("P1", 2), soil=soil)), contracts=(contract,))


@pytest.mark.parametrize(("soil", "euros"), [("clay", 200), ("peat", 600)])
def test_a_running_contract_at_a_published_rate_pays_what_stands_under_the_attribute_of_its_parcel(
    soil: str, euros: int
) -> None:
    raised = replace(LINE, indexation=Decimal("0.10"))
    for line, times in ((LINE, 100), (raised, 110)):
        found = award(ask(contracted(soil, line), BY_SOIL))
        assert (found.total, found.open) == (euros * times, ())


def test_a_running_contract_asks_for_the_attribute_that_its_rate_goes_by() -> None:
    found = award(ask(contracted(None), BY_SOIL))
    assert found.total == 0
    assert [x.paths for x in found.open] == [("P1.soil",)]


def test_a_running_contract_that_names_its_own_rate_asks_for_no_attribute() -> None:
    own = replace(LINE, rate_eur=Decimal(50), indexation=Decimal("0.02"))
    found = award(ask(contracted(None, own), BY_SOIL))
    assert (found.total, found.open) == (102_00, ())
