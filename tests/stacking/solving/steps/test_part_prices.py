"""Prices of what parts share, under which their best answers bound all of them together closest."""

from __future__ import annotations

import pytest

from calculator.domain.problem import Problem, Row
from calculator.stacking.proof.counted_parts import CountedParts, Parts
from calculator.stacking.proof.step_ways import FINE
from calculator.stacking.proof.work import Work
from calculator.stacking.solving.steps.part_prices import part_prices
from tests.stacking.farm_problems import EURO, divisible, whole

APART = Parts(((0,), (1,)), ((), ()))


def _counted(room: int, *more: tuple[int, dict[int, int]]) -> CountedParts:
    """Three steps of a that gain 9 and take 3 each, and a grant of 4 that takes 2, under a ceiling."""
    blocks = (divisible("a", (0, {}), (27, {0: 9})), whole("b", (0, {}), (4, {0: 2}), *more))
    return CountedParts(Problem(blocks, (Row("ceiling", room),)), (3, 1), APART, Work(100_000))


def test_the_price_is_what_the_ceiling_is_worth_at_its_margin() -> None:
    """Room for all steps and half of the grant: a unit is worth 2."""
    counted = _counted(10)
    prices = part_prices(counted)
    assert prices is not None
    bound = int(counted.room @ prices) + sum(a.worth for a in counted.best(prices) if a)
    assert abs(bound - 29 * EURO * FINE) <= 100


def test_what_has_room_has_no_price() -> None:
    """As little as may be: with all steps and the grant eleven are taken."""
    prices = part_prices(_counted(11))
    assert prices is not None
    assert prices.tolist() == [0]


def test_a_part_without_an_answer_has_no_price() -> None:
    never = divisible("a", (0, {1: 3}), (27, {0: 9, 1: 3})), whole("b", (0, {}), (4, {0: 2}))
    counted = CountedParts(Problem(never, (Row("ceiling", 4), Row("never", 2))), (3, 1), APART, Work(100_000))
    assert part_prices(counted) is None


@pytest.mark.filterwarnings("error")
def test_what_no_whole_number_holds_is_no_price() -> None:
    """Eight million euros on three steps: a unit of the ceiling would be worth more than 64 bits hold."""
    blocks = divisible("a", (0, {}), (27 * 300_000, {0: 9})), whole("b", (0, {}), (4 * 300_000, {0: 2}))
    counted = CountedParts(Problem(blocks, (Row("ceiling", 10),)), (3, 1), APART, Work(100_000))
    prices = part_prices(counted)
    assert prices is None or prices.min() >= 0
