"""Small populations that a test can read: dairy farms on grassland, alike but for their province and size.

farms = grassland(24)                      # two of each province, real farms (small cells are withheld)
farms = grassland(24, synthetic=True)
"""

import pandas as pd

from calculator.scenarios.population.tables import Population, assemble

PROVINCES = (
    "drenthe", "flevoland", "fryslan", "gelderland", "groningen", "limburg",
    "noord-brabant", "noord-holland", "overijssel", "utrecht", "zeeland", "zuid-holland",
)  # fmt: skip
#: Measures that meet the entry points of the eco-scheme of 2025; an organic farm is gold then.
GOLD = (("langjarig-grasland", 1.0), ("grasland-met-kruiden", 1.0))


def grassland(
    count: int,
    *,
    synthetic: bool = False,
    provinces: tuple[str, ...] = PROVINCES,
    year: int = 2025,
    measures: tuple[tuple[str, float], ...] = GOLD,
    aid_cents: int = 0,
    organic: str = "certified",
) -> Population:
    """So many farms of three parcels each; farm ``n`` has ``2 + n % 7`` hectares per parcel."""
    keys = [f"F{n:04d}" for n in range(count)]
    places = [
        (key, f"P{p}", (2 + n % 7) * 10_000 + p * 1_000) for n, key in enumerate(keys) for p in range(3)
    ]
    farms = pd.DataFrame(
        {
            "farm_key": keys,
            "year": year,
            "province": [provinces[n % len(provinces)] for n in range(count)],
            "farm_type": "dairy",
            "organic": organic,
            "soil": "clay",
            "dairy_cows": 80,
            "milk_kg_year": 640_000,
            "grazing_hours_year": 3000,
            "programmes": "-",
        }
    )
    parcels = pd.DataFrame(places, columns=["farm_key", "parcel_id", "area_m2"]).assign(
        land_use="permanent_grassland",
        crop_code="265",
        soil="clay",
        eco_region="2",
        natura2000=False,
        glmc9=False,
    )
    done = [
        (key, place, code, int(area * share), "ha")
        for key, place, area in places
        for code, share in measures
        if share
    ]
    aid = pd.DataFrame(
        {
            "farm_key": keys if aid_cents else [],
            "legal_basis": "de_minimis_agri_1408_2013",
            "grant_date": f"{year - 1}-05-01",
            "amount_cents": aid_cents,
        }
    )
    frames = {
        "farms": farms,
        "parcels": parcels,
        "measures": pd.DataFrame(done, columns=["farm_key", "place_id", "code", "quantity", "unit"]),
        "aid": aid,
    }
    return assemble("grassland", frames, synthetic=synthetic)
