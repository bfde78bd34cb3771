"""Of many options those that no other beats, as if each were held against every other."""

from __future__ import annotations

import random

import pytest

from calculator.stacking.problem.drafts import draft
from calculator.stacking.problem.drafts.draft import DraftOption, pareto
from calculator.stacking.problem.drafts.unbeaten import unbeaten
from calculator.stacking.problem.stacks import Stack

NONE = Stack((), (), (), ())


def drawn(dice: random.Random, count: int, rows: int) -> list[DraftOption]:
    return [
        DraftOption(
            (dice.randint(0, 9), dice.choice((1, 2, 3))),
            tuple(
                (row, dice.randint(-3, 4), dice.choice((1, 2))) for row in range(rows) if dice.random() < 0.7
            ),
            ((rows, dice.randint(0, 2)),),
            (at,),
            NONE,
        )
        for at in range(count)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_many_options_are_left_as_they_are_where_each_is_held_against_every_other(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    options = drawn(dice, dice.randint(2, 120), dice.randint(1, 3))
    monkeypatch.setattr(draft, "MANY", 1_000)
    one_by_one = pareto(options)
    monkeypatch.setattr(draft, "MANY", 0)
    assert pareto(options) == one_by_one


def test_of_equals_the_first_stays_and_amounts_may_be_of_any_size() -> None:
    large = 10**30
    assert unbeaten([large, large, large + 1, 0], [[1, 1, large, 0]]) == [0, 2, 3]


def test_where_more_are_unbeaten_than_may_be_no_more_are_looked_for() -> None:
    assert len(unbeaten(range(100), [range(100)], most=10)) == 11
    assert len(unbeaten(range(100), [range(100)])) == 100
