"""What explanations of a population rest on: what forcing a payment in breaks, what classes are short of, land that is alike."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np

from calculator.domain.award import ClassResult
from calculator.domain.scheme import PaymentKind
from calculator.stacking.columns.explained import (
    alike,
    explaining,
    forced,
    waiting,
)
from calculator.stacking.columns.explained.classes import missing
from calculator.stacking.columns.explained.own import Own
from calculator.stacking.columns.explained.tables import Classes, Gathered, Goals
from calculator.stacking.columns.lines import FARM
from calculator.stacking.columns.offered.premiums import EXACT
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.columns.touched import Touching
from tests.builders import farm, payment, rulebook, scheme, text
from tests.stacking.columns.test_explained_apart import ON


def test_of_what_must_be_given_the_window_is_named_that_it_breaks_most_by_itself() -> None:
    takes, must_be = np.array([[10, 1], [4, 40]]), np.arange(2)

    def alone(must: list[int], *room: int) -> int:
        return int(forced._alone.py_func(takes, np.array(room), np.array([0, 1]), np.isin(must_be, must)))

    assert alone([0], 9, 1) == 0
    assert alone([0], 10, 1) == -1
    assert alone([1], 3, 30) == 1
    assert alone([0, 1], 5, 39) == 0
    assert alone([0], 0, 0) == 0
    assert alone([1], 0, 35) == 1


def test_of_windows_that_are_broken_alike_the_earliest_is_named() -> None:
    def worst(*more: int) -> int:
        return int(forced._worst.py_func(np.array(more), np.array([30, 20, 10])))

    assert [worst(5, 5, 0), worst(5, 5, 5), worst(6, 5, 5), worst(0, -1, 0)] == [1, 2, 0, -1]


def test_payments_that_exclude_each_other_in_some_year_are_decided_together_year_by_year() -> None:
    apart, group = np.array([[1, 1, 0, 0]]), np.array([0, 1, 2, 1])
    year = np.array([0, 0, 0, 1])
    homes = forced._homes.py_func(np.arange(4), apart, group, 3, year).tolist()
    assert homes[0] == homes[1]
    assert len(set(homes)) == 3


def test_a_class_is_short_of_the_value_that_it_asks_per_hectare_of_the_whole_farm() -> None:
    made: Any = SimpleNamespace(per_ha=(Fraction(60), None, Fraction(1, 3)), claims=(1, 2, 3))
    size, worth = np.array([2 * SCALE, SCALE]), np.array([100 * EXACT, 70 * EXACT])
    found, under = missing(made, size, worth)
    assert under == 3
    assert (found // (under * EXACT)).tolist() == [[20, 0, 0], [0, 0, 0]]


def test_what_is_scored_in_parts_finer_than_are_kept_is_not_added_up() -> None:
    found: dict[Any, int] = {}
    name = ("s", 2026, "")
    assert waiting._more(found, name, Fraction(SCALE, EXACT))
    assert waiting._more(found, name, 3)
    assert found[name] == 1 + 3 * (EXACT // SCALE)
    assert not waiting._more(found, name, Fraction(SCALE, 2 * EXACT))
    assert found[name] == 1 + 3 * (EXACT // SCALE)


def test_a_question_for_the_farm_is_asked_once_for_all_years_of_which_it_says_the_same() -> None:
    rows = np.array(
        [
            [0, FARM, 3, 0b001, 500, 1],
            [0, FARM, 3, 0b100, 500, 1],
            [0, FARM, 3, 0b010, 600, 1],
            [0, FARM, 4, 0b001, 500, 1],
            [1, FARM, 3, 0b001, 0, 0],
            [1, FARM, 3, 0b010, 0, 1],
            [1, 0, 3, 0b001, 0, 1],
            [1, 0, 3, 0b001, 0, 1],
        ]
    )
    found = sorted(explaining._together(rows).tolist())
    assert found == sorted(
        [
            [0, FARM, 3, 0b101, 500, 1], rows[2].tolist(), rows[3].tolist(), rows[4].tolist(), rows[5].tolist(),
            rows[6].tolist(), rows[7].tolist(),
        ]
    )  # fmt: skip


def test_a_class_that_the_ordinary_engine_tells_stands_in_the_tables_as_it_is() -> None:
    premium = payment("premie", figures={"rate": 1}, kind=PaymentKind.CLASS_PREMIUM)
    rules = rulebook(
        scheme("national.x.other", payment("p", figures={"rate": 1})), scheme("national.x.eco", premium)
    )
    into = Gathered()
    known: Any = SimpleNamespace(columns=SimpleNamespace(rulebook=rules))
    told = ClassResult(
        "national.x.eco", 2027, "brons", {"klimaat": (Decimal("1.5"), Decimal(4))}, Decimal("60.1234"), "zilver",
        Decimal("12.34"), None, {"klimaat": Decimal("2.5")},
    )  # fmt: skip
    own = Own(known, into, 5, farm())
    own._class(told)
    own._class(replace(told, name=None, next_name=None, next_short_per_ha=None, note=text("onder x")))
    first, second = np.concatenate(into.blocks[Classes]).tolist()
    codes = into.names.names
    assert first == [
        5,
        2027,
        0,
        codes.index("brons"),
        codes.index("zilver"),
        1234,
        int(Decimal("60.1234") * EXACT),
        SCALE,
        -1,
    ]
    assert second[3:6] == [-1, -1, -1]
    assert codes[second[8]] == "onder"
    goals = np.concatenate(into.blocks[Goals]).tolist()
    assert goals[0] == [5, 2027, 0, 0, int(Decimal("1.5") * EXACT), 4 * EXACT, 250]


def hangs(divided: set[int], out: list[tuple[int, int]], quantities: list[int], places: list[int]) -> bool:
    """Of pieces on which the pair may be, with how much beside lies on those that are told."""
    land = SimpleNamespace(
        offer=np.zeros(len(places), dtype=np.int64),
        quantity=np.array(quantities),
        piece=np.arange(len(places)),
    )
    case: Any = SimpleNamespace(land=land, farms=SimpleNamespace(piece_place=np.array(places)))
    piece, beside = (np.array(of, dtype=np.int64) for of in zip(*out, strict=True))
    return alike._hangs(case, divided, lambda _: (7,), 7, piece, beside)


def test_names_decide_of_a_pair_where_all_of_it_may_lie_at_one_place_or_at_several() -> None:
    both = {0, 1}
    assert hangs(both, [(0, 5)], [9, 9], [0, 1])
    assert not hangs(both, [(0, 10)], [9, 9], [0, 1])
    assert hangs(both, [(0, 9)], [9, 8], [0, 1])
    assert not hangs(both, [(2, 5)], [9, 9, 9], [0, 1, 2])
    assert hangs(both, [(0, 5), (2, 5)], [9, 9, 9], [0, 1, 1])
    assert not hangs(both, [(0, 5), (2, 5)], [9, 9, 9], [0, 1, 2])
    assert not hangs(both, [(0, 5), (2, 5), (3, 5)], [9, 9, 9, 9], [0, 1, 1, 0])


def test_the_land_that_a_farm_gave_up_for_a_class_is_divided_where_it_lies_at_several_places() -> None:
    def divided(*rows: tuple[int, int, int, int], weighed: tuple[int, ...] = (0,)) -> dict[int, set[int]]:
        """Of rows of farm, part, piece and quantity."""
        farm_, part, piece, quantity = (np.array(of, dtype=np.int64) for of in zip(*rows, strict=True))
        case: Any = SimpleNamespace(
            farms=Sized(np.array([0, 0, 1, 1])), gap=dict.fromkeys(weighed, 1),
            picked=SimpleNamespace(farm=farm_, part=part, piece=piece, quantity=quantity),
            compiled=SimpleNamespace(choice_of=lambda part: part // 10), land=SimpleNamespace(piece=np.arange(4)),
        )  # fmt: skip
        return alike._divided(case)

    assert divided((0, 1, 0, 5), (0, 2, 2, 1)) == {0: {0, 2}}
    assert divided((0, 1, 0, 5), (0, 2, 1, 5)) == {}
    assert divided((0, 1, 0, 5), (0, 1, 2, 5)) == {}
    assert divided((0, 1, 0, 5), (0, 11, 2, 5)) == {}
    assert divided((0, 1, 0, 5), (0, 2, 2, 0)) == {}
    assert divided((0, 1, 0, 5), (0, 2, 2, 5), weighed=()) == {}


class Sized:
    """Two farms, with the places of their pieces."""

    def __init__(self, places: Any) -> None:
        self.piece_place = places

    def __len__(self) -> int:
        return 2


def test_ground_is_not_asked_of_by_itself_where_aid_is_unknown_or_the_engine_cuts_it_otherwise() -> None:
    for unknown, land in ((True, ()), (False, None)):
        case = SimpleNamespace(
            farms=SimpleNamespace(profiles=[farm()], aid_unknown=[unknown]),
            rulebook=None,
            on=ON,
            years=range(1),
        )
        touching: Any = SimpleNamespace(case=case, _land=lambda *_, land=land: land)
        assert Touching.asked(touching, 0, np.zeros(0, dtype=np.int64), []) is None
