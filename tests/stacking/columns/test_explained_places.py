"""Farms that leave out where they lie: the tables say of each what its own award says, and leave open what hangs on the place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.registry import rulebooks
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.stacking.columns.of_tables import of_farm
from tests.stacking.columns.test_explained import same

PLACES = ("farm.province", "farm.municipality", "farm.water_board")


def test_farms_that_leave_places_out_are_told_what_their_own_awards_say() -> None:
    """One farm for each choice of the places that it gives, from all three to none."""
    farms = encoded(synthesise(2 ** len(PLACES), seed=5, kind="typical"))
    given = [
        {path for path, said in zip(PLACES, choice, strict=True) if said}
        for choice in product((True, False), repeat=len(PLACES))
    ]
    profiles = [
        replace(
            farms.profiles[at],
            facts={k: v for k, v in farms.profiles[at].facts.items() if k not in PLACES or k in kept},
        )
        for at, kept in enumerate(given)
    ]
    found = same(rulebooks.current(), encode(profiles, Vocabulary()), date(2026, 7, 1), 2)
    asked = [
        {path for o in of_farm(found, at, profile).open for path in o.paths} & {*PLACES}
        for at, profile in enumerate(profiles)
    ]
    assert all(paths.isdisjoint(kept) for paths, kept in zip(asked, given, strict=True))
    assert asked[0] == set()
    assert asked[-1] == {*PLACES}
