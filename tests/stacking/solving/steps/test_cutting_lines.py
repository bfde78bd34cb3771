"""What a line may come to at the top of a range stops where a limit stops it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme

AGRI = "de_minimis_agri_1408_2013"
A, B = "province.x.a", "province.x.b"


@pytest.mark.parametrize(
    ("rate", "line"),
    [
        (60_000, (45_000_00, 45_000_00, 45_000_00)),
        ((40_000, 60_000), (40_000_00, 40_000_00, 45_000_00)),
        ((50_000, 60_000), (45_000_00, 45_000_00, 45_000_00)),
    ],
)
def test_a_cap_bounds_a_line_at_the_top_of_its_range_too(rate: object, line: tuple[int, int, int]) -> None:
    cap = limit("c", LimitKind.AMOUNT_CAP, figures={"cap": 45_000}, payments=(A,))
    rules = rulebook(scheme(A, payment("p", figures={"rate": rate})), limits=[cap])
    found = award(ask(farm(), rules))
    (only,) = found.years[0].lines
    assert (only.low, only.amount, only.high) == line
    assert found.high == only.high


@pytest.mark.parametrize(("top", "high"), [(50_000, 50_000_00), (50_001, 40_000_00)])
def test_a_grant_that_would_pass_the_ceiling_at_its_top_comes_to_what_it_comes_to_now(
    top: int, high: int
) -> None:
    made = scheme(A, payment("p", figures={"rate": (40_000, top)}), legal_basis=AGRI)
    (only,) = award(ask(farm(), rulebook(made, limits=[de_minimis()]))).years[0].lines
    assert (only.amount, only.high) == (40_000_00, high)


def test_land_under_a_ceiling_comes_to_what_the_ceiling_leaves() -> None:
    made = scheme(A, payment("p", measures=["m1"], figures={"rate": (4_000, 8_000)}), legal_basis=AGRI)
    (only,) = award(ask(farm(parcel("P1", 10, "m1")), rulebook(made, limits=[de_minimis()]))).years[0].lines
    assert (only.amount, only.high) == (40_000_00, 50_000_00)


def test_a_line_of_one_tariff_that_a_relation_cuts_comes_to_no_more_at_the_top() -> None:
    land = scheme(A, payment("p", measures=["m1"], figures={"rate": 100}))
    row = relation(B, RelationType.REDUCED, A, level=Level.FARM, parameter=Decimal("0.9"))
    rules = rulebook(land, scheme(B, payment("p", figures={"rate": 2_500})), relations=[row])
    lines = {x.claim.scheme: x for x in award(ask(farm(parcel("P1", 10, "m1")), rules)).years[0].lines}
    assert (lines[B].amount, lines[B].high) == (2_250_00, 2_250_00)


def test_what_a_cap_leaves_nothing_of_is_told_on_what_is_paid_of_the_same_contract() -> None:
    """2.2028 ha under the first contract, the rest under one that begins later; from then on the cap takes all of the rest."""
    contract = scheme(A, payment("p", measures=["m1"], figures={"rate": 143}, term_years=2))
    once = scheme(
        B,
        payment("p", measures=["m2"], figures={"rate": 113}),
        validity=Period(date(2028, 1, 1), date(2029, 1, 1)),
    )
    cap = limit("c", LimitKind.AMOUNT_CAP, figures={"cap": 315}, payments=(A,))
    rules = rulebook(contract, once, relations=[relation(A, RelationType.EXCLUSIVE, B)], limits=[cap])
    found = award(ask(farm(parcel("P1", 3, "m1", "m2")), rules, years=5))
    (line,) = found.years[3].lines
    assert line.amount == 315_00
    assert [x.nl for x in line.caveats] == ["Een grens of combinatieregel neemt hier €\xa0114 af."]
