"""A search through whole columns always ends: its bound holds wherever it was ended, and it ends there again."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calculator.domain.problem import Problem, Row
from calculator.stacking.solving.free_choice.bounds import free_choice
from calculator.stacking.solving.free_choice.components import survey
from calculator.stacking.solving.search import branching, whole_columns
from calculator.stacking.solving.search.branching import Search
from calculator.stacking.solving.search.form import Form
from calculator.stacking.solving.search.model import build
from calculator.stacking.solving.search.relaxation import Allowed, Relaxation
from calculator.stacking.solving.search.uses import Floats
from calculator.stacking.solving.search.whole_answer import searched
from calculator.stacking.solving.search.whole_columns import Found, WholeColumns
from tests.stacking.farm_problems import EURO, by_cp_sat, whole


def drawn(seed: int, blocks: int) -> Problem:
    """Whole choices of odd size under two rows."""
    dice = random.Random(seed)
    made = []
    for n in range(blocks):
        size = dice.randint(20, 99)
        taken = size * 25 + dice.randint(0, 100), {0: size, 1: dice.randint(20, 99)}
        made.append(whole(f"b{n:02}", taken, (0, {})))
    return Problem(tuple(made), (Row("one", 20 * blocks), Row("other", 22 * blocks)))


def relaxation(problem: Problem) -> Relaxation:
    choice = free_choice(problem)
    land = survey(problem, choice)
    (component,) = land.components(set(range(len(problem.rows))))
    return Relaxation(problem, build(land, choice, component))


def form(cost: list[float], upper: list[float], rows: list[tuple[list[float], float]]) -> Form:
    """Whole columns from nothing up to ``upper``, under rows that leave so much."""
    taken = np.array([takes for takes, _ in rows]).T
    filled = [np.flatnonzero(column) for column in taken]
    return Form(
        np.array(cost),
        np.zeros(len(cost)),
        np.array(upper),
        np.full(len(rows), -np.inf),
        np.array([bound for _, bound in rows]),
        np.cumsum([0, *map(len, filled)]).astype(np.int32),
        np.concatenate(filled).astype(np.int32),
        np.concatenate([column[at] for column, at in zip(taken, filled, strict=True)]),
        np.ones(len(cost), dtype=bool),
        np.zeros(len(cost), dtype=bool),
        np.zeros(len(rows)),
    )


def tried(asked: Form) -> float:
    """The least that any whole point costs that keeps the rows."""
    ways = np.stack(np.meshgrid(*(np.arange(most + 1) for most in asked.upper)), -1).reshape(
        -1, len(asked.cost)
    )
    taken = np.zeros((len(asked.row_upper), len(asked.cost)))
    of = np.repeat(np.arange(len(asked.cost)), np.diff(asked.start))
    taken[asked.index, of] = asked.value
    kept = (ways @ taken.T <= asked.row_upper + 1e-9).all(axis=1)
    return float((ways[kept] @ asked.cost).min())


@pytest.mark.parametrize("parts", [0, 3, 40, 20_000])
def test_its_bound_holds_wherever_it_was_ended_and_it_ends_there_again(parts: int) -> None:
    problem = drawn(1, 30)
    best = by_cp_sat(problem)
    assert best is not None
    asked = relaxation(problem)
    bound, shares = searched(asked, {}, 10.0, parts)
    assert bound >= best - 1_000
    if parts == 20_000:
        assert bound <= best + 1_000
        assert shares is not None
        assert set(shares.tolist()) == {0.0, 1.0}
    spent = asked.seconds
    again = relaxation(problem)
    other, same = searched(again, {}, 10.0, parts)
    assert (other, again.seconds) == (bound, spent)
    assert (same is None) == (shares is None)
    assert same is None or shares is None or np.array_equal(same, shares)


def test_it_ends_by_its_parts_and_by_what_these_take() -> None:
    problem = drawn(1, 30)
    spent = []
    for parts, seconds in ((10, 10.0), (20_000, 0.02), (20_000, 10.0)):
        asked = relaxation(problem)
        before = asked.seconds
        searched(asked, {}, seconds, parts)
        spent.append(asked.seconds - before)
    few, soon, all_of_it = spent
    assert few < all_of_it / 10
    assert 0.02 <= soon < 0.024 < all_of_it


@pytest.mark.parametrize("narrowly", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_of_a_few_steps_under_odd_rows_it_finds_what_trying_all_finds(seed: int, narrowly: bool) -> None:
    dice = random.Random(seed)
    columns = dice.randint(2, 5)
    asked = form(
        [-dice.choice([0.0, 1.0, dice.uniform(0.1, 9)]) for _ in range(columns)],
        [float(dice.choice([1, 1, 3, 6])) for _ in range(columns)],
        [
            (
                [dice.choice([0.0, 1.0, -1.0, dice.uniform(0.1, 3)]) for _ in range(columns)],
                dice.uniform(0.0, 6),
            )
            for _ in range(3)
        ],
    )
    best = tried(asked)
    found = WholeColumns(asked, narrowly=narrowly).run(5_000, 10.0)
    assert found.point is not None
    assert (
        np.array_equal(found.point, np.rint(found.point))
        or np.abs(found.point - np.rint(found.point)).max() < 1e-6
    )
    assert float(asked.cost @ found.point) == pytest.approx(best, abs=1e-5)
    assert found.bound == pytest.approx(best, abs=1e-5)
    # What does not cost less than what is known is not looked for, and what is near enough to it neither.
    assert nothing(WholeColumns(asked, under=best).run(5_000, 10.0), best)
    assert nothing(WholeColumns(asked, near=2.0, under=best + 1.0).run(5_000, 10.0), best)
    better = WholeColumns(asked, under=best + 0.1).run(5_000, 10.0)
    assert better.point is not None


def nothing(found: Found, best: float) -> bool:
    return found.point is None and found.bound <= best + 1e-5


def test_what_no_point_keeps_is_told_by_the_rows_alone_or_by_the_programme() -> None:
    alone = form([-1.0], [1.0], [([-1.0], -2.0)])
    assert WholeColumns(alone).run(10, 1.0).parts == 0
    together = form([-1.0, -1.0], [9.0, 9.0], [([3.0, -3.0], -1.0), ([-3.0, 3.0], 2.0)])
    found = WholeColumns(together).run(500, 10.0)
    assert found.point is None
    assert found.bound == np.inf


def test_a_column_that_a_row_leaves_a_part_of_a_step_takes_none() -> None:
    """A premium that asks more than all land scores is not forked on."""
    asked = form([-10.0, -1.0], [1.0, 5.0], [([1.0, 0.0], 0.375), ([0.0, 1.0], 5.0)])
    found = WholeColumns(asked).run(10, 1.0)
    assert found.parts == 1
    assert found.point is not None
    assert found.point.tolist() == [0.0, 5.0]


def test_a_point_that_is_nearly_whole_is_no_answer_where_the_whole_breaks_a_row() -> None:
    """Half a millionth of a step is left out: what is whole to six digits is made whole, and solved again."""
    found = WholeColumns(form([-1.0], [1.0], [([1.0], 0.9999995)])).run(10, 1.0)
    assert found.point is not None
    assert (found.point.tolist(), found.bound, found.parts) == ([0.0], 0.0, 3)


def test_it_looks_at_no_more_parts_than_it_may() -> None:
    asked = odd(random.Random(0))
    assert [WholeColumns(asked).run(parts, 10.0).parts for parts in (1, 5, 10)] == [1, 5, 10]


def test_going_into_the_nearer_half_and_forking_where_the_cost_rises_ends_it_in_few_parts() -> None:
    """Of ten columns, four of which are some steps, under four rows: 400 parts for twelve programmes."""
    assert sum(WholeColumns(odd(random.Random(seed))).run(5_000, 10.0).parts for seed in range(12)) <= 400


def test_where_rows_tell_columns_their_bounds_in_every_part_it_ends_in_fewer_and_that_is_counted() -> None:
    """Of the same ten columns: 220 parts instead of 390."""
    found = [WholeColumns(odd(random.Random(n)), narrowly=True).run(5_000, 10.0) for n in range(12)]
    assert sum(each.parts for each in found) <= 230
    asked = odd(random.Random(0))
    plain, narrowly = (WholeColumns(asked, narrowly=n).run(1, 10.0) for n in (False, True))
    assert narrowly.seconds - plain.seconds == pytest.approx(1e-4 + 40e-7)


def test_looking_beside_the_best_that_was_found_ends_a_search_that_else_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sixty columns under eight rows: without it 1,000 parts find less, and leave a bound far above."""

    def run(beside: int) -> Found:
        monkeypatch.setattr(whole_columns, "_BESIDE", beside)
        return WholeColumns(asked).run(1_000, 10.0)

    dice = random.Random(10)
    rows = [([dice.uniform(0.1, 3) for _ in range(60)], dice.uniform(22, 40)) for _ in range(8)]
    upper = [float(dice.choice([1, 1, 3])) for _ in range(60)]
    asked = form([-dice.uniform(0.1, 9) for _ in range(60)], upper, rows)
    found, without = run(200), run(999)
    assert found.point is not None
    assert without.point is not None
    assert found.parts < 1_000 == without.parts
    assert found.bound > without.bound


