"""What explanations of a population rest on: what is open, which farms are left, and what a payment that is forced in costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from calculator.domain.problem import MICRO
from calculator.stacking.columns.explained import (
    classes,
    filled,
    said_on_land,
)
from calculator.stacking.columns.explained.by_land import ByLand
from calculator.stacking.columns.explained.holding import held_back
from calculator.stacking.columns.explained.missing import Pieces
from calculator.stacking.columns.explained.on_land import Choice, Missed
from calculator.stacking.columns.explained.own import Own
from calculator.stacking.columns.explained.pairs import Pairs
from calculator.stacking.columns.explained.said_on_land import OnLand
from calculator.stacking.columns.explained.saying import Questions, Sayings
from calculator.stacking.columns.explained.tables import Gathered, Prices, Totals
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.premiums import EXACT
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.problem.weights import FINE
from tests.builders import farm, parcel, payment, rulebook, scheme
from tests.stacking.columns.test_explained_apart import ON, claims_of


def test_years_in_which_as_much_may_be_contracted_are_answered_at_once() -> None:
    span = SimpleNamespace(day=ON, years=(2026, 2027, 2028))
    new = {2026: [5, 5, 0], 2027: [5, 6, 0], 2028: [5, 5, 1]}
    sums = SimpleNamespace(new={year: np.array(of) for year, of in new.items()})
    asking: Any = SimpleNamespace(span=span, sums=sums)

    def days(mode: str) -> list[tuple[date, tuple[int, ...], list[int]]]:
        return [(day, years, some.tolist()) for day, years, some in ByLand._days(asking, mode, np.arange(3))]

    assert days("steady") == [(ON, (2026, 2027, 2028), [0, 1, 2])]
    assert [years for _, years, _ in days("yearly")] == [(2026,), (2027,), (2028,)]
    every = {(at, year): years for _, years, some in days("late") for at in some for year in years}
    assert {key: every[key] for key in ((0, 2026), (1, 2026), (1, 2027), (2, 2027), (2, 2028))} == {
        (0, 2026): (2026, 2027, 2028),
        (1, 2026): (2026, 2028),
        (1, 2027): (2027,),
        (2, 2027): (2026, 2027),
        (2, 2028): (2028,),
    }
    assert len(every) == 9
    sums.new = {}
    assert [years for _, years, _ in days("late")] == [(2026, 2027, 2028)]


def test_farms_that_gave_land_up_for_a_class_below_a_minimum_are_left_and_not_those_that_reach_it_anyhow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(classes, "_scores", lambda _: {})
    reached: Any = SimpleNamespace(unpaid=np.array([1, 1, 0, 0]))
    monkeypatch.setattr(classes, "_reached", lambda *_: reached)
    monkeypatch.setattr(classes, "unpaid", lambda *_: np.array([True, True, True, False]))
    left: list[tuple[list[int], str]] = []
    case: Any = SimpleNamespace(
        farms=range(4), gap={1: 0, 3: 0}, land=SimpleNamespace(scoring={("s", 2026): np.ones(4, dtype=np.bool_)}),
        leave=lambda at, why: left.append((at.tolist(), why)),
    )  # fmt: skip
    made: Any = SimpleNamespace(scheme="s", farm=np.arange(4), claims=("gold",))
    assert list(classes.classes(case, [(made, 2026, np.zeros(4, dtype=np.int64))], {})) == [reached]
    assert left == [([1], classes.UNPAID)]


def test_the_next_class_is_the_one_that_asks_points_or_value_that_the_farm_has_not() -> None:
    case: Any = SimpleNamespace(farms=range(3), leave=lambda at, why: at.tolist() and pytest.fail(why))
    needed = np.array([4 * EXACT] * 3)
    made: Any = SimpleNamespace(
        scheme="s", farm=np.arange(3), size=np.array([SCALE, 2 * SCALE, SCALE]), claims=("gold", "silver"),
        exact={"klimaat": needed}, per_ha=(Fraction(70), Fraction(50)),
    )  # fmt: skip
    scores: Any = {
        ("s", 2026, "klimaat"): np.array([4 * EXACT, 4 * EXACT, 4 * EXACT - 1]),
        ("s", 2026, ""): np.array([60 * EXACT, 80 * EXACT, 90 * EXACT]),
    }
    here = np.array([1, 2, 2])
    told = classes._reached(case, made, 2026, np.arange(3), here, np.zeros(3, dtype=np.bool_), scores)
    assert told.following.tolist() == [0, 1, 0]
    assert told.goals["klimaat"][2].tolist() == [0, 0, 1]
    assert told.short.tolist()[:2] == [10_00, 10_00]
    below = classes._reached(case, made, 2026, np.arange(3), here, np.array([True, False, False]), scores)
    assert below.unpaid.tolist() == [1, 2, 2]


def test_what_waits_for_aid_received_could_pay_its_amount_to_the_cent() -> None:
    claim = replace(claims_of(farm(parcel("P1", 2, "m1")))[0], piece="farm", place="farm")
    micro = 10**6
    one: Any = SimpleNamespace(
        claim=claim, years=(2026, 2028), farm=np.array([0, 1, 2]), high=None,
        exact=np.array([500 * micro, 500 * micro + micro // 2, 501 * micro + micro // 2 - 1]),
    )  # fmt: skip
    land = SimpleNamespace(farm=np.zeros(0, dtype=np.int64), offer=np.zeros(0, dtype=np.int64))
    case: Any = SimpleNamespace(
        years=range(2026, 2029), land=land, farms=SimpleNamespace(aid_unknown=np.zeros(3, dtype=np.bool_))
    )
    known: Any = SimpleNamespace(
        refusing=SimpleNamespace(questions=Questions()),
        readings=SimpleNamespace(columns=SimpleNamespace(types=None)),
    )
    first, later = held_back(known, case, [one])
    assert first[:, [0, 3, 4, 5]].tolist() == [[0, 1, 500, 1], [1, 1, 501, 1], [2, 1, 501, 1]]
    assert later[:, 3].tolist() == [4, 4, 4]
    assert list(held_back(known, case, [SimpleNamespace(**{**vars(one), "farm": one.farm[:0]})])) == []  # type: ignore[list-item]


def test_a_limit_that_binds_and_of_which_no_price_is_known_stands_in_the_tables_without_one() -> None:
    into = Gathered()
    known: Any = SimpleNamespace(
        columns=SimpleNamespace(years=range(2026, 2029)),
        refusing=SimpleNamespace(sayings=Sayings(), questions=Questions()),
    )
    limits = [
        SimpleNamespace(limit=name, price=price, binding=binds)
        for name, price, binds in (("a", None, True), ("b", 5, True), ("c", 7, False))
    ]
    told: Any = SimpleNamespace(
        not_chosen=(), refusals=(), open=(), limits=limits, total=1, low=2, high=3, continuation=4, classes=()
    )
    Own(known, into, 6, farm()).add(told)
    assert np.concatenate(into.blocks[Prices]).tolist() == [[6, 0, 0], [6, 1, 5]]
    assert into.limits.names == ("a", "b")
    assert np.concatenate(into.blocks[Totals]).tolist() == [[6, 1, 2, 3, 4]]


def test_a_pair_on_several_pieces_is_asked_once_with_what_they_could_pay_together() -> None:
    rules = rulebook(scheme("national.x.b", payment("q", measures=["m2"], figures={"rate": 50})))
    pairs = Pairs(SimpleNamespace(rulebook=rules, years=range(2026, 2028)), Questions())  # type: ignore[arg-type]
    one, other = "national.x.a#p", "national.x.b#q"
    # Per hectare: EUR 100, EUR 200, EUR 100 a year later, and an activity.
    for key in (
        (one, other, 2026, Fraction(100_00)),
        (one, other, 2026, Fraction(200_00)),
        (one, other, 2027, Fraction(100_00)),
        ("national.x.a#act", other, 2026, None),
    ):
        pairs._every[key] = len(pairs._every)  # type: ignore[index]
    land = SimpleNamespace(farm=np.array([0, 0, 0, 1, 1]), piece=np.arange(5))
    case: Any = SimpleNamespace(
        land=land, farms=SimpleNamespace(piece_place=np.array([0, 0, 1, 0, 0])), years=range(2026, 2028)
    )
    piece, pair = np.array([0, 2, 3, 4, 1, 0]), np.array([0, 1, 0, 0, 3, 2])
    rows = pairs._rows(case, piece, pair, np.array([2, 3, 1, 4, 9, 5]) * SCALE)
    found = {(int(r[0]), int(r[3]), int(r[5])): (int(r[1]), int(r[4])) for r in rows}
    assert found == {
        (0, 1, 1): (FARM, 800_00),
        (0, 2, 1): (0, 500_00),
        (0, 1, 0): (0, 0),
        (1, 1, 1): (0, 500_00),
    }
    assert len(rows) == len(found)


@pytest.mark.parametrize(("more", "left"), [(0, []), (1, [1])])
def test_farms_on_which_more_could_fill_a_limit_are_left(
    monkeypatch: pytest.MonkeyPatch, more: int, left: list[int]
) -> None:
    there = np.array([0, more, 0])
    cap: Any = SimpleNamespace(limit="cap", year=2026, farm=np.array([0, 1]))
    other: Any = SimpleNamespace(limit="other", year=2026, farm=np.array([2]))
    monkeypatch.setattr(filled, "near", lambda *_: [cap, other])
    monkeypatch.setattr(filled, "granted", lambda *_: ({("window", ON): np.array([1, 1, 1])}, None))
    monkeypatch.setattr(filled, "counted_lines", lambda *_: None)
    given: list[Any] = []
    ceilings = SimpleNamespace(after=lambda _, grants: given.append(grants), tight=lambda *_: {0: "", 1: ""})
    columns: Any = SimpleNamespace(ceilings=ceilings, types=SimpleNamespace(tables=SimpleNamespace(most=0)))
    found: list[tuple[list[int], str]] = []
    case: Any = SimpleNamespace(
        farms=range(3),
        most=lambda _: 0,
        compiled=SimpleNamespace(grants=0),
        leave=lambda at, why: found.append((at.tolist(), why)),
    )
    filled.leave_filled(case, columns, {("cap", 2026): there})
    assert found.pop() == (left, filled.CAPPED)
    assert not given
    filled.leave_filled(case, columns, {("window", ON): there})
    assert found.pop() == (left, filled.TIGHT)
    assert given[0]["window", ON].tolist() == [1, 1 + more, 1]
    assert not found


def test_a_question_and_a_refusal_of_land_are_told_in_the_years_in_which_some_payment_is_so() -> None:
    said = [
        OnLand(((1, 2026),), ((7, 0b010, None), (7, 0b100, Fraction(5))), ((3, 0b010),)),
        OnLand(((1, 2027),), ((7, 0b100, None),), ((3, 0b100),)),
    ]
    found = said_on_land._together(said)
    assert found.refused == ((1, 2026), (1, 2027))
    assert found.open == ((7, 0b110, None), (7, 0b100, Fraction(5)))
    assert found.waits == ((3, 0b110),)


def pieces_of(*picked: int, withheld: Mapping[Any, Any] | None = None) -> Pieces:
    """Two farms that have gold by 100 points: EUR 10 for each of 4 hectares; ``picked`` can choose on other land."""
    gold = SimpleNamespace(rate=SimpleNamespace(expected=Fraction(10_00)))
    made: Any = SimpleNamespace(
        scheme="s", ref="s#p", farm=np.array([0, 1]), claims=(gold,), points={"klimaat": np.array([100 * MICRO] * 2)},
        value=np.array([[-1], [-1]]), quantity=np.array([4 * FINE] * 2),
    )  # fmt: skip
    case: Any = SimpleNamespace(
        farms=range(2), withheld=withheld or {}, picked=SimpleNamespace(farm=np.array(picked, dtype=np.int64)),
        rulebook=rulebook(), on=ON, years=range(2026, 2027),
        scores=lambda: {("s", 2026, "klimaat"): np.array([100 * MICRO, 120 * MICRO])},
    )  # fmt: skip
    types: Any = None
    return Pieces(case, [(made, 2026, np.array([0, 0]))], types, types)


def forced_to(*choices: tuple[int, int]) -> Missed:
    """What brings 50 now and scores 10 per unit of the piece, or with a payment forced in these sums and scores."""
    now, *then = (
        Choice(Fraction(gain), {("s", 2026, "klimaat"): Fraction(score * MICRO)})
        for gain, score in ((50, 10), *choices)
    )
    return Missed("s#x", (2026,), Cause("better_total"), now, tuple(then))


def test_a_payment_that_is_forced_in_costs_the_class_that_its_points_carried() -> None:
    class_ = 4 * 10_00 * MICRO
    for farm_, lost in ((0, class_), (1, 0)):
        assert pieces_of()._difference(farm_, forced_to((45, 0)), Fraction(1)) == -5 - lost
    assert pieces_of()._difference(1, forced_to((45, 0)), Fraction(3)) == -15 - class_


def test_where_other_choices_or_other_land_could_keep_a_class_or_none_holds_the_payment_nothing_is_said() -> (
    None
):
    assert pieces_of()._difference(0, forced_to(), Fraction(1)) is None
    assert pieces_of()._difference(0, forced_to((45, 0), (40, 0)), Fraction(1)) is None
    assert pieces_of(0)._difference(0, forced_to((45, 0)), Fraction(1)) is None
    assert pieces_of(1)._difference(0, forced_to((45, 0)), Fraction(1)) is not None
    assert pieces_of(withheld={(0, "cap"): 5})._difference(0, forced_to((45, 0)), Fraction(1)) is None
    assert pieces_of(withheld={(1, "cap"): 5})._difference(0, forced_to((45, 0)), Fraction(1)) is not None
    # Where no class is lost the one that brings most is the best.
    assert pieces_of(1)._difference(1, forced_to((40, 9), (45, 9)), Fraction(1)) == -5
