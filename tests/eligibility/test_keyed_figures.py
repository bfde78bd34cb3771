"""A tariff with keys pays what stands under the attribute of the place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, FarmProfile, LandscapeElement
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.stacking.awarding import award
from calculator.stacking.columns.evaluation import evaluate
from tests.builders import ask, farm, measure, parcel, payment, rulebook, scheme, series

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


def of_the_farm(*soils: str | None, rules: Rulebook = BY_SOIL, measures: tuple[str, ...] = ("m1",)) -> Award:
    """A contract on two hectares that names no parcel, and a parcel of a hectare of each soil."""
    land = [replace(parcel(f"P{n}", 1, *measures), soil=soil) for n, soil in enumerate(soils, 1)]
    line = ContractLine("p", "farm", Decimal(2))
    contract = Contract("province.x.a", date(2025, 1, 1), date(2030, 12, 31), (line,))
    return award(ask(farm(*land, contracts=(contract,)), rules))


def test_a_contract_for_the_farm_pays_the_class_of_the_land_that_bears_its_measure() -> None:
    found = of_the_farm("peat", "peat")
    assert (found.total, found.open) == (600_00, ())
    profile = farm(
        replace(parcel("P1", 2, "m1"), soil="clay"),
        replace(parcel("P2", 2), soil="peat"),
        contracts=(Contract("province.x.a", date(2025, 1, 1), date(2030, 12, 31), (ContractLine("p", "farm", Decimal(2)),)),),
    )  # fmt: skip
    assert award(ask(profile, BY_SOIL)).total == 200_00


def test_a_contract_for_the_farm_asks_where_it_lies_where_its_land_is_of_classes_that_pay_differently() -> (
    None
):
    for measures in (("m1",), ()):
        found = of_the_farm("clay", "peat", measures=measures)
        assert (found.total, [(x.paths, x.could_pay_cents) for x in found.open]) == (
            0,
            [(("contracts.0.lines.0.unit",), 600_00)],
        )


def test_a_contract_for_the_farm_asks_for_the_class_of_land_that_does_not_say_it() -> None:
    found = of_the_farm("clay", None)
    assert [(x.paths, x.could_pay_cents) for x in found.open if x.place == "farm"] == [(("P2.soil",), 600_00)]


def test_a_contract_for_the_farm_on_classes_that_pay_alike_asks_nothing() -> None:
    alike = replace(
        BY_SOIL.schemes[0].payments[0], figures={"rate": series({"clay": 100, "peat": 300, "sand": 100})}
    )
    assert of_the_farm("clay", "sand", rules=rulebook(scheme("province.x.a", alike))).total == 200_00


def test_a_class_that_nobody_published_is_no_class_that_pays_nothing() -> None:
    found = of_the_farm("clay", "sand")
    assert [(x.paths, x.could_pay_cents) for x in found.open if x.place == "farm"] == [
        (("contracts.0.lines.0.unit",), None)
    ]


def test_what_a_contract_could_pay_where_the_class_of_its_parcel_is_not_filled_in_is_that_of_the_best() -> (
    None
):
    assert [x.could_pay_cents for x in award(ask(contracted(None), BY_SOIL)).open] == [600_00]
