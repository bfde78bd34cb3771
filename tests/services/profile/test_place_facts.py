"""What a parcel or element answers itself is read by the list of the rules; what is in no list is refused with what was meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.rulebook import Code, Rulebook
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.profile import fact_names, profiles
from tests.builders import pays, rulebook, text

COLUMNS = ("kind", "unit", "direction", "on", "low", "high", "classes", "classes_nl", "classes_en")


def fact(code: str, *cells: str) -> Code:
    return Code(code, text(f"Naam van {code}"), dict(zip(COLUMNS, cells, strict=True)))


LISTED = (
    fact("waterpeil_cm", "number", "cm", "lower", "parcel", "-20", "150", "", "", ""),
    fact("beschermd", "yes_no", "", "", "both", "", "", "", "", ""),
    fact("zone", "class", "", "", "both", "", "", "kern rand", "Kern|De rand", "Core|The edge"),
    fact("soorten", "whole", "number", "higher", "both", "0", "40", "", "", ""),
    fact("omtrek_cm", "number", "cm", "higher", "element", "1", "900", "", "", ""),
)
PLAIN = rulebook(pays("a", "m1", 10))
RULES: Rulebook = replace(PLAIN, codelists={**PLAIN.codelists, "place_facts": {c.code: c for c in LISTED}})


def document(parcel: object = None, element: object = None) -> Mapping[str, object]:
    lying = {"id": "P1", "area_ha": "2", "land_use": "permanent_grassland"}
    return {
        "profile": "stapelwijzer-farm-1", "year": 2026, "farm": {"province": "utrecht"},
        "parcels": [{**lying, "facts": parcel}],
        "elements": [{"id": "E1", "kind": "haag", "length_m": "10", "facts": element}],
    }  # fmt: skip


def problems(parcel: object = None, element: object = None) -> list[InputProblem]:
    with pytest.raises(InputProblems) as caught:
        profiles.read(document(parcel, element), RULES)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"waterpeil_cm": "35"}, {"place.waterpeil_cm": Decimal(35)}),
        ({"waterpeil_cm": -5}, {"place.waterpeil_cm": Decimal(-5)}),
        ({"Naam van waterpeil_cm": "35.5"}, {"place.waterpeil_cm": Decimal("35.5")}),
        ({"beschermd": "ja"}, {"place.beschermd": True}),
        ({"beschermd": False}, {"place.beschermd": False}),
        ({"zone": "rand"}, {"place.zone": "rand"}),
        ({"zone": "de rand"}, {"place.zone": "rand"}),
        ({"zone": "CORE"}, {"place.zone": "kern"}),
        ({"zone": None}, {}),
        ({}, {}),
        (None, {}),
    ],
)
def test_an_answer_is_read_as_its_kind_says(written: object, read: Mapping[str, object]) -> None:
    assert profiles.read(document(written), RULES).parcels[0].facts == read


def test_an_element_answers_too() -> None:
    found = profiles.read(document(element={"omtrek_cm": "120", "zone": "kern"}), RULES)
    assert found.elements[0].facts == {"place.omtrek_cm": Decimal(120), "place.zone": "kern"}
    assert found.parcels[0].facts == {}


@pytest.mark.parametrize(
    ("parcel", "element", "at", "said", "remedy"),
    [
        ({"waterpijl_cm": 3}, None, "/parcels/0/facts/waterpijl_cm", "waterpijl_cm", "waterpeil_cm"),
        ({"waterpeil_cm": "151"}, None, "/parcels/0/facts/waterpeil_cm", "150", ""),
        ({"waterpeil_cm": "laag"}, None, "/parcels/0/facts/waterpeil_cm", "laag", ""),
        ({"waterpeil_cm": "1,5"}, None, "/parcels/0/facts/waterpeil_cm", "1,5", "1.5"),
        ({"zone": "kerm"}, None, "/parcels/0/facts/zone", "kerm", "kern"),
        ({"zone": 3}, None, "/parcels/0/facts/zone", "", ""),
        ({"beschermd": "misschien"}, None, "/parcels/0/facts/beschermd", "", ""),
        ({"omtrek_cm": 3}, None, "/parcels/0/facts/omtrek_cm", "landschapselement", "element"),
        (None, {"waterpeil_cm": 3}, "/elements/0/facts/waterpeil_cm", "perceel", "perceel"),
        ({"zone": "core edge"}, None, "/parcels/0/facts/zone", "core edge", "kern (Kern), rand (De rand)"),
        (
            {"waterpeil_cm": 3, "Naam van waterpeil_cm": 4},
            None,
            "/parcels/0/facts/Naam van waterpeil_cm",
            "twee keer",
            "waterpeil_cm",
        ),
        ({"soorten": 41}, None, "/parcels/0/facts/soorten", "grens van 40.", "getal"),
        ({"soorten": "3.5"}, None, "/parcels/0/facts/soorten", "3.5 is geen geheel getal.", "Rond af"),
        ([1], None, "/parcels/0/facts", "", ""),
        ("hoog", None, "/parcels/0/facts", "", ""),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_its_place(
    parcel: object, element: object, at: str, said: str, remedy: str
) -> None:
    (found,) = problems(parcel, element)
    assert found.pointer == at
    assert said in found.message.nl
    assert remedy in found.remedy.nl


@pytest.mark.parametrize(
    ("path", "nl"),
    [
        ("P1.facts.waterpeil_cm", "Naam van waterpeil_cm van P1"),
        ("place.waterpeil_cm", "Naam van waterpeil_cm"),
        ("/parcels/0/facts/waterpeil_cm", "Perceel P1, naam van waterpeil_cm"),
        ("/elements/0/facts/zone", "Element E1, naam van zone"),
    ],
)
def test_it_is_called_by_its_name(path: str, nl: str) -> None:
    assert fact_names.name(path, "nl", RULES, document()) == nl
