"""The tables of drawn farms of every kind say of each what its own award says, opened by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.profiles import profile_of
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.registry import rulebooks
from calculator.services.scenario.explained import explanations, opened
from tests.services.scenario.explained.held import TABLES, WHOLE, hold, hold_whole, table


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebooks.current()


@pytest.mark.parametrize("seed", [31, pytest.param(32, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    ("kind", "year", "years"),
    [("typical", 2026, 2), ("hard", 2026, 3), ("advise", 2026, 1), ("typical", 2023, 1)],
)
def test_every_drawn_farm_is_told_in_tables_what_its_award_says(
    tmp_path: Path, rules: Rulebook, kind: str, year: int, years: int, seed: int
) -> None:
    count = 6 if seed == 31 else 150
    farms, on = synthesise(count, seed, kind), date(year, 7, 1)
    explanations.explain(farms, rules, explanations.Wanted(on, years, "csv", full=True), str(tmp_path), "en")
    found = {name: table(tmp_path, name) for name in (*TABLES, *WHOLE)}
    assert {row["farm_key"] for row in found["totals"]} == set(farms.keys)
    for key in farms.keys:
        profile = profile_of(farms, key)
        places = {place.id: place.id for place in profile.places} | {"farm": "farm"}
        award = opened.opened(farms, rules, key, on=on, years=years, language="en")
        hold(found, key, award, places)
        hold_whole(found, key, award)
