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


#: Three years with three steps each, of which two in a row share a ceiling of 31.
ROLLING = Problem(
    tuple(
        divisible(f"{year} {n} land", (0, {}), (gain, dict.fromkeys((year, *windows), gain)))
        for year, windows in enumerate(((3,), (3, 4), (4,)))
        for n, gain in enumerate((9, 15))
    ),
    (*(Row(f"year {n}", 23) for n in range(3)), Row("first two", 31), Row("last two", 31)),
)


def test_parts_that_are_too_many_one_after_another_are_counted_in_halves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def told() -> tuple[int | None, bool]:
        bound, steps, _ = counted_by_parts(StepProgramme(ROLLING, (3,) * 6), 3, Fraction(0), 10.0)
        return bound, steps is not None

    every = told()
    assert every[1]
    for tried in [(False, 0), (True, 10_000)], [(True, 0), (False, 10_000)]:
        monkeypatch.setattr(by_parts, "_TRIED", tried)
        assert told() == every
    monkeypatch.setattr(by_parts, "_TRIED", [(False, 0), (True, 0)])
    # The likeliest tell an answer, and no bound.
    assert told() == (None, True)
    monkeypatch.setattr(by_parts, "_OF_LIKELIEST", 0)
    assert told() == (None, False)


#: Years with thirty steps on which three payments may lie, two of them not both; what the first is paid is taken from the second.
MANY = Problem(
    tuple(
        block
        for year in range(2)
        for block in (
            divisible(
                f"{year} land",
                *(
                    (
                        30 * (5 * first + 3 * second + sum(of)),
                        {
                            1 + year: 150 * first - 90 * second,
                            0: 30 * (5 * first + 3 * second),
                            3 + year: 30 * of[0],
                        },
                    )
                    for first in range(2)
                    for second in range(2)
                    for of in ((0, 0), (4, 0), (0, 2))
                ),
            ),
            divisible(f"~less {year}", (0, {}), (-90, {1 + year: -90})),
        )
    ),
    (Row("ceiling", 66), Row("year 0", 0), Row("year 1", 0), Row("at most 0", 13), Row("at most 1", 13)),
)


def test_payments_that_may_lie_with_any_others_are_counted_beside_each_other() -> None:
    """All of the ceiling, and in each year three steps at four and 27 at two."""
    bound, steps, took = counted_by_parts(StepProgramme(MANY, (30, 0) * 2), 2, Fraction(0), 10.0)
    assert bound is not None
    assert 198 * EURO <= bound <= 198 * EURO + 1_000
    assert steps is not None
    land = MANY.blocks[0].groups[0].cells[0].options
    assert (
        sum(n * land[o].gain for (b, _, c, o), n in steps.items() if c >= 0 and b != 1 and b != 3)
        == 30 * 198 * EURO
    )
    assert took < 0.1


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
