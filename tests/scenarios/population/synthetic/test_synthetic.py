"""Synthetic farms follow the margins they were made from, and look like farms."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from calculator.domain.rulebook import Rulebook
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.files.reading import read_population
from calculator.scenarios.population.files.writing import write_population
from calculator.scenarios.population.schema import FARM_TYPES
from calculator.scenarios.population.synthetic import KINDS, margins, synthesise
from calculator.scenarios.population.synthetic.farms import joint, soils_by_province
from calculator.scenarios.population.tables import Population, assemble
from calculator.stacking.columns import Evaluation

FARMS = 6_000


@pytest.fixture(scope="module")
def typical() -> Population:
    return synthesise(FARMS, seed=11)


def shares(population: Population, column: str) -> dict[str, float]:
    return dict(population.farms[column].value_counts(normalize=True))


@pytest.mark.parametrize(
    ("column", "margin"), [("province", "farms_by_province"), ("farm_type", "farms_by_type")]
)
def test_farms_are_spread_as_in_the_census(typical: Population, column: str, margin: str) -> None:
    expected = margins.of(margin)
    found = shares(typical, column)
    total = sum(expected.values())
    assert {name: found[name] for name in expected} == pytest.approx(
        {name: number / total for name, number in expected.items()}, abs=13 / FARMS
    )


def test_land_per_type_is_that_of_the_census(typical: Population) -> None:
    land = typical.parcels.groupby("farm_key", observed=True)["area_m2"].sum() / 10_000
    kind = typical.farms.set_index("farm_key")["farm_type"]
    found = land.groupby(kind.loc[land.index].to_numpy()).mean()
    farms, hectares = margins.of("farms_by_type"), margins.of("hectares_by_type")
    common = [name for name in farms if farms[name] > 1_400]
    expected = {name: hectares[name] / farms[name] for name in common}
    assert {name: found[name] for name in common} == pytest.approx(expected, rel=0.03)


def test_soils_of_the_country_are_those_that_were_measured() -> None:
    farms, land = margins.of("farms_by_type"), margins.of("hectares_by_type")
    hectares = joint() @ np.array([land[name] / farms[name] for name in FARM_TYPES])
    found = hectares @ soils_by_province() / hectares.sum()
    measured = margins.of("soil")
    assert list(found) == pytest.approx([v / sum(measured.values()) for v in measured.values()], abs=1e-6)


def test_a_farm_has_ten_parcels_or_more_on_average(typical: Population) -> None:
    assert len(typical.parcels) / len(typical) >= 10


def test_organic_farms_are_as_many_as_counted(typical: Population) -> None:
    assert shares(typical, "organic")["certified"] == pytest.approx(0.0298, abs=0.006)


def test_dairy_farms_keep_the_cows_that_were_counted(typical: Population) -> None:
    dairy = typical.farms[typical.farms["farm_type"] == "dairy"]
    assert dairy["dairy_cows"].mean() == pytest.approx(110, rel=0.08)
    assert dairy["milk_kg_year"].sum() / dairy["dairy_cows"].sum() == pytest.approx(9_000, rel=0.02)


def test_arable_farms_grow_what_arable_farms_grow(typical: Population) -> None:
    arable = typical.farms.loc[typical.farms["farm_type"] == "arable", "farm_key"]
    parcels = typical.parcels[typical.parcels["farm_key"].isin(arable)]
    land = parcels.groupby("crop_code", observed=True)["area_m2"].sum() / parcels["area_m2"].sum()
    expected = {row.a: row.value / 100 for row in margins.by_name("crops_of_arable")}
    assert dict(land) == pytest.approx(expected, abs=0.015)


def test_the_same_seed_gives_the_same_farms_and_another_seed_others() -> None:
    first, again, other = (synthesise(200, seed) for seed in (3, 3, 4))
    assert first.digest == again.digest != other.digest


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_right_by_the_checks_of_any_population(
    kind: str, tmp_path: Path, rulebook: Rulebook
) -> None:
    made = synthesise(400, seed=5, kind=kind)
    write_population(made, tmp_path / "p")
    read, problems = read_population(tmp_path / "p", rulebook)
    assert [problem.text() for problem in problems] == []
    assert read is not None
    assert (read.digest, read.synthetic) == (made.digest, True)


def test_hard_farms_have_conflicts_on_half_their_parcels_and_others_do_not(typical: Population) -> None:
    hard = synthesise(1_000, seed=11, kind="hard")
    assert _several(hard) >= 0.5
    assert _several(hard) > _several(typical)


def test_a_ceiling_of_the_undertaking_holds_three_in_ten_hard_farms_back(rulebook: Rulebook) -> None:
    farms = 300
    columns = encoded(synthesise(farms, seed=11, kind="hard"))
    found = Evaluation(rulebook, date(2026, 7, 1), 6).of_columns(columns, np.arange(farms))
    limit = found.binding.at[1] == found.limits.index("de-minimis-landbouw")
    held = found.binding.at[0][limit & (found.binding.value > 0)]
    assert len(np.unique(held)) >= 0.3 * farms
    assert sum(found.left().values()) <= 0.01 * farms


def _several(population: Population) -> float:
    """The share of the parcels with two measures or more on the whole of them."""
    assert population.measures is not None
    whole = population.measures[(population.measures["unit"] == "ha") & population.measures["part"].isna()]
    return (whole.groupby(["farm_key", "place_id"], observed=True).size() > 1).sum() / len(population.parcels)


def test_advised_farms_consider_measures_whose_costs_they_know() -> None:
    advised = synthesise(500, seed=2, kind="advise").measures
    assert advised is not None
    candidates = advised[advised["candidate"].fillna(False)]
    assert len(candidates) >= 500
    assert candidates["cost_microeur"].notna().all()
    assert candidates.groupby("farm_key", observed=True).size().max() <= 6


@pytest.mark.parametrize(("farms", "kind"), [(0, "typical"), (200_001, "typical"), (10, "odd")])
def test_what_cannot_be_made_up_is_refused(farms: int, kind: str) -> None:
    with pytest.raises(ValueError, match="give 1 to 200000"):
        synthesise(farms, 1, kind)


def test_one_farm_can_be_made_up() -> None:
    assert len(synthesise(1, 1)) == 1


class TestMargins:
    def test_every_figure_names_a_source_and_an_assumption_says_so(self) -> None:
        for row in margins.every():
            assert row.source in margins.sources(), row
            assert row.status in {"definitive", "historic", "assumed"}, row
            assert (row.source == "none") <= (row.status == "assumed"), row

    def test_a_margin_stands_in_one_file(self) -> None:
        files = Counter(
            margin
            for path in Path(margins.__file__).with_name("margins").glob("*.csv")
            if path.stem != "sources"
            for margin in {
                row["margin"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
            }
        )
        assert [margin for margin, number in files.items() if number > 1] == []

    def test_the_regions_add_up_to_their_provinces(self) -> None:
        provinces = margins.of("farms_by_province")
        for row in margins.by_name("farms_by_region"):
            assert sum(provinces[name] for name in row.b.split()) == row.value

    def test_codes_of_the_margins_are_those_of_the_rules(self, rulebook: Rulebook) -> None:
        lists = rulebook.codelists
        municipalities = {(row.a, row.b) for row in margins.by_name("municipality")}
        assert municipalities == {(c.columns["province"], c.code) for c in lists["municipalities"].values()}
        assert {row.b for row in margins.by_name("water_board")} == set(lists["water_boards"])
        assert {row.a for row in margins.by_name("element")} <= set(lists["element_kinds"])
        assert {row.b for row in margins.by_name("collective")} <= set(lists["collectives"])
        assert {row.a for row in margins.by_name("indicator_mean")} <= set(lists["indicators"])
        crops = {row.a for row in margins.every() if row.margin.startswith("crops_of_")}
        assert crops <= set(lists["crops"])

    def test_every_crop_that_grows_has_a_group_of_measures(self) -> None:
        grouped = set(margins.of("group_of_crop"))
        crops = {row.a for row in margins.every() if row.margin.startswith("crops_of_")}
        # Nature is no farmland on which anything is taken up.
        assert crops - grouped == {"332"}


def test_numbers_of_a_population_take_as_few_bytes_as_hold_them_and_say_the_same(tmp_path: Path) -> None:
    some = synthesise(300, seed=5, kind="hard")
    assert some.measures is not None
    assert some.parcels["area_m2"].dtype == np.int32
    assert some.measures["quantity"].dtype == np.int32
    assert str(some.measures["width_cm"].dtype) == "Int16"
    large = some.parcels.assign(area_m2=some.parcels["area_m2"].astype("int64") * 10_000_000)
    frames = {**some.tables, "parcels": large}
    wide = assemble("wide", frames, synthetic=True)
    assert wide.parcels["area_m2"].dtype == np.int64
    write_population(some, tmp_path / "p")
    read, problems = read_population(tmp_path / "p")
    assert not problems
    assert read is not None
    assert read.digest == some.digest
    assert read.measures is not None
    assert (read.measures.dtypes == some.measures.dtypes).all()
