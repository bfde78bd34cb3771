"""Seeded farm profiles of 25 parcels and about 60 measures, made of measures that the registry pays for."""

from __future__ import annotations

import random
from decimal import Decimal

GRASS = ("langjarig-grasland", "grasland-met-kruiden", "gras-klaver", "weiden-categorie-1")
REST = (
    "rustperiode-1-apr-1-jun",
    "rustperiode-1-apr-8-jun",
    "rustperiode-1-apr-15-jun",
    "rustperiode-1-apr-22-jun",
)
ARABLE = ("rustgewas", "stikstofbindend-gewas", "groenbedekking", "onderzaai-vanggewas", "strokenteelt")


def _parcel(rnd: random.Random, number: int) -> dict[str, object]:
    area = Decimal(rnd.randint(5_000, 80_000)) / 10_000
    grass = rnd.random() < 0.75
    measures: list[dict[str, object]] = [
        {"code": code, "area_ha": str(area)} for code in rnd.sample(GRASS if grass else ARABLE, 2)
    ]
    if grass and rnd.random() < 0.6:
        part = (area * Decimal(rnd.randint(30, 100)) / 100).quantize(Decimal("0.0001"))
        measures.append({"code": rnd.choice(REST), "area_ha": str(part), "part": "a"})
    return {
        "id": f"P{number}",
        "area_ha": str(area),
        "land_use": "permanent_grassland" if grass else "arable",
        "soil": rnd.choice(("peat", "clay", "sand")),
        "eco_region": 2,
        "measures": measures,
    }


def farm(seed: int) -> dict[str, object]:
    """One farm profile, the same for the same seed."""
    rnd = random.Random(seed)
    return {
        "profile": "stapelwijzer-farm-1",
        "year": 2026,
        "farm": {
            "name": f"Bedrijf {seed}",
            "municipality": "Midden-Delfland",
            "province": "zuid-holland",
            "water_board": "delfland",
            "type": "dairy",
            "organic": "none",
            "collective": "midden-delfland",
        },
        "undertaking": {
            "members": [f"Bedrijf {seed}"],
            "aid_received": [
                {
                    "legal_basis": "de_minimis_agri_1408_2013",
                    "grant_date": "2024-06-01",
                    "amount_eur": str(rnd.randint(0, 49_000)),
                }
            ],
        },
        "parcels": [_parcel(rnd, n) for n in range(1, 26)],
        "herd": {
            "dairy_cows": rnd.randint(40, 150),
            "milk_kg_year": str(rnd.randint(300_000, 1_500_000)),
            "grazing_hours_year": "1700",
        },
        "supply": {"dairy": "frieslandcampina", "programmes": ["weidemelk", "on-the-way-to-planetproof"]},
        "indicators": {"kringloopcertificaat_midden_delfland_kpi_top": "8"},
        "finance": {
            "loans": [
                {
                    "lender": "rabobank",
                    "balance_eur": str(rnd.randint(500_000, 3_000_000)),
                    "sustainability_score": "A",
                }
            ],
            "leases": [],
        },
    }


def many_farms(count: int, seed: int) -> list[dict[str, object]]:
    """Different farms, the same list for the same seed."""
    return [farm(seed * 100_000 + n) for n in range(count)]
