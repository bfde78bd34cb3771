"""Courses that are not listed: where those that are break the rows, one that keeps them is found, or shown not to be there."""

from __future__ import annotations

import random
from itertools import product

import pytest

from calculator.domain.problem import (
    MICRO,
    MULTIPLIER_SCALE,
    Block,
    Cell,
    Group,
    Option,
    Problem,
    Row,
    Runs,
    Step,
)
from calculator.stacking.proof.certificate import proves_infeasible
from calculator.stacking.solving.optimum import over_years
from calculator.stacking.solving.optimum.over_years import (
    all_listed,
    best_path,
    solved_over_years,
    with_every_plan,
)
from calculator.stacking.valuing import value

LITTLE, MUCH = 1_000 * MICRO, 11_000 * MICRO


def courses(bound: int) -> Problem:
    """A thousand courses over ten years. In the first year one way is light on the first row, in the second the other; only
    courses that change over between the two are light on both rows, and of four ways none of these is listed.
    """
    cells = tuple(
        Cell((Option(MICRO, uses),))
        for uses in (
            ((0, LITTLE),), ((1, 1_000 * MUCH),), ((0, MUCH),), ((1, 1_000 * LITTLE),), (),
        )
    )  # fmt: skip
    layers = [(Step((0,), ()), Step((1,), ())), (Step((2,), (0, 1)), Step((3,), (0, 1)))]
    layers += [(Step((4,), (0, 1)), Step((4,), (0, 1)))] * 8
    listed = tuple(
        Group((cells[first], cells[second], *[cells[4]] * 8)) for first, second in ((0, 2), (1, 3), (1, 2))
    )
    block = Block("land", listed, runs=Runs(cells, tuple(layers)))
    return Problem((block,), (Row("one", bound), Row("other", 1_000 * bound)))


@pytest.mark.parametrize("bound", [LITTLE, 2 * LITTLE])
def test_a_course_that_keeps_the_rows_is_found_among_a_thousand_where_no_listed_one_does(bound: int) -> None:
    """The lightest on each row and on all rows together break the other row, and it was said to be impossible."""
    assert value(courses(bound)) == (10 * MICRO, True)


def test_that_no_course_keeps_the_rows_is_shown_of_all_of_them() -> None:
    found = solved_over_years(courses(LITTLE - 1))
    assert found.solution.status == "infeasible"
    assert proves_infeasible(found.problem, found.solution.proof)
    assert value(courses(LITTLE - 1)) == (None, True)


def two_years(*listed: tuple[int, int]) -> Block:
    """Four courses of two years, two of which offer the same; some are listed."""
    cells = tuple(Cell((Option(gain * MICRO, ((0, gain),)),)) for gain in (1, 2, 2, 4))
    layers = ((Step((0,), ()), Step((1,), ())), (Step((2,), (0, 1)), Step((3,), (0, 1))))
    groups = tuple(Group((cells[first], cells[2 + second])) for first, second in listed)
    return Block("land", groups, runs=Runs(cells, layers))


EVERY = ((0, 0), (0, 1), (1, 0), (1, 1))


@pytest.mark.parametrize("listed", [((0, 0),), ((0, 1), (1, 0)), EVERY[::-1]])
def test_all_courses_are_listed_once_after_those_that_are(
    listed: tuple[tuple[int, int], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    block = two_years(*listed)
    assert all_listed(block) is (len(listed) == 4)
    found = with_every_plan(block)
    assert found is not None
    assert all_listed(found)
    assert found.groups[: len(listed)] == block.groups
    assert sorted(map(repr, found.groups)) == sorted(map(repr, two_years(*EVERY).groups))
    for most, told in ((4, True), (3, False)):
        monkeypatch.setattr(over_years, "_MOST_LISTED", most)
        assert (with_every_plan(block) is not None) is (told or len(listed) == 4)


def test_a_block_of_which_no_course_is_left_out_is_all_listed() -> None:
    land = Block("land", (Group((Cell((Option(1),)),)),))
    assert with_every_plan(land) is land


@pytest.mark.parametrize("seed", range(8))
def test_the_course_that_is_worth_most_is_the_best_of_all_courses(seed: int) -> None:
    """Every year begins where some years before may end; of equals the first in written order."""
    dice = random.Random(seed)
    cells = tuple(
        Cell(tuple(Option(dice.randint(0, 5), ((0, dice.randint(-2, 2)),)) for _ in range(2)))
        for _ in range(6)
    )
    befores = [[()] * 3, *([tuple(sorted(dice.sample(range(3), 2))) for _ in range(3)] for _ in range(2))]
    layers = [tuple(Step((dice.randrange(6),), before) for before in of) for of in befores]
    prices, scale = {0: dice.randint(0, 3)}, dice.choice((0, 1, MULTIPLIER_SCALE))
    worth = [max(o.gain * scale - prices[0] * o.uses[0][1] for o in cell.options) for cell in cells]
    told = {
        path: sum(worth[layer[at].cells[0]] for layer, at in zip(layers, path, strict=True))
        for path in product(range(3), repeat=3)
        if all(path[n] in layers[n + 1][path[n + 1]].before for n in range(2))
    }
    best, path = best_path(Runs(cells, tuple(layers)), prices, scale)
    assert best == max(told.values()) == told[path]
