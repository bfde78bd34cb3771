"""What payments that are not paid would bring where much is asked, and what limits take: against an independent model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.domain.award import Award
from calculator.stacking.awarding import award
from tests.properties.asked import FIRST, Case
from tests.properties.asked_draw import drawn
from tests.properties.asked_rules import question
from tests.properties.test_asked_properties import best


def check(seed: int) -> int:
    """Holds every difference and price of an award against the model; how many there were."""
    case = drawn(seed)
    found, most = award(question(case)), best(case)
    assert most is not None
    near = 2 * (
        sum(len(y.lines) for y in found.years) + 2 + (case.euros is not None) * case.years * len(case.fields)
    )
    for lost in found.not_chosen:
        place = None if lost.place == "farm" else int(lost.place[1:])
        other = best(case, (lost.scheme[-1], place, frozenset(lost.years)))
        assert (lost.difference is None) == (other is None), (seed, case, lost)
        if lost.difference is not None and other is not None:
            assert abs(lost.difference - (other[0] - most[0])) <= near, (seed, case, lost, other[0] - most[0])
    return len(found.not_chosen) + _prices(seed, case, found, most[0], near)


def _prices(seed: int, case: Case, found: Award, most: float, near: int) -> int:
    """A limit that binds in several years has its price with each; of a ceiling that is the price of one of its windows."""
    prices = dict[str, int]()
    for use in found.limits:
        if use.binding:
            assert use.price is not None
            prices[use.limit] = max(use.price, prices.get(use.limit, 0))
    for limit, price in prices.items():
        without = best(_without(case, limit))
        assert without is not None
        off = price - (without[0] - most)
        assert off <= near + 2, (seed, case, limit, price, off)
        assert off >= -near - 2 or _without(case, limit).room > case.room, (seed, case, limit, price, off)
    return len(prices)


def _without(case: Case, limit: str) -> Case:
    if limit == "euros":
        return replace(case, euros=None)
    if limit.startswith("metres"):
        own = int(limit.removeprefix("metres"))
        return replace(case, metres=tuple(m for n, m in enumerate(case.metres) if n != own))
    return replace(case, room=10 * FIRST**2)


def test_what_is_not_paid_is_told_what_it_would_bring_and_limits_what_they_take() -> None:
    assert sum(check(seed) for seed in range(6)) >= 8


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 3_000, 100))
def test_thousands_of_reasons_and_prices_where_much_is_asked(start: int) -> None:
    for seed in range(start, start + 100):
        check(seed)
