"""What is asked of a farm that considers more than can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.eligibility import candidates
from calculator.eligibility.candidates import Arrangement, Candidate, Place, arranged
from calculator.stacking.advising.asking import MOST_TOGETHER, Advice
from calculator.stacking.advising.tied import TooManyPlansTogetherError
from calculator.stacking.advising.variants import award
from tests.builders import ask, farm, measure, parcel, pays, rulebook


def test_a_farm_with_too_many_arrangements_is_refused_at_the_first_place_that_has_one_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hundred parcels of which each may lie in 256 ways: those after the seventeenth are not laid out."""
    laid: list[str] = []

    def counted(place: Place, chosen: Sequence[Candidate], rules: Rulebook) -> Arrangement | None:
        laid.append(place.id)
        return arranged(place, chosen, rules)

    monkeypatch.setattr(candidates, "arranged", counted)
    codes = [f"m{n}" for n in range(8)]
    considered = [measure(code, 1, candidate=True, cost_eur=Decimal(5)) for code in codes]
    places = [parcel(f"P{n:03}", 1, *considered) for n in range(100)]
    with pytest.raises(TooManyPlansTogetherError):
        Advice.of(ask(farm(*places), rulebook(*(pays(f"s{code}", code, 10) for code in codes))))
    assert len(set(laid)) == MOST_TOGETHER // 256 + 1


def test_a_farm_as_managed_with_too_many_candidates_still_has_its_award() -> None:
    codes = [f"x{n}" for n in range(10)]
    rules = rulebook(pays("a", "m1", 100), *(pays(f"s{code}", code, 5) for code in codes))
    considered = [measure(code, 1, candidate=True, cost_eur=Decimal(10)) for code in codes]
    found = award(ask(farm(parcel("P1", 3, "m1", *considered)), rules))
    assert (found.total, found.next_step) == (300_00, None)
    assert any("no next step was looked for" in c.en for c in found.caveats)
