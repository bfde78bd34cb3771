"""Payments that count places of the whole farm by what these answer: the columns pay and say what the ordinary engine does."""

from __future__ import annotations

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Condition, Level
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import farm, measure, payment, rulebook, scheme
from tests.eligibility.conditions.test_totals import (
    HIGH,
    LONG,
    average,
    condition,
    half,
    hedge,
    land,
    scored,
)
from tests.stacking.columns.test_evaluation import same
from tests.stacking.columns.test_explained import ON
from tests.stacking.columns.test_explained import same as said

FARMS: list[FarmProfile] = [
    farm(
        land("P1", 4, score, "m1"),
        land("P2", 5, other, measure("m1", 2), land_use="arable"),
        land("P3", 3, 75),
        elements=(hedge("E1", metres, "goed", "h"), hedge("E2", 150, quality, "h")),
    )
    for score, other, metres, quality in (
        (80, 20, 400, "goed"), (80, 20, 350, "goed"), (60, 90, 349, "goed"), (None, 90, 500, "matig"), (60, None, 400, None),
        (69, 71, 10, None),
    )
]  # fmt: skip
SAME = half({"measures": ["m1"], "where": scored(70)}, "same_land")
EITHER = condition("any_of", conditions=(LONG, average("70")))


@pytest.mark.parametrize(
    "asked",
    [HIGH, SAME, LONG, average("60"), average("60", per="place"), EITHER],
    ids=["share", "same land", "total", "mean", "each place", "either"],
)
def test_farms_are_paid_and_told_what_the_ordinary_engine_says(asked: Condition) -> None:
    rules = rulebook(
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100}, conditions=(asked,))),
        scheme(
            "province.x.farm",
            payment("q", level=Level.FARM, quantity="parcel_ha", figures={"rate": 7}, conditions=(asked,)),
        ),
    )
    found = same(rules, FARMS, years=2)
    assert found.left() == {}
    assert said(rules, encode(FARMS, Vocabulary()), ON, 2).left == {}
    assert 0 < len([total for total in found.total.tolist() if total]) < len(FARMS)


def test_a_payment_that_waits_for_contracts_besides_is_asked_of_every_farm() -> None:
    contracts = condition("land_at_least", of={"contracts": ["province.x.new"]}, value="2")
    asked = condition("any_of", conditions=(contracts, SAME, average("95")))
    rules = rulebook(
        scheme("province.x.new", payment("n", measures=["m1"], figures={"rate": 1}, term_years=6)),
        scheme(
            "province.x.farm",
            payment("q", quantity="declared.tonnes", figures={"rate": 7}, conditions=(asked,)),
        ),
    )
    same(rules, FARMS, years=2)
    said(rules, encode(FARMS, Vocabulary()), ON, 2)


def test_two_parcels_that_are_alike_ask_each_for_the_places_that_do_not_say() -> None:
    """Parcels without a score or a soil are of one kind: what one of them is asked of the other is not asked of itself."""
    wet = condition("parcel_is", attribute="soil", one_of=("peat",))
    asked = condition("land_at_least", of={"measures": ["m1"], "where": (*scored(5), wet)}, value="3")
    rules = rulebook(
        scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100}, conditions=(asked,)))
    )
    farms = [farm(*(land(f"P{n}", 2, None, "m1") for n in range(first, first + 3))) for first in (0, 1)]
    assert same(rules, farms, years=2).left() == {}
    assert said(rules, encode(farms, Vocabulary()), ON, 2).left == {}