def odd(dice: random.Random) -> Form:
    return form(
        [-dice.uniform(0.1, 9) for _ in range(10)],
        [float(dice.choice([1, 1, 3, 6])) for _ in range(10)],
        [([dice.uniform(0.1, 3) for _ in range(10)], dice.uniform(4, 12)) for _ in range(4)],
    )


def test_where_time_is_up_and_nothing_was_found_what_takes_least_is_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without running commitments it keeps every row."""
    blocks = [whole(f"b{n}", (100, {0: 7}), (60, {0: 4, 1: 4}), (0, {})) for n in range(3)]
    problem = Problem(tuple(blocks), (Row("one", 10), Row("other", 3)))

    def nothing(_relaxation: Relaxation, _allowed: Allowed, _seconds: float) -> tuple[float, Floats | None]:
        return np.inf, None

    monkeypatch.setattr(branching, "searched", nothing)
    monkeypatch.setattr(Search, "_round", only_the_last(Search._round))
    asked = relaxation(problem)
    outcome = Search(asked, -1.0, 4096).run()
    assert outcome.departures is not None
    assert not outcome.proven
    assert asked.worth(outcome.departures) == 0 * EURO


def only_the_last(round_: object) -> object:
    """Rounding that finds nothing, but of what takes least."""

    def rounded(self: Search, allowed: Allowed, shares: Floats, values: Floats | None = None) -> bool:
        return bool(not shares.any() and round_(self, allowed, shares, values))  # type: ignore[operator]

    return rounded
