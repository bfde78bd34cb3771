"""Land that is alike of which a part turns to another way for a class: of each place is told what the farm's own award says."""

from __future__ import annotations

import numpy as np
import pytest

from calculator.domain.relation import RelationType
from calculator.stacking.columns.explained.alike import PLACES
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import farm, parcel
from tests.stacking.columns.test_explained import ON, same, traded


def test_of_land_that_reaches_a_class_at_no_cost_that_is_taken_which_scores_least_less() -> None:
    rules = traded("2.5", RelationType.EXCLUSIVE, ("a", "b"), ("c", "d"))
    for first, second in (("ab", "cd"), ("cd", "ab")):
        land = farm(parcel("P1", 4, *first), parcel("P2", 4, *second))
        found = same(rules, encode([land], Vocabulary()), ON, 1)
        assert not found.left


@pytest.mark.parametrize(("entry", "parcels", "why"), [("2.5", 2, None), ("3", 2, PLACES), ("3", 4, None)])
def test_names_decide_which_of_two_places_is_asked_about_and_nothing_where_it_is_several(
    entry: str, parcels: int, why: str | None
) -> None:
    """Where the one place is full to the metre the rounding of shares may leave a part to the other."""
    rules = traded(entry, RelationType.UNKNOWN, ("a", "b"))
    land = farm(*(parcel(f"P{n}", 1, "a", "b") for n in range(parcels)))
    found = same(rules, encode([land], Vocabulary()), ON, 1)
    assert found.left.get(0) == why
    assert len(found.open.farm)


def test_the_place_that_is_asked_about_is_that_of_each_farm_by_its_own_names_and_sizes() -> None:
    rules = traded("2.4", RelationType.UNKNOWN, ("a", "b"))
    sizes = ((1, 1), (1, 2), ("2.5", "0.5"), ("1.25", "0.75"))
    farms = [
        farm(*(parcel(f"{name}{at}", size, "a", "b") for at, size in enumerate(of)))
        for name in "ABCD"
        for of in sizes
    ]
    found = same(rules, encode(farms, Vocabulary()), ON, 1)
    asked = found.open.place[np.isin(found.open.place, (0, 1))]
    assert (found.left, set(asked.tolist())) == ({}, {0, 1})
