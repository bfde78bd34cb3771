"""What farms may have per hectare of their land tells them apart in columns by whether they do, not by how much they have."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition
from calculator.stacking.columns import Evaluation, evaluate
from calculator.stacking.columns.offered.whole_farm import FarmPayments
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import farm, parcel, payment, rulebook, scheme
from tests.stacking.columns.test_evaluation import ON, condition, same

HERD, MILK = "herd.livestock_units", "herd.milk_kg_year"


def density(kind: str, value: object, land: str = "grassland_ha") -> Condition:
    return condition(f"per_hectare_{kind}", **{"path": HERD, "in": land, "value": value})


def premium(*conditions: Condition) -> Rulebook:
    return rulebook(
        scheme("dairy.x.a", payment("p", figures={"rate": 2}, quantity=MILK, conditions=conditions))
    )


def herds() -> list[FarmProfile]:
    """Animals around 25 on ten hectares of grass and two of arable land; farms without grass, and that do not say."""
    land = (parcel("P1", 10), parcel("P2", 2, land_use="arable"))
    told = [{HERD: Decimal(n)} for n in ("0", "24.99", "25", "25.01", "30", "30.01")]
    arable = farm(parcel("P1", 2, land_use="arable"), facts={HERD: Decimal(0), MILK: Decimal(7)})
    herds = [farm(*land, facts={**of, MILK: Decimal(100 + at)}) for at, of in enumerate([*told, {}])]
    return [*herds, arable, farm(facts={HERD: Decimal(1), MILK: Decimal(5)}), farm(*land, facts={HERD: "?"})]


@pytest.mark.parametrize(
    ("conditions", "paid"),
    [
        ((density("at_most", "2.5"),), 3),
        ((density("at_least", "2.5"),), 4),
        ((density("at_most", "2.5", "parcel_ha"),), 6),
        ((density("at_most", "2.5", "subsidiable_ha"),), 6),
        ((density("at_most", "2.5"), density("at_least", "2.5")), 1),
        ((condition("any_of", conditions=(density("at_most", "2"), density("at_least", "3"))),), 3),
    ],
    ids=["at most", "at least", "all land", "land that may be paid", "both", "either"],
)
def test_farms_are_paid_by_how_much_they_have_per_hectare(
    conditions: tuple[Condition, ...], paid: int
) -> None:
    found = same(premium(*conditions), herds(), years=2)
    assert (found.total > 0).sum() == paid


def test_a_number_that_counts_by_itself_too_tells_farms_apart() -> None:
    rules = premium(density("at_most", "2.5"), condition("fact_at_least", path=HERD, value=1))
    found = same(rules, herds(), years=2)
    assert (found.total > 0).sum() == 2


def test_farms_that_say_different_things_and_have_as_much_per_hectare_are_each_paid_their_own() -> None:
    asked = (
        density("at_most", "2.5"), density("at_most", "2"), condition("fact_at_least", path=MILK, value=5),
    )  # fmt: skip
    rules = rulebook(
        scheme("dairy.x.a", payment("p", figures={"rate": 200}, quantity="one", conditions=asked))
    )
    told = [(milk, much) for milk in (3, 5, 9) for much in (10, 22, 40)]
    herd = [farm(parcel("P1", 10), facts={HERD: Decimal(much), MILK: Decimal(milk)}) for milk, much in told]
    found = same(rules, herd, years=1)
    assert [paid > 0 for paid in found.total.tolist()] == [milk >= 5 and much <= 20 for milk, much in told]


@pytest.mark.parametrize("land", ["grassland_ha", "parcel_ha"])
def test_no_more_of_a_farm_is_looked_at_than_how_much_land_there_is(land: str) -> None:
    rules, farms = premium(density("at_most", "2.5", land)), herds()
    unread = replace(encode(farms, Vocabulary()), profiles=())
    found = Evaluation(rules, ON, 2).of_columns(unread, np.arange(len(farms)))
    assert found.total.tolist() == evaluate(rules, farms, on=ON, years=2).total.tolist()


def test_farms_of_many_sizes_are_asked_together_by_what_they_may_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, ask = [], FarmPayments._ask
    monkeypatch.setattr(FarmPayments, "_ask", lambda *of: asked.append(of) or ask(*of))
    herd = [{HERD: Decimal(n), MILK: Decimal(1000 + n)} for n in range(40)]
    same(premium(density("at_most", "2.5")), [farm(parcel("P1", 10), facts=of) for of in herd], years=1)
    assert len(asked) == 6
