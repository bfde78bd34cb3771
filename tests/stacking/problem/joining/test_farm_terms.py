"""When a grant to the farm for several years at once is given, goes on and is extended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine
from calculator.domain.lasting import Extension
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule
from calculator.services.award import as_json
from calculator.stacking.awarding import award
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from tests.builders import ask, de_minimis, farm, payment, relation, rulebook, scheme

AID = "de_minimis_agri_1408_2013"


def book(rate: int, term: int, extension: Extension | None = None) -> Rulebook:
    grant = GrantRule("multi_year", (11, 23))
    made = payment("p", figures={"rate": rate}, term_years=term, grant=grant, extension=extension)
    return rulebook(scheme("province.x.g", made, legal_basis=AID), limits=[de_minimis()])


def years(found: Award) -> list[tuple[int, int | None, int | None]]:
    """Per line its year, and those in which its term and its extension began."""
    return [(x.claim.year, x.since, x.extended) for of in found.years for x in of.lines]


def test_a_grant_that_does_not_fit_in_every_year_is_given_when_the_ceiling_has_room() -> None:
    rules = book(16_000, 3)
    found = award(ask(farm(), rules, years=6))
    assert (found.total, found.certificate.status, found.certificate.gap) == (80_000_00, "optimal", 0)
    assert years(found) == [(y, 2026 if y < 2029 else 2030, None) for y in (2026, 2027, 2028, 2030, 2031)]
    assert any(x.en.startswith("A payment to the farm for several years") for x in found.assumptions)
    lines = [x for year in as_json.to_json(found, rules)["years"] for x in year["lines"]]  # type: ignore[union-attr]
    assert [x["contract"] for x in lines[2:4]] == [
        {"from": 2026, "until": 2028},
        {"from": 2030, "until": 2032},
    ]


def test_the_year_between_two_terms_is_lost_to_the_ceiling_and_says_what_it_would_cost() -> None:
    (lost,) = award(ask(farm(), book(16_000, 3), years=6)).not_chosen
    assert (lost.years, lost.because, lost.lost_to) == ((2029,), "limit", "de-minimis-landbouw")
    # Given in 2029 it can be given once more in no other year than those before it: 2026 to 2028 lose.
    assert lost.difference == -16_000_00


def test_a_term_that_never_fits_is_not_given_in_part() -> None:
    assert award(ask(farm(), book(16_000, 6), years=6)).total == 0


def test_a_running_grant_is_extended_as_often_as_its_rule_allows() -> None:
    """Once more for two years; the ceiling has no room for a term anew before 2029."""
    line = ContractLine("p", "farm", Decimal(1))
    runs = (Contract("province.x.g", date(2024, 1, 1), date(2026, 12, 31), (line,)),)
    profile = farm(aid=[("2026-03-01", 30_000)], contracts=runs)
    found = award(ask(profile, book(9_000, 3, Extension(2, 1)), years=5))
    assert years(found)[1:3] == [(2027, 2024, 2027), (2028, 2024, 2027)]
    assert found.certificate.status == "optimal"


def test_a_new_grant_is_extended_after_its_term_where_a_term_anew_does_not_fit() -> None:
    """Three years at 9,000 count for 25,458 euros, one more for 8,738: two terms would pass the ceiling."""
    found = award(ask(farm(), book(9_000, 3, Extension(1, 1)), years=5))
    given = [(y, 2026, None if y < 2029 else 2029) for y in range(2026, 2030)]
    assert years(found)[:4] == given
    # In 2030 it cannot be extended once more: what is left of the ceiling then has room for a term anew.
    assert years(found)[4:] == [(2030, 2030, None)]
    assert (found.total, found.certificate.status, found.certificate.gap) == (45_000_00, "optimal", 0)


def test_eight_grants_of_which_one_is_given_are_no_more_ways_than_one_after_the_other() -> None:
    """Each may begin, go on or be extended in a year: together that is never asked of those that keep each other out."""
    names = [f"province.x.g{n}" for n in range(8)]
    made = [
        scheme(
            name,
            payment(
                "p",
                figures={"rate": 1_000 + 100 * n},
                term_years=2,
                grant=GrantRule("multi_year", (11, 23)),
                extension=Extension(1, 1),
            ),
            legal_basis=AID,
        )
        for n, name in enumerate(names)
    ]
    apart = [relation(a, RelationType.EXCLUSIVE, b) for n, a in enumerate(names) for b in names[:n]]
    found = award(ask(farm(), rulebook(*made, relations=apart, limits=[de_minimis(5_000)]), years=5))
    # The dearest for two years, then for one more (3,253 and 1,650 euros count), and anew when the first has left the window.
    assert found.total == 4 * 1_700_00
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0)


def test_grants_that_rest_on_each_other_in_more_ways_than_can_be_listed_are_proven_all_the_same() -> None:
    """In the second year each of twelve begins or goes on, beside any of those it rests on: 8,190 ways."""
    names = [f"province.x.g{n:02}" for n in range(12)]
    grant = GrantRule("multi_year", (7, 1))
    made = [
        scheme(name, payment("p", figures={"rate": 3_000}, term_years=2, grant=grant), legal_basis=AID)
        for name in names
    ]
    rests = [relation(b, RelationType.REQUIRES, a) for a, b in pairwise(names)]
    found = award(ask(farm(), rulebook(*made, relations=rests, limits=[de_minimis()]), years=2))
    # Two years of 3,000 count 5,740 on the first day: eight of these fit, and those rest on nothing that is left out.
    assert found.total == 8 * 2 * 3_000_00
    assert (found.certificate.status, found.certificate.proof, found.certificate.gap) == (
        "optimal",
        "dual",
        0,
    )
    assert {x.scheme: x.worked_out for x in found.not_chosen} == dict.fromkeys(names[8:], True)


def test_grants_of_which_the_lower_counts_in_too_many_sets_are_refused_before_anything_is_solved() -> None:
    """Of each of seven and the next the higher is paid: 128 sets of them, in which each begins, goes on or is extended."""
    names = [f"province.x.g{n}" for n in range(7)]
    grant, more = GrantRule("multi_year", (7, 1)), Extension(1, 1)
    made = [
        scheme(
            n,
            payment("p", figures={"rate": 3_000}, term_years=2, grant=grant, extension=more),
            legal_basis=AID,
        )
        for n in names
    ]
    lower = [relation(b, RelationType.HIGHEST, a) for a, b in pairwise(names)]
    with pytest.raises(TooManyPlansError) as refused:
        award(ask(farm(), rulebook(*made, relations=lower, limits=[de_minimis()]), years=4))
    assert (refused.value.place, refused.value.ref) == ("farm", "province.x.g0#p")


def test_grants_of_which_each_keeps_out_the_next_are_proven_where_together_they_fill_a_ceiling() -> None:
    rates, terms = (6_300, 4_100, 9_700, 5_200, 7_900), (2, 3, 5, 3, 2)
    names = [f"province.x.g{n}" for n in range(5)]
    made = [
        scheme(
            name,
            payment("p", figures={"rate": rate}, term_years=term, grant=GrantRule("multi_year", (11, 23))),
            legal_basis=AID,
        )
        for name, rate, term in zip(names, rates, terms, strict=True)
    ]
    apart = [relation(a, RelationType.EXCLUSIVE, names[(n + 1) % 5]) for n, a in enumerate(names)]
    found = award(ask(farm(), rulebook(*made, relations=apart, limits=[de_minimis()]), years=5))
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0)
    given = {(line.claim.year, line.claim.scheme) for of in found.years for line in of.lines}
    assert not any(
        (y, a) in given and (y, names[(n + 1) % 5]) in given for y, _ in given for n, a in enumerate(names)
    )
