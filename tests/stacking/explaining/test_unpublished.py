"""Of two payments of which nobody has published whether they go together the one left out is open, wherever the other lies."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from calculator.domain.award import Award
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Level, Scheme
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.awarding import award
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.explaining import unpublished
from calculator.stacking.law.reach import Reach
from tests.builders import ask, farm, measure, parcel, payment, pays, relation, rulebook, scheme
from tests.stacking.columns.test_explained import same
from tests.stacking.problem.joining.test_beside import HELD, contract, granted, yearly
from tests.stacking.problem.joining.test_beside import OTHER as BESIDE

LAND, OTHER, FARM = "province.x.a", "province.x.b", "province.x.f"


def told(found: Award) -> list[tuple[str, str, int | None]]:
    return [(o.scheme, o.place, o.could_pay_cents) for o in found.open]


@pytest.mark.parametrize(
    ("for_farm", "left_out"), [(150, (FARM, "farm", 15_000)), (1_000, (LAND, "P1", 40_000))]
)
def test_a_payment_for_the_farm_and_one_on_land(for_farm: int, left_out: tuple[str, str, int]) -> None:
    one = scheme(FARM, payment("p", figures={"rate": for_farm}))
    rows = [relation(FARM, RelationType.UNKNOWN, LAND)]
    found = award(ask(farm(parcel("P1", 4, "m")), rulebook(pays("a", "m", 100), one, relations=rows)))
    assert told(found) == [left_out]


def test_a_payment_for_the_farm_beside_one_on_many_parcels_is_asked_once() -> None:
    one = scheme(FARM, payment("p", figures={"rate": 150}))
    rows = [relation(FARM, RelationType.UNKNOWN, LAND)]
    places = [parcel(f"P{n}", 4, "m") for n in range(3)]
    found = award(ask(farm(*places), rulebook(pays("a", "m", 100), one, relations=rows)))
    assert told(found) == [(FARM, "farm", 15_000)]


@pytest.mark.parametrize(
    ("level", "where"),
    [(Level.UNIT, []), (Level.PARCEL, ["P1"]), (Level.FARM, ["P1", "P2"]), (Level.CONTRACT, ["P1", "P2"])],
)
def test_payments_on_different_ground_as_far_as_the_row_reaches(level: Level, where: list[str]) -> None:
    rows = [relation(LAND, RelationType.UNKNOWN, OTHER, level=level)]
    first = parcel("P1", 4, measure("m", 3, part="x"), measure("n", 1, part="y"))
    second = parcel("P2", 1, "n")
    rules = rulebook(pays("a", "m", 100), pays("b", "n", 10), relations=rows)
    found = award(ask(farm(first, second), rules))
    worth = {"P1": 1_000, "P2": 1_000}
    expected = (
        [(OTHER, where[0] if len(where) == 1 else "farm", sum(worth[p] for p in where))] if where else []
    )
    assert told(found) == expected


@pytest.mark.parametrize(
    ("held", "measures"),
    [
        (contract(HELD, {2026: 500, 2028: 500}, 3, "m1"), ["m1"]),
        (granted(HELD, {2026: 500, 2028: 500}, 3), ["m1"]),
        (granted(HELD, {2026: 500, 2028: 500}, 3), []),
    ],
    ids=["a contract", "a grant beside land", "a grant beside one for the farm"],
)
def test_what_is_kept_out_by_a_contract_that_runs_and_cannot_be_claimed_that_year_is_open(
    held: Scheme, measures: list[str]
) -> None:
    rows = [relation(HELD, RelationType.UNKNOWN, BESIDE)]
    rules = rulebook(held, yearly(BESIDE, {2027: 40}, *measures), relations=rows)
    land = farm(parcel("P1", 1, "m1"))
    found = award(ask(land, rules, years=3))
    assert found.total == 1_000_00
    (asked,) = [o for o in found.open if o.paths[0].startswith("relation:")]
    place = "P1" if measures else "farm"
    assert (asked.year, asked.scheme, asked.place, asked.could_pay_cents) == (2027, BESIDE, place, 40_00)
    same(rules, encode([land], Vocabulary()), date(2026, 7, 1), 3)


def test_of_a_payment_that_lies_on_its_ground_in_two_choices_the_rest_alone_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    land = farm(parcel("P1", 8, "m", "n"))
    rules = rulebook(pays("a", "m", 100), pays("b", "n", 10))
    (found,) = assess(land, rules, pieces(land)[0], range(2026, 2027), date(2026, 7, 1))
    one, other = sorted(found.claims, key=lambda c: c.ref)
    monkeypatch.setattr(
        unpublished,
        "unknown_pairs",
        lambda *_: {one.ref: {other.ref: Reach.GROUND}, other.ref: {one.ref: Reach.GROUND}},
    )
    parts = [SimpleNamespace(share=Fraction(1, 4)), SimpleNamespace(share=Fraction(1, 8))]
    outcome: Any = SimpleNamespace(
        years=SimpleNamespace(claims=(one, other)),
        built=SimpleNamespace(rules={2026: None}, rows=SimpleNamespace(anew=False)),
        taken={id(one): parts, id(other): [SimpleNamespace(share=Fraction(5, 8))]},
    )  # fmt: skip
    assert list(unpublished._left_out(outcome, frozenset())) == [
        (one, other, Fraction(5, 8)),
        (other, one, Fraction(3, 8)),
    ]
