"""Courses that are not listed: where those that are break the rows, one that keeps them is found, or shown not to be there."""

from __future__ import annotations

import pytest

from calculator.domain.problem import MICRO, Block, Cell, Group, Option, Problem, Row, Runs, Step
from calculator.stacking.proof.certificate import proves_infeasible
from calculator.stacking.solving.optimum.over_years import solved_over_years
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
