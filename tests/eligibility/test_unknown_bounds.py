"""A bound that the rules name and of which nobody published the number is unknown, and not that there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.domain.scheme import Payment, PaymentKind
from calculator.domain.source import Status
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, parcel, payment, rulebook, scheme, series

KINDS = {
    "threshold": payment(
        "p", measures=["m"], kind=PaymentKind.KPI_BINARY, indicator="indicators.co2eq_g_kg_melk", figures={"rate": 100}
    ),
    "min_quantity": payment("p", measures=["m"], figures={"rate": 100}),
    "deduction": payment("p", measures=["m"], figures={"rate": 100}),
    "min_amount": payment("p", measures=["m"], figures={"rate": 100}),
    "cap": payment("p", kind=PaymentKind.PERCENT_COST, figures={"share": 50}),
    "max_quantity": payment("p", quantity="subsidiable_ha", figures={"rate": 100}),
    "free": payment("p", quantity="subsidiable_ha", figures={"rate": 100}),
}  # fmt: skip
LAND = parcel("P1", 3, "m", land_use="arable", soil="loess")
FACTS = {"indicators.co2eq_g_kg_melk": 900, "costs.p": 1000}


def with_figure(name: str, **changes: object) -> Payment:
    made = KINDS[name]
    return replace(made, figures={**made.figures, name: series(replace(figure(5), **changes))})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["threshold", "min_quantity", "deduction", "min_amount", "max_quantity", "free"]
)
def test_what_hangs_on_a_bound_that_is_unknown_is_open(name: str) -> None:
    unknown = with_figure(name, status=Status.UNKNOWN, values={})
    found = award(ask(farm(LAND, facts=FACTS), rulebook(scheme("province.x.a", unknown))))
    assert (found.total, [x.paths for x in found.open]) == (0, [(f"figure:{name}",)])


def test_a_bound_that_is_published_for_other_soils_alone_is_unknown_on_this_one() -> None:
    made = with_figure("threshold", values={"sand": 4, "clay": 6})
    rules = rulebook(scheme("province.x.a", replace(made, keyed_by="soil")))
    found = award(ask(farm(LAND, facts=FACTS), rules))
    assert (found.total, [x.paths for x in found.open]) == (0, [("figure:threshold",)])
