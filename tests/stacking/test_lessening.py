"""What payments of the total leave of the euros of one that would be continued: by which rows, how far apart, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.money import Range
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level, PaymentKind
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.reach import Reach
from calculator.stacking.lessening import Lessening, Paid, joins, lessening, lessens
from calculator.stacking.problem.stacks.regime import regime
from tests.builders import farm, measure, parcel, payment, pays, relation, rulebook, scheme, text

ON = date(2026, 7, 1)
ENDED, HELD, FIRM, OWN = "province.x.a", "province.x.b", "province.x.f", "province.x.own"
ECO = "national.rvo.eco"
NET, HIGHEST, ZERO = RelationType.NET_OF, RelationType.HIGHEST, RelationType.ZERO
REDUCED, CAPPED, EXCLUSIVE = RelationType.REDUCED, RelationType.SUM_CAPPED, RelationType.EXCLUSIVE
HUNDRED, PART = Decimal(100), Decimal("0.4")
CUT = text("cut")


@dataclass(frozen=True)
class Ground:
    """A year's claims and the relations between them."""

    ended: Claim
    ended_act: Claim
    west: Claim
    east: Claim
    away: Claim
    firm: Claim
    own: Claim
    relations: Relations


def ground(*rows: Relation) -> Ground:
    """On the west of P1 2 ha at EUR 80 (to 100) that ended, with an activity, and 2 at EUR 60 held; of that 1 on its east and
    3 on P2; for the farm EUR 500 twice.
    """
    act = payment(
        "act", measures=["m3"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 4}, "value": 70}
    )
    firm, own = (scheme(id, payment("p", figures={"rate": 500})) for id in (FIRM, OWN))
    pay = pays("a", "m1", (80, 100)), pays("b", "m2", 60)
    rules = rulebook(scheme("national.rvo.eco", act), *pay, firm, own, relations=rows)
    west = (measure(code, 2, part="west") for code in ("m1", "m2", "m3"))
    land = farm(parcel("P1", 4, *west, measure("m2", 1, part="east")), parcel("P2", 3, "m2"))
    told = assess(land, rules, pieces(land)[0], range(2026, 2027), ON)
    found = {(claim.scheme, claim.piece): claim for each in told for claim in each.claims}
    return Ground(
        ended=found[ENDED, "P1/2"],
        ended_act=found[ECO, "P1/2"],
        west=found[HELD, "P1/2"],
        east=found[HELD, "P1/1"],
        away=found[HELD, "P2/1"],
        firm=found[FIRM, "farm"],
        own=found[OWN, "farm"],
        relations=regime(rules, 2026, ON).relations,
    )


def paid(claim: Claim, euros: int, **changes: object) -> Line:
    cents = euros * 100
    return replace(Line(claim, claim.quantity, cents, cents, cents), **changes)  # type: ignore[arg-type]


def held(*rows: Lessening) -> list[tuple[Lessening, str]]:
    return [(row, f"{HELD}#p") for row in rows]


def of_the_farm(*rows: Lessening) -> list[tuple[Lessening, str]]:
    return [(row, f"{FIRM}#p") for row in rows]


def row(a: str, type: RelationType, b: str, **changes: object) -> Relation:
    return relation(a, type, b, id="r", **changes)


@pytest.mark.parametrize(
    ("given", "lost"),
    [
        (row(ENDED, NET, HELD), Lessening("r", Reach.GROUND, Fraction(1), net=True)),
        (row(HELD, NET, ENDED), Lessening("r", Reach.GROUND, Fraction(1))),
        (row(ENDED, HIGHEST, HELD), Lessening("r", Reach.GROUND, Fraction(1))),
        (row(HELD, ZERO, ENDED), Lessening("r", Reach.GROUND, Fraction(1))),
        (row(HELD, ZERO, ENDED, level=Level.FARM), Lessening("r", Reach.FARM, Fraction(1))),
        (row(HELD, REDUCED, ENDED, parameter=PART), Lessening("r", Reach.GROUND, Fraction("0.6"))),
        (
            row(HELD, REDUCED, ENDED, parameter=PART, level=Level.PARCEL),
            Lessening("r", Reach.PARCEL, Fraction("0.6")),
        ),
        # Of one that is reduced itself a share is gone before (`taking`), and points are no euros.
        (row(ENDED, REDUCED, HELD, parameter=PART), None),
        (row(ENDED, ZERO, HELD), None),
        (row(HELD, ZERO, ENDED, quantity=Quantity.POINTS), None),
        (row(ENDED, EXCLUSIVE, HELD), None),
        (row(ENDED, CAPPED, HELD, parameter=HUNDRED), Lessening("r", Reach.GROUND, None, Fraction(100_00))),
    ],
    ids=lambda x: f"{x.a} {x.type} {x.level}" if isinstance(x, Relation) else "",
)
def test_what_is_lost_of_a_continued_payment_beside_one_that_stands(
    given: Relation, lost: Lessening | None
) -> None:
    on = ground(given)
    assert list(lessening(on.ended, on.west, on.relations)) == ([] if lost is None else [lost])


