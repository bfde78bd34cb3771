"""Drawn farms under the rules as they are published: each award is the best of every lawful set of what each payment pays alone.

The oracle reads relation rows and limits from their files by itself (``properties/shipped``) and knows no stack of ours.
"""

from __future__ import annotations

import pytest

from calculator.services.registry import rulebooks
from tests.properties.shipped import farms, held_against, law
from tests.samples import cases


@pytest.mark.parametrize("start", range(2_103, cases(2_111, 5_003), 4))
def test_no_lawful_set_of_published_payments_pays_more_and_every_award_is_one(start: int) -> None:
    rules, met = rulebooks.load(None), set[str]()
    for seed in range(start, start + 4):
        told = held_against.Told.of(farms.drawn(seed, rules, law.rows()), rules)
        if told is not None:
            held_against.totals(told)
            held_against.lines_are_lawful(told)
            met |= held_against.met_rows(told)
    assert met
