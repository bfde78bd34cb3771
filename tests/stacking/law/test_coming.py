"""A contract that is signed and begins later: nothing that it excludes may be taken on now for a term that reaches it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain import months
from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.lasting import Extension
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level, Scheme
from calculator.stacking.advising.variants import award as advised
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, relation, rulebook, scheme

A, B = "province.x.a", "province.x.b"


def lasting(id: str, rate: int, years: int | None = 6, code: str = "m1") -> Scheme:
    return scheme(id, payment("p", measures=[code], figures={"rate": rate}, term_years=years))


def rules(level: Level | None = Level.UNIT, years: int | None = 6, code: str = "m1") -> Rulebook:
    rows = [relation(A, RelationType.EXCLUSIVE, B, level=level)] if level else []
    return rulebook(lasting(A, 100), lasting(B, 500, years, code), relations=rows)


def signed(start: str, quantity: int = 10, *measures: object) -> FarmProfile:
    """Ten hectares under a contract for A from a day on."""
    line = ContractLine("p", "P1", Decimal(quantity), Decimal(100))
    contract = Contract(A, date.fromisoformat(start), date(2035, 12, 31), (line,))
    return replace(farm(parcel("P1", 10, *(measures or ("m1",)))), contracts=(contract,))


def of_b(found: Award) -> int:
    return sum(x.amount for y in found.years for x in y.lines if x.claim.scheme == B)


@pytest.mark.parametrize(
    ("start", "years", "paid"),
    [
        ("2026-09-01", 1, 0),
        ("2027-01-01", 1, 0),
        ("2031-12-31", 1, 0),
        ("2032-01-01", 1, 5_000_00),
        # A term of six years from 2027 reaches 2032, one from 2026 does not.
        ("2032-01-01", 2, 10_000_00),
        ("2031-01-01", 2, 0),
        # A second term does not end before 2033: six of the seven years can be had.
        ("2033-01-01", 7, 30_000_00),
    ],
)
def test_a_contract_whose_term_reaches_a_signed_one_is_not_begun(start: str, years: int, paid: int) -> None:
    found = award(ask(signed(start), rules(), years=years))
    assert (of_b(found), found.certificate.gap) == (paid, 0)
    said = [r.reason.en for r in found.refusals if r.scheme == B]
    assert bool(said) == (not paid)
    assert all(r.remedy and r.remedy.en.startswith("Ask the payer") for r in found.refusals if r.scheme == B)
    assert all(
        f"would still run on {months.in_full(date.fromisoformat(start)).en}, when the contract province.x.a (P1) begins"
        in words
        for words in said
    )


def test_what_is_taken_on_by_the_year_or_goes_together_stays() -> None:
    assert of_b(award(ask(signed("2027-01-01"), rules(years=None)))) == 5_000_00
    assert of_b(award(ask(signed("2027-01-01"), rules(level=None)))) == 5_000_00


@pytest.mark.parametrize(("level", "paid"), [(Level.UNIT, 3_000_00), (Level.PARCEL, 0), (Level.FARM, 0)])
def test_a_signed_contract_keeps_clear_what_its_relation_reaches(level: Level, paid: int) -> None:
    land = measure("m1", 4, part="west"), measure("m2", 6, part="east")
    found = award(ask(signed("2027-01-01", 4, *land), rules(level, code="m2")))
    assert of_b(found) == paid


@pytest.mark.parametrize("years", [1, 2, 3])
def test_the_same_payment_is_not_begun_on_ground_that_is_signed_for_it(years: int) -> None:
    found = award(ask(signed("2027-01-01"), rulebook(lasting(A, 100)), years=years))
    assert [y.total for y in found.years] == [0, *[1_000_00] * (years - 1)]


def test_a_grant_to_the_farm_for_years_at_once_is_not_begun_beside_a_signed_contract_that_excludes_it() -> (
    None
):
    grant = payment("p", figures={"rate": 9_000}, term_years=6, grant=GrantRule("multi_year", None))
    row = relation(A, RelationType.EXCLUSIVE, B, level=Level.FARM)
    beside = rulebook(lasting(A, 100), scheme(B, grant), relations=[row])
    assert of_b(award(ask(signed("2027-01-01"), beside))) == 0
    assert of_b(award(ask(signed("2032-01-01"), beside))) == 9_000_00
    assert of_b(award(ask(signed("2033-01-01"), beside, years=7))) == 6 * 9_000_00


def test_where_a_signed_contract_may_lie_on_several_pieces_it_keeps_all_clear_and_says_how_to_tell_which() -> (
    None
):
    land = measure("m1", 4, part="west"), measure("m1", 6, part="east")
    found = award(ask(signed("2027-01-01", 5, *land), rules()))
    assert of_b(found) == 0
    assert {r.remedy.en for r in found.refusals if r.scheme == B and r.remedy} == {
        "If the contract is for a part of this ground only, say which part that is."
    }


@pytest.mark.parametrize(
    ("level", "paid"), [(Level.UNIT, 2_500_00), (Level.PARCEL, 2_500_00), (Level.FARM, 0)]
)
def test_a_candidate_on_another_parcel_is_planned_as_far_as_the_relation_does_not_reach_it(
    level: Level, paid: int
) -> None:
    held = signed("2027-01-01")
    wished = measure("m2", 5, candidate=True, cost_eur=Decimal(10))
    asked = ask(replace(held, parcels=(*held.parcels, parcel("P2", 5, wished))), rules(level, code="m2"))
    assert of_b(advised(replace(asked, mode="advise"))) == paid


def test_an_old_contract_on_other_land_changes_nothing_of_that() -> None:
    old = Contract(
        A, date(2020, 1, 1), date(2026, 12, 31), (ContractLine("p", "P2", Decimal(3), Decimal(100)),)
    )
    held = signed("2027-01-01")
    beside = replace(held, parcels=(*held.parcels, parcel("P2", 3, "m1")), contracts=(old, *held.contracts))
    assert award(ask(beside, rules())).total == 300_00


def test_beside_a_part_of_ground_that_is_signed_for_within_the_years_asked_the_rest_is_free() -> None:
    found = award(ask(signed("2028-01-01", 4), rules(), years=3))
    assert [y.total for y in found.years] == [3_000_00, 3_000_00, 3_400_00]


def test_of_pieces_on_which_a_signed_contract_may_lie_the_rest_may_be_taken_on_for_the_same() -> None:
    land = measure("m1", 4, part="west"), measure("m1", 6, part="east")
    found = award(ask(signed("2028-01-01", 5, *land), rulebook(lasting(A, 100)), years=3))
    assert [y.total for y in found.years] == [500_00, 500_00, 1_000_00]


def test_beside_a_part_of_ground_on_which_a_contract_runs_the_rest_may_be_taken_on_for_the_same() -> None:
    assert award(ask(signed("2024-01-01", 4), rulebook(lasting(A, 100)))).total == 1_000_00


@pytest.mark.parametrize(("start", "paid"), [("2027-01-01", [5_000_00, 0]), ("2028-01-01", [5_000_00] * 2)])
def test_a_contract_is_extended_for_years_that_end_before_a_signed_one_begins(
    start: str, paid: list[int]
) -> None:
    """By a year at a time: a term of six would not end in time."""
    yearly = payment("p", measures=["m1"], figures={"rate": 500}, term_years=6, extension=Extension(1))
    made = rulebook(lasting(A, 100), scheme(B, yearly), relations=rules().relations)
    held = signed(start)
    runs = Contract(
        B, date(2021, 1, 1), date(2026, 12, 31), (ContractLine("p", "P1", Decimal(10), Decimal(500)),)
    )
    found = award(ask(replace(held, contracts=(runs, *held.contracts)), made, years=2))
    assert [sum(x.amount for x in y.lines if x.claim.scheme == B) for y in found.years] == paid
    # Nor does an extension shorten the term of what is begun anew.
    assert of_b(award(ask(held, made, years=2))) == of_b(award(ask(signed("2027-01-01"), made))) == 0
