"""What is more than can be worked out is refused by the names that a person knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from calculator.domain.award import Award
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Text
from calculator.services.award import awards
from calculator.services.errors import CannotComplete
from calculator.stacking import awarding
from tests.builders import ALWAYS, ask, de_minimis, farm, parcel, payment, relation, rulebook, scheme


def grants(count: int, term_years: int | None, sort: RelationType, first: int = 2026) -> Rulebook:
    """So many grants under one ceiling, each of which the next bears on; there are fewer of them before a year."""
    made = [
        scheme(
            f"province.x.g{n:02}",
            payment(
                "p",
                figures={"rate": 1_003 + 617 * n},
                term_years=term_years,
                grant=GrantRule("annual" if term_years is None else "multi_year", (7, 1)),
            ),
            legal_basis="de_minimis_agri_1408_2013",
            validity=ALWAYS if n < 5 else Period(date(first, 1, 1)),
        )
        for n in range(count)
    ]
    rows = [relation(x.id, sort, y.id) for x, y in pairwise([*made, made[0]])]
    return rulebook(*made, relations=rows, limits=[de_minimis()])


def refused(rules: Rulebook, years: int) -> Text:
    with pytest.raises(CannotComplete) as said:
        awards.of_profile(farm(), rules, on=date(2026, 7, 1), years=years, read_from="", language="en")
    return said.value.reason


def awarded(rules: Rulebook, years: int) -> Award:
    return awarding.award(ask(farm(), rules, years=years))


@pytest.mark.parametrize(("count", "term_years"), [(15, None), (14, 2)])
def test_grants_that_hang_together_in_too_many_ways_are_refused_by_the_name_of_a_payment_and_the_year(
    count: int, term_years: int | None
) -> None:
    reason = refused(grants(count, term_years, RelationType.HIGHEST), 2)
    assert reason.en.startswith(f"p (province.x.g00) and {count - 1} other payments for the whole farm")
    assert "in 2026" in reason.nl
    assert "farm:" not in reason.nl + reason.en


def test_what_has_too_many_ways_in_its_first_year_is_told_that_fewer_years_or_measures_do_not_help() -> None:
    """A farm for which nothing lies on land was told to divide its measures over parts."""
    reason = refused(grants(30, None, RelationType.HIGHEST), 1)
    assert reason.en.endswith(
        "So nothing was worked out; fewer years or fewer measures do not change that, but fewer of these payments do: leave out "
        "of the profile what makes the farm eligible for what you do not apply for."
    )
    assert "minder jaren of minder maatregelen veranderen dat niet" in reason.nl


def test_what_has_too_many_ways_in_a_later_year_is_told_which_years_can_be_asked() -> None:
    rules = grants(30, None, RelationType.HIGHEST, first=2028)
    reason = refused(rules, 5)
    assert reason.en.endswith("ask for the years up to and including 2027.")
    assert reason.nl.endswith("vraag de jaren tot en met 2027.")
    assert awarded(rules, 2).certificate.status == "optimal"


@pytest.mark.parametrize("sort", [RelationType.EXCLUSIVE, RelationType.ZERO, RelationType.NET_OF])
def test_thirty_grants_of_which_each_loses_to_the_next_are_not_refused(sort: RelationType) -> None:
    assert awarded(grants(30, None, sort), 1).total > 40_000_00


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
