"""What a line may come to at the top of a range stops where a limit stops it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Line
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award
from calculator.stacking.solving.steps.cutting_lines import take_off
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


def three() -> list[Line]:
    """EUR 100 to a and to b, and EUR 80 to c, which may come to EUR 120."""
    made = [
        scheme(x, payment("p", figures={"rate": rate}))
        for x, rate in ((A, 100), (B, 100), ("province.x.c", (80, 120)))
    ]
    return list(award(ask(farm(), rulebook(*made))).years[0].lines)


@pytest.mark.parametrize(
    ("over", "left", "amounts"),
    [
        (0, 0, [100_00, 100_00, 80_00]),
        (1, 0, [100_00, 100_00, 79_99]),
        (80_01, 0, [100_00, 99_99, 0]),
        (280_02, 2, [0, 0, 0]),
    ],
)
def test_cents_are_taken_off_the_last_lines_and_what_is_left_is_told(
    over: int, left: int, amounts: list[int]
) -> None:
    lines = three()
    assert take_off(lines, over, lambda _: True) == left
    assert [x.amount for x in lines] == amounts
    assert [x.low for x in lines] == amounts
    # What has a range may still come to its top; what has none comes to what is left.
    assert [x.high for x in lines] == [*amounts[:2], 120_00]
    assert [len(x.caveats) for x in lines] == [
        int(amount < was) for amount, was in zip(amounts, (100_00, 100_00, 80_00), strict=True)
    ]


def test_cents_are_taken_off_nothing_that_they_do_not_concern() -> None:
    lines = three()
    assert take_off(lines, 150_00, lambda x: x.claim.scheme == B) == 50_00
    assert [x.amount for x in lines] == [100_00, 0, 80_00]