def test_two_that_pay_so_much_together_leave_each_other_the_rest_whichever_is_named_first() -> None:
    """One row, read once."""
    for given in (row(ENDED, CAPPED, HELD, parameter=HUNDRED), row(HELD, CAPPED, ENDED, parameter=HUNDRED)):
        on = ground(given)
        assert [found.most for found in lessening(on.ended, on.west, on.relations)] == [100_00]


def test_an_activity_pays_nothing_that_could_be_lost_or_left() -> None:
    on = ground(row(f"{ECO}#act", NET, HELD), replace(row(ENDED, NET, f"{ECO}#act"), id="s"))
    assert list(lessening(on.ended_act, on.west, on.relations)) == []
    assert list(lessening(on.ended, on.ended_act, on.relations)) == []


def test_rows_work_in_one_order_what_it_is_net_of_then_caps_then_what_others_lose() -> None:
    share = Lessening("r", Reach.GROUND, Fraction(1))
    stages = [replace(share, net=True), Lessening("r", Reach.GROUND, None, Fraction(1)), share]
    assert [each.stage for each in stages] == [0, 1, 2]


@pytest.mark.parametrize(
    ("rows", "joined", "far"),
    [
        ([row(ENDED, REDUCED, HELD, parameter=PART)], True, Reach.GROUND),
        ([row(HELD, REDUCED, ENDED, parameter=PART)], True, Reach.GROUND),
        ([row(HELD, CAPPED, ENDED, parameter=HUNDRED, level=Level.PARCEL)], True, Reach.FARM),
        ([row(ENDED, NET, HELD)], False, Reach.GROUND),
        (
            [row(ENDED, NET, HELD), replace(row(HELD, HIGHEST, ENDED, level=Level.FARM), id="s")],
            False,
            Reach.FARM,
        ),
        ([row(ENDED, RelationType.REQUIRES, HELD, level=Level.FARM)], False, Reach.FARM),
        ([row(ENDED, EXCLUSIVE, HELD)], False, None),
        ([], False, None),
    ],
    ids=lambda x: " ".join(f"{each.a} {each.type}" for each in x) or "none" if isinstance(x, list) else "",
)
def test_how_far_two_payments_bear_on_each_others_euros(
    rows: Sequence[Relation], joined: bool, far: Reach | None
) -> None:
    on = ground(*rows)
    assert joins(on.relations, on.ended, on.west) is joined
    assert lessens(on.relations, on.ended, on.west) is far


GROUND, PARCEL, FARM = (Lessening("r", far, Fraction(1)) for far in (Reach.GROUND, Reach.PARCEL, Reach.FARM))


def test_on_its_own_ground_a_rate_is_left_at_every_reading_and_said() -> None:
    on = ground()
    left = Paid([paid(on.west, 120), paid(on.east, 60)]).leave(on.ended, held(GROUND), joined=False)
    assert left.rate == Range(Fraction(20_00), Fraction(20_00), Fraction(40_00))
    assert left.formula == "2 ha x EUR 20-40"
    assert [told.en for told in left.terms.caveats[-1:]] == [
        "€20 per ha is paid instead of €80: a limit or a rule of combination lowers it."
    ]
    # Of what is paid for a part of the ground the rate goes off all of it, as it was paid: here EUR 90 on a hectare.
    cut = paid(on.west, 90, quantity=Decimal(1), formula="1 ha x EUR 90")
    assert Paid([cut]).leave(on.ended, held(GROUND), joined=False).rate.high == 10_00


def test_nothing_is_left_below_nothing_and_what_is_not_there_takes_nothing() -> None:
    on = ground()
    told = paid(on.west, 180, formula="2 ha x EUR 90")
    assert Paid([told]).leave(on.ended, held(GROUND), joined=False).rate == Range(
        Fraction(0), Fraction(0), Fraction(10_00)
    )
    for lines in ([], [paid(on.east, 60), paid(on.away, 180)], [paid(on.firm, 500)]):
        assert Paid(lines).leave(on.ended, held(GROUND), joined=False) is on.ended


