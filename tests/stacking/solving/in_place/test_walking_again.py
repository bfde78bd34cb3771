"""Walked again with fewer groups, a problem is worth what a search finds; nothing is said of what breaks another row."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from calculator.domain.problem import Problem, Row
from calculator.stacking.solving.in_place.walking_again import WalkedAgain
from calculator.stacking.solving.optimum.restriction import Restricted
from tests.stacking.farm_problems import EURO, divisible, whole
from tests.stacking.solving.in_place.test_walking import classes, walk_of


def test_a_block_of_fewer_groups_leaves_what_a_search_finds() -> None:
    said = unsaid = 0
    for seed in range(60):
        problem = classes(seed)
        walk = walk_of(problem)
        if walk is None:
            continue
        again = WalkedAgain(walk.ground)
        searched = Restricted(problem, frozenset(range(len(problem.blocks))))
        for b, block in enumerate(problem.blocks):
            every = range(len(block.groups))
            for groups in (of for size in (1, 2) for of in combinations(every, size) if len(every) > 1):
                found, expected = again.worth({b: groups}), searched.worth({b: groups}, np.inf)
                if found is None:
                    unsaid += 1
                    continue
                assert expected is not None, (seed, b, groups)
                assert abs(float(found) - expected) < 1.0, (seed, b, groups)
                said += 1
    assert said > 300
    assert unsaid > 10


def test_two_blocks_at_once_leave_what_a_search_finds() -> None:
    said = 0
    for seed in range(60):
        problem = classes(seed)
        walk = walk_of(problem)
        several = [b for b, block in enumerate(problem.blocks) if len(block.groups) > 1]
        if walk is None or len(several) < 2:
            continue
        again, searched = WalkedAgain(walk.ground), Restricted(problem, frozenset(several))
        for one, other in combinations(several, 2):
            found = again.worth({one: (1,), other: (0,)})
            if found is not None:
                expected = searched.worth({one: (1,), other: (0,)}, np.inf)
                assert expected is not None, (seed, one, other)
                assert abs(float(found) - expected) < 1.0, (seed, one, other)
                said += 1
    assert said > 30


def test_nothing_is_said_where_another_row_breaks() -> None:
    blocks = (
        whole("class", (0, {}), (300, {0: 40}), (290, {0: 40, 1: 20})),
        divisible("land", (50, {}), (0, {0: -50})),
    )
    walk = walk_of(Problem(blocks, (Row("points", 0), Row("purse", 10))))
    assert walk is not None
    again = WalkedAgain(walk.ground)
    assert [again.worth({0: (group,)}) for group in range(3)] == [50 * EURO, 310 * EURO, None]


def test_land_that_gives_way_in_part_stays_where_the_row_is_kept() -> None:
    """All that the one land gives cheaply and all of the other: the rest of the one would break the purse."""
    blocks = (
        whole("class", (0, {}), (300, {0: 40})),
        divisible("three", (50, {}), (48, {0: -20}), (0, {0: -40, 1: 20})),
        divisible("two", (50, {}), (40, {0: -20})),
    )
    walk = walk_of(Problem(blocks, (Row("points", 0), Row("purse", 10))))
    assert walk is not None
    again = WalkedAgain(walk.ground)
    assert [again.worth({0: (group,)}) for group in range(2)] == [100 * EURO, 388 * EURO]
    assert again.worth({1: (0,)}) is None
