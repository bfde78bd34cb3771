"""What a running contract pays from year to year: what it names, or what was published, raised where it says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine
from calculator.domain.period import Period
from calculator.domain.source import Series, Status
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, parcel, payment, rulebook, scheme

TARIFFS = {2024: "500", 2025: "510", 2026: "520", 2027: "530"}


def under(line: ContractLine, years: int = 2, since: int = 2024) -> Award:
    """A contract from 2024 on one hectare, under tariffs per year from ``since`` on."""
    figures = tuple(
        replace(figure(rate), period=Period(date(year, 1, 1), date(year + 1, 1, 1)))
        for year, rate in TARIFFS.items()
        if year >= since
    )
    rules = rulebook(
        scheme("national.anlb.a", replace(payment("p", measures=["ma"]), figures={"rate": Series(figures)}))
    )
    contract = Contract("national.anlb.a", date(2024, 1, 1), date(2029, 12, 31), (line,))
    return award(ask(replace(farm(parcel("P1", 1, "ma")), contracts=(contract,)), rules, years=years))


def paid(found: Award) -> list[tuple[int, Status]]:
    return [(line.amount, line.claim.terms.status) for year in found.years for line in year.lines]


LINE = ContractLine("p", "P1", Decimal(1))
OWN = replace(LINE, rate_eur=Decimal(480))


def test_what_a_contract_names_rises_since_it_began_and_that_is_an_assumption() -> None:
    found = under(replace(OWN, indexation=Decimal("0.02")))
    assert paid(found) == [(499_39, Status.ASSUMED), (509_38, Status.ASSUMED)]
    (said,) = [t.en for t in found.assumptions if "more every year" in t.en]
    assert "EUR 480 per ha in 2024, and 2 % more every year after it" in said


def test_a_published_rate_rises_from_the_day_on_which_the_contract_began_and_not_on_top_of_later_rates() -> (
    None
):
    """EUR 500 of 2024, and not the EUR 520 of 2026 raised by two years."""
    found = under(replace(LINE, indexation=Decimal("0.02")))
    assert paid(found) == [(520_20, Status.ASSUMED), (530_60, Status.ASSUMED)]


def test_where_the_first_rate_is_not_known_that_of_the_year_is_paid_as_it_is() -> None:
    found = under(replace(LINE, indexation=Decimal("0.02")), since=2025)
    assert paid(found) == [(520_00, Status.DEFINITIVE), (530_00, Status.DEFINITIVE)]


@pytest.mark.parametrize("indexation", [None, Decimal(0)])
def test_without_indexation_a_contract_pays_what_it_names_or_the_rate_of_the_year(
    indexation: Decimal | None,
) -> None:
    assert paid(under(replace(OWN, indexation=indexation))) == [(480_00, Status.DEFINITIVE)] * 2
    found = under(replace(LINE, indexation=indexation))
    assert paid(found) == [(520_00, Status.DEFINITIVE), (530_00, Status.DEFINITIVE)]
    assert not any("every year" in t.en for t in found.assumptions)
