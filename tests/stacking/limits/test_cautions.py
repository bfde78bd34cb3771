"""What limits ask of the reader, where a number alone would mislead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.period import Period
from calculator.domain.scheme import GrantRule
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, figure, parcel, payment, rulebook, scheme


@pytest.mark.parametrize(
    ("rates", "told"), [({2026: 6_000, 2027: 9_000}, True), ({2026: 6_000, 2027: 6_000}, False)]
)
def test_a_grant_over_years_whose_tariff_differs_by_year_is_told_to_count_by_its_first(
    rates: Mapping[int, int], *, told: bool
) -> None:
    made = payment("p", figures={"rate": 1}, grant=GrantRule("multi_year", (7, 1)), term_years=2)
    yearly = [figure(v, period=Period(date(y, 1, 1), date(y + 1, 1, 1))) for y, v in rates.items()]
    two = replace(made, figures={"rate": Series(tuple(yearly))})
    rules = rulebook(
        scheme("province.x.two", two, legal_basis="de_minimis_agri_1408_2013"), limits=[de_minimis()]
    )
    found = award(ask(farm(parcel("P1", 1)), rules, years=2))
    text = (
        "p (province.x.two), 2026-2027: granted for several years at once, at a tariff that differs by year. Under "
        "de-minimis-landbouw the tariff of the first year counts for the whole term; check whether the grant fits."
    )
    assert [c.en for c in found.caveats if "first year" in c.en] == ([text] if told else [])
