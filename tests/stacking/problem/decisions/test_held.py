"""What lasts for a term is held in its later years too, whether or not anything can be claimed of it then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.stacking.problem.decisions.held import Contracts, Party, begins, by_year
from calculator.stacking.problem.weights import BEGUN, EXTENDED
from tests.builders import farm, parcel, rulebook
from tests.stacking.problem.decisions.test_holding import claims, contract
from tests.stacking.problem.joining.test_beside import HELD, OTHER

LAND = farm(parcel("P1", "0.5", "m1", "m2"), parcel("P2", 1, "m1"))


def of(*years: int, term: int = 3, longer: int | None = None) -> list[Claim]:
    """Claims on two parcels of what is paid in some years."""
    return claims(rulebook(contract(HELD, "m1", term, *years, longer=longer)), 2032, LAND)


def begun(found: Iterable[Claim], place: str, scheme: str = HELD) -> list[int]:
    every = list(found)
    return [c.year for c in every if (c.place, c.scheme) == (place, scheme) and begins(c, every)]


def held(found: Iterable[Claim], year: int) -> list[tuple[int, str, str]]:
    """The year of each claim by which something is held that cannot all be claimed, its parcel and its turn."""
    parties = Contracts(by_year(found)).unclaimed(year)
    return [(c.year, c.place, turn) for party in parties for c, turn in party.turned or ()]


def test_a_contract_that_is_always_on_begins_at_once_and_after_each_term() -> None:
    assert begun(of(*range(2026, 2033)), "P1") == [2026, 2029, 2032]
    assert begun(of(*range(2026, 2033), term=2), "P1") == [2026, 2028, 2030, 2032]
    # A year in which nothing is paid of it is a year of its term all the same.
    assert begun(of(2026, 2028, 2030), "P1") == [2026, 2030]


def test_when_a_contract_begins_hangs_on_no_other_ground_payment_or_commitment() -> None:
    later = [c for c in of(*range(2026, 2033)) if c.place == "P1" or c.year > 2026]
    assert (begun(later, "P1"), begun(later, "P2")) == ([2026, 2029, 2032], [2027, 2030])
    two = contract(HELD, "m1", 3, *range(2026, 2033)), contract(OTHER, "m2", 3, *range(2027, 2033))
    assert begun(claims(rulebook(*two), 2032, LAND), "P1", OTHER) == [2027, 2030]
    running = [replace(c, demand=Decimal("0.5")) if c.year == 2026 else c for c in of(*range(2026, 2033))]
    assert begun(running, "P1") == [2027, 2030]


def test_a_contract_is_held_through_its_term_and_extended_through_both() -> None:
    once = [c for c in of(2026, longer=5) if c.place == "P1"]
    turns = {year: [turn for *_, turn in held(once, year)] for year in range(2026, 2032)}
    both, extended = [BEGUN, EXTENDED], [EXTENDED]
    assert turns == {2026: [], 2027: both, 2028: both, 2029: extended, 2030: extended, 2031: []}
    assert held([c for c in of(2026) if c.place == "P1"], 2028) == [(2026, "P1", BEGUN)]


def test_a_contract_is_looked_at_where_not_all_its_ground_can_be_claimed() -> None:
    assert held(of(2026, 2027), 2027) == []
    moved = [c for c in of(2026, 2027) if (c.year, c.place) in ((2026, "P1"), (2027, "P2"))]
    assert held(moved, 2027) == [(2026, "P1", BEGUN)]


def test_a_running_commitment_and_a_yearly_payment_begin_nothing_that_is_held() -> None:
    assert held([replace(c, demand=Decimal("0.5")) for c in of(2026)], 2027) == []
    assert held(of(2026, term=1), 2027) == []


def test_there_is_no_more_of_it_at_a_place_or_anywhere_than_its_ground_has() -> None:
    party = Party(tuple(of(2026, 2027)))
    assert (party.size("P1"), party.size("P2")) == (Fraction(1, 2), 1)
    assert party.size(None) == Fraction(3, 2)
