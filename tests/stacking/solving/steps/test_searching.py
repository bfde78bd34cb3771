"""A search through whole steps works where steps are what is lost, and gives up where they are not."""

from fractions import Fraction

import pytest

from calculator.domain.limit import LimitKind
from calculator.stacking.awarding import outcome
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof import counted_steps
from calculator.stacking.solving.steps import searching as step_search
from calculator.stacking.solving.steps.whole_steps import Steps
from tests.builders import ask, farm, limit, parcel, payment, rulebook, scheme


@pytest.mark.parametrize("most", [1, 100])
def test_caps_that_cut_what_whole_land_is_paid_are_not_searched_for_other_land(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Each of thousands of parts was settled anew, 36 seconds long, though all land was whole and the caps alone were short."""
    caps = (({"a", "e"}, 372), ({"a", "c", "d"}, 0), ({"f"}, 37), ({"a", "b", "d", "e", "f"}, 12))
    held = [
        limit(
            f"cap{i}",
            LimitKind.AMOUNT_CAP,
            figures={"cap": cap},
            payments=tuple(f"province.x.{n}" for n in sorted(names)),
        )
        for i, (names, cap) in enumerate(caps)
    ]
    rates = {"a": 161, "b": 259, "c": 300, "d": 309, "e": 25, "f": 205}
    made = [
        scheme(f"province.x.{n}", payment("p", measures=[f"m{n}"], figures={"rate": rate}))
        for n, rate in rates.items()
    ]
    settled: list[object] = []
    settle = step_search.settle_shares
    monkeypatch.setattr(step_search, "settle_shares", lambda *of: settled.append(of) or settle(*of))
    monkeypatch.setattr(step_search, "_MOST_SETTLED", most)
    monkeypatch.setattr(counted_steps, "_MOST_STEPS", 0)
    found, proof = outcome(
        ask(farm(parcel("P1", 1, *(f"m{n}" for n in rates))), rulebook(*made, limits=held))
    )
    assert (proof.objective, proof.status, proof.gap) == (12_00, "optimal", 0)
    _, bound = Steps(SearchTime()).of(found.built, Fraction(0))
    assert 0 <= bound - found.objective < 1_000_000
    assert 0 < len(settled) <= most + 2