def test_rows_on_one_ground_work_after_one_another() -> None:
    """EUR 80 net of 30 is 50, of which a cap leaves 40, and the other loses 15."""
    on = ground()
    stands = paid(on.west, 60, formula="2 ha x EUR 30")
    net, cap = (
        Lessening("n", Reach.GROUND, Fraction(1), net=True),
        Lessening("c", Reach.GROUND, None, Fraction(70_00)),
    )
    loses = Lessening("l", Reach.GROUND, Fraction(1, 2))
    for rows in ((net, cap, loses), (loses, cap, net)):
        assert Paid([stands]).leave(on.ended, held(*rows), joined=False).rate.expected == 25_00
    # A cap that is full already leaves nothing, not less.
    full = replace(cap, most=Fraction(20_00))
    assert Paid([stands]).leave(on.ended, held(full), joined=False).rate.high == 0


def test_claims_on_the_same_terms_are_left_on_the_same_terms() -> None:
    on = ground()
    stands = Paid([paid(on.west, 120)])
    one, two = (stands.leave(on.ended, held(GROUND), joined=False) for _ in range(2))
    assert one.terms is two.terms is not on.ended.terms


def test_for_the_farm_euros_are_left_of_euros() -> None:
    on = ground()
    lines = [paid(on.firm, 200), paid(on.west, 120), paid(on.away, 180)]
    assert Paid(lines).leave(on.own, of_the_farm(GROUND), joined=False).rate.expected == 300_00
    assert Paid(lines).leave(on.own, held(FARM), joined=False).rate.expected == 200_00
    cap = Lessening("c", Reach.FARM, None, Fraction(450_00))
    assert Paid(lines).leave(on.own, held(cap), joined=False).rate.expected == 150_00


@pytest.mark.parametrize(("row", "lost"), [(PARCEL, 80_00), (FARM, 130_00)], ids=["parcel", "farm"])
def test_what_lies_elsewhere_takes_off_lines_as_far_as_the_row_reaches(row: Lessening, lost: int) -> None:
    """On P1 EUR 80 is paid beside it, on P2 EUR 50: on its parcel the first, on the farm both."""
    on = ground()
    stands = Paid([paid(on.east, 80), paid(on.away, 50)])
    claim = stands.leave(on.ended, held(row), joined=False)
    assert claim is on.ended
    others = replace(on.ended, place="P9", piece="P9/1")
    lines = [
        paid(on.ended, 160),
        paid(others, 300),
        paid(replace(on.ended, year=2027), 160),
        paid(on.own, 500),
    ]
    found, changed = stands.taken_off(lines)
    assert changed
    # The last line pays first, as far as the row reaches.
    first, second = (160_00 - 80_00, 300_00) if row is PARCEL else (160_00, 300_00 - 130_00)
    assert [line.amount for line in found] == [first, second, 160_00, 500_00]
    assert sum(x.amount for x in lines) - sum(x.amount for x in found) == lost


def test_a_cap_elsewhere_leaves_what_the_total_does_not_fill() -> None:
    on = ground()
    cap = Lessening("c", Reach.FARM, None, Fraction(200_00))
    stands = Paid([paid(on.away, 50)])
    stands.leave(on.ended, held(cap), joined=False)
    assert [x.amount for x in stands.taken_off([paid(on.ended, 160)])[0]] == [150_00]
    full = Paid([paid(on.away, 250)])
    full.leave(on.ended, held(cap), joined=False)
    # A line of which nothing is left is none.
    assert full.taken_off([paid(on.ended, 160), paid(on.own, 5)]) == ((paid(on.own, 5),), True)


def test_where_nothing_is_taken_elsewhere_lines_stand() -> None:
    on = ground()
    cap = Lessening("c", Reach.FARM, None, Fraction(210_00))
    stands = Paid([paid(on.away, 50)])
    stands.leave(on.ended, held(cap), joined=False)
    lines = (paid(on.ended, 160), paid(on.own, 0))
    assert stands.taken_off(lines) == (lines, False)


