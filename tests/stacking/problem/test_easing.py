"""Years of which other activities wait are told apart."""

from __future__ import annotations

from fractions import Fraction

from calculator.domain.claim import Assessment
from calculator.domain.hope import Hope
from calculator.stacking.problem.alike import Alike
from calculator.stacking.problem.easing import hopes_of, told_apart

SOME, OTHER = Hope({"klimaat": Fraction(3)}, Fraction(50)), Hope(None, None)
THREE = Alike({2026: (2026, 2027, 2028)}, (), {})


def hoping(*hopes: Hope | None) -> dict[int, dict[str, Hope]]:
    found = [
        Assessment(2026 + n, (), (), (), (), (), {} if hope is None else {"eco": hope})
        for n, hope in enumerate(hopes)
    ]
    return {year: dict(of) for year, of in hopes_of(found).items()}


def test_years_that_wait_for_the_same_stay_together() -> None:
    assert told_apart(THREE, hoping(SOME, SOME, SOME)) == {}


def test_years_that_wait_for_something_else_or_for_nothing_are_told_apart() -> None:
    apart = told_apart(THREE, hoping(SOME, OTHER, None))
    assert len(set(apart.values())) == 3
    assert (
        told_apart(THREE, hoping(SOME, OTHER, SOME))[2028]
        == told_apart(THREE, hoping(SOME, OTHER, SOME))[2026]
    )


def test_years_that_read_otherwise_are_apart_as_they_are() -> None:
    each = Alike({2026: (2026,), 2027: (2027,)}, (), {})
    assert told_apart(each, hoping(SOME, OTHER)) == {}
