"""Farms that answer alike have one number, in whatever part of a population they come."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from calculator.stacking.columns.reading.likeness import Likeness

COWS = [Decimal(5), Decimal(12), Decimal(7), Decimal(20)]


def ints(*codes: int) -> np.ndarray:
    return np.array(codes, dtype=np.int64)


def test_answers_that_no_bound_tells_apart_are_alike_and_the_type_of_an_answer_counts() -> None:
    bounded = Likeness((("cows", (Decimal(10),)),))
    assert bounded.of({"cows": ints(0, 1, 2, 3, 0, -1)}, {"cows": COWS}, 6).tolist() == [1, 2, 1, 2, 1, 0]
    exact = Likeness((("x", None),))
    found = exact.of({"x": ints(0, 1, 2, -1)}, {"x": [True, 1, Decimal(1)]}, 4).tolist()
    assert sorted(found) == [0, 1, 2, 3]


def test_farms_are_told_apart_by_all_that_is_asked_and_keep_their_number_in_another_part() -> None:
    likeness = Likeness((("cows", (Decimal(10),)), ("zone", None)))
    values: dict[str, list[object]] = {"cows": [*COWS], "zone": ["a", "b"]}
    first = likeness.of({"cows": ints(0, 1, 0, 2), "zone": ints(0, 0, 1, 0)}, values, 4).tolist()
    assert first[0] == first[3]
    assert len(set(first)) == 3
    later = likeness.of({"cows": ints(1, 3, 2), "zone": ints(0, 0, 1)}, values, 3).tolist()
    assert later == [first[1], first[1], first[2]]
    assert likeness.of({"cows": ints(3)}, values, 1).tolist()[0] not in first
    values["zone"].append("c")
    assert likeness.of({"cows": ints(0), "zone": ints(2)}, values, 1).tolist()[0] not in first


def test_farms_of_which_nothing_is_asked_or_that_answer_nothing_are_alike() -> None:
    nothing, silent = Likeness(()), Likeness((("cows", None),))
    assert nothing.of({}, {}, 3).tolist() == [0, 0, 0]
    once = silent.of({}, {}, 2).tolist()
    assert once[0] == once[1]
    assert silent.of({"cows": ints(-1, 0)}, {"cows": [*COWS]}, 2).tolist()[0] == once[0]
    assert len(silent.of({"cows": ints()}, {"cows": [*COWS]}, 0)) == 0
