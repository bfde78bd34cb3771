"""Drawn farms under the rules as they are published: each award is the best of every lawful set of what each payment pays alone.

The oracle reads relation rows and limits from their files by itself (``properties/shipped``) and knows no stack of ours.
"""

from __future__ import annotations

import pytest

from calculator.services.registry import rulebooks
from tests.properties.shipped import contracts, farms, held_against, law, reasoned
from tests.samples import cases


@pytest.mark.parametrize("start", range(2_103, cases(2_111, 5_003), 4))
def test_no_lawful_set_of_published_payments_pays_more_and_every_award_is_one(start: int) -> None:
    rules, met = rulebooks.current(), set[str]()
    for seed in range(start, start + 4):
        told = held_against.Told.of(farms.drawn(seed, rules, law.rows()), rules)
        if told is not None:
            held_against.totals(told)
            held_against.lines_are_lawful(told)
            met |= held_against.met_rows(told)
    assert met


@pytest.mark.parametrize("seed", range(cases(6, 1_500)))
def test_every_claim_that_is_not_paid_is_told_what_forcing_it_in_costs_and_what_keeps_it_out(
    seed: int,
) -> None:
    rules = rulebooks.current()
    told = held_against.Told.of(farms.drawn(seed, rules, law.rows()), rules)
    if told is not None:
        reasoned.reasons(told)
        reasoned.prices(told)


@pytest.mark.parametrize("seed", range(4, cases(11, 604)))
def test_what_contracts_were_granted_fills_the_ceilings_that_other_payments_meet(seed: int) -> None:
    rules = rulebooks.current()
    told = held_against.Told.of(contracts.under_contract(seed, rules, law.rows()), rules)
    if told is not None:
        held_against.totals(told)
        held_against.lines_are_lawful(told)


@pytest.mark.parametrize("nth", range(0, len(law.rows()), cases(24, 1)))
def test_farms_with_a_payment_of_either_side_of_a_row_are_paid_and_told_by_the_law(nth: int) -> None:
    """Of a side that nobody priced a contract does; what closer rows say of every pair, or keep out of every farm, is not met."""
    rules, row = rulebooks.current(), law.rows()[nth]
    for seed in range(cases(1, 12)):
        told = held_against.Told.of(farms.on_row(seed, rules, row), rules)
        if told is not None:
            held_against.totals(told)
            held_against.lines_are_lawful(told)
            reasoned.reasons(told)
            reasoned.prices(told)
