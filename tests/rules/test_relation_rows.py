"""Every row of the shipped relation tables, between two payments that it names, at invented rates and all else left out.

The side that comes first (``a``) is put at EUR 100 and the other at 300, so that what a row does follows from its type. A row
that another one always beats, or that reaches farther than it says, does something else here. Rows on points and value of
eco-activities have sums of their own (``test_eco_rows.py``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from calculator.domain.award import Award
from calculator.domain.relation import Relation, RelationType, selects
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind, Scheme
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, payment, rulebook, scheme
from tests.scenarios.bench import shipped

#: Kinds whose money is not theirs: an activity scores, and a class premium pays by the score.
_SCORING = (PaymentKind.ACTIVITY, PaymentKind.CLASS_PREMIUM)
REQUIRES = RelationType.REQUIRES

Named = tuple[Scheme, Payment]


@cache
def in_force(day: date) -> tuple[Relation, ...]:
    return tuple(shipped().relations_on(day))


@cache
def pair(row: Relation) -> tuple[date, Named, Named] | None:
    """The first day of the row on which it is the strictest that holds between two payments in money, and these."""
    starts = {s.validity.start for s in shipped().schemes} | {row.validity.start}
    for day in sorted(d for d in starts if row.validity.contains(d)):
        for a in sided(row.a, day):
            for b in sided(row.b, day):
                if ref(a) != ref(b) and governs(row, day, a, b):
                    return day, a, b
    return None


@cache
def sided(selector: str, day: date) -> tuple[Named, ...]:
    """The payments in money of that day that the selector names."""
    every = ((s, p) for s in shipped().schemes_on(day) for p in s.payments if p.kind not in _SCORING)
    return tuple((s, p) for s, p in every if selects(selector, f"{s.id}#{p.id}", s.id, p.groups))


def ref(named: Named) -> str:
    return f"{named[0].id}#{named[1].id}"


def governs(row: Relation, day: date, *sides: Named) -> bool:
    """Whether no row in force says more of these payments."""
    over = [r for r in in_force(day) if r.specificity > row.specificity]
    (a, b) = ((ref(s), s[0].id, s[1].groups) for s in sides)
    return not any(
        (selects(r.a, *a) and selects(r.b, *b)) or (selects(r.a, *b) and selects(r.b, *a)) for r in over
    )


def bare(side: Named, code: str, rate: int) -> Payment:
    """The payment with an invented rate, where it may meet others and nothing that it asks."""
    _, p = side
    on_land = p.level is Level.UNIT
    groups, costs = p.groups, p.cost_components
    return payment(
        p.id, measures=[code] if on_land else (), figures={"rate": rate}, groups=groups, cost_components=costs
    )


def rules(row: Relation, day: date, *sides: Named) -> Rulebook:
    made: dict[str, Scheme] = {}
    for code, rate, side in zip(("ma", "mb"), (100, 300), sides, strict=False):
        s, p = side[0], bare(side, code, rate)
        known = made.get(s.id, scheme(s.id, payer_is_public=s.payer_is_public, legal_basis=s.legal_basis))
        made[s.id] = replace(known, payments=(*known.payments, p))
    return rulebook(
        *made.values(), relations=[r for r in in_force(day) if r == row or r.type is not REQUIRES]
    )


def on(row: Relation, day: date, *sides: Named, apart: bool = False) -> Award:
    land = (parcel("P1", 1, "ma"), parcel("P2", 1, "mb")) if apart else (parcel("P1", 1, "ma", "mb"),)
    return award(ask(replace(farm(*land), year=day.year), rules(row, day, *sides), day.isoformat()))


#: What a pair of 100 and 300 comes to, and its high reading, where they meet.
MEETING = {
    RelationType.EXCLUSIVE: (300_00, 300_00),
    RelationType.ADDITIVE: (400_00, 400_00),
    REQUIRES: (400_00, 400_00),
    RelationType.UNKNOWN: (300_00, 400_00),
}


def in_money() -> list[Relation]:
    return [row for row in shipped().relations if row.type in MEETING and pair(row) is not None]


@pytest.mark.parametrize("row", in_money(), ids=lambda row: row.id)
def test_a_row_does_what_its_type_says_where_its_payments_meet_and_names_its_source(row: Relation) -> None:
    day, a, b = pair(row) or pytest.fail("no pair")
    found = on(row, day, a, b)
    assert (found.total, found.high) == MEETING[row.type]
    if row.type is RelationType.EXCLUSIVE:
        (lost,) = found.not_chosen
        assert (lost.payment, lost.lost_to, lost.relation) == (a[1].id, ref(b), RelationType.EXCLUSIVE)
        assert lost.source is not None
        assert lost.source.url == row.source.url


@pytest.mark.parametrize("row", in_money(), ids=lambda row: row.id)
def test_a_row_for_one_ground_leaves_payments_elsewhere_alone_and_one_for_the_farm_does_not(
    row: Relation,
) -> None:
    day, a, b = pair(row) or pytest.fail("no pair")
    together = row.level is not Level.UNIT or Level.FARM in (a[1].level, b[1].level)
    if row.type is REQUIRES and not together:
        assert on(row, day, a, b, apart=True).total == 300_00
    else:
        assert on(row, day, a, b, apart=True).total == (MEETING[row.type][0] if together else 400_00)


@pytest.mark.parametrize("row", [r for r in in_money() if r.type is REQUIRES], ids=lambda row: row.id)
def test_what_needs_another_payment_is_not_paid_without_it(row: Relation) -> None:
    day, a, _ = pair(row) or pytest.fail("no pair")
    assert on(row, day, a).total == 0


def test_every_row_is_the_strictest_of_some_pair_in_money_or_bears_on_eco_activities() -> None:
    """One says of land apart what holds by itself: two packages in Zeeland that lie on different ground are both paid."""
    silent = {r.id for r in shipped().relations if pair(r) is None}
    assert {r.id for r in shipped().relations if r.id in silent and "eco" not in r.a + r.b} == {
        "anlb-zeeland-element-beside-area"
    }
