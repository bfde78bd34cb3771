"""What a limit counts waits for what nobody knows of that limit; what runs already waits for nothing that was known then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from calculator.domain.period import Period
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel
from tests.stacking.law.test_contract_aid import rules, under_contract
from tests.stacking.limits.test_caps_per import herd, paying, per


def test_of_a_line_of_a_running_contract_no_aid_is_asked_in_any_of_its_years() -> None:
    """It was granted. Of the same payment after the contract, and on other land beside it, the aid is asked."""
    held = under_contract(rate_eur=None)
    unknown = replace(held.undertaking, aid_received=None)
    (line,) = held.contracts[0].lines
    past = replace(
        held.contracts[0],
        start=date(2015, 1, 1),
        until=date(2015, 12, 31),
        lines=(replace(line, rate_eur=Decimal(1)),),
    )
    beside = replace(
        held,
        undertaking=unknown,
        parcels=(*held.parcels, parcel("P2", 1, "m1")),
        contracts=(*held.contracts, past),
    )
    asked = award(ask(beside, rules(other=1), "2025-07-01", years=6)).open
    waits = {(x.place, x.year): "undertaking.aid_received" in x.paths for x in asked if x.payment == "rand"}
    contracted = {("P1", year): False for year in range(2025, 2030)}
    assert waits == {**contracted, ("P1", 2030): True, **{("P2", year): True for year in range(2025, 2031)}}


def test_every_piece_of_land_that_waits_for_a_number_is_asked_about_by_itself() -> None:
    land = farm(parcel("P1", 3, "m1"), parcel("P2", 2, "m1"))
    asked = award(ask(land, paying(per(payments=("dairy.x.land",))))).open
    assert {x.place: x.could_pay_cents for x in asked} == {"P1": 900_00, "P2": 600_00}


def test_a_grant_over_years_waits_for_no_cap_that_holds_after_it() -> None:
    later = per(validity=Period(date(2030, 1, 1)))
    found = award(ask(herd(None), paying(later, term_years=3, grant=GrantRule("multi_year")), years=3))
    assert (found.total, found.open) == (3 * 4_000_00, ())
