"""The best of a problem in whole steps is near its bound by what its own lines may hide."""

from fractions import Fraction

from calculator.domain.problem import MICRO
from calculator.stacking.awarding import outcome
from calculator.stacking.solving.steps.best import Best
from calculator.stacking.solving.steps.settlement import Share, allowance
from tests.builders import ask, farm, parcel, payment, rulebook, scheme


def test_an_answer_of_more_lines_may_lie_farther_from_its_bound() -> None:
    rate = payment("p", measures=["m"], figures={"rate": 100})
    found, _ = outcome(ask(farm(parcel("P1", 1, "m")), rulebook(scheme("province.x.a", rate))))
    bound = found.objective + 2 * MICRO

    def allowed(shares: tuple[Share, ...]) -> Fraction:
        return allowance(4 * len(shares))

    best = Best(found.built, allowance(0), None, bound, allowed=allowed)
    assert not best.near
    best.offer(found.shares)
    assert best.near
    assert not best.holds(bound + 1)
