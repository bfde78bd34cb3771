"""What rows leave of whole columns takes away no answer; of a row that choices share with land in steps it is what is filled."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from calculator.stacking.solving.search.form import Form, Rows
from calculator.stacking.solving.search.linear import loaded
from calculator.stacking.solving.search.whole_columns import WholeColumns

#: What each column takes of a row, and the least and most that the row may come to.
Row = tuple[list[float], float, float]
INF = np.inf


def form(
    rows: list[Row],
    upper: list[float],
    cost: list[float] | None = None,
    *,
    divided: tuple[int, ...] = (),
    coarse: tuple[int, ...] = (),
    multiple: float = 0.0,
) -> Form:
    """Columns up to ``upper``, whole but for those ``divided``; of the first row all but the ``coarse`` fill multiples."""
    columns = range(len(upper))
    taken = [[(r, takes[c]) for r, (takes, _, _) in enumerate(rows) if takes[c]] for c in columns]
    return Form(
        np.array(cost or [0.0] * len(upper)),
        np.zeros(len(upper)),
        np.array(upper),
        np.array([least for _, least, _ in rows]),
        np.array([most for _, _, most in rows]),
        np.cumsum([0, *map(len, taken)]).astype(np.int32),
        np.array([r for of in taken for r, _ in of], dtype=np.int32),
        np.array([amount for of in taken for _, amount in of]),
        np.array([c not in divided for c in columns]),
        np.array([c in coarse for c in columns]),
        np.array([multiple, *[0.0] * (len(rows) - 1)]),
    )


def narrowed(asked: Form) -> tuple[list[float], list[float]] | None:
    lower, upper = asked.lower.copy(), asked.upper.copy()
    return (lower.tolist(), upper.tolist()) if Rows(asked).narrow(lower, upper) else None


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([([2, 1], -INF, 5)], ([0, 0], [2, 5])),
        ([([1, 1], 9, INF)], ([3, 3], [6, 6])),
        ([([1, -1], -INF, -4)], ([0, 4], [2, 6])),
        ([([1, -1], 2, INF)], ([2, 0], [6, 4])),
        ([([1, 0], -INF, 2), ([-1, 1], -INF, 0)], ([0, 0], [2, 2])),
        ([([0.1, 0], -INF, 0.3)], ([0, 0], [3, 6])),
        ([([1, 1], 12, 12)], ([6, 6], [6, 6])),
        ([([1, 1], -INF, 12)], ([0, 0], [6, 6])),
    ],
)
def test_rows_leave_whole_columns_so_much(rows: list[Row], left: tuple[list[float], list[float]]) -> None:
    assert narrowed(form(rows, [6.0, 6.0])) == left


def test_what_is_divided_stays_as_it_is() -> None:
    assert narrowed(form([([2, 1], -INF, 5)], [6.0, 6.0], divided=(0,))) == ([0, 0], [6, 5])


@pytest.mark.parametrize(
    "rows",
    [
        [([-1, 0], -INF, -7)],
        [([1, 0], 7, INF)],
        [([2, 0], 1, INF), ([2, 0], -INF, 1)],
        [([1, 1], -INF, 3), ([1, 1], 4, INF)],
    ],
)
def test_rows_that_nothing_keeps_say_so(rows: list[Row]) -> None:
    assert narrowed(form(rows, [6.0, 6.0])) is None


@pytest.mark.parametrize("seed", range(20))
def test_no_whole_point_that_keeps_the_rows_is_left_out(seed: int) -> None:
    dice = random.Random(seed)
    rows = [
        (
            [float(dice.randint(-3, 3)) for _ in range(3)],
            dice.choice([-INF, -2.0, 1.0]),
            dice.choice([INF, 4.0, 7.0]),
        )
        for _ in range(3)
    ]
    kept = [
        point
        for point in product(range(4), repeat=3)
        if all(
            least <= sum(a * x for a, x in zip(takes, point, strict=True)) <= most
            for takes, least, most in rows
        )
    ]
    left = narrowed(form(rows, [3.0] * 3))
    if left is None:
        assert not kept
    else:
        lower, upper = left
        assert all(a <= x <= b for point in kept for a, x, b in zip(lower, point, upper, strict=True))


#: A choice takes seven of a row of twenty, of which land takes a multiple of three.
SHARED = form([([7, 3], -INF, 20)], [1.0, 9.0], coarse=(0,), multiple=3.0)


@pytest.mark.parametrize(("chosen", "left"), [((0, 1), 20), ((1, 1), 19), ((0, 0), 18)])
def test_once_a_choice_is_made_its_row_is_filled_to_a_multiple(chosen: tuple[int, int], left: float) -> None:
    found = Rows(SHARED).filled(np.array([float(chosen[0]), 0.0]), np.array([float(chosen[1]), 9.0]))
    assert found is not None
    assert found.tolist() == [left]


def test_where_no_row_is_shared_with_choices_it_stays_as_it_is() -> None:
    plain = Rows(form([([7, 3], -INF, 20)], [1.0, 9.0]))
    assert plain.filled(np.zeros(2), np.array([1.0, 9.0])) is None
    assert plain.undecided(np.zeros(2), np.array([1.0, 9.0]), np.array([0.5, 5.0])) is None
    lower, upper = np.zeros(2), np.array([1.0, 9.0])
    assert plain.decide(lower, upper)
    assert upper.tolist() == [1.0, 9.0]


def test_a_multiple_of_floats_passes_no_row() -> None:
    thin = form([([0.5, 0.1], -INF, 0.3)], [1.0, 9.0], coarse=(0,), multiple=0.1)
    found = Rows(thin).filled(np.zeros(2), np.array([0.0, 9.0]))
    assert found is not None
    assert found.tolist() == [0.3]


@pytest.mark.parametrize(("land", "choice"), [(5.5, 0), (5.0, None)])
def test_a_choice_is_made_first_where_a_row_is_filled_beyond_what_it_leaves(
    land: float, choice: int | None
) -> None:
    """Half of the choice is 3.5, beside which land fills fifteen at most."""
    rows, point = Rows(SHARED), np.array([0.5, land])
    assert rows.undecided(np.zeros(2), np.array([1.0, 9.0]), point) == choice
    assert rows.undecided(np.ones(2), np.array([1.0, 9.0]), point) is None


def test_choices_alone_tell_each_other_what_is_left_where_a_row_is_filled() -> None:
    rows: list[Row] = [([7, 3, 0], -INF, 20), ([1, 0, 1], -INF, 1), ([0, 1, 0], -INF, 4)]
    shared = Rows(form(rows, [1.0, 9.0, 1.0], coarse=(0, 2), multiple=3.0))
    lower, upper = np.array([1.0, 0.0, 0.0]), np.array([1.0, 9.0, 1.0])
    assert shared.decide(lower, upper)
    assert upper.tolist() == [1.0, 9.0, 0.0], "land is not looked at"
    assert not shared.decide(np.array([1.0, 0.0, 1.0]), np.array([1.0, 9.0, 1.0]))


@pytest.mark.parametrize("seed", range(12))
def test_with_choices_beside_land_in_steps_it_finds_what_trying_all_finds(seed: int) -> None:
    dice = random.Random(seed)
    takes = [float(dice.randint(5, 40)), float(dice.randint(5, 40)), 6.0, 3.0]
    cost, bound = [-dice.uniform(5, 40), -dice.uniform(5, 40), -dice.uniform(4, 7), -dice.uniform(2, 4)], 70.0
    asked = form([(takes, -INF, bound)], [1.0, 1.0, 6.0, 9.0], cost, coarse=(0, 1), multiple=3.0)
    best = min(
        sum(c * x for c, x in zip(cost, point, strict=True))
        for point in product(range(2), range(2), range(7), range(10))
        if sum(a * x for a, x in zip(takes, point, strict=True)) <= bound
    )
    found = WholeColumns(asked).run(500, 10.0)
    assert found.point is not None
    assert found.bound == pytest.approx(best)
    assert float(asked.cost @ found.point) == pytest.approx(best)


def test_a_programme_is_silent_on_one_thread_as_it_stands_and_in_so_many_turns() -> None:
    small, large = form([([1, 1], -INF, 1)], [1.0, 1.0]), form([([1.0] * 300, -INF, 1)], [1.0] * 300)
    for asked, turns in ((small, 10_000), (large, 50 * 301)):
        highs = loaded(asked)
        said = {
            name: highs.getOptionValue(name)[1]
            for name in ("output_flag", "threads", "presolve", "solver", "simplex_iteration_limit")
        }
        assert said == {
            "output_flag": False, "threads": 1, "presolve": "off", "solver": "simplex", "simplex_iteration_limit": turns,
        }  # fmt: skip
