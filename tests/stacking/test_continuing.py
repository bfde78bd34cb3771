"""What would go on after its legal basis ended stands beside nothing that the total holds in that year and that excludes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.award import Award
from calculator.domain.relation import Relation
from calculator.domain.scheme import Scheme
from calculator.stacking.awarding import award
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import ask, farm, parcel, payment, rulebook, scheme
from tests.stacking.columns.test_explained import same
from tests.stacking.problem.test_beside import APART, HELD, OTHER, granted, pays_in, yearly

YEARS = range(2026, 2029)
EVERY = dict.fromkeys(YEARS, 100)
LAND = farm(parcel("P1", 1, "m1"))


def ended(name: str, euros: int, *measures: str) -> Scheme:
    """A payment of which the legal basis ends with 2027."""
    return replace(yearly(name, dict.fromkeys(YEARS, euros), *measures), legal_basis="cap_eco_scheme_art31")


def contract(name: str, rates: dict[int, int]) -> Scheme:
    return scheme(name, payment("p", figures={"rate": pays_in(rates)}, measures=("m1",), term_years=3))


def told(held: Scheme, other: Scheme, *rows: Relation) -> Award:
    """The award, after columns were found to tell the same."""
    rules = rulebook(held, other, relations=rows)
    same(rules, encode([LAND], Vocabulary()), date(2026, 7, 1), len(YEARS))
    return award(ask(LAND, rules, years=len(YEARS)))


@pytest.mark.parametrize(
    ("held", "other"),
    [
        (yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m1")),
        (contract(HELD, EVERY), ended(OTHER, 90, "m1")),
        (granted(HELD, EVERY, 3), ended(OTHER, 90)),
        (granted(HELD, EVERY, 3), ended(OTHER, 90, "m1")),
        (granted(HELD, {2027: 100}, 3), ended(OTHER, 90)),
    ],
    ids=["year by year", "a contract", "a grant", "a grant, on land", "a grant that pays nothing that year"],
)
def test_what_is_held_that_year_keeps_out_what_would_be_continued(held: Scheme, other: Scheme) -> None:
    assert told(held, other, APART).continuation == 0
    assert told(held, other).continuation == 90_00


def test_what_only_ended_is_continued() -> None:
    held = yearly(HELD, {2026: 100, 2027: 100}, "m1")
    assert told(held, ended(OTHER, 90, "m1"), APART).continuation == 90_00
