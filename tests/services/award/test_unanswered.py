"""A measure that somebody filled in is never passed over in silence."""

from __future__ import annotations

from datetime import date

from calculator.services.award import awards
from calculator.services.registry import rulebooks


def caveats(
    measure: str, *, province: str = "zeeland", collective: str | None = None, on: str = "2026-07-01"
) -> list[str]:
    farm = {"name": "Proefhoeve", "province": province, "type": "dairy", "organic": "none"}
    document = {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": farm if collective is None else farm | {"collective": collective},
        "undertaking": {"members": ["Proefhoeve"], "aid_received": []},
        "parcels": [
            {"id": "P1", "area_ha": 20, "land_use": "permanent_grassland", "eco_region": 2,
             "measures": [{"code": measure, "area_ha": 5}]},
        ],
    }  # fmt: skip
    found = awards.compute(rulebooks.load(None), document, on=date.fromisoformat(on))
    return [text.nl for text in found.value.caveats if "(P1)" in text.nl]


def test_a_package_is_told_where_no_collective_is_filled_in() -> None:
    said = (
        "Het agrarisch collectief is niet ingevuld: voor Rustperiode 1 april tot 15 juni (P1) is geen bedrag van een "
        "collectief (ANLb) gerekend."
    )
    assert caveats("rustperiode-1-apr-15-jun") == [said]


def test_a_measure_that_no_scheme_of_this_farm_pays_is_told() -> None:
    said = [
        "Voor Kruidenrijk weidevogelgrasland (P1) kent het register geen betaling die voor dit bedrijf openstaat."
    ]
    assert caveats("kruidenrijk-weidevogelgrasland", collective="poldernatuur-zeeland") == said


def test_what_is_paid_refused_or_open_is_told_there_and_not_again() -> None:
    assert caveats("rustperiode-1-apr-15-jun", collective="poldernatuur-zeeland") == []
    assert caveats("langjarig-grasland") == []
    assert caveats("weiden-categorie-1") == []
