"""A grant for several years at once that a ceiling keeps out says what it counts for, which is more than its yearly amount."""

from __future__ import annotations

import pytest

from calculator.domain.award import Award
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, payment, rulebook, scheme

AGRI = "de_minimis_agri_1408_2013"


def found(held: str, term: int = 6) -> Award:
    """EUR 9,000 a year for six years in one decision counts for EUR 48,754.73 at 3 % (TC-06 a)."""
    grant = GrantRule("multi_year" if term > 1 else "annual")
    given = payment("p", figures={"rate": 9_000}, term_years=term if term > 1 else None, grant=grant)
    rules = rulebook(scheme("province.x.a", given, legal_basis=AGRI), limits=[de_minimis()])
    return award(ask(farm(aid=[("2025-01-01", held)]), rules))


def told(made: Award) -> list[str]:
    return [t.en for t in made.caveats if "at once" in t.en]


def test_the_refusal_of_an_amount_that_would_fit_for_a_year_says_what_it_counts_for() -> None:
    made = found("1245.28")
    assert made.total == 0
    (said,) = told(made)
    assert "for 6 years at once" in said
    assert "€48,754.73" in said
    assert "not for the €9,000 of that year" in said


def test_two_years_at_once_count_together_too() -> None:
    """EUR 9,000 after one year and after two, at 3 % a year."""
    (said,) = told(found("40000", 2))
    assert "for 2 years at once" in said
    assert "€17,221.23" in said


@pytest.mark.parametrize(("held", "term", "paid"), [("1245.27", 6, 9_000_00), ("41000.01", 1, 0)])
def test_nothing_is_said_of_what_is_paid_nor_of_a_decision_each_year(held: str, term: int, paid: int) -> None:
    made = found(held, term)
    assert (made.total, told(made)) == (paid, [])
