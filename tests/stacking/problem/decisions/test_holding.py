"""Contracts that nothing can be claimed of are held in the years of their term, and exclude each other on their ground alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.lasting import Extension
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.problem.decisions.holding import contracts, held_apart, until
from calculator.stacking.problem.stacks.regime import regime
from tests.builders import farm, parcel, payment, relation, rulebook, scheme
from tests.stacking.problem.joining.test_beside import APART, HELD, OTHER, granted, pays_in, yearly

ON = date(2026, 7, 1)
FROM_2027 = replace(APART, validity=Period(date(2027, 1, 1)))
TWO = farm(parcel("P1", 1, "m1", "m2"))


def contract(name: str, code: str, term: int | None, *years: int, longer: int | None = None) -> Scheme:
    """Paid in some years alone, so that nothing can be claimed of it in others."""
    rates = pays_in(dict.fromkeys(years, 100))
    extension = Extension(longer) if longer else None
    made = payment("p", figures={"rate": rates}, measures=(code,), term_years=term, extension=extension)
    return scheme(name, made)


def claims(rules: Rulebook, last: int, land: FarmProfile = TWO) -> list[Claim]:
    lying, _ = pieces(land, with_candidates=False)
    return [c for a in assess(land, rules, lying, range(2026, last + 1), ON) for c in a.claims]


def apart(rules: Rulebook, last: int, land: FarmProfile = TWO) -> list[tuple[int, set[str]]]:
    """The years in which two are held apart, and which."""
    of_year = {year: regime(rules, year, ON) for year in range(2026, last + 1)}
    return [(year, {a.scheme, b.scheme}) for year, a, b in held_apart(claims(rules, last, land), of_year)]


@pytest.mark.parametrize(("terms", "years"), [((2, 2), [2027]), ((3, 4), [2027, 2028]), ((1, 4), [])])
def test_two_that_exclude_each_other_after_they_began_are_held_apart_while_both_may_be_held(
    terms: tuple[int, int], years: list[int]
) -> None:
    first, second = contract(HELD, "m1", terms[0], 2026), contract(OTHER, "m2", terms[1], 2026)
    rules = rulebook(first, second, relations=[FROM_2027])
    assert apart(rules, 2030) == [(year, {HELD, OTHER}) for year in years]
    # Not further than is asked, and not on ground of their own.
    assert apart(rules, 2027) == [(year, {HELD, OTHER}) for year in years[:1]]
    assert apart(rules, 2030, farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"))) == []


def test_where_they_exclude_each_other_from_the_first_they_are_never_both_held() -> None:
    made = contract(HELD, "m1", 3, 2026), contract(OTHER, "m2", 3, 2026)
    assert apart(rulebook(*made, relations=[APART]), 2028) == []
    assert apart(rulebook(*made), 2028) == []


def test_when_they_can_begin_later_says_nothing_of_years_before() -> None:
    """Until 2028 they exclude each other; in 2030 both can begin again."""
    row = replace(APART, validity=Period(date(2026, 1, 1), date(2028, 1, 1)))
    made = contract(HELD, "m1", 2, 2026, 2030), contract(OTHER, "m2", 2, 2026, 2030)
    assert apart(rulebook(*made, relations=[row]), 2031) == []


def test_a_year_in_which_one_can_be_claimed_is_a_year_of_the_problem() -> None:
    made = contract(HELD, "m1", 4, 2026), contract(OTHER, "m2", 4, 2026, 2028)
    assert [year for year, _ in apart(rulebook(*made, relations=[FROM_2027]), 2029)] == [2027, 2029]


def test_a_pair_that_nobody_has_published_is_held_apart() -> None:
    unknown = replace(relation(HELD, RelationType.UNKNOWN, OTHER), validity=Period(date(2027, 1, 1)))
    made = contract(HELD, "m1", 2, 2026), contract(OTHER, "m2", 2, 2026)
    assert apart(rulebook(*made, relations=[unknown]), 2027) == [(2027, {HELD, OTHER})]


def test_what_is_given_by_the_year_or_to_the_farm_is_no_contract_on_land() -> None:
    rules = rulebook(
        yearly(HELD, {2026: 1}, "m1"), granted(OTHER, {2026: 1}, 3), contract("province.x.c", "m2", 2, 2026)
    )
    assert [ref for _, ref in contracts(claims(rules, 2026))] == ["province.x.c#p"]


@pytest.mark.parametrize(("term", "longer", "year"), [(2, None, 2028), (2, 5, 2031), (3, 1, 2029)])
def test_a_contract_may_be_held_for_its_term_or_for_an_extension(
    term: int, longer: int | None, year: int
) -> None:
    (claim,) = claims(rulebook(contract(HELD, "m1", term, 2026, longer=longer)), 2026)
    assert until(claim) == year
