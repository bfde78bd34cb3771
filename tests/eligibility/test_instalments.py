"""What a grant for several years pays in each of them is worked out by the rules of that year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from calculator.domain.claim import Claim
from calculator.domain.lasting import Extension, Instalments
from calculator.domain.money import Range
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Payment
from calculator.domain.source import Series
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from tests.builders import ALWAYS, de_minimis, farm, figure, parcel, payment, rulebook, scheme

AGRI = "de_minimis_agri_1408_2013"
ON = date(2026, 7, 1)


def granted(rates: dict[int, int], **changes: object) -> Payment:
    made = payment("p", measures=["m1"], figures={"rate": 1}, grant=GrantRule("multi_year"), term_years=3)
    yearly = [figure(v, period=Period(date(y, 1, 1), date(y + 1, 1, 1))) for y, v in rates.items()]
    return replace(made, figures={"rate": Series(tuple(yearly))}, **changes)  # type: ignore[arg-type]


def book(made: Payment, *others: Payment, basis: str = AGRI) -> Rulebook:
    """Each of the payments stands in a version of the scheme of its own, from a year after that of the one before it."""
    starts = [date(2026 + n, 1, 1) for n in range(1 + len(others))]
    ends = [*starts[1:], None]
    versions = (
        scheme("province.x.g", each, legal_basis=basis, validity=Period(start, end))
        for each, start, end in zip((made, *others), starts, ends, strict=True)
    )
    return rulebook(*versions, limits=[de_minimis()])


def first(rules: Rulebook) -> Claim:
    profile = farm(parcel("P1", 1, "m1"))
    return assess(profile, rules, pieces(profile)[0], range(2026, 2027), ON)[0].claims[0]


def euros(*amounts: int) -> tuple[Range, ...]:
    return tuple(Range.exactly(Fraction(100 * each)) for each in amounts)


def test_years_after_the_first_pay_by_their_own_figures_for_as_long_as_a_term_or_an_extension_may_last() -> (
    None
):
    rates = {2026: 10, 2027: 20, 2028: 20, 2029: 40, 2030: 50}
    assert first(book(granted(rates))).terms.instalments == Instalments(euros(20, 20))
    longer = granted(rates, extension=Extension(5))
    assert first(book(longer)).terms.instalments == Instalments(euros(20, 20, 40, 50))


def test_a_year_without_a_figure_is_as_the_year_before_it_and_is_known_to_be_unpublished() -> None:
    found = first(book(granted({2026: 10, 2028: 30}))).terms.instalments
    assert found == Instalments(euros(10, 30), frozenset({1}))


def test_nothing_is_said_where_all_years_pay_the_same_or_no_ceiling_over_years_counts_it() -> None:
    even = replace(granted({}), figures={"rate": Series((figure(10, period=ALWAYS),))})
    assert first(book(even)).terms.instalments is None
    rising = granted({2026: 10, 2027: 20, 2028: 20})
    assert first(book(rising, basis="other")).terms.instalments is None
    assert first(book(replace(rising, grant=GrantRule("annual")))).terms.instalments is None


def test_a_later_version_says_what_its_years_pay_unless_it_pays_for_something_else() -> None:
    flat, dearer = (
        replace(granted({}), figures={"rate": Series((figure(rate, period=ALWAYS),))}) for rate in (10, 70)
    )
    assert first(book(flat, dearer)).terms.instalments == Instalments(euros(70, 70))
    other = replace(dearer, unit=Unit.SQUARE_METRE)
    assert first(book(flat, other)).terms.instalments == Instalments(euros(10, 10), frozenset({1, 2}))


@pytest.mark.parametrize(("cap", "later"), [(50, 24), (15, 15)])
def test_a_later_year_pays_what_its_cap_leaves(cap: int, later: int) -> None:
    rates = [
        figure(v, period=Period(date(y, 1, 1), date(y + 1, 1, 1)))
        for y, v in ((2026, 10), (2027, 12), (2028, 12))
    ]
    caps = [
        figure(v, period=Period(date(y, 1, 1), date(y + 1, 1, 1)))
        for y, v in ((2026, 50), (2027, cap), (2028, cap))
    ]
    made = replace(granted({}), figures={"rate": Series(tuple(rates)), "cap": Series(tuple(caps))})
    profile = farm(parcel("P1", 2, "m1"))
    rules = book(made)
    (claim,) = assess(profile, rules, pieces(profile)[0], range(2026, 2027), ON)[0].claims
    found = claim.terms.instalments
    assert found is not None
    assert [each.expected * Fraction(claim.quantity) // 100 for each in found.after] == [later] * 2
