"""The tables of a population become the same columns as the profiles of its farms."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date

import numpy as np
import pandas as pd
import pytest

from calculator.scenarios.encoding import encoded, land
from calculator.scenarios.population.profiles import profiles
from calculator.scenarios.population.synthetic import KINDS, synthesise
from calculator.scenarios.population.tables import Population, assemble
from calculator.stacking.columns import Evaluation, FarmColumns, Rows
from calculator.stacking.columns.evaluation import few
from calculator.stacking.columns.reading.farms import GROUP, Farms, encode
from calculator.stacking.columns.reading.lying import lying
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.columns.reading.vocabulary import kind_of as read
from tests.scenarios.bench import shipped

ON = date(2026, 7, 1)
DAY = "2025-06-01"


def cells(**columns: Sequence[object]) -> pd.DataFrame:
    """Columns as a population holds them: whole numbers with gaps."""
    made = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})
    for name, values in columns.items():
        if any(isinstance(v, int) and not isinstance(v, bool) for v in values):
            made[name] = made[name].astype("Int64")
    return made


def everything() -> Population:
    """Farms with all that a table can hold: parts, wraps, candidates, crops of earlier years, aid, loans, no region."""
    none = None
    frames = {
        "farms": cells(
            farm_key=["A", "B", "C", "D"], year=[2026] * 4, province=["utrecht", "utrecht", "zeeland", "zeeland"],
            municipality=["Lopik", none, none, none], farm_type=["dairy", "dairy", "arable", "arable"],
            organic=["none", "certified", none, none], dairy_cows=[80, 12, none, none], milk_kg_year=[700_000, none, none, none],
            programmes=["weidemelk", "-", none, none], collective=["utrecht-oost", none, none, none],
            aid_known=[True, none, False, none], loans_known=[none, False, none, none],
        ),
        "parcels": cells(
            farm_key=["A", "A", "A", "B", "C", "D"], parcel_id=["P1", "P2", "P10", "P1", "P1", "P1"],
            area_m2=[20_000, 10_000, 30_000, 50_000, 40_000, 5_000],
            land_use=["permanent_grassland", "arable", "arable", "nature", "arable", "arable"],
            crop_code=["265", none, "259", none, none, none], eco_region=["2", "1", "2", none, none, "1"],
            glmc9=[True, none, none, none, none, none], glmc8_m2=[none, 100, 0, none, none, none],
        ),
        "histories": cells(
            farm_key=["A", "A", "A"], parcel_id=["P2", "P2", "P10"], year=[2024, 2025, 2025], crop_code=["259", "233", "259"],
        ),
        "place_facts": cells(
            farm_key=["A", "A", "A", "A", "A", "B", "D", "D"], place_id=["P1", "P1", "P10", "E1", "E3", "P1", "E1", "P1"],
            fact=["waterpeil_cm", "kensoorten", "waterpeil_cm", "kensoorten", "kensoorten", "kensoorten", "kensoorten",
                  "grondwaterbeschermingsgebied"],
            value_micro=[35_500_000, 4_000_000, 35_500_000, 3_000_000, 3_000_000, 0, 7_000_000, none],
            word=[none, none, none, none, none, none, none, "no"],
        ),
        "elements": cells(
            farm_key=["A", "A", "A", "D"], element_id=["E1", "E2", "E3", "E1"], kind=["haag", "poel", "haag", "haag"],
            length_cm=[12_000, none, 6_000, 9_000], area_m2=[none, 400, none, none], width_cm=[200, none, 150, none],
            parcel_id=["P1", none, none, none],
        ),
        "measures": cells(
            farm_key=["A"] * 11 + ["B", "D", "D"],
            place_id=["P1", "P1", "P2", "P2", "P2", "P10", "P10", "P10", "E1", "E1", "E2", "P1", "E1", "E1"],
            code=["langjarig-grasland", "grasland-met-kruiden", "groenbedekking", "rustgewas", "bufferstrook-met-kruiden",
                  "rustgewas", "groenbedekking", "bufferstrook-met-kruiden", "heg-haag-struweel", "lange-strook", "poel",
                  "langjarig-grasland", "heg-haag-struweel", "lange-strook"],
            quantity=[20_000, 5_000, 4_000, 6_000, 3_000, 30_000, 25_000, 12_000, 12_000, 4_000, 300, 50_000, 3_000, 2_000],
            unit=["ha"] * 8 + ["m", "m", "m2", "ha", "m", "m"],
            part=[none, none, "b", "a", "a", none, none, none, none, none, none, none, "x", "y"],
            candidate=[none, True, none, none, none, none, none, none, none, none, none, none, none, none],
            cost_microeur=[none, none, 5_000_000, none, none, none, none, none, none, none, none, none, none, none],
            width_cm=[none, none, none, none, 300, none, none, none, none, none, none, none, none, none],
        ),
        "indicators": cells(
            farm_key=["A", "A", "A", "B"], indicator=["co2eq_g_kg_melk"] * 4, year=[2026, 2025, 2024, 2025],
            value_micro=[1_010_000_000, 1_020_500_000, 990_000_000, 900_000_000],
        ),
        "aid": cells(
            farm_key=["A", "A", "C", "D"], legal_basis=["de_minimis_agri_1408_2013", "gber_702", "gber_702", "gber_702"],
            grant_date=[DAY, "2024-02-29", DAY, DAY], amount_cents=[123_456, 1, 5, 7], enterprise=[none, none, none, "Other"],
        ),
        "contracts": cells(
            farm_key=["C"], scheme=["national.anlb.utrecht-oost"], start=["2023-01-01"], until=["2028-12-31"], package=["2-2w"],
            place_id=["P1"], quantity_e4=[10_000],
        ),
        "loans": cells(farm_key=["A"], lender=["rabobank"], balance_cents=[50_000_000]),
        "leases": cells(
            farm_key=["A", "B"], lessor=["asr", "asr"], area_m2=[none, 10_000], rent_cents=[none, 5], parcels=["P1 P2", none],
        ),
        "answers": cells(
            farm_key=[none, "A", "B"], path=["declared.active_farmer", "farm.province", "herd.livestock_units"],
            kind=["flag", "text", "number"], value=["yes", "zuid-holland", "99.5"],
        ),
    }  # fmt: skip
    return assemble("all", frames, synthetic=True)


def told(farms: Farms) -> dict[str, object]:
    """The columns in words that do not hang on the order in which things were met."""
    values = {path: [*farms.words.values(path), None] for path in farms.codes}
    kinds = [read(farms.words.samples[k]) for k in farms.piece_kind.tolist()]
    places = (farms.piece_farm, farms.piece_place, farms.piece_quantity)
    return {
        "facts": {path: [values[path][c] for c in column.tolist()] for path, column in farms.codes.items()},
        "types": {
            path: [type(values[path][c]) for c in column.tolist()] for path, column in farms.codes.items()
        },
        "land": list(zip(*(p.tolist() for p in places), kinds, strict=True)),
        "areas": {name: column.tolist() for name, column in farms.areas.items()},
        "regions": {name: column.tolist() for name, column in farms.regions.items()},
        "present": {name: column.tolist() for name, column in farms.present.items()},
        "aid": sorted((f, farms.bases[b], day, cents) for f, b, day, cents in farms.aid.tolist()),
        "unknown": farms.aid_unknown.tolist(),
        "lost": farms.lost.tolist(),
        "reasons": dict(farms.reasons),
    }


@pytest.mark.parametrize(
    "population",
    [everything, *(lambda kind=kind: synthesise(150, 5, kind) for kind in KINDS)],
    ids=["everything", *KINDS],
)
def test_tables_become_the_columns_that_profiles_become(population: Callable[[], Population]) -> None:
    farms = population()
    from_profiles = encode([p for _, p in profiles(farms)], Vocabulary())
    assert told(encoded(farms)) == told(from_profiles)


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_land_that_is_cut_part_by_part_is_the_same_land(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(encoded(everything()))
    monkeypatch.setattr(land, "_AT_ONCE", at_once)
    assert told(encoded(everything())) == whole


@pytest.mark.parametrize("bound", ["_ROOM", "_LARGEST"])
def test_land_of_so_many_names_or_measures_that_numbers_run_out_is_the_same_land(
    bound: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [told(encoded(made)) for made in (everything(), synthesise(60, 5, "hard"))]
    monkeypatch.setattr(land, bound, 0)
    assert [told(encoded(made)) for made in (everything(), synthesise(60, 5, "hard"))] == whole


def test_parts_tell_kinds_of_land_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encoded(synthesise(60, 5, "hard"))
    monkeypatch.setattr(land, "_AT_ONCE", 7)
    parts = encoded(synthesise(60, 5, "hard"))
    assert len(parts.words.samples) == len(whole.words.samples)
    assert told(parts) == told(whole)


def test_the_tables_say_why_a_farm_is_left() -> None:
    found = encoded(everything())
    assert found.reasons == {2: "a running contract", 3: GROUP}
    assert found.regions["2"].tolist() == [5 * 10**8, 0, 0, 0]


@pytest.mark.parametrize("attribute", ["soil", "land_use", "eco_region", "crop_code"])
def test_farms_of_tables_are_told_apart_by_what_lies_somewhere_on_them(attribute: str) -> None:
    for population in (everything(), synthesise(60, 5, "hard")):
        farms = encoded(population)
        by_profile = [
            frozenset(getattr(p, attribute) for p in one.parcels) for _, one in profiles(population)
        ]
        together = set(zip(lying(farms, attribute).tolist(), by_profile, strict=True))
        numbers = {number for number, _ in together}
        assert len(numbers) == len(together)
        # What is not told in few words tells every farm apart.
        assert len(numbers) == (len(farms) if attribute == "crop_code" else len(set(by_profile)))
        some = np.arange(len(farms))[::2]
        assert lying(farms.part(some), attribute).tolist() == lying(farms, attribute)[some].tolist()


def test_whoever_is_asked_for_one_after_the_other_or_here_and_there_is_who_the_tables_say() -> None:
    farms = synthesise(30, 3, "typical")
    every, asked = [p for _, p in profiles(farms)], encoded(farms).profiles
    for at in (0, 1, 2, 9, 10, 25, *range(11, 30), 8, 3, 4, 5, 29):
        assert asked[at] == every[at]


def test_a_part_of_the_farms_has_their_columns_alone() -> None:
    farms = everything()
    at = np.array([3, 0])
    some = [p for _, p in profiles(farms, [farms.keys[n] for n in at])]
    of_part, alone = told(encoded(farms).part(at)), told(encode(some, Vocabulary()))
    own = {path for path, column in alone["facts"].items() if any(v is not None for v in column)}  # type: ignore[attr-defined]
    for what in ("facts", "types"):
        of_part[what] = {p: c for p, c in of_part[what].items() if p in own}  # type: ignore[attr-defined]
    for what in ("regions", "present"):
        of_part[what] = {r: c for r, c in of_part[what].items() if any(c)}  # type: ignore[attr-defined]
        alone[what] = {r: c for r, c in alone[what].items() if any(c)}  # type: ignore[attr-defined]
    assert of_part == alone


def rows(found: FarmColumns) -> dict[str, object]:
    """An answer in words."""

    def table(t: Rows, names: tuple[tuple[str, ...], ...]) -> list[tuple[object, ...]]:
        at = [column.tolist() for column in t.at]
        for place, words in enumerate(names, start=1):
            at[place] = [words[code] for code in at[place]] if words else at[place]
        return sorted(zip(*at, t.value.tolist(), strict=True))

    reached = table(found.reached, ((found.payments), ()))
    return {
        "total": found.total.tolist(),
        "why": [found.reasons[code] for code in found.reason],
        "paid": table(found.paid, (found.payments, ())),
        "reached": [(*row[:-1], found.classes[int(str(row[-1]))]) for row in reached],
        "open": table(found.open, (found.payments,)),
        "binding": table(found.binding, (found.limits,)),
    }


@pytest.mark.parametrize("kind", ["typical", "hard"])
def test_farms_of_tables_are_paid_what_their_profiles_are_paid(kind: str) -> None:
    farms, rules = synthesise(30, 3, kind), shipped()
    one, other = Evaluation(rules, ON, 2), Evaluation(rules, ON, 2)
    by_profile = rows(one.of(p for _, p in profiles(farms)))
    assert rows(other.of_columns(encoded(farms), np.arange(30))) == by_profile
    half = np.arange(0, 30, 2)
    again = other.of_columns(encoded(farms), half)
    assert again.total.tolist() == [by_profile["total"][n] for n in half]  # type: ignore[index]


def test_farms_are_paid_the_same_by_whoever_began_on_a_few_of_them() -> None:
    farms = encoded(synthesise(40, 11, "hard"))
    every = np.arange(40)
    plain, begun = (Evaluation(shipped(), ON, 2) for _ in range(2))
    begun.begin(farms)
    assert rows(begun.of_columns(farms, every)) == rows(plain.of_columns(farms, every))


@pytest.mark.parametrize(("farms", "looked_at"), [(0, 0), (1, 1), (40, 3), (10_000, 257), (200_000, 257)])
def test_what_is_begun_on_is_a_few_farms_however_many_there_are(farms: int, looked_at: int) -> None:
    assert len(few(farms)) == looked_at


def test_what_was_worked_out_stays_behind_when_a_population_travels() -> None:
    farms = everything()
    encoded(farms)
    arrived = pickle.loads(pickle.dumps(farms))
    assert not arrived.memory
    assert all(getattr(farms, f.name) is not None for f in fields(farms))
    assert arrived.digest == farms.digest
    assert told(encoded(arrived)) == told(encoded(farms))
