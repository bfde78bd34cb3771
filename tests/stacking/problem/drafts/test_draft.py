"""What a decision offers: only choices that no other beats."""

from __future__ import annotations

from calculator.stacking.problem.drafts.draft import DraftOption, pareto
from calculator.stacking.problem.stacks import Stack


def choice(gain: int, *uses: tuple[int, int, int], fixed: tuple[tuple[int, int], ...] = ()) -> DraftOption:
    return DraftOption((gain, 1), uses, fixed, (), Stack((), (), (), ()))


def test_of_two_that_take_the_same_the_one_that_pays_less_is_not_offered() -> None:
    best, less = choice(10, (0, 3, 1)), choice(8, (0, 6, 2))
    assert pareto([less, best]) == (best,)


def test_one_that_pays_less_is_offered_where_it_takes_less_of_one_row() -> None:
    rich, poor = choice(10, (0, 3, 1), (1, 1, 1)), choice(8, (0, 2, 1), (1, 1, 1))
    assert pareto([rich, poor]) == (rich, poor)


def test_what_is_taken_at_once_counts_as_what_grows_with_the_land() -> None:
    grown, once = choice(10, (0, 3, 1)), choice(8, fixed=((0, 3),))
    assert pareto([once, grown]) == (grown,)
