"""What is more than can be worked out is refused by the names that a person knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule
from calculator.services.award import awards
from calculator.services.errors import CannotComplete
from tests.builders import de_minimis, farm, parcel, payment, relation, rulebook, scheme


def test_grants_that_hang_together_in_too_many_ways_are_refused_by_the_name_of_a_payment_and_the_year() -> (
    None
):
    made = [
        scheme(
            f"province.x.g{n:02}",
            payment("p", figures={"rate": 1_003 + 617 * n}, term_years=2, grant=GrantRule("multi_year")),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for n in range(14)
    ]
    rows = [relation(x.id, RelationType.HIGHEST, y.id) for x, y in pairwise([*made, made[0]])]
    rules = rulebook(*made, relations=rows, limits=[de_minimis()])
    with pytest.raises(CannotComplete) as refused:
        awards.of_profile(farm(), rules, on=date(2026, 7, 1), years=2, read_from="", language="en")
    assert "p (province.x.g00)" in refused.value.reason.en
    assert "2026" in refused.value.reason.nl
    assert "farm:" not in refused.value.reason.nl + refused.value.reason.en


def test_packages_that_lie_on_a_parcel_in_too_many_ways_are_refused_by_the_name_of_the_parcel() -> None:
    made = [
        scheme(f"province.x.g{n:02}", payment("p", measures=["m"], figures={"rate": 10 + n}, term_years=2))
        for n in range(13)
    ]
    rows = [relation(x.id, RelationType.REDUCED, y.id, parameter=Decimal("0.5")) for x, y in pairwise(made)]
    with pytest.raises(CannotComplete) as refused:
        awards.of_profile(
            farm(parcel("P1", 5, "m")),
            rulebook(*made, relations=rows),
            on=date(2026, 7, 1),
            years=2,
            read_from="",
            language="en",
        )
    assert refused.value.reason.en.startswith("P1 has more multi-year packages")
    assert refused.value.reason.nl.startswith("Op P1 liggen meer")
