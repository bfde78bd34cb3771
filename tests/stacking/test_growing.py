"""Twice as much land, or twice as many contracts, are about twice the work: nothing is looked through for every claim anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Line
from calculator.domain.farm import Contract, ContractLine
from calculator.domain.limit import LimitKind
from calculator.domain.problem import Cell, Option
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level
from calculator.stacking.awarding import Question, award, outcome
from calculator.stacking.explaining.notices import due
from calculator.stacking.solving import doing_without
from tests.builders import ask, farm, limit, measure, parcel, pays, relation, rulebook
from tests.stacking.work import calls

#: How much more work twice as much may be: what is looked through for every claim anew would be four times as much.
_ABOUT_TWICE = 2.6


def named(number: int) -> str:
    return f"province.x.s{number:03}"


def many(payments: int, *, cap: int | None = None, needs: bool = False) -> Rulebook:
    """Payments of which every second excludes the next on its ground; it may need it elsewhere."""
    made = [pays(f"s{n:03}", f"m{n}", 100 + n) for n in range(payments)]
    pairs = [(named(n), named(n + 1)) for n in range(0, payments, 2)]
    rows = [relation(one, RelationType.EXCLUSIVE, other) for one, other in pairs]
    if needs:
        rows += [relation(one, RelationType.REQUIRES, other, level=Level.FARM) for one, other in pairs]
    names = tuple(x.id for x in made)
    caps = [limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": cap}, payments=names)] if cap else []
    return rulebook(*made, relations=rows, limits=caps)


def of_parcels(count: int, payments: int, rules: Rulebook) -> Question:
    return ask(farm(*(parcel(f"P{n}", 1, *(f"m{k}" for k in range(payments))) for n in range(count))), rules)


def test_what_is_paid_under_a_cap_is_added_up_once_for_all_that_it_keeps_out() -> None:
    less, more = (of_parcels(count, 12, many(12, cap=300 * count)) for count in (20, 40))
    assert calls(lambda: award(more), "selects") < _ABOUT_TWICE * calls(lambda: award(less), "selects")


def test_what_may_carry_others_is_sought_once_for_all_that_rest_on_it() -> None:
    less, more = (of_parcels(count, 8, many(8, needs=True)) for count in (10, 20))
    assert calls(lambda: award(more), "selects") < _ABOUT_TWICE * calls(lambda: award(less), "selects")


def test_payments_that_have_nothing_to_do_with_each_other_are_not_held_against_each_other() -> None:
    def asked(payments: int) -> Question:
        rules = many(payments, cap=1_000)
        return ask(farm(*(parcel(f"P{n}", 1, f"m{n}", f"m{n + 1}") for n in range(0, payments, 2))), rules)

    less, more = (asked(count) for count in (30, 60))
    assert calls(lambda: award(more), "_pair") < _ABOUT_TWICE * calls(lambda: award(less), "_pair")


def test_the_bound_of_an_award_is_added_up_once_however_many_claims_are_held_against_it() -> None:
    found, _ = outcome(of_parcels(3, 4, many(4)))
    assert found.bounds.total is found.bounds.total


class Told(tuple[Line, ...]):
    """Lines that count how often they are looked through."""

    looked = 0

    def __iter__(self) -> Iterator[Line]:
        self.looked += 1
        return super().__iter__()


def test_the_lines_of_a_year_are_looked_through_once_however_many_contracts_run() -> None:
    rules = rulebook(pays("a", "ma", 100))
    runs = [
        Contract(
            "province.x.a",
            date(2025, 1, 1),
            date(2026, 12, 31),
            (ContractLine("p", f"P{n}", Decimal(1), None),),
        )
        for n in range(40)
    ]
    question = ask(
        farm(*(parcel(f"P{n}", 1, "ma") for n in range(40)), contracts=tuple(runs)), rules, years=2
    )
    years = [replace(year, lines=Told(year.lines)) for year in award(question).years]
    due(question.profile, rules, question.on, years)
    assert max(year.lines.looked for year in years if isinstance(year.lines, Told)) <= 3


def test_a_year_in_which_too_much_would_have_to_be_exchanged_is_not_told_without_solving(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    short = {0: 1}
    fits = Cell((Option(0, ((0, 3),)), Option(0, ((0, 1),))))
    taken = [(fits, fits.options[0])] * 3
    assert doing_without._mended([-6], list(taken), short)
    monkeypatch.setattr(doing_without, "_MOST_TRIED", 5)
    assert not doing_without._mended([-6], list(taken), short)


def test_commitments_that_run_in_all_years_are_worked_out_once() -> None:
    """Cells are what may be chosen on a piece in a year."""
    runs = [
        Contract(
            named(n),
            date(2025, 1, 1),
            date(2040, 12, 31),
            (ContractLine("p", f"P{n}", Decimal("0.4"), None),),
        )
        for n in range(4)
    ]
    land = farm(
        *(parcel(f"P{n}", 1, *(measure(f"m{k}", "0.7") for k in range(4))) for n in range(4)),
        contracts=tuple(runs),
    )
    less, more = (ask(land, many(4), years=years) for years in (2, 10))
    assert calls(lambda: award(more), "_cell") == calls(lambda: award(less), "_cell")
    of_years = [year.total for year in award(more).years]
    assert of_years == [award(ask(land, many(4))).total] * 10


def test_years_in_which_other_commitments_run_are_worked_out_apart() -> None:
    rules = rulebook(
        pays("a", "ma", 100),
        pays("b", "mb", 300),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
    )
    runs = Contract(
        "province.x.a",
        date(2025, 1, 1),
        date(2027, 12, 31),
        (ContractLine("p", "P1", Decimal(1), Decimal(100)),),
    )
    land = farm(parcel("P1", 1, "ma", "mb"), contracts=(runs,))
    assert [year.total for year in award(ask(land, rules, years=4)).years] == [100_00, 100_00, 300_00, 300_00]
