"""A contract that begins or ends within a year counts for the whole of it or not at all, and the award says which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, pays, rulebook


def found(start: str, until: str, years: int = 1) -> Award:
    line = ContractLine("p", "P1", Decimal(10), Decimal(100))
    held = Contract("province.x.a", date.fromisoformat(start), date.fromisoformat(until), (line,))
    return award(
        ask(replace(farm(parcel("P1", 10)), contracts=(held,)), rulebook(pays("a", "m1", 100)), years=years)
    )


def told(award: Award) -> list[str]:
    return [t.en for t in award.assumptions if t.en.startswith("Assumed: p (P1)")]


@pytest.mark.parametrize(
    ("start", "until", "paid", "says"),
    [
        ("2026-03-01", "2028-12-31", 1_000_00, "from 1 March 2026 up to and including 31 December 2026"),
        ("2021-01-01", "2026-07-01", 1_000_00, "pays for 2026 the amount of a whole year"),
        ("2021-01-01", "2026-06-30", 0, "pays nothing in 2026"),
        ("2026-07-02", "2028-12-31", 0, "it was looked at on 1 July 2026"),
    ],
)
def test_a_year_of_which_a_contract_runs_a_part_counts_whole_or_not_at_all(
    start: str, until: str, paid: int, says: str
) -> None:
    made = found(start, until)
    assert made.total == paid
    (text,) = told(made)
    assert says in text


def test_nothing_is_said_of_whole_years_nor_of_years_that_are_not_asked() -> None:
    assert told(found("2021-01-01", "2028-12-31")) == []
    assert told(found("2021-03-01", "2028-06-30")) == []
    assert len(told(found("2021-03-01", "2028-06-30", years=3))) == 1
