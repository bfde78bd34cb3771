"""What a limit counts waits for what nobody knows of that limit; what runs already waits for nothing that was known then."""

from __future__ import annotations

from dataclasses import replace

from calculator.stacking.awarding import award
from tests.builders import ask, parcel
from tests.stacking.law.test_contract_aid import rules, under_contract


def test_of_a_line_of_a_running_contract_no_aid_is_asked_in_any_of_its_years() -> None:
    """It was granted. Of the same payment after the contract, and on other land beside it, the aid is asked."""
    held = under_contract(rate_eur=None)
    unknown = replace(held.undertaking, aid_received=None)
    beside = replace(held, undertaking=unknown, parcels=(*held.parcels, parcel("P2", 1, "m1")))
    asked = award(ask(beside, rules(other=1), "2025-07-01", years=6)).open
    waits = {(x.place, x.year): "undertaking.aid_received" in x.paths for x in asked if x.payment == "rand"}
    contracted = {("P1", year): False for year in range(2025, 2030)}
    assert waits == {**contracted, ("P1", 2030): True, **{("P2", year): True for year in range(2025, 2031)}}
