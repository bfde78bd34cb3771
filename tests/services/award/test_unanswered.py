"""A measure that somebody filled in is never passed over in silence."""

from __future__ import annotations

from datetime import date

from calculator.services.award import awards, unpaid_measures
from calculator.services.registry import rulebooks


def caveats(
    measure: str,
    *,
    province: str = "zeeland",
    collective: str | None = None,
    on: str = "2026-07-01",
    years: int = 1,
    candidate: bool = False,
) -> list[str]:
    farm = {"name": "Proefhoeve", "province": province, "type": "dairy", "organic": "none"}
    document = {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": farm if collective is None else farm | {"collective": collective},
        "undertaking": {"members": ["Proefhoeve"], "aid_received": []},
        "parcels": [
            {"id": "P1", "area_ha": 20, "land_use": "permanent_grassland", "eco_region": 2,
             "measures": [{"code": measure, "area_ha": 5, "status": "candidate" if candidate else "managed"}]},
        ],
    }  # fmt: skip
    found = awards.compute(
        rulebooks.current(),
        document,
        on=date.fromisoformat(on),
        years=years,
        mode="advise" if candidate else "managed",
    )
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


def test_a_measure_that_no_scheme_pays_any_more_is_told_with_who_paid_it_last_and_until_when() -> None:
    said = (
        "Voor Verlengde weidegang overdag (2023) (P1) betaalt op 1 juli 2026 geen regeling in het register. De laatste was "
        "Eco-regeling, tot en met 31 december 2023."
    )
    assert caveats("overdag-weiden") == [said]


def test_a_measure_on_many_places_is_named_once_with_the_first_of_them() -> None:
    placed = [("overdag-weiden", f"P{n}") for n in range(1, 16)] + [("voedselbos", "P1")]
    said = unpaid_measures.named(placed, rulebooks.current())
    places = ", ".join(f"P{n}" for n in range(1, 13))
    assert said.nl == f"Verlengde weidegang overdag (2023) ({places} en nog 3), Voedselbos (P1)"


def test_a_measure_that_none_pays_any_more_is_told_where_it_is_only_considered_too() -> None:
    assert caveats("overdag-weiden", candidate=True) == caveats("overdag-weiden")


def test_a_measure_that_a_scheme_pays_from_a_later_year_of_those_asked_is_not_told() -> None:
    assert caveats("voedselbos", on="2024-07-01", years=3) == []


def test_a_measure_that_none_pays_yet_is_told_with_who_pays_it_first() -> None:
    said = (
        "Voor Voedselbos (P1) betaalt op 1 juli 2024 geen regeling in het register. De eerste is Eco-regeling, "
        "vanaf 1 januari 2025."
    )
    assert caveats("voedselbos", on="2024-07-01") == [said]
