"""A tariff with keys pays what stands under the attribute of the place."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.farm import LandscapeElement
from calculator.domain.quantity import Unit
from calculator.stacking.awarding import award
from calculator.stacking.columns.evaluation import evaluate
from tests.builders import ask, farm, measure, payment, rulebook, scheme


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
