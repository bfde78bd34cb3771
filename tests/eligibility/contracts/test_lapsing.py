"""A contract whose de minimis aid is granted every year pays nothing in the total once no decision can rest on the regulation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import LegalBasis, Rulebook
from calculator.stacking.awarding import award
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import ask, de_minimis, farm, measure, parcel, payment, relation, rulebook, scheme, text
from tests.stacking.columns.test_explained import same

AGRI = "de_minimis_agri_1408_2013"
A, B = "water_board.dommel.a", "province.x.b"
YEARS = 3


def rules(basis: str = AGRI) -> Rulebook:
    """A contract of EUR 500 on a basis that ends with 2026, and another payment that it excludes."""
    made = rulebook(
        scheme(A, payment("rand", measures=["m1"], figures={"rate": 500}), legal_basis=basis),
        scheme(B, payment("p", measures=["m2"], figures={"rate": 300})),
        relations=[relation(A, RelationType.EXCLUSIVE, B)],
        limits=[de_minimis()],
    )
    ends = LegalBasis(basis, text(basis), True, date(2026, 12, 31), "3")
    return replace(made, legal_bases={**made.legal_bases, basis: ends})


def held(decision: str, *, parts: int = 1) -> FarmProfile:
    line = ContractLine("rand", "P1", Decimal(10), Decimal(500), decision=decision)
    contract = Contract(A, date(2025, 1, 1), date(2031, 12, 31), (line,))
    land = [measure(code, 10, part=f"part {n}") for n in range(parts) for code in ("m1", "m2")]
    return replace(farm(parcel("P1", 10 * parts, *land)), contracts=(contract,))


@pytest.mark.parametrize(
    ("decision", "basis", "total", "continued"),
    [
        ("annual", AGRI, [5_000_00, 0, 0], [0, 5_000_00, 5_000_00]),
        ("multi_year", AGRI, [5_000_00] * 3, [0, 0, 0]),
        ("annual", "cap_aecc_art70", [5_000_00] * 3, [0, 0, 0]),
    ],
    ids=["granted every year", "granted at once", "a commitment of the plan"],
)
def test_what_is_granted_every_year_is_continued_after_the_regulation_ends(
    decision: str, basis: str, total: list[int], continued: list[int]
) -> None:
    found = award(ask(held(decision), rules(basis), years=YEARS))
    assert [year.total for year in found.years] == total
    assert [sum(x.amount for x in year.continuation) for year in found.years] == continued
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0)


@pytest.mark.parametrize("parts", [1, 2])
def test_the_contract_keeps_off_its_ground_what_it_excludes_all_the_same(parts: int) -> None:
    """On the second part of the parcel the other payment is paid in the years after."""
    found = award(ask(held("annual", parts=parts), rules(), years=YEARS))
    others = [sum(x.amount for x in year.lines if x.claim.scheme == B) for year in found.years]
    assert others == [0, *[(parts - 1) * 3_000_00] * 2]
    assert found.continuation == 2 * 5_000_00


def test_columns_tell_the_same() -> None:
    farms = [held("annual"), held("multi_year"), held("annual", parts=2)]
    same(rules(), encode(farms, Vocabulary()), date(2026, 7, 1), YEARS)
