"""What is looked at of a piece of land, so that one answer holds for all land that is alike in it."""

from __future__ import annotations

import pytest

from calculator.domain.scheme import Condition, Presence
from calculator.eligibility.samples import looks_of
from tests.builders import payment, rulebook, scheme, series, text


@pytest.mark.parametrize(
    ("bound", "once"), [(10, True), ({"zand": 10, "klei": 20}, False)], ids=["one bound", "a bound per soil"]
)
def test_land_is_asked_once_per_soil_and_each_piece_only_where_a_bound_goes_by_soil(
    bound: object, *, once: bool
) -> None:
    asked = Condition(
        "fact_at_least",
        {"path": "herd.dairy_cows", "figure": "least"},
        Presence.ASK,
        text("cows"),
        ("S1",),
    )
    paid = payment(
        "p", measures=["m"], keyed_by="soil", conditions=(asked,),
        figures={"rate": series({"zand": 100, "klei": 200}), "least": bound},
    )  # fmt: skip
    rules = rulebook(scheme("province.x.land", paid))
    (of,) = rules.schemes
    assert (looks_of(rules, of, of.payments[0]) is not None) is once
