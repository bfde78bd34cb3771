"""All answers of a part that come near its best are listed, and none that does not."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calculator.stacking.proof.near_columns import NearColumns
from calculator.stacking.proof.step_ways import FINE, TooManyError
from calculator.stacking.proof.work import Work
from tests.stacking.proof.drawn_parts import Answer, drawn_part, drawn_prices


def _beaten(answer: Answer, others: set[Answer]) -> bool:
    """Another uses no more of anything and gains no less."""
    return any(
        other != answer
        and other.gain >= answer.gain
        and all(a <= b for a, b in zip(other.uses, answer.uses, strict=True))
        for other in others
    )


def test_those_listed_are_all_that_come_near_and_are_not_beaten_the_best_first() -> None:
    dice, several = random.Random(4), 0
    for _ in range(60):
        part, prices, near = drawn_part(dice), drawn_prices(dice), dice.randint(1, 40) * FINE
        every = {*part.answers()}
        if not every:
            continue
        tables = part.tables(Work(10_000_000))
        listed = NearColumns(tables, prices)
        found = listed.within(tables.to_come(prices), near)
        floor = max(answer.worth(prices) for answer in every) - near
        close = {answer for answer in every if answer.worth(prices) > floor}
        told = [
            Answer(int(gain), tuple(uses))
            for gain, uses in zip(found.gains, found.uses.tolist(), strict=True)
        ]
        assert len(told) == len({*told})
        assert {*told} == {answer for answer in close if not _beaten(answer, close)}
        assert found.worth.tolist() == [answer.worth(prices) for answer in told]
        assert found.worth.tolist() == sorted(found.worth.tolist(), reverse=True)
        assert [part.of(listed.steps(int(number))) for number in found.number] == told
        several += len(told) > 2
    assert several > 10


def test_more_ways_than_may_be_looked_at_are_not_listed() -> None:
    part, prices = drawn_part(random.Random(2)), np.zeros(2, dtype=np.int64)
    work = Work(10_000_000)
    tables = part.tables(work)
    told = tables.to_come(prices)
    before = work.spent
    NearColumns(tables, prices).within(told, 100 * FINE)
    work.most, work.spent = work.spent - 1, before
    with pytest.raises(TooManyError):
        NearColumns(tables, prices).within(told, 100 * FINE)
