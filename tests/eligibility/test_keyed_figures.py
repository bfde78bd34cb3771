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


def test_where_a_tariff_goes_by_the_kind_of_an_element_a_measure_on_a_parcel_asks_for_the_element() -> None:
    """A parcel has no kind, and no field to fill one in."""
    paid = payment("p", measures=["knip"], figures={"rate": {"haag": 2}}, keyed_by="kind")
    rules = rulebook(scheme("province.x.a", paid))
    contract = Contract("province.x.a", date(2025, 1, 1), date(2030, 12, 31), (LINE,))
    for profile in (
        farm(parcel("P1", 2, "knip")),
        replace(farm(parcel("P1", 2)), contracts=(contract,)),
    ):
        found = award(ask(profile, rules))
        assert (found.total, [x.paths for x in found.open]) == (0, [("elements",)])


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


def test_of_several_parcels_and_elements_the_rate_goes_by_the_one_that_the_line_names() -> None:
    second = replace(LINE, unit="P2")
    contract = Contract("province.x.a", date(2025, 1, 1), date(2030, 12, 31), (second,))
    land = [replace(parcel(name, 2), soil=soil) for name, soil in (("P1", "clay"), ("P2", "peat"))]
    assert award(ask(farm(*land, contracts=(contract,)), BY_SOIL)).total == 600_00

    figures = {"rate": {"haag": 2, "singel": 3}}
    knip = payment("p", measures=["knip"], unit=Unit.METRE, figures=figures, keyed_by="kind", term_years=6)
    along = Contract(
        "province.x.a", date(2025, 1, 1), date(2030, 12, 31), (ContractLine("p", "E2", Decimal(100)),)
    )
    lain = measure("knip", 100, unit="m")
    elements = tuple(
        LandscapeElement(name, kind, length_m=Decimal(100), measures=(lain,) if name == "E2" else ())
        for name, kind in (("E1", "haag"), ("E2", "singel"))
    )
    profile = farm(parcel("P1", 2), elements=elements, contracts=(along,))
    assert award(ask(profile, rulebook(scheme("province.x.a", knip)))).total == 300_00
    # An element has no soil to ask for: what it pays is not published.
    by_soil = replace(knip, keyed_by="soil", figures=BY_SOIL.schemes[0].payments[0].figures)
    found = award(ask(profile, rulebook(scheme("province.x.a", by_soil))))
    assert (found.total, [path for x in found.open for path in x.paths if ".soil" in path]) == (0, [])


def test_a_running_contract_asks_for_the_attribute_that_its_rate_goes_by() -> None:
    found = award(ask(contracted(None), BY_SOIL))
    assert found.total == 0
    assert [x.paths for x in found.open] == [("P1.soil",)]


def test_a_running_contract_that_names_its_own_rate_asks_for_no_attribute() -> None:
    own = replace(LINE, rate_eur=Decimal(50), indexation=Decimal("0.02"))
    found = award(ask(contracted(None, own), BY_SOIL))
    assert (found.total, found.open) == (102_00, ())
