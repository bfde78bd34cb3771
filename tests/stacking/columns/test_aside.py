"""What a profile says beside its facts is told at paths of its own, and makes the same farm again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from calculator.domain.undertaking import Undertaking
from calculator.eligibility.reads import EARLIER, SEPARATED, YEAR
from calculator.stacking.columns.reading.aside import Earlier, aside, said, telling
from tests.builders import farm, parcel

SCORES = {2025: Decimal(4), 2024: Decimal(7)}
TOLD = replace(
    farm(parcel("P1", 1)),
    facts={"herd.dairy_cows": Decimal(3)},
    undertaking=Undertaking(activities_separated=False),
    indicator_history={"indicators.x": SCORES, "indicators.none": {}},
)


def test_all_that_it_says_stands_at_its_path_and_what_it_does_not_say_at_none() -> None:
    of_years = Earlier(sorted(SCORES.items()))
    assert dict(aside(TOLD)) == {SEPARATED: False, YEAR: 2026, f"{EARLIER}indicators.x": of_years}
    assert {path: said(TOLD, path) for path, _ in aside(TOLD)} == dict(aside(TOLD))
    silent = replace(TOLD, undertaking=Undertaking(), indicator_history={})
    assert dict(aside(silent)) == {YEAR: 2026}
    assert [said(silent, path) for path in (SEPARATED, f"{EARLIER}indicators.x")] == [None, None]


def test_a_farm_that_says_the_same_reads_the_same() -> None:
    again = telling({"herd.dairy_cows": Decimal(3)}, dict(aside(TOLD)), TOLD.parcels)
    assert (again.year, again.parcels, again.facts) == (2026, TOLD.parcels, TOLD.facts)
    assert again.undertaking.activities_separated is False
    assert again.indicator_history == {"indicators.x": SCORES}
    assert telling({}, {}, ()).undertaking.activities_separated is None
