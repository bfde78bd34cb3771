"""A small farm whose years share a ceiling is counted out year by year, and what that finds is told in steps."""

from __future__ import annotations

from fractions import Fraction

import pytest

from calculator.domain.problem import Problem, Row
from calculator.stacking.solving.steps import by_parts
from calculator.stacking.solving.steps.by_parts import counted_by_parts
from calculator.stacking.solving.steps.programme import StepProgramme
from tests.stacking.farm_problems import EURO, divisible, whole

#: Two years with three steps that gain 3 euros each and take 3, and a grant of 8 that takes 7. Under a ceiling of 12 four steps
#: are best; a grant with one step comes to 11, with the parts of two that fit it would come to 13. What is divided at will costs
#: more than it makes room for.
YEARS = Problem(
    (
        *(
            block
            for year in range(2)
            for block in (
                divisible(f"{year} land", (0, {}), (9, {year: 9, 2: 9})),
                whole(f"{year} grant", (0, {}), (8, {year: 7, 2: 7})),
            )
        ),
        divisible("~less", (0, {}), (-90, {1: -3})),
    ),
    (Row("year 0", 11), Row("year 1", 11), Row("ceiling", 12)),
)
SIZES = (3, 1, 3, 1, 0)


def _counted(gain: int, seconds: float = 10.0) -> tuple[int | None, dict | None, float]:
    return counted_by_parts(StepProgramme(YEARS, SIZES), 2, Fraction(gain * EURO), seconds)


def _euros(steps: dict) -> float:
    return sum(
        count * YEARS.blocks[b].groups[g].cells[c].options[o].gain / (SIZES[b] or 1) / EURO
        for (b, g, c, o), count in steps.items()
        if c >= 0
    )


def test_the_best_is_found_and_proven_to_the_euro() -> None:
    bound, steps, _ = _counted(11)
    assert bound == 12 * EURO
    assert steps is not None
    assert round(_euros(steps), 6) == 12


def test_that_nothing_comes_above_the_best_is_proven_without_another() -> None:
    bound, steps, took = _counted(12)
    assert bound is not None
    assert 12 * EURO <= bound <= 12 * EURO + 1_000
    assert steps is None
    assert 0 < took < 1


#: Three years with three steps each, of which two in a row share a ceiling of 31; and work in which they are laid out, and not
#: put together one after another.
ROLLING = Problem(
    tuple(
        divisible(f"{year} {n} land", (0, {}), (gain, dict.fromkeys((year, *windows), gain)))
        for year, windows in enumerate(((3,), (3, 4), (4,)))
        for n, gain in enumerate((9, 15))
    ),
    (*(Row(f"year {n}", 23) for n in range(3)), Row("first two", 31), Row("last two", 31)),
)
ENOUGH_TO_LAY_OUT = 44_000


def test_parts_that_are_too_many_one_after_another_are_counted_in_halves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def told() -> tuple[int | None, bool]:
        bound, steps, _ = counted_by_parts(StepProgramme(ROLLING, (3,) * 6), 3, Fraction(0), 10.0)
        return bound, steps is not None

    every = told()
    assert every[1]
    monkeypatch.setattr(by_parts, "_MOST", ENOUGH_TO_LAY_OUT)
    assert told() == every
    monkeypatch.setattr(by_parts, "_IN_HALVES", 0)
    # The likeliest tell an answer, and no bound.
    assert told() == (None, True)
    monkeypatch.setattr(by_parts, "_OF_LIKELIEST", 0)
    assert told() == (None, False)


def test_what_does_not_fall_apart_or_takes_longer_than_there_is_time_for_is_not_counted() -> None:
    alone = Problem(YEARS.blocks[:1], (Row("year 0", 5), *YEARS.rows[1:]))
    assert counted_by_parts(StepProgramme(alone, SIZES[:1]), 1, Fraction(0), 10.0)[:2] == (None, None)
    assert _counted(11, seconds=1e-4)[:2] == (None, None)


def test_many_steps_and_many_blocks_are_not_looked_through() -> None:
    assert counted_by_parts(StepProgramme(YEARS, (999, 1, 3, 1, 0)), 2, Fraction(0), 10.0) == (
        None,
        None,
        0.0,
    )
    many = Problem(YEARS.blocks * 61, YEARS.rows)
    assert counted_by_parts(StepProgramme(many, SIZES * 61), 2, Fraction(0), 10.0) == (None, None, 0.0)
