"""A farm of the tables is the same farm as its profile in JSON would be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.profiles import UnknownFarmError, profile_of, profiles, ready
from calculator.scenarios.population.profiles.slices import COLUMNS
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import assemble
from calculator.services.profile import profiles as json_profiles


def made() -> FarmProfile:
    frames = {
        "farms": pd.DataFrame({
            "farm_key": ["B", "A"], "year": 2026, "province": "utrecht", "farm_type": ["dairy", "arable"],
            "organic": "none", "dairy_cows": pd.array([80, None], dtype="Int64"), "dairy": ["arla", None],
            "programmes": ["weidemelk planetproof", None], "milk_kg_year": pd.array([700_000, None], dtype="Int64"),
        }),
        "parcels": pd.DataFrame({
            "farm_key": ["B", "A", "B"], "parcel_id": ["P2", "P1", "P1"], "area_m2": [12_345, 50_000, 20_000],
            "land_use": ["arable", "arable", "permanent_grassland"], "crop_code": ["259", None, "265"],
            "natura2000": [None, None, True],
        }),
        "elements": pd.DataFrame({
            "farm_key": ["B"], "element_id": ["E1"], "kind": ["haag"], "length_cm": [12_345], "width_cm": [150],
        }),
        "measures": pd.DataFrame({
            "farm_key": ["B", "B"], "place_id": ["P1", "E1"], "code": ["grasland-met-kruiden", "heg-haag-struweel"],
            "quantity": [10_000, 12_345], "unit": ["ha", "m"], "part": ["a", None],
            "candidate": [True, None], "cost_microeur": pd.array([250_500_000, None], dtype="Int64"),
        }),
        "indicators": pd.DataFrame({
            "farm_key": ["B", "B"], "indicator": "co2eq_g_kg_melk", "year": [2026, 2025],
            "value_micro": [1_010_000_000, 1_020_500_000],
        }),
        "aid": pd.DataFrame({
            "farm_key": ["B"], "legal_basis": ["de_minimis_agri_1408_2013"], "grant_date": ["2025-06-01"],
            "amount_cents": [123_456], "payer": ["Provincie Utrecht"],
        }),
        "contracts": pd.DataFrame({
            "farm_key": ["B"], "scheme": ["national.anlb.utrecht-oost"], "start": ["2023-01-01"],
            "until": ["2028-12-31"], "package": ["2-2w"], "place_id": ["P1"], "quantity_e4": [10_000],
            "rate_microeur": [623_720_000],
        }),
        "answers": pd.DataFrame({
            "farm_key": [None, "B"], "path": ["declared.active_farmer", "herd.livestock_units"],
            "kind": ["flag", "number"], "value": ["yes", "99.5"],
        }),
    }  # fmt: skip
    return profile_of(assemble("two", frames, synthetic=True), "B")


DOCUMENT = {
    "profile": "stapelwijzer-farm-1", "year": 2026,
    "farm": {"name": "B", "province": "utrecht", "type": "dairy", "organic": "none"},
    "undertaking": {
        "members": ["B"],
        "aid_received": [{
            "legal_basis": "de_minimis_agri_1408_2013", "grant_date": "2025-06-01", "amount_eur": "1234.56",
            "payer": "Provincie Utrecht",
        }],
    },
    "parcels": [
        {"id": "P1", "area_ha": "2", "land_use": "permanent_grassland", "crop_code": "265", "natura2000": True,
         "measures": [{"code": "grasland-met-kruiden", "area_ha": "1", "part": "a", "status": "candidate",
                       "cost_eur_per_unit_year": "250.50"}]},
        {"id": "P2", "area_ha": "1.2345", "land_use": "arable", "crop_code": "259"},
    ],
    "elements": [{"id": "E1", "kind": "haag", "length_m": "123.45", "width_m": "1.5",
                  "measures": [{"code": "heg-haag-struweel", "length_m": "123.45"}]}],
    "herd": {"dairy_cows": 80, "milk_kg_year": "700000", "livestock_units": "99.5"},
    "supply": {"dairy": "arla", "programmes": ["weidemelk", "planetproof"]},
    "indicators": {"co2eq_g_kg_melk": "1010"},
    "indicator_history": {"co2eq_g_kg_melk": {"2025": "1020.5"}},
    "declared": {"active_farmer": True},
    "contracts": [{"scheme": "national.anlb.utrecht-oost", "from": "2023-01-01", "until": "2028-12-31",
                   "lines": [{"package": "2-2w", "unit": "P1", "quantity": "1", "rate_eur": "623.72"}]}],
}  # fmt: skip


def test_a_farm_of_the_tables_is_the_farm_of_its_profile(rulebook: Rulebook) -> None:
    assert made() == json_profiles.read(DOCUMENT, rulebook)


def test_what_is_not_in_the_tables_is_unknown_and_what_is_empty_is_none() -> None:
    land = pd.DataFrame({"farm_key": ["A", "B"], "parcel_id": "P1", "area_m2": 1, "land_use": "arable"})
    farms = pd.DataFrame({
        "farm_key": ["A", "B"], "year": 2026, "province": "zeeland", "farm_type": "arable",
        "aid_known": pd.array([True, False], dtype="boolean"),
    })  # fmt: skip
    without = assemble("x", {"farms": farms, "parcels": land}, synthetic=True)
    aid = pd.DataFrame({"farm_key": [], "legal_basis": [], "grant_date": [], "amount_cents": []})
    with_aid = assemble("x", {"farms": farms, "parcels": land, "aid": aid}, synthetic=True)
    assert profile_of(without, "A").undertaking.aid_received is None
    assert profile_of(with_aid, "A").undertaking.aid_received == ()
    assert profile_of(with_aid, "B").undertaking.aid_received is None
    assert profile_of(without, "A").fact("herd.dairy_cows") is None


def test_profiles_come_in_the_order_that_is_asked_and_as_one_by_one() -> None:
    population = synthesise(600, seed=9)
    asked = [*population.keys[10:300:7], *population.keys[9:3:-1], *population.keys[400:]]
    together = list(profiles(population, asked))
    assert [key for key, _ in together] == asked
    assert all(profile == profile_of(population, key) for key, profile in together[::20])


def test_the_land_of_the_profiles_is_that_of_the_tables() -> None:
    population = synthesise(50, seed=1)
    hectares = sum((profile.area_ha for _, profile in profiles(population)), Decimal(0))
    assert hectares == Decimal(int(population.parcels["area_m2"].sum())).scaleb(-4)


def test_columns_with_gaps_are_read_where_they_lie() -> None:
    population = synthesise(20, seed=1, kind="advise")
    ready(population)
    assert population.measures is not None
    column: Any = population.measures["cost_microeur"].array
    cells, empty, _ = population.memory.of(COLUMNS)["measures", "cost_microeur"]
    assert empty.any()
    assert np.shares_memory(cells, column._data)


def test_a_farm_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownFarmError, match="F9"):
        profile_of(synthesise(1, 1), "F9")
