"""Rows that follow in whole columns: no whole point breaks one, and with them a search ends that else forks on and on."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from calculator.stacking.solving.search import whole_columns
from calculator.stacking.solving.search.following import Following, follows
from calculator.stacking.solving.search.form import Form
from calculator.stacking.solving.search.linear import loaded
from calculator.stacking.solving.search.whole_columns import Found, WholeColumns
from tests.stacking.solving.search.test_form import INF, Row, form
from tests.stacking.solving.search.test_whole_columns import odd


def added(asked: Form, times: int = 6) -> tuple[Form, list[float]]:
    """The programme with rows that follow, and what it cost after every time."""
    following, cost = Following(asked, asked.lower, asked.upper), list[float]()
    for _ in range(times):
        highs = loaded(following.form)
        highs.run()
        cost.append(float(highs.getInfo().objective_function_value))
        if not following.add(highs, np.array(highs.getSolution().col_value)):
            break
    return following.form, cost


def matrix(asked: Form) -> np.ndarray:
    takes = np.zeros((len(asked.row_upper), len(asked.cost)))
    takes[asked.index, np.repeat(np.arange(len(asked.cost)), np.diff(asked.start))] = asked.value
    return takes


def granted(count: int) -> Form:
    """Grants that each cost something and carry seven steps of land, under one row on all land. By its row a grant carries far
    more: so a programme takes a small part of every grant.
    """
    dice, rows, cost = random.Random(0), list[Row](), list[float]()
    for n in range(count):
        takes = [0.0] * (2 * count)
        takes[2 * n], takes[2 * n + 1] = -20.0, 1.0
        rows.append((takes, -INF, 0.0))
        cost += [dice.uniform(8, 12), -dice.uniform(2, 3)]
    rows.append(([0.0, 1.0] * count, -INF, 3.5 * count))
    return form(rows, [1.0, 7.0] * count, cost, divided=tuple(range(1, 2 * count, 2)))


@pytest.mark.parametrize("seed", range(12))
def test_no_whole_point_breaks_a_row_that_follows(seed: int) -> None:
    dice = random.Random(seed)
    rows: list[Row] = [
        (
            [dice.choice([0.0, 1.0, 2.5, -1.0, dice.uniform(0.1, 4)]) for _ in range(4)],
            dice.choice([-INF, -INF, 0.0]),
            dice.uniform(3, 9),
        )
        for _ in range(3)
    ]
    asked = form(rows, [1.0, 3.0, 3.0, 2.0], [-dice.uniform(1, 9) for _ in range(4)])
    further, cost = added(asked)
    assert cost == sorted(cost)
    points = np.array(list(product(range(2), range(4), range(4), range(3))), dtype=float)
    takes, own = points @ matrix(asked).T, points @ matrix(further).T
    kept = ((takes <= asked.row_upper + 1e-9) & (takes >= asked.row_lower - 1e-9)).all(axis=1)
    assert (own[kept] <= further.row_upper + 1e-9).all()


def test_what_a_grant_carries_at_most_follows_from_what_land_there_is() -> None:
    asked = granted(4)
    further, cost = added(asked)
    highs = loaded(replace(further, upper=np.where(asked.coarse | asked.whole, 0.5, asked.upper)))
    highs.run()
    point = np.array(highs.getSolution().col_value)
    assert (point[1::2] <= 3.5 + 1e-6).all(), "half a grant carries half of the land"
    assert cost[-1] > cost[0] + 10.0


def test_a_search_that_does_not_end_in_some_parts_ends_in_a_few_more_with_rows_that_follow() -> None:
    """Eighteen grants: without these rows 5,000 parts leave a bound of 110 for what comes to 85."""
    found = WholeColumns(granted(18)).run(300, 10.0)
    assert found.point is not None
    assert found.parts <= 60
    assert found.bound == pytest.approx(float(granted(18).cost @ found.point))


def test_where_they_say_little_more_it_goes_on_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of odd amounts under four rows: nothing of the search changes but what it takes."""

    def run(before: int) -> Found:
        monkeypatch.setattr(whole_columns, "_BEFORE_ROWS", before)
        return WholeColumns(odd(random.Random(7))).run(400, 10.0)

    never, soon = run(1_000_000), run(20)
    assert (never.bound, never.parts) == (soon.bound, soon.parts)
    assert never.seconds < soon.seconds


def test_a_large_programme_is_not_looked_through() -> None:
    assert follows(granted(20))
    assert not follows(replace(granted(20), row_upper=np.zeros(25_001)))


class Counted(np.ndarray):
    """A table that counts what of it is multiplied."""

    multiplied = 0

    def __array_ufunc__(self, ufunc, method, *inputs, **more):  # type: ignore[no-untyped-def]
        plain = [np.asarray(each) for each in inputs]
        if ufunc is np.matmul:
            Counted.multiplied += max(each.size for each in plain)
        return getattr(ufunc, method)(*plain, **more)


def test_rows_of_which_no_column_is_off_are_no_part_of_what_is_added_up() -> None:
    """Every row was held against all columns of all others: eighty seconds of a farm with thirty grants."""
    size, odd_ones = 200, 2
    takes = [[0.0] * n + [2.0] + [0.0] * (size - n - 1) for n in range(size)]
    rows: list[Row] = [(each, -INF, 3.0 if n < odd_ones else 2.0) for n, each in enumerate(takes)]
    asked = replace(form(rows, [1.0] * size, [-1.0] * size), upper=np.full(size, 2.0))
    highs = loaded(asked)
    highs.run()
    following = Following(asked, asked.lower, asked.upper)
    following._takes = following._takes.view(Counted)
    assert following.add(highs, np.array(highs.getSolution().col_value))
    # A few times all rows, and not once more for each of them.
    assert Counted.multiplied < 20 * size * size