def test_what_others_lose_is_taken_off_after_what_a_cap_takes() -> None:
    """EUR 160 beside EUR 50 under a cap of 200 is 150, of which the other loses 50; not 160 less 50, which fits."""
    on = ground()
    cap, loses = Lessening("c", Reach.FARM, None, Fraction(200_00)), Lessening("l", Reach.FARM, Fraction(1))
    stands = Paid([paid(on.away, 50)])
    stands.leave(on.ended, held(loses, cap), joined=False)
    assert [x.amount for x in stands.taken_off([paid(on.ended, 160)])[0]] == [100_00]


def test_what_is_joined_to_another_that_is_continued_loses_its_part_at_the_end() -> None:
    """The rate stays, so that what the other looks at is whole."""
    on = ground()
    for row, left in ((GROUND, 40_00), (Lessening("c", Reach.GROUND, None, Fraction(100_00)), 80_00)):
        stands = Paid([paid(on.west, 120), paid(on.east, 60)])
        assert stands.leave(on.ended, held(row), joined=True) is on.ended
        lines = [paid(on.ended, 160), paid(replace(on.ended, piece="P1/9"), 160)]
        assert [x.amount for x in stands.taken_off(lines)[0]] == [left, 160_00]


def test_a_class_premium_loses_to_what_lies_on_land_too() -> None:
    on = ground()
    premium = replace(on.own, terms=replace(on.own.terms, class_name="goud"))
    lines = [paid(on.firm, 200), paid(on.west, 120)]
    rows = [*held(FARM), *of_the_farm(GROUND)]
    assert Paid(lines).leave(premium, rows, joined=False).rate.expected == 180_00


@pytest.mark.parametrize(("elsewhere", "known"), [(159, 80_00), (160, 0), (161, 0)])
def test_what_payments_elsewhere_take_whole_is_known_to_be_worth_nothing(elsewhere: int, known: int) -> None:
    on = ground()
    stands = Paid([paid(on.away, elsewhere)])
    stands.leave(on.ended, held(FARM), joined=False)
    ended, own = stands.known([on.ended, on.own])
    assert own is on.own
    assert ended.rate.expected == known
    # At the top of its range it could come to more, and that is gone with it.
    assert ended.rate.high == (100_00 if known else 0)


@pytest.mark.parametrize(("elsewhere", "known"), [(199, 80_00), (200, 0)])
def test_what_a_cap_leaves_nothing_of_is_known_to_be_worth_nothing(elsewhere: int, known: int) -> None:
    on = ground()
    stands = Paid([paid(on.away, elsewhere)])
    stands.leave(on.ended, held(Lessening("c", Reach.FARM, None, Fraction(200_00))), joined=False)
    assert stands.known([on.ended])[0].rate.expected == known


def test_a_payment_for_the_farm_of_several_units_loses_euros_of_each() -> None:
    on = ground()
    herd = replace(on.own, quantity=Decimal(4))
    stands = Paid([paid(on.firm, 200), paid(on.away, 180)])
    assert stands.leave(herd, of_the_farm(GROUND), joined=False).rate.expected == 450_00
    cap = Lessening("c", Reach.FARM, None, Fraction(380_00))
    assert stands.leave(herd, held(cap), joined=False).rate.expected == 50_00


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        # As it stands in the rules, whatever its cents were rounded to.
        ([{"euros": 119}], 20_00),
        ([{"euros": 100, "caveats": (CUT,)}], 30_00),
        # Of two parts of the ground the one that pays most.
        (
            [{"euros": 30, "formula": "x"}, {"euros": 100, "formula": "x"}, {"euros": 50, "formula": "x"}],
            30_00,
        ),
    ],
    ids=["as it stands", "cut", "in parts"],
)
def test_what_a_hectare_pays_is_its_rate_or_what_its_line_comes_to(
    lines: Sequence[dict[str, Any]], left: int
) -> None:
    on = ground()
    stands = Paid([paid(on.west, **line) for line in lines])
    assert stands.leave(on.ended, held(GROUND), joined=False).rate.expected == left


def test_of_several_rows_that_one_takes_something_is_said() -> None:
    on = ground()
    stands = Paid([paid(on.away, 50)])
    takes, fits = (
        Lessening("t", Reach.FARM, Fraction(1), net=True),
        Lessening("f", Reach.FARM, None, Fraction(500_00)),
    )
    stands.leave(on.ended, held(takes, fits), joined=False)
    assert [x.amount for x in stands.taken_off([paid(on.ended, 160)])[0]] == [110_00]
    # What a cap leaves is no loss that would make it worth nothing.
    assert stands.known([on.ended])[0] is on.ended
