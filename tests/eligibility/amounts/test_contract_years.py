"""A tariff that changes with the year of the contract: EUR 500 for five years, then EUR 200."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.lasting import Extension
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind, Tier
from calculator.stacking.awarding import award
from calculator.stacking.columns.evaluation import evaluate
from tests.builders import ask, farm, parcel, payment, rulebook, scheme

A = "province.x.a"
LINE = ContractLine("p", "P1", Decimal(1))


def rules(term: int = 10, late: object = 200, **changes: object) -> Rulebook:
    tiers = (Tier("first", at_least=Decimal(1)), Tier("later", at_least=Decimal(6)))
    figures = {"first": 500, **({} if late is None else {"later": late})}
    paid = payment(
        "p", measures=["m1"], kind=PaymentKind.CONTRACT_YEAR, tiers=tiers, figures=figures, term_years=term,
        **changes,
    )  # fmt: skip
    return rulebook(scheme(A, paid))


def held(since: int, line: ContractLine = LINE, until: int = 2040) -> FarmProfile:
    contract = Contract(A, date(since, 1, 1), date(until, 12, 31), (line,))
    return replace(farm(parcel("P1", 1, "m1")), contracts=(contract,))


def by_year(found: Award) -> list[int]:
    return [year.total for year in found.years]


@pytest.mark.parametrize(
    ("since", "paid"),
    [
        (2026, [500_00, 500_00]),
        (2022, [500_00, 200_00]),
        (2021, [200_00, 200_00]),
        (1999, [200_00, 200_00]),
    ],
)
def test_a_running_contract_pays_the_tariff_of_its_own_year(since: int, paid: list[int]) -> None:
    found = award(ask(held(since), rules(), years=2))
    assert (by_year(found), found.low, found.high) == (paid, sum(paid), sum(paid))


def test_contracts_of_two_years_beside_each_other_are_each_paid_their_own() -> None:
    lines = [
        Contract(A, date(since, 1, 1), date(2040, 12, 31), (replace(LINE, unit=unit),))
        for since, unit in ((2021, "P1"), (2025, "P2"))
    ]
    profile = replace(farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m1")), contracts=tuple(lines))
    assert by_year(award(ask(profile, rules()))) == [700_00]


def test_what_a_contract_names_itself_is_paid_in_every_year() -> None:
    own = replace(LINE, rate_eur=Decimal(450))
    assert by_year(award(ask(held(2021, own), rules()))) == [450_00]


def test_a_year_of_which_the_tariff_is_not_published_is_open() -> None:
    found = award(ask(held(2022), rules(late=None), years=2))
    assert by_year(found) == [500_00, 0]
    assert [(o.year, o.paths) for o in found.open] == [(2027, ("contracts.0.lines.0.rate_eur",))]


def test_a_new_contract_is_in_its_first_year_and_later_pays_at_the_least_what_any_year_would() -> None:
    """In 2031 it is in its sixth year, or in an earlier one if it begins later."""
    found = award(ask(farm(parcel("P1", 1, "m1")), rules(), years=7))
    assert by_year(found) == [*[500_00] * 5, 200_00, 200_00]
    assert (found.low, found.high) == (2_900_00, 3_500_00)
    assert found.certificate.gap == 0


def test_in_a_term_of_five_years_no_contract_comes_to_its_sixth_unless_it_is_extended() -> None:
    profile = farm(parcel("P1", 1, "m1"))
    assert by_year(award(ask(profile, rules(term=5), years=7))) == [500_00] * 7
    longer = rules(term=5, extension=Extension(1))
    assert by_year(award(ask(profile, longer, years=7)))[5:] == [200_00] * 2


def test_columns_pay_the_same_in_every_year() -> None:
    farms = [
        farm(parcel("P1", 1, "m1")),
        farm(parcel("P1", 2, "m1"), parcel("P2", 1)),
        held(2022),
        held(2021),
    ]
    made = rules()
    found = evaluate(made, farms, on=ask(farms[0], made).on, years=7)
    assert found.total.tolist() == [award(ask(each, made, years=7)).total for each in farms]
    assert found.total.tolist()[0] == 2_900_00
