"""Parcels and elements are named in the order of their numbers, of many the first."""

from __future__ import annotations

from calculator.domain.places import by_number, with_places
from calculator.domain.scheme import Text

CLOVER = Text("Gras/klaver", "Grass/clover")


def test_places_stand_by_their_numbers_as_numbers() -> None:
    assert sorted(["P10", "P9", "E1", "P1a", "P1"], key=by_number) == ["E1", "P1", "P1a", "P9", "P10"]


def test_a_name_on_several_places_is_said_once() -> None:
    found = [(CLOVER, "P10"), (Text("Natte teelt", "Wet farming"), "P3"), (CLOVER, "P2"), (CLOVER, "P2")]
    assert with_places(found) == Text(
        "Gras/klaver (P2, P10), Natte teelt (P3)", "Grass/clover (P2, P10), Wet farming (P3)"
    )


def test_of_many_places_the_first_are_named_and_the_rest_is_counted() -> None:
    said = with_places((CLOVER, f"P{number}") for number in range(1, 1015))
    assert said.nl.endswith("P11, P12 en nog 1.002)")
    assert said.en.endswith("P11, P12 and 1,002 more)")
