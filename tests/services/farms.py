"""A small rulebook with codelists, and farm documents to spoil, for the tests of the services."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Code, Rulebook
from calculator.domain.scheme import Condition, Presence, Text
from tests import builders

Document = dict[str, Any]

_CODES: Mapping[str, Mapping[str, tuple[str, str, dict[str, str]]]] = {
    "measures": {
        "grasland-met-kruiden": ("Grasland met kruiden", "Grassland with herbs", {"unit": "ha", "land": "grassland"}),
        "langjarig-grasland": ("Langjarig grasland", "Long-term grassland", {"unit": "ha", "land": "grassland"}),
        "gras-klaver": ("Gras-klaver", "Grass and clover", {"unit": "ha", "land": "grassland"}),
        "ecologisch-slootschonen": ("Ecologisch slootschonen", "Ecological ditch cleaning", {"unit": "m", "land": "element"}),
        "knotbomen-beheer": ("Knotbomenbeheer", "Pollard trees", {"unit": "piece", "land": "element"}),
        "nestbescherming": ("Nestbescherming", "Nest protection", {"unit": "piece", "land": "grassland"}),
        "bosje": ("Bosje", "Copse", {"unit": "ha", "land": "element"}),
    },
    "provinces": {"zuid-holland": ("Zuid-Holland", "South Holland", {}), "drenthe": ("Drenthe", "Drenthe", {})},
    "municipalities": {
        "midden-delfland": ("Midden-Delfland", "Midden-Delfland", {"province": "zuid-holland", "water_board": "delfland"}),
        "assen": ("Assen", "Assen", {"province": "drenthe", "water_board": "hunze-en-aas noorderzijlvest"}),
    },
    "water_boards": {
        "delfland": ("Hoogheemraadschap van Delfland", "Water board Delfland", {}),
        "hunze-en-aas": ("Waterschap Hunze en Aa's", "Water board Hunze en Aa's", {}),
    },
    "collectives": {"midden-delfland": ("Collectief Midden-Delfland", "Collective Midden-Delfland", {})},
    "indicators": {"eiwit_pct": ("Eiwit van eigen land", "Protein", {"path": "indicators.eiwit_pct"})},
    "element_kinds": {"sloot": ("Sloot", "Ditch", {}), "knotbomen": ("Knotbomen", "Pollards", {})},
    "payers": {"frieslandcampina": ("FrieslandCampina", "FrieslandCampina", {}), "rabobank": ("Rabobank", "Rabobank", {})},
    "goals": {"klimaat": ("Klimaat", "Climate", {})},
}  # fmt: skip


def rulebook() -> Rulebook:
    """One ANLb scheme with the package ``a01c``, rules that ask for facts of their own, and short codelists."""
    asks = Condition(
        "fact_is", {"path": "herd.breed", "one_of": ("mrij",)}, Presence.ASK, Text("ras", "breed"), ()
    )
    organic = Condition(
        "fact_is", {"path": "farm.organic", "one_of": ("whole",)}, Presence.ASK, Text("bio", "organic"), ()
    )
    nested = Condition("any_of", {"conditions": (asks, organic)}, Presence.ASK, Text("een", "one"), ())
    package = builders.payment(
        "a01c", measures=("grasland-met-kruiden",), figures={"rate": "100"}, unit=Unit.HECTARE
    )
    scheme = builders.scheme("national.anlb.midden-delfland", package, conditions=(nested,))
    return replace(
        builders.rulebook(scheme),
        codelists={
            name: {code: Code(code, Text(nl, en), columns) for code, (nl, en, columns) in codes.items()}
            for name, codes in _CODES.items()
        },
        legal_bases={"de_minimis_agri_1408_2013": builders_basis(), "private": builders_basis("private")},
    )


def builders_basis(code: str = "de_minimis_agri_1408_2013") -> Any:
    from calculator.domain.rulebook import LegalBasis

    return LegalBasis(code, Text(code, code), code != "private", None, "1")


_FARM: Document = {
    "profile": "stapelwijzer-farm-1",
    "year": 2026,
    "farm": {
        "name": "Proefhoeve",
        "kvk": "12345678",
        "municipality": "Midden-Delfland",
        "province": "zuid-holland",
        "water_board": "delfland",
        "type": "dairy",
        "organic": "none",
        "collective": "midden-delfland",
    },
    "undertaking": {
        "members": ["Proefhoeve"],
        "aid_received": [
            {"legal_basis": "de_minimis_agri_1408_2013", "grant_date": "2024-06-01", "amount_eur": "18000.00"}
        ],
        "links": [],
        "events": [],
    },
    "parcels": [
        {
            "id": "P1",
            "area_ha": "10.0000",
            "land_use": "permanent_grassland",
            "crop_code": "265",
            "soil": "peat",
            "eco_region": 2,
            "natura2000": False,
            "crop_history": {"2024": "265"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[4.3, 52.0], [4.4, 52.0], [4.4, 52.1], [4.3, 52.0]]],
            },
            "measures": [
                {"code": "grasland-met-kruiden", "area_ha": "6", "part": "a"},
                {"code": "gras-klaver", "area_ha": "4", "part": "b"},
            ],
        },
        {
            "id": "P2",
            "area_ha": "5.5",
            "land_use": "arable",
            "measures": [{"code": "langjarig-grasland", "area_ha": "1", "status": "candidate"}],
        },
    ],
    "elements": [
        {
            "id": "E1",
            "kind": "sloot",
            "length_m": "1850",
            "parcel": "P1",
            "measures": [{"code": "ecologisch-slootschonen", "length_m": "1200"}],
        },
        {
            "id": "E2",
            "kind": "knotbomen",
            "count": 64,
            "measures": [{"code": "knotbomen-beheer", "count": 10}],
        },
    ],
    "herd": {"dairy_cows": 78, "milk_kg_year": "690000"},
    "supply": {"dairy": "FrieslandCampina", "programmes": ["weidemelk"]},
    "indicators": {"eiwit_pct": "64"},
    "indicator_history": {"eiwit_pct": {"2024": "61.5", "2025": "63"}},
    "declared": {"grazing": {"cows": "ja"}, "organic_plan": False},
    "finance": {
        "loans": [{"lender": "Rabobank", "balance_eur": "1350000"}],
        "leases": [{"lessor": "asr", "area_ha": "5.5", "rent_eur_year": "4000.00", "parcels": ["P2"]}],
    },
    "contracts": [
        {
            "scheme": "national.anlb.midden-delfland",
            "from": "2023-01-01",
            "until": "2028-12-31",
            "lines": [
                {
                    "package": "A01c",
                    "unit": "P1",
                    "quantity": "6.00",
                    "rate_eur": "623.72",
                    "grant_date": "2022-12-15",
                    "decision": "multi_year",
                    "notice": "schriftelijk",
                    "notice_months": 3,
                    "extends_years": 1,
                    "notice_given": False,
                    "indexation": "0.02",
                }
            ],
        }
    ],
}


def farm() -> Document:
    """A fresh document in which every field of the contract is right."""
    return copy.deepcopy(_FARM)


def spoilt(change: Callable[[Document], object]) -> Document:
    """The right document after one change."""
    document = farm()
    change(document)
    return document
