"""So much and so much per point or centimetre, with an end to what counts or without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import PaymentKind, Text
from calculator.stacking.awarding import award
from calculator.stacking.columns import evaluate
from tests.builders import ask, farm, parcel, payment, rulebook, scheme
from tests.stacking.columns.test_explained import ON

LEVEL, SCORE = "place.waterpeil_cm", "indicators.score"
BARE: Mapping[str, object] = {"base": 10, "per_point": 3}


def paying(figures: Mapping[str, object], *, on_land: bool = True) -> Rulebook:
    row = {"kind": "number", "unit": "cm", "on": "parcel", "low": "0", "high": "200"}
    row |= dict.fromkeys(("classes", "classes_nl", "classes_en"), "")
    made = payment(
        "p", measures=["m1"] if on_land else [], kind=PaymentKind.GATE_POINTS, figures=figures,
        indicator=LEVEL if on_land else SCORE,
    )  # fmt: skip
    facts = {"place_facts": {"waterpeil_cm": Code("waterpeil_cm", Text("peil", "level"), row)}}
    return replace(rulebook(scheme("water_board.x.peil", made)), codelists=facts)


def given(levels: tuple[int | None, ...], rules: Rulebook) -> Award:
    told = [{} if n is None else {LEVEL: Decimal(n)} for n in levels]
    land = [parcel(f"P{n}", 2, "m1", facts=facts) for n, facts in enumerate(told)]
    return award(ask(farm(*land), rules))


@pytest.mark.parametrize(("end", "paid"), [({}, [140_00, 308_00]), ({"max_points": 30}, [140_00, 200_00])])
def test_each_centimetre_is_paid_up_to_the_end_where_there_is_one(
    end: Mapping[str, object], paid: list[int]
) -> None:
    found = given((20, 48), paying({**BARE, **end}))
    lines = {line.claim.place: line.amount for line in found.years[0].lines}
    assert [lines["P0"], lines["P1"]] == paid


@pytest.mark.parametrize(("end", "most"), [({}, 1_220_00), ({"max_points": 30}, 200_00)])
def test_what_was_not_measured_could_come_to_the_most_that_can_be_measured(
    end: Mapping[str, object], most: int
) -> None:
    (question,) = given((None,), paying({**BARE, **end})).open
    assert (question.paths, question.could_pay_cents) == (("P0.facts.waterpeil_cm",), most)


def test_of_a_result_of_the_farm_without_an_end_nobody_knows_what_it_could_come_to() -> None:
    (question,) = award(ask(farm(), paying(BARE, on_land=False))).open
    assert (question.paths, question.could_pay_cents) == ((SCORE,), None)


def test_columns_pay_what_each_farm_is_paid_by_itself() -> None:
    rules = paying(BARE, on_land=False)
    farms = [
        farm(facts=facts)
        for facts in ({}, {SCORE: Decimal(0)}, {SCORE: Decimal("70.5")}, {SCORE: Decimal(900)})
    ]
    found = evaluate(rules, farms, on=ON, years=1)
    assert (
        found.total.tolist()
        == [award(ask(each, rules)).total for each in farms]
        == [0, 10_00, 221_50, 2_710_00]
    )
