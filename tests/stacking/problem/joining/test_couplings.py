"""Rows, choices and deductions that join claims which lie apart, as they are gathered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from calculator.domain.claim import Claim
from calculator.domain.problem import MICRO
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.problem.joining.couplings import Couplings, Side, Use
from calculator.stacking.problem.weights import FINE, Weight
from tests.builders import ask, farm, measure, parcel, payment, pays, rulebook, scheme

AREA = Weight("area")
KEY = ("row", 1)


def claims(year: int = 2026) -> list[Claim]:
    """Of a payment on two parts of P1 and on P2, and of one for the farm."""
    land = (
        parcel("P1", 5, measure("m1", 2, part="a"), measure("m1", 3, part="b")),
        parcel("P2", 4, "m1"),
    )
    rules = rulebook(pays("a", "m1", 100), scheme("province.x.b", payment("p", figures={"rate": 100})))
    asked = ask(farm(*land), rules)
    (found,) = assess(
        asked.profile, rules, pieces(asked.profile, with_candidates=False)[0], range(year, year + 1), asked.on
    )
    return list(found.claims)


def on_land(some: Sequence[Claim]) -> list[Claim]:
    return [c for c in some if c.piece != "farm"]


def test_a_row_takes_of_the_claims_of_its_payment_where_its_side_lies() -> None:
    every = claims()
    one, other, elsewhere = on_land(every)
    (farm_wide,) = (c for c in every if c.piece == "farm")
    sides = {
        "anywhere": Side((one, other, elsewhere), None),
        "P1": Side((one, other), "P1"),
        "part": Side((one,), "P1", one.piece),
        "farm": Side((farm_wide,), None),
    }
    counted = {}
    for name, side in sides.items():
        joined = Couplings("expected")
        joined.take(side, KEY, 7, AREA)
        assert joined.bounds == {KEY: 7}
        counted[name] = [len(list(joined.of(c))) for c in (one, other, elsewhere, farm_wide)]
        assert not list(joined.of(claims(2027)[0]))
    assert counted == {
        "anywhere": [1, 1, 1, 0],
        "P1": [1, 1, 0, 0],
        "part": [1, 0, 0, 0],
        "farm": [0, 0, 0, 1],
    }


def test_what_a_payment_has_for_the_farm_takes_nothing_of_a_row_of_its_land_nor_the_other_way_round() -> None:
    every = claims()
    for of_farm in (True, False):
        use = Use(KEY, 0, AREA, of_farm)
        assert [use.counts(c) for c in every] == [(c.piece == "farm") is of_farm for c in every]


def test_where_claims_lie_matters_as_finely_as_some_row_asks() -> None:
    one, other, elsewhere = land = on_land(claims())
    joined = Couplings("expected")
    joined.take(Side(tuple(land), None), KEY, 0, AREA)
    assert ([joined.scope(c) for c in land], joined.on_parcels) == ([""] * 3, False)
    joined.take(Side((one, other), "P1"), ("row", 2), 0, AREA)
    assert ([joined.scope(c) for c in land], joined.on_parcels) == (["P1", "P1", "P2"], True)
    joined.take(Side((one,), "P1", one.piece), ("row", 3), 0, AREA)
    assert [joined.scope(c) for c in land] == [c.piece for c in land]
    (farm_wide,) = (c for c in claims() if c.piece == "farm")
    assert joined.scope(farm_wide) == ""
    joined.take(Side((elsewhere,), None), ("row", 4), 0, AREA)
    assert joined.on_parcels


def test_what_loses_money_loses_no_more_than_it_is_left_by_what_it_lost_before() -> None:
    one, _, _ = on_land(claims())
    side, most, joined = Side((one,), "P1"), 300_000_000, Couplings("expected")
    joined.deduct(side, KEY, most, [("asks",)], [("fills",)])
    (alone,) = joined.extras
    within = (*KEY, "within")
    assert joined.bounds == {within: MICRO}
    assert alone.groups == (((0, ()), (-most, ((("asks",), -most), (("fills",), most), (within, most)))),)
    assert (alone.id, alone.target, alone.year, alone.place) == ("~less:row|1", side.ref, 2026, "P1")
    assert (alone.whole, alone.farm) == (False, False)
    joined.deduct(side, ("row", 2), 10, [], share=Fraction(1, 2))
    later = (("row", 2, "within"), most // 2)
    assert joined.extras[0].groups == (((0, ()), (-most, (*alone.groups[0][1][1], later))),)
    assert joined.losses == {(side.name, 2026, "money"): [(0, most), (1, 10)]}


def test_claims_that_stay_whole_are_cut_a_little_cheaper_and_points_cost_nothing() -> None:
    one, _, _ = on_land(claims())
    side, most, joined = Side((one,), "P1"), 300_000_000, Couplings("expected")
    joined.deduct(side, KEY, most, [], channel="klimaat", whole=True)
    joined.deduct(side, ("row", 2), most, [], whole=True)
    points, money = joined.extras
    assert (points.groups, points.target) == ((((0, ()), (0, ())),), "")
    assert (money.groups[0][1][0], money.target) == (-(most - MICRO // 10), side.ref)
    assert {channel: at for (_, _, channel), at in joined.losses.items()} == {
        "klimaat": [(0, most)],
        "money": [(1, most)],
    }
    large = Couplings("expected")
    large.deduct(side, KEY, 10**8 * MICRO * 3, [])
    assert large.bounds == {(*KEY, "within"): 3 * MICRO}


def test_what_a_side_loses_anywhere_is_told_apart_by_parcel_where_rows_of_parcels_come_after_it() -> None:
    land, joined = tuple(on_land(claims())), Couplings("expected")
    parted = Side(land, None, parted=True)
    assert [(x.place, len(x.claims)) for x in parted.parts()] == [("P1", 2), ("P2", 1)]
    joined.deduct(parted, KEY, 9, [], channel="water")
    assert [(x.id, x.place) for x in joined.extras] == [("~less:row|1|P1", "P1"), ("~less:row|1|P2", "P2")]
    joined.deduct(Side(land, None), ("row", 2), 9, [], channel="water")
    assert [(x.id, x.place) for x in joined.extras[2:]] == [("~less:row|2", None)]


def test_what_a_payment_has_for_the_farm_and_on_land_have_names_of_their_own() -> None:
    every = claims()
    sides = {Side((c,), None).name: Side((c,), None).farm for c in every}
    assert sides == {"province.x.a#p": False, "province.x.b#p farm": True}


@pytest.mark.parametrize(("share", "given"), [(Fraction(1), 9), (Fraction(1, 2), 4)])
def test_a_row_that_is_looked_at_after_deductions_asks_its_share_of_what_they_leave(
    share: Fraction, given: int
) -> None:
    one, _, elsewhere = on_land(claims())
    joined = Couplings("expected")
    joined.deduct(Side((one,), "P1"), KEY, 9, [], channel="water")
    before = joined.extras[0].groups
    for side, channel in (
        (Side((elsewhere,), "P2"), "water"),
        (Side((one,), "P1"), "money"),
        (Side((replace(one, year=2027),), "P1"), "water"),
    ):
        joined.after_losses(side, channel, ("later",), share)
        assert joined.extras[0].groups == before
    for n, side in enumerate((Side((one,), "P1"), Side((one, elsewhere), None))):
        joined.after_losses(side, "water", ("later", n), share)
    assert joined.extras[0].groups == (((0, ()), (0, ((("later", 0), -given), (("later", 1), -given)))),)


def test_a_choice_is_one_of_its_groups_and_one_of_them_lets_a_side_be_claimed() -> None:
    one, other, _ = on_land(claims())
    joined = Couplings("expected")
    given = joined.present(Side((one, other), "P1"), KEY)
    assert given == (KEY, -5 * FINE)
    assert joined.bounds == {KEY: 0}
    joined.choice(("x", 2), [], [given])
    (made,) = joined.extras
    assert (made.id, made.whole, made.groups) == ("~choice:x|2", True, (((0, ()),), ((0, (given,)),)))
