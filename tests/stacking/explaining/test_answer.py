"""What an award says beside its lines: what it is worth today, on which rules it rests, and what a reader must know."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import LimitKind
from calculator.domain.rulebook import Rulebook
from calculator.stacking.awarding import Chosen, award
from tests.builders import ask, de_minimis, farm, limit, parcel, pays, rulebook


def said(found: Award) -> str:
    return " ".join(c.en for c in found.caveats)


def test_later_years_are_worth_less_today_and_the_first_counts_in_full() -> None:
    found = award(ask(farm(parcel("P1", 1, "m1")), rulebook(pays("a", "m1", 103)), years=2))
    assert found.present_value.cents == 203_00


def test_the_receipt_names_the_rules_that_the_claims_rest_on_and_no_others() -> None:
    rules = rulebook(
        pays("b", "m1", 100, legal_basis="unknown"), pays("a", "m1", 10), pays("c", "m3", 10),
        limits=[
            limit("z", LimitKind.AMOUNT_CAP, figures={"cap": 1_000}, payments=("province.x.a",)),
            limit("y", LimitKind.AMOUNT_CAP, figures={"cap": 1_000}, payments=("province.x.c",)),
            de_minimis(),
        ],
    )  # fmt: skip
    found = award(ask(farm(parcel("P1", 1, "m1")), rules, years=3))
    assert [r.id for r in found.receipt.rules] == ["de-minimis-landbouw", "province.x.a", "province.x.b", "z"]


@pytest.mark.parametrize(("on", "told"), [("2026-07-01", False), ("2027-07-01", True)])
def test_a_profile_of_another_year_than_the_first_is_told(on: str, *, told: bool) -> None:
    found = award(ask(farm(parcel("P1", 1, "m1")), rulebook(pays("a", "m1", 100)), on))
    assert ("The profile describes 2026" in said(found)) is told


def two_bases(unknown: bool) -> Rulebook:
    other = "unknown" if unknown else "private"
    return rulebook(pays("a", "m1", 100, legal_basis=other), pays("b", "m1", 80, legal_basis="private"))


@pytest.mark.parametrize("unknown", [True, False])
def test_one_payment_on_an_unknown_basis_is_told_beside_others(*, unknown: bool) -> None:
    found = award(ask(farm(parcel("P1", 1, "m1")), two_bases(unknown)))
    assert ("legal basis of one or more public payments is unknown" in said(found)) is unknown


def test_what_comes_after_the_end_of_a_legal_basis_is_told_where_there_is_any() -> None:
    rules = rulebook(pays("a", "m1", 100, legal_basis="cap_aecc_art70"))
    land = farm(parcel("P1", 1, "m1"))
    assert "outside the total" in said(award(ask(land, rules, "2027-07-01", years=2)))
    assert "outside the total" not in said(award(ask(land, rules, "2027-07-01")))


@pytest.mark.parametrize("status", ["optimal", "time_limit"])
def test_a_plan_that_was_not_proven_best_is_not_called_so_though_the_award_of_its_farm_is(
    status: str,
) -> None:
    plan = Chosen(Fraction(100_00 * 10**6), 0, True, "dual", status, lambda _limit: None)
    found = award(ask(farm(parcel("P1", 1, "m1")), rulebook(pays("a", "m1", 100))), plan)
    assert found.certificate.status == status
    assert found.receipt.on == date(2026, 7, 1)
