"""A contract that runs in a year, and not on the day that is read, keeps off what is paid by that year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, FarmProfile, Measure
from calculator.domain.quantity import Unit
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, PaymentKind
from calculator.stacking.awarding import award
from calculator.stacking.columns.evaluation import evaluate
from tests.builders import ask, farm, measure, parcel, payment, relation, rulebook, scheme

A, B, ECO = "province.x.a", "province.x.b", "national.rvo.eco"


def rules(
    type: RelationType, years: int | None = None, *, level: Level = Level.UNIT, **row: object
) -> Rulebook:
    """A contract scheme of EUR 100, and B of EUR 500 per hectare that loses something beside it."""
    return rulebook(
        scheme(A, payment("p", measures=["m1"], figures={"rate": 100}, term_years=6)),
        scheme(B, payment("p", measures=["m1"], figures={"rate": 500}, term_years=years)),
        relations=[relation(B, type, A, level=level, **row)],
    )


def held(
    *days: tuple[str, str], quantity: int = 10, land: tuple[Measure | str, ...] = ("m1",)
) -> FarmProfile:
    line = ContractLine("p", "P1", Decimal(quantity), Decimal(100))
    contracts = tuple(Contract(A, date.fromisoformat(a), date.fromisoformat(b), (line,)) for a, b in days)
    return replace(farm(parcel("P1", 10, *land)), contracts=contracts)


def of_b(found: Award) -> list[int]:
    return [sum(x.amount for x in y.lines if x.claim.scheme == B) for y in found.years]


SPRING, AUTUMN = ("2021-01-01", "2026-06-30"), ("2026-09-01", "2030-12-31")


@pytest.mark.parametrize("days", [SPRING, AUTUMN])
def test_what_a_contract_excludes_is_not_paid_in_a_year_in_which_it_runs(days: tuple[str, str]) -> None:
    found = award(ask(held(days), rules(RelationType.EXCLUSIVE)))
    assert (of_b(found), found.certificate.gap) == ([0], 0)
    (said,) = [r.reason.en for r in found.refusals if r.scheme == B]
    assert said.startswith("the contract province.x.a (P1) runs in this year up to and including")


@pytest.mark.parametrize("days", [("2021-01-01", "2025-12-31"), ("2027-01-01", "2030-12-31")])
def test_in_a_year_in_which_it_does_not_run_it_excludes_nothing(days: tuple[str, str]) -> None:
    assert of_b(award(ask(held(days), rules(RelationType.EXCLUSIVE)))) == [5_000_00]


def test_the_year_after_its_last_is_free() -> None:
    assert of_b(award(ask(held(SPRING), rules(RelationType.EXCLUSIVE), years=2))) == [0, 5_000_00]


def test_a_contract_over_years_begins_on_a_day_of_its_own_after_one_that_ended() -> None:
    assert of_b(award(ask(held(SPRING), rules(RelationType.EXCLUSIVE, years=6)))) == [5_000_00]


def test_a_contract_that_follows_on_the_same_ground_is_paid() -> None:
    found = award(ask(held(SPRING, ("2026-07-01", "2030-12-31")), rules(RelationType.EXCLUSIVE)))
    assert [x.amount for x in found.years[0].lines] == [1_000_00]


@pytest.mark.parametrize(
    ("type", "changes", "paid"),
    [
        (RelationType.ZERO, {"quantity": Quantity.MONEY}, 0),
        (RelationType.REDUCED, {"quantity": Quantity.MONEY, "parameter": Decimal("0.4")}, 2_000_00),
        (RelationType.ZERO, {"quantity": Quantity.VALUE}, 5_000_00),
        (RelationType.ADDITIVE, {}, 5_000_00),
    ],
)
def test_what_it_takes_from_a_payment_by_the_year_is_gone(
    type: RelationType, changes: dict[str, Any], paid: int
) -> None:
    assert of_b(award(ask(held(SPRING), rules(type, **changes)))) == [paid]


@pytest.mark.parametrize(("level", "paid"), [(Level.UNIT, 3_000_00), (Level.PARCEL, 0), (Level.FARM, 0)])
def test_it_keeps_off_as_far_as_the_relation_reaches(level: Level, paid: int) -> None:
    land = (measure("m1", 4, part="west"), measure("m2", 6, part="east"))
    made = rules(RelationType.EXCLUSIVE, level=level)
    far = scheme(B, payment("p", measures=["m2"], figures={"rate": 500}))
    made = rulebook(made.schemes[0], far, relations=made.relations)
    assert of_b(award(ask(held(SPRING, quantity=4, land=land), made))) == [paid]


@pytest.mark.parametrize(
    ("quantity", "threshold", "needs", "classed"),
    [
        (Quantity.VALUE, 60, 1, 0),
        (Quantity.VALUE, 0, 1, 600_00),
        (Quantity.POINTS, 60, 1, 0),
        (Quantity.POINTS, 60, 0, 600_00),
        (Quantity.ALL, 60, 0, 0),
        (Quantity.ALL, 0, 1, 0),
        (Quantity.MONEY, 60, 1, 600_00),
    ],
)
def test_eco_value_and_points_that_it_takes_reach_no_class(
    quantity: Quantity, threshold: int, needs: int, classed: int
) -> None:
    assert _classed(quantity, Level.UNIT, threshold, needs) == classed


@pytest.mark.parametrize(("level", "classed"), [(Level.UNIT, 600_00), (Level.PARCEL, 0)])
def test_eco_value_that_goes_on_the_whole_parcel_goes_beside_the_contract_too(
    level: Level, classed: int
) -> None:
    """Article 26(3): the activity lies on one half, the contract on the other."""
    halves = measure("m1", 10, part="west"), measure("m9", 10, part="east")
    assert _classed(Quantity.VALUE, level, 30, 0, *halves) == classed


def _classed(quantity: Quantity, level: Level, threshold: int, needs: int, *land: Measure) -> int:
    """The premium beside a contract of spring; without it there is one."""
    activity = payment(
        "x", measures=["m1"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 2}, "value": 60}
    )
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha", unit=Unit.HECTARE,
        figures={"rate": {"brons": 60}, "threshold": {"brons": threshold}, "entry": {"1.klimaat": needs}},
    )  # fmt: skip
    row = relation(f"{ECO}#x", RelationType.ZERO, A, quantity=quantity, level=level)
    contract = scheme(A, payment("p", measures=["m9"], figures={"rate": 0}, term_years=6))
    made = rulebook(contract, scheme(ECO, activity, premium), relations=[row])

    def total(*days: tuple[str, str]) -> int:
        asked = held(*days)
        if land:
            asked = replace(asked, parcels=(parcel("P1", 20, *land),))
        return award(ask(asked, made)).total

    free = total(("2021-01-01", "2025-12-31"))
    assert free in (600_00, 1_200_00)
    return total(SPRING) * 600_00 // free


def test_what_two_contracts_take_by_one_row_is_taken_once() -> None:
    made = rules(RelationType.REDUCED, parameter=Decimal("0.4"))
    assert of_b(award(ask(held(SPRING, AUTUMN), made))) == [2_000_00]


@pytest.mark.parametrize("level", [Level.UNIT, Level.PARCEL, Level.FARM])
@pytest.mark.parametrize("ends", [SPRING, ("2021-01-01", "2025-12-31")])
def test_beside_a_contract_that_ended_this_year_and_one_that_begins_a_row_takes_its_share_once(
    ends: tuple[str, str], level: Level
) -> None:
    """The payment of EUR 500 keeps two fifths of it, beside either and beside both."""
    row = relation(B, RelationType.REDUCED, A, level=level, parameter=Decimal("0.4"))
    made = rulebook(
        scheme(A, payment("p", measures=["m1"], figures={"rate": 400}, term_years=6)),
        scheme(B, payment("p", measures=["m1"], figures={"rate": 500})),
        relations=[row],
    )
    found = award(ask(held(ends), made))
    assert [x.amount for x in found.years[0].lines] == [4_000_00, 2_000_00]
    assert (found.certificate.gap, found.total) == (0, 6_000_00)


def test_a_pair_that_nobody_has_published_is_kept_off_on_the_ground_of_the_contract_alone() -> None:
    """Both are public and pay the same costs."""
    costs = ("labour",)
    made = rulebook(
        scheme(A, payment("p", measures=["m1"], figures={"rate": 100}, term_years=6, cost_components=costs)),
        scheme(B, payment("p", measures=["m1", "m2"], figures={"rate": 500}, cost_components=costs)),
    )
    asked = held(SPRING, quantity=4, land=(measure("m1", 4, part="west"), measure("m2", 6, part="east")))
    assert of_b(award(ask(asked, made))) == [3_000_00]


def test_the_same_payment_by_the_year_is_kept_off_on_the_ground_of_the_contract_alone() -> None:
    made = rulebook(scheme(A, payment("p", measures=["m1"], figures={"rate": 100})))
    asked = held(SPRING)
    asked = replace(asked, parcels=(*asked.parcels, parcel("P2", 3, "m1")))
    assert award(ask(asked, made)).total == 300_00


def test_columns_pay_the_same() -> None:
    """After the contract of spring the same may be begun anew."""
    made = rules(RelationType.EXCLUSIVE)
    farms = [held(SPRING), held(AUTUMN), held(("2021-01-01", "2025-12-31"))]
    found = evaluate(made, farms, on=ask(farms[0], made).on, years=1)
    assert found.total.tolist() == [award(ask(each, made)).total for each in farms] == [1_000_00, 0, 5_000_00]
