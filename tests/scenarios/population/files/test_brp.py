"""Parcels from a GeoPackage of the BRP in which the farm is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from calculator.cli import main
from calculator.commands.output import DONE, WRONG_INPUT
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.files.brp import import_brp
from tests.scenarios.population.brp_maps import map_of, square
from tests.scenarios.population.tables import right, written

BOW_TIE = shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])


@pytest.fixture
def farms(tmp_path: Path) -> Path:
    tables = right()
    tables["farms"] = tables["farms"][:1]
    return written(tmp_path / "tables", tables) / "farms.csv"


def test_parcels_get_the_area_of_their_shape_and_the_use_of_their_crop(
    tmp_path: Path, farms: Path, rulebook: Rulebook
) -> None:
    path = map_of(
        tmp_path / "brp.gpkg",
        ("A", "265", "Grasland", square(100)), ("A", "266", "Grasland", square(200)), ("A", "2014", "Bouwland", square(50.01)),
        ("A", "1096", "Bouwland", square(30)), ("A", "335", "Natuurterrein", square(40)), (None, "233", "Bouwland", square(60)),
    )  # fmt: skip
    made = import_brp(path, farms, rulebook)
    assert made.problems == ()
    assert made.population is not None
    parcels = made.population.parcels
    assert list(zip(parcels["area_m2"], parcels["land_use"], parcels["crop_code"], strict=True)) == [
        (10_000, "permanent_grassland", "265"), (40_000, "temporary_grassland", "266"), (2_501, "arable", "2014"),
        (900, "permanent_crop", "1096"), (1_600, "nature", "335"),
    ]  # fmt: skip
    assert (made.without_farm, made.population.synthetic) == (1, False)


def test_a_shape_that_is_none_and_a_farm_that_is_not_listed_are_told(
    tmp_path: Path, farms: Path, rulebook: Rulebook
) -> None:
    path = map_of(
        tmp_path / "brp.gpkg", ("A", "265", "Grasland", BOW_TIE), ("Z", "265", "Grasland", square(10))
    )
    told = {(p.table, p.row, p.column) for p in import_brp(path, farms, rulebook).problems}
    assert told == {("parcels", 1, "area_m2"), ("parcels", 2, "farm_key")}


@pytest.mark.parametrize("change", [{"crs": "EPSG:4326"}, {"key": "bedrijf"}])
def test_another_plane_or_no_key_is_refused(
    change: dict[str, str], tmp_path: Path, farms: Path, rulebook: Rulebook
) -> None:
    path = map_of(tmp_path / "brp.gpkg", ("A", "265", "Grasland", square(10)), **change)
    made = import_brp(path, farms, rulebook)
    assert made.population is None
    assert len(made.problems) == 1


def test_the_command_writes_a_population_that_is_right(
    tmp_path: Path, farms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = map_of(tmp_path / "brp.gpkg", ("A", "265", "Grasland", square(100)), key="bedrijf")
    folder = str(tmp_path / "out")
    arguments = ["population", "import-brp", str(path), "--farms", str(farms), "-o", folder]
    assert main(arguments) == WRONG_INPUT
    assert main([*arguments, "--key", "bedrijf"]) == DONE
    assert main(["population", "check", folder]) == DONE
    assert capsys.readouterr().out.count("brp: 1 bedrijven") == 2


def test_a_file_that_is_no_map_is_named(tmp_path: Path, farms: Path, rulebook: Rulebook) -> None:
    path = tmp_path / "brp.gpkg"
    path.write_bytes(b"no map")
    made = import_brp(path, farms, rulebook)
    assert (made.population, [p.table for p in made.problems]) == (None, ["brp.gpkg"])


def test_what_only_calls_itself_a_geopackage_is_not_shown_to_gdal(
    tmp_path: Path, farms: Path, rulebook: Rulebook
) -> None:
    path = tmp_path / "brp.gpkg"
    path.write_text("<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
                    "</OGRVRTDataSource>")  # fmt: skip
    made = import_brp(path, farms, rulebook)
    assert [p.message.en for p in made.problems] == ["This file is no GeoPackage."]
