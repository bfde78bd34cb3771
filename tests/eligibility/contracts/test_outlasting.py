"""A contract that outlasts its legal basis is paid on by a reading of the law, which the award says as an assumption."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine
from calculator.domain.rulebook import LegalBasis
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, parcel, payment, rulebook, scheme, text


def found(
    basis: str, until: str, decision: str = "multi_year", years: int = 3, start: date = date(2023, 1, 1)
) -> Award:
    """From 2026; the basis ends with 2027."""
    plan = scheme(
        "national.anlb.x", payment("rand", measures=["m1"], figures={"rate": 500}), legal_basis=basis
    )
    made = rulebook(plan, limits=[de_minimis()])
    ends = LegalBasis(basis, text("plan"), True, date(2027, 12, 31), "70")
    line = ContractLine("rand", "P1", Decimal(10), Decimal(500), decision=decision)
    held = Contract("national.anlb.x", start, date.fromisoformat(until), (line,))
    rules = replace(made, legal_bases={**made.legal_bases, basis: ends})
    return award(ask(replace(farm(parcel("P1", 10)), contracts=(held,)), rules, years=years))


def told(award: Award) -> list[str]:
    return [t.en for t in award.assumptions if "goes on being paid" in t.en]


def test_a_year_after_the_basis_is_paid_and_said_to_be_assumed() -> None:
    made = found("cap_aecc_art70", "2028-12-31")
    assert made.total == 15_000_00
    (said,) = told(made)
    assert "(P1) goes on being paid after 31 December 2027" in said
    assert "runs up to and including 31 December 2028" in said


@pytest.mark.parametrize(
    ("basis", "until", "decision", "years"),
    [
        ("cap_aecc_art70", "2027-12-31", "multi_year", 3),
        ("cap_aecc_art70", "2028-12-31", "multi_year", 2),
        ("cap_aecc_art70", "2028-03-31", "multi_year", 3),
        ("de_minimis_agri_1408_2013", "2028-12-31", "annual", 3),
    ],
    ids=[
        "ends with the basis",
        "no later year is asked",
        "over before the day on which 2028 is read",
        "granted every year, so not paid on",
    ],
)
def test_nothing_is_said_where_nothing_is_paid_on(basis: str, until: str, decision: str, years: int) -> None:
    assert told(found(basis, until, decision, years)) == []


def test_a_contract_that_begins_after_its_basis_has_ended_goes_on_from_nothing() -> None:
    late = found("cap_aecc_art70", "2030-12-31", years=4, start=date(2028, 1, 1))
    assert told(late) == []
