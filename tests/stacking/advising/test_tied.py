"""Decisions over the years beside candidates: every plan is offered."""

from __future__ import annotations

from calculator.domain.problem import Block, Cell, Group, Option, Row, Runs, Step
from calculator.stacking.advising.tied import cells_and_tied
from calculator.stacking.problem.decisions.runs import along, paths_through

NOTHING, SOMETHING = Cell((Option(0),)), Cell((Option(5),))


def yearly(years: int) -> Block:
    """On or off in every year, of which one plan is listed."""
    first = (Step((0,), ()), Step((1,), ()))
    later = (Step((0,), (0, 1)), Step((1,), (0, 1)))
    runs = Runs((NOTHING, SOMETHING), (first, *[later] * (years - 1)))
    return Block("land", (Group((SOMETHING,) * years),), runs=runs)


def plans(block: Block) -> list[Group]:
    """The plans that are offered, without that of nothing which an arrangement leaves when it is not chosen."""
    rows = list[Row]()
    cells, ((tied, _),) = cells_and_tied([block], rows, set())
    assert not cells
    return list(tied.groups[:-1])


def test_every_plan_over_the_years_is_offered_though_one_is_listed() -> None:
    offered = plans(yearly(3))
    assert len(offered) == len(set(offered)) == 8


def test_more_plans_than_may_be_listed_are_courses_that_the_arrangement_opens_and_one_that_does_nothing() -> (
    None
):
    assert len(plans(yearly(8))) == 256
    rows = list[Row]()
    cells, ((tied, given),) = cells_and_tied([yearly(9)], rows, {"land"})
    assert not cells
    assert (given, [row.bound for row in rows]) == (((0, -1), (1, 1)), [0, 0])
    assert tied.runs is not None
    opened, nothing = Cell((Option(0, ((0, 1), (1, -1))),)), Group((NOTHING,))
    every = [along(tied.runs, path) for path in paths_through(tied.runs.layers)]
    assert every.count(nothing) == 1
    assert sorted(len(group.cells) for group in every if group != nothing) == [10] * 512
    assert all(group.cells[0] == opened for group in every if group != nothing)
    assert tied.groups == (Group((opened, *[SOMETHING] * 9)), nothing)
    assert set(tied.groups) <= set(every)
