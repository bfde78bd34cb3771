"""What limits ask of the reader, where a number alone would mislead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.period import Period
from calculator.domain.scheme import GrantRule
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, figure, parcel, payment, rulebook, scheme


@pytest.mark.parametrize(("years", "told"), [((2026, 2027), False), ((2026,), True)])
def test_a_year_of_a_grant_of_which_no_tariff_is_known_is_told_to_count_as_the_year_before(
    years: tuple[int, ...], *, told: bool
) -> None:
    made = payment("p", figures={"rate": 1}, grant=GrantRule("multi_year", (7, 1)), term_years=2)
    yearly = [figure(6_000, period=Period(date(y, 1, 1), date(y + 1, 1, 1))) for y in years]
    two = replace(made, figures={"rate": Series(tuple(yearly))})
    rules = rulebook(
        scheme("province.x.two", two, legal_basis="de_minimis_agri_1408_2013"), limits=[de_minimis()]
    )
    found = award(ask(farm(parcel("P1", 1)), rules))
    text = (
        "p (province.x.two): granted for several years at once, and for 2027 no amount is published. It is assumed that under "
        "de-minimis-landbouw such a year counts as the year before it; check whether the grant fits."
    )
    assert [c.en for c in found.caveats if "granted" in c.en] == ([text] if told else [])
