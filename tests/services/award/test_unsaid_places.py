"""What is open because a farm does not say where it lies: how much of it can come true at once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from calculator.domain.rulebook import Code, Rulebook
from calculator.services.award import unsaid_places
from tests.builders import payment, rulebook, scheme, text

PROVINCE, TOWN, BOARD = "farm.province", "farm.municipality", "farm.water_board"


def rules() -> Rulebook:
    """Woerden lies in Utrecht and in hdsr, Venlo in Limburg and in limburg."""
    made = rulebook(
        *(
            scheme(f"region.x.{name}", payment("p"), territory=where)
            for name, where in {
                "utrecht": {"provinces": ("utrecht",)},
                "limburg": {"provinces": ("limburg",)},
                "woerden": {"provinces": ("utrecht",), "municipalities": ("woerden",)},
                "hdsr": {"water_boards": ("hdsr",)},
                "landelijk": {},
            }.items()
        )
    )
    towns = {"woerden": ("utrecht", "hdsr"), "venlo": ("limburg", "limburg")}
    rows = {
        name: Code(name, text(name), {"province": province, "water_board": board})
        for name, (province, board) in towns.items()
    }
    return replace(made, codelists={**made.codelists, "municipalities": rows})


def open_of(scheme: str, could: str | None, *paths: str) -> dict[str, object]:
    named = {"scheme": f"region.x.{scheme}", "payment": "p"}
    return {**named, "paths": list(paths), "could_pay_up_to_eur": could}


def of(*questions: dict[str, object]) -> unsaid_places.Unsaid | None:
    return unsaid_places.of({"open": list(questions)}, rules())


def test_schemes_of_two_provinces_are_not_added_up() -> None:
    utrecht, limburg = open_of("utrecht", "100.00", PROVINCE), open_of("limburg", "150.00", PROVINCE)
    assert of(utrecht, limburg) == unsaid_places.Unsaid("/farm/province", 2, Decimal("150.00"))


def test_places_that_may_hold_one_farm_are_added_up() -> None:
    """In Woerden its province, municipality and water board may all pay."""
    found = of(
        open_of("utrecht", "100.00", PROVINCE),
        open_of("woerden", "20.00", PROVINCE, TOWN),
        open_of("hdsr", "40.00", BOARD),
        open_of("limburg", "150.00", PROVINCE),
    )
    assert found is not None
    assert (found.pointer, found.schemes, found.most) == ("/farm/province", 4, Decimal("160.00"))


def test_what_is_unknown_is_not_nothing() -> None:
    assert of(open_of("utrecht", None, PROVINCE)) == unsaid_places.Unsaid("/farm/province", 1, None)


def test_of_a_farm_that_names_its_province_the_municipality_is_asked() -> None:
    found = of(open_of("woerden", "20.00", TOWN))
    assert found is not None
    assert (found.pointer, found.most) == ("/farm/municipality", Decimal("20.00"))


def test_what_hangs_on_more_than_the_place_is_no_part_of_what_the_place_could_bring() -> None:
    planting = open_of("utrecht", "900.00", PROVINCE, "declared.planted")
    assert of(planting) == unsaid_places.Unsaid("/farm/province", 1, None)


def test_what_waits_for_something_else_has_nothing_to_do_with_the_place() -> None:
    assert of(open_of("landelijk", "30.00", "farm.young_farmer")) is None
