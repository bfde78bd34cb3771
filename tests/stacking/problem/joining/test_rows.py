"""Rows of the farm problem: what they hold back under another reading of the same claims."""

from __future__ import annotations

import pytest

from calculator.domain.limit import LimitKind
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, rulebook, scheme


@pytest.mark.parametrize("low", [0, 500])
def test_at_the_top_of_a_range_a_grant_fills_a_ceiling_with_what_its_cap_leaves_of_it(low: int) -> None:
    """EUR 1,000 is granted as the EUR 600 of its cap, which fit under a ceiling of EUR 700."""
    grant = scheme(
        "province.x.a",
        payment("p", figures={"rate": (low, 1_000)}),
        legal_basis="de_minimis_agri_1408_2013",
    )
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 600}, payments=("province.x.a",))
    found = award(ask(farm(parcel("P1", 1)), rulebook(grant, limits=[cap, de_minimis(700)])))
    assert (found.total, found.high) == (low * 100, 60_000)
