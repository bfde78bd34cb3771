"""What a payment leaves of another by a share: of its money, points and value, on the same terms, and how far apart it works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level, PaymentKind
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.reach import Reach
from calculator.stacking.law.taking import Leaving, takes, taking
from calculator.stacking.problem.stacks.regime import regime
from tests.builders import farm, parcel, payment, pays, relation, rulebook, scheme

ON = date(2026, 7, 1)
PACK, FIRM, ACTIVITY = "province.x.a", "province.x.f", "national.rvo.eco#act"
HALF = Decimal("0.5")


def row(by: str, type: RelationType, **changes: object) -> Relation:
    return relation(ACTIVITY, type, by, id=f"{by} {sorted(changes.items())}", **changes)


def claims(*rows: Relation) -> tuple[Claim, Claim, Claim, Relations]:
    """An activity and a package on 2 hectares, a payment for the farm, and the relations between them."""
    points = {"klimaat": 4, "water": 2}
    act = payment("act", measures=["m1"], kind=PaymentKind.ACTIVITY, figures={"points": points, "value": 70})
    rules = rulebook(
        scheme("national.rvo.eco", act),
        pays("a", "m2", (100, 120)),
        scheme(FIRM, payment("p", figures={"rate": 300})),
        relations=rows,
    )
    land = farm(parcel("P1", 2, "m1", "m2"))
    found = {c.ref: c for a in assess(land, rules, pieces(land)[0], range(2026, 2027), ON) for c in a.claims}
    return found[ACTIVITY], found[f"{PACK}#p"], found[f"{FIRM}#p"], regime(rules, 2026, ON).relations


@pytest.mark.parametrize(
    ("type", "level", "far", "apart"),
    [
        (RelationType.REDUCED, Level.UNIT, Reach.GROUND, Reach.GROUND),
        (RelationType.REDUCED, Level.PARCEL, Reach.PARCEL, Reach.FARM),
        (RelationType.ZERO, Level.FARM, Reach.FARM, Reach.FARM),
        # What takes the value of a whole parcel reaches all of it.
        (RelationType.ZERO, Level.PARCEL, Reach.PARCEL, Reach.FARM),
    ],
)
def test_a_row_takes_a_share_as_far_as_it_is_written_for(
    type: RelationType, level: Level, far: Reach, apart: Reach
) -> None:
    of = row(PACK, type, level=level, quantity=Quantity.VALUE, parameter=HALF)
    other = row(FIRM, RelationType.EXCLUSIVE)
    act, pack, firm, relations = claims(of, other)
    assert list(taking(act, pack, relations)) == [(of, far)]
    assert takes(relations, act, pack) is apart
    assert list(taking(act, firm, relations)) == []
    assert takes(relations, act, firm) is None
    assert list(taking(pack, act, relations)) == []


def test_a_payment_for_the_farm_takes_of_all_its_land() -> None:
    of = row(FIRM, RelationType.REDUCED, parameter=HALF)
    act, _, firm, relations = claims(of)
    assert list(taking(act, firm, relations)) == [(of, Reach.FARM)]


@pytest.mark.parametrize(
    ("quantity", "points", "value"),
    [
        (Quantity.ALL, 2, 35),
        (Quantity.POINTS, 2, 70),
        (Quantity.VALUE, 4, 35),
        (Quantity.MONEY, 4, 70),
    ],
)
def test_of_an_activity_a_share_is_left_of_what_the_row_speaks_of(
    quantity: Quantity, points: int, value: int
) -> None:
    of = row(PACK, RelationType.REDUCED, quantity=quantity, parameter=HALF)
    act, *_ = claims(of)
    left = Leaving().of(act, (of,))
    assert left.terms.points == {"klimaat": points, "water": Fraction(points, 2)}
    assert left.terms.value == value
    # Points and value are no money, so that the formula stays.
    assert (left.formula == act.formula) is (quantity in (Quantity.POINTS, Quantity.VALUE))


@pytest.mark.parametrize(
    ("quantity", "rate", "formula"),
    [
        (Quantity.MONEY, (50_00, 60_00), "2 ha x EUR 50-60"),
        (Quantity.ALL, (50_00, 60_00), "2 ha x EUR 50-60"),
        (Quantity.POINTS, (100_00, 120_00), None),
    ],
)
def test_of_money_a_share_is_left_at_every_reading_and_is_said_in_the_formula(
    quantity: Quantity, rate: tuple[int, int], formula: str | None
) -> None:
    of = row(FIRM, RelationType.REDUCED, quantity=quantity, parameter=HALF)
    _, pack, *_ = claims(of)
    left = Leaving().of(pack, (of,))
    assert (left.terms.rate.low, left.terms.rate.high, left.terms.value) == (*rate, None)
    assert left.formula == (formula or pack.formula)


def test_what_rows_leave_one_after_another_is_less_and_a_row_without_a_share_leaves_nothing() -> None:
    half, tenth = (
        row(PACK, RelationType.REDUCED, parameter=share, level=level)
        for share, level in ((HALF, Level.UNIT), (Decimal("0.1"), Level.PARCEL))
    )
    nothing = row(PACK, RelationType.ZERO)
    act, *_ = claims(half)
    leaving = Leaving()
    assert leaving.of(act, (half, tenth)).terms.value == Fraction(7, 2)
    assert leaving.of(act, (half,)).terms.value == 35
    assert leaving.of(act, (nothing,)).terms.points == {"klimaat": 0, "water": 0}
    assert leaving.of(act, ()) is act


def test_of_two_rows_the_one_that_reaches_farther_and_the_one_that_takes_money_count() -> None:
    near = row(PACK, RelationType.REDUCED, parameter=HALF, quantity=Quantity.POINTS)
    far = row(PACK, RelationType.REDUCED, parameter=HALF, quantity=Quantity.MONEY, level=Level.PARCEL)
    act, pack, _, relations = claims(near, far)
    assert {far for _, far in taking(act, pack, relations)} == {Reach.GROUND, Reach.PARCEL}
    assert takes(relations, act, pack) is Reach.FARM
    for rows in ((near, far), (far, near)):
        left = Leaving().of(pack, rows)
        assert (left.terms.rate.high, left.formula) == (60_00, "2 ha x EUR 50-60")


def test_claims_on_the_same_terms_are_left_on_the_same_terms() -> None:
    of = row(PACK, RelationType.REDUCED, parameter=HALF)
    act, *_ = claims(of)
    leaving, elsewhere = Leaving(), replace(act, place="P2")
    assert leaving.of(act, (of,)).terms is leaving.of(elsewhere, (of,)).terms
    other = replace(act, terms=replace(act.terms))
    assert leaving.of(other, (of,)).terms is not leaving.of(act, (of,)).terms
