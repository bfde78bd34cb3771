"""Of a parcel or element is asked what a payment on it reads, and what a condition counts of it for the whole farm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.services.profile.asked_of_places import of_place
from tests.builders import payment, rulebook, scheme
from tests.eligibility.conditions.test_totals import GOOD, average, condition, scored
from tests.services.profile.test_place_facts import fact

LISTED = (
    fact("score", "number", "punt", "", "both", "0", "100", "", "", ""),
    fact("kwaliteit", "class", "", "", "both", "", "", "goed matig", "Goed|Matig", "Good|Fair"),
)


def counting(kind: str, **arguments: object) -> Rulebook:
    made = payment("p", figures={"rate": 1}, conditions=(condition(kind, **arguments),))
    return replace(
        rulebook(scheme("province.x.a", made)), codelists={"place_facts": {c.code: c for c in LISTED}}
    )


GRASS = counting("land_at_least", of={"land_use": ["permanent_grassland"], "where": scored(7)}, value="2")
HEDGES = counting("total_at_least", of={"elements": ["haag"], "where": GOOD}, unit="m", value="2")
MEAN = counting("mean_at_least", **average("5").arguments)


@pytest.mark.parametrize(
    ("rules", "what", "measures", "lying", "asked"),
    [
        (GRASS, "parcel", (), {"land_use": "permanent_grassland"}, ["score"]),
        (GRASS, "parcel", (), {"land_use": "arable"}, []),
        (HEDGES, "element", (), {"elements": "haag"}, ["kwaliteit"]),
        (HEDGES, "element", (), {"elements": "sloot"}, []),
        (MEAN, "parcel", ("m1",), {}, ["score"]),
        (MEAN, "parcel", ("m2",), {}, []),
    ],
)
def test_a_place_that_is_counted_is_asked(
    rules: Rulebook, what: str, measures: tuple[str, ...], lying: Mapping[str, str], asked: list[str]
) -> None:
    assert [f.code for f in of_place(rules, date.min, what, measures, (), lying)] == asked
