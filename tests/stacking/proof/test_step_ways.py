"""Ways to take a step, in whole numbers that are rounded towards what is claimed less easily."""

from __future__ import annotations

import pytest

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row
from calculator.stacking.proof.step_ways import FINE, Scale, TooManyError, ways_of

PRICE = 10**9


def _block(*groups: tuple[tuple[Option, ...], ...], whole: bool = False) -> Block:
    return Block("land", tuple(Group(tuple(Cell(options) for options in cells)) for cells in groups), whole)


def test_what_a_step_gains_is_rounded_up_and_what_it_uses_down() -> None:
    block = _block(((Option(10, ((0, 10), (1, -10))), Option(-10, ((0, -10),))),))
    first, second = ways_of(4, block, 3)[0]
    assert (first.gain, first.uses) == (4, {0: 3, 1: -4})
    assert (second.gain, second.uses) == (-3, {0: -4})


def test_a_step_of_a_plan_takes_an_option_of_every_cell() -> None:
    cells = ((Option(1, ((0, 1),)), Option(2)), (Option(30, ((0, 5),)),))
    ways = ways_of(4, _block(cells), 1)
    assert [(step.gain, step.uses) for step in ways[0]] == [(31, {0: 6}), (32, {0: 5})]
    assert ways[0][1].places == ((4, 0, -1, -1), (4, 0, 0, 1), (4, 0, 1, 0))


@pytest.mark.parametrize(("whole", "lots"), [(True, [1, 2]), (False, [3])])
def test_steps_of_what_is_taken_whole_are_of_one_plan(whole: bool, lots: list[int]) -> None:
    block = _block(((Option(1),),), ((Option(2), Option(3)),), whole=whole)
    assert [len(lot) for lot in ways_of(0, block, 2)] == lots


def _scaled(problem: Problem, *sizes: int) -> tuple[Scale, list[Block]]:
    ways = [ways_of(b, block, n) for b, (block, n) in enumerate(zip(problem.blocks, sizes, strict=True)) if n]
    at_will = [block for block, n in zip(problem.blocks, sizes, strict=True) if not n]
    return Scale.of(problem, ways, at_will, [((0, PRICE // 2),), ((1, PRICE),)]), at_will


def test_rows_are_in_what_all_steps_use_multiples_of_and_no_more_of_them_than_that() -> None:
    """What is left over of 1,850 in hundreds is used by no step; where a part may be, it counts."""
    trees = _block(((Option(0), Option(1, ((0, 700), (1, 700)))),))
    shrubs = _block(((Option(0), Option(1, ((0, 400), (1, 400)))),))
    at_will = _block(((Option(0), Option(0, ((1, 1),))),))
    problem = Problem((trees, shrubs, at_will), (Row("a", 1_850), Row("b", 1_850), Row("of nothing", 3)))
    scale, _ = _scaled(problem, 1, 1, 0)
    assert scale.units == (100, 50, 1)
    assert scale.room.tolist() == [18, 37, 3]
    assert scale.prices.tolist() == [[50 * FINE, 0, 0], [0, 50 * FINE, 0]]


def test_what_is_divided_at_will_may_use_the_least_and_the_most_of_its_plans() -> None:
    """Two blocks: one of two plans, one of two cells; in units of five the least is rounded down and the most up."""
    plans = _block(((Option(3, ((0, -7),)), Option(4, ((0, 5),))),), ((Option(9, ((0, 12),)),),))
    cells = _block(((Option(1), Option(2, ((0, 1),))), (Option(5, ((0, 10),)), Option(1, ((0, 4),)))))
    steps = _block(((Option(0), Option(0, ((0, 5),))),))
    problem = Problem((plans, cells, steps), (Row("a", 5), Row("b", 8)))
    scale, at_will = _scaled(problem, 0, 0, 1)
    worth, least, most = scale.at_will(at_will)
    assert scale.units[0] == 5
    # From -7 + 0 + 4 to 12 + 1 + 10.
    assert (least.tolist(), most.tolist()) == ([-1, 0], [5, 0])
    # At half a micro-cent: 3 + 3.5 of the first, 1 or 2 - 0.5 and 5 - 5 or 1 - 2 of the other; without a price 9, 2 and 5.
    assert worth.tolist() == [(6.5 + 1.5 + 0) * FINE, (9 + 2 + 5) * FINE]


FITS = 2**61


def _checked(gain: int, use: int, size: int, *, above: int = 0, at_will: int = 0, times: int = 1) -> None:
    """A block of steps with one way of nothing and one of this, and room for three; a unit is worth two micro-cents."""
    block = _block(((Option(0), Option(gain * size, ((0, use * size),))),))
    beside = _block(((Option(at_will),),))
    problem = Problem((block, beside), (Row("a", 3 * use),))
    ways = [ways_of(0, block, size)]
    scale = Scale.of(problem, ways, [beside], [((0, 2 * PRICE // use),)])
    assert scale.units == (use,)
    scale.check(ways, [size], scale.at_will([beside]), above, times)


def test_sums_along_the_way_must_fit() -> None:
    """A step gains five and uses a unit at two; of seven, with room for three, that is 7 * 5 + (7 + 3) * 2, or 55 micro-cents."""
    most = FITS // FINE
    for given in (
        {"above": most - 55},
        {"above": 55 - most},
        {"at_will": most - 55},
        {"times": most // 55 + 1},
    ):
        with pytest.raises(TooManyError):
            _checked(5, 1, 7, **given)
    for given in ({"above": most - 56}, {"at_will": 56 - most}, {"times": most // 55}):
        _checked(5, 1, 7, **given)


def test_uses_along_the_way_must_fit() -> None:
    """In units, of which there are few where a step uses many at once; what is divided at will may use some besides."""
    _checked(0, FITS, 7)
    few = _block(((Option(0), Option(0, ((0, 2),))),))
    for used in (FITS - 3, 3 - FITS):
        beside = _block(((Option(0), Option(0, ((0, used),))),))
        problem = Problem((few, beside), (Row("a", 1),))
        ways = [ways_of(0, few, 2)]
        scale = Scale.of(problem, ways, [beside], [()])
        with pytest.raises(TooManyError):
            scale.check(ways, [2], scale.at_will([beside]), 0, 1)
        scale.check(ways, [1], scale.at_will([beside]), 0, 1)
