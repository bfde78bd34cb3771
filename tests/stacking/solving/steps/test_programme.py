"""A problem in steps is searched to an end that is counted, however many steps there are."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.solving.steps.programme import StepProgramme
from tests.stacking.farm_problems import EURO, divisible

#: What taking one grant takes, of which windows over years.
_Grant = tuple[int, tuple[int, ...]]


def plans(name: str, *years: Sequence[_Grant], whole: bool = False) -> Block:
    """Plans of a grant that gains what it takes of the windows it counts in, year after year."""
    groups = [
        Group(tuple(Cell((Option(gain, tuple((row, gain) for row in rows)),)) for gain, rows in plan))
        for plan in years
    ]
    return Block(name, tuple(groups), whole=whole)


def far_ranges() -> tuple[Problem, tuple[int, ...]]:
    """Land of 2.5 ha under contracts that begin in either year, beside grants to the farm, under a ceiling over years."""
    first, second, both = (0, 1, 2), (2,), (0, 1, 2)
    land = [
        plans(name, ((0, ()), (gain, second)), ((gain, both), (gain, second)), ((0, ()),))
        for name, gain in (("large", 39_230_100_000), ("small", 16_811_550_000))
    ]
    farm = [
        plans(f"{gain} in {year}", ((gain, rows),), ((0, ()),), whole=True)
        for gain in (63_226_050_000, 30_185_340_000)
        for year, rows in enumerate((first, second))
    ]
    rows = [
        Row(f"window {n}", bound) for n, bound in enumerate((93_166_000_000, 73_488_000_000, 93_166_000_000))
    ]
    return Problem((*land, *farm), tuple(rows)), (12_454, 5_337, 1, 1, 1, 1)


def test_land_in_many_thousands_of_steps_is_searched_in_few_parts() -> None:
    """HiGHS's own search followed every step of 17,791 at every part: minutes, in which nothing ended it."""
    problem, sizes = far_ranges()
    found = StepProgramme(problem, sizes).best(near=400_000.0)
    assert found.parts < 500
    assert found.seconds < 0.5
    assert found.steps is not None
    assert found.bound is not None
    gain = sum(
        round(steps) * Fraction(problem.blocks[b].groups[g].cells[c].options[o].gain, sizes[b] or 1)
        for (b, g, c, o), steps in found.steps.items()
        if c >= 0
    )
    taken = {
        row: sum(
            round(found.steps[b, g, c, o]) * Fraction(amount, sizes[b])
            for b, block in enumerate(problem.blocks)
            for g, group in enumerate(block.groups)
            for c, cell in enumerate(group.cells)
            for o, option in enumerate(cell.options)
            for used, amount in option.uses
            if used == row
        )
        for row in range(3)
    }
    assert all(taken[row] <= of.bound for row, of in enumerate(problem.rows))
    assert 0 <= found.bound - gain < 3 * 10**6


def test_what_does_not_gain_more_than_is_known_is_not_looked_for() -> None:
    problem = Problem(
        (divisible("land", (30, {0: 7}), (0, {})), divisible("more", (10, {0: 3}), (0, {}))), (Row("cap", 8),)
    )
    asked = StepProgramme(problem, (5, 5))
    best = asked.best()
    assert best.steps is not None
    assert best.bound == pytest.approx(32 * EURO, abs=1_000)
    assert asked.best(above=Fraction(31 * EURO)).steps is not None
    beaten = asked.best(above=Fraction(32 * EURO))
    assert beaten.steps is None
    assert beaten.bound == pytest.approx(32 * EURO, abs=1_000)


def test_a_cap_leaves_as_many_steps_as_fit_in_it() -> None:
    """Of 16,872.7 steps that a premium leaves room for 16,872 are taken, and no part is looked at to know it."""
    problem = Problem((divisible("land", (30_000, {0: 300_000}), (0, {})),), (Row("cap", 168_727),))
    found = StepProgramme(problem, (30_000,)).best()
    assert found.parts == 1
    assert found.bound == pytest.approx(16_872 * EURO, abs=EURO // 1_000)
