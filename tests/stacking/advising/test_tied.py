"""Decisions over the years beside candidates: every plan is offered, up to so many."""

from __future__ import annotations

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Row, Runs, Step
from calculator.stacking.advising.tied import TooManyPlansTogetherError, cells_and_tied

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


def test_as_many_plans_as_may_be_listed_are_offered_and_one_more_year_of_them_is_refused() -> None:
    assert len(plans(yearly(8))) == 256
    with pytest.raises(TooManyPlansTogetherError):
        plans(yearly(9))
