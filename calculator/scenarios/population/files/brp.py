"""Parcels of the Basisregistratie Percelen (GeoPackage) to which somebody added the key of the farm.

The public file names no farms, so a column with the key must be there, and a table of the farms beside it. Areas are
computed in the plane of RD New (EPSG:28992), in which the register is published, and rounded to the square metre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.geography.kinds import GEOPACKAGE_START
from calculator.scenarios.population.files import cells, checks, table_file
from calculator.scenarios.population.files.findings import Findings
from calculator.scenarios.population.files.problems import RowProblem
from calculator.scenarios.population.schema import FARMS, PARCELS
from calculator.scenarios.population.tables import Population, assemble

RD_NEW = "EPSG:28992"
_CROP = ("gewascode", "GWS_GEWASCODE", "gws_gewascode")
_CATEGORY = ("category", "CAT_GEWASCATEGORIE", "cat_gewascategorie")
#: Grassland that the crop code alone tells apart; other codes go by the category of the register.
_GRASSLAND = {
    "265": "permanent_grassland",
    "331": "permanent_grassland",
    "266": "temporary_grassland",
    "332": "nature",
}
_CATEGORIES = {
    "grasland": "permanent_grassland", "bouwland": "arable", "natuurterrein": "nature",
    "overige": "other", "landschapselement": "other", "braak": "arable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of the file: the population (None where it cannot be used), the problems, parcels without a farm."""

    population: Population | None
    problems: tuple[RowProblem, ...]
    without_farm: int


@dataclass(frozen=True, slots=True)
class _Features:
    """The columns of the file that are used, a row per feature; ``area_m2`` is 0 where there is no valid shape."""

    farm: Sequence[object]
    crop: Sequence[object]
    category: Sequence[object]
    area_m2: np.ndarray


def import_brp(
    path: Path, farms: Path, rulebook: Rulebook, *, key: str = "farm_key", layer: str | None = None
) -> Imported:
    """The farms of the table with their parcels in the file."""
    found = Findings()
    with path.open("rb") as file:
        # GDAL goes by what is in a file and not by its name: nothing but a GeoPackage gets there.
        if not file.read(len(GEOPACKAGE_START)).startswith(GEOPACKAGE_START):
            said = Text("Dit bestand is geen GeoPackage.", "This file is no GeoPackage.")
            found.table(path.name, "", said, _GIVE)
            return Imported(None, found.in_order(), 0)
    table = table_file.read_file(farms, FARMS, found)
    features = _features(path, key, layer, found)
    if table is None or features is None or found.refused():
        return Imported(None, found.in_order(), 0)
    parcels, without = _parcels(features, rulebook)
    frames = {"farms": cells.typed(table, FARMS, found), "parcels": cells.typed(parcels, PARCELS, found)}
    if parcels.empty:
        found.table("parcels", "farm_key", *_nobody(key))
    if found.refused():
        return Imported(None, found.in_order(), without)
    checks.check(frames, rulebook, found)
    filled = {
        name: cells.filled(frame, table)
        for (name, frame), table in zip(frames.items(), (FARMS, PARCELS), strict=True)
    }
    source = f"Basisregistratie Percelen: {path.name}"
    made = assemble(path.stem, filled, synthetic=False, sources=(source,))
    return Imported(None if found.refused() else made, found.in_order(), without)


def _features(path: Path, key: str, layer: str | None, found: Findings) -> _Features | None:
    # Large libraries, which only this reader of a population needs.
    import pyogrio
    import shapely

    try:
        info = pyogrio.read_info(path, layer=layer)
        wanted = {"farm": (key,), "crop": _CROP, "category": _CATEGORY}
        names = {
            use: next((n for n in choices if n in info["fields"]), None) for use, choices in wanted.items()
        }
        if not _usable(path, info["crs"], names, key, found):
            return None
        columns = [name for name in names.values() if name]
        meta, _, shapes, fields = pyogrio.raw.read(path, layer=layer, columns=columns)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as fault:
        found.table(
            path.name, "", Text(f"Kan niet worden gelezen: {fault}", f"Cannot be read: {fault}"), _GIVE
        )
        return None
    held = dict(zip(meta["fields"].tolist(), fields, strict=True))
    geometry = shapely.from_wkb(shapes, on_invalid="ignore")
    whole = shapely.is_valid(geometry)
    area = np.where(whole, shapely.area(geometry), 0)
    empty: Sequence[object] = [None] * len(area)
    farm, crop, category = (held.get(names[use], empty) if names[use] else empty for use in wanted)
    return _Features(farm, crop, category, np.rint(np.nan_to_num(area)).astype(np.int64))


def _usable(path: Path, crs: str | None, names: dict[str, str | None], key: str, found: Findings) -> bool:
    if names["farm"] is None:
        found.table(path.name, key, *_no_key(key))
    if names["crop"] is None and names["category"] is None:
        found.table(path.name, _CROP[0], *_no_crop())
    if crs != RD_NEW:
        said = Text(f"De kaart is {crs}, en niet RD New.", f"The map is {crs}, and not RD New.")
        found.table(path.name, "crs", said, Text(f"Zet hem om naar {RD_NEW}.", f"Convert it to {RD_NEW}."))
    return not found.refused()


def _parcels(features: _Features, rulebook: Rulebook) -> tuple[pd.DataFrame, int]:
    """A parcel per feature that names a farm, and how many name none."""
    farm = _words(features.farm)
    crop = _words(features.crop)
    category = _words(features.category).str.lower()
    perennial = [
        code for code, row in rulebook.codelists.get("crops", {}).items()
        if row.columns.get("class") == "specialised_perennial"
    ]  # fmt: skip
    use = crop.map(_GRASSLAND | dict.fromkeys(perennial, "permanent_crop"))
    use = use.fillna(category.map(_CATEGORIES)).fillna(crop.where(crop.isna(), "arable")).fillna("other")
    made = pd.DataFrame({
        "farm_key": farm, "parcel_id": [f"P{n}" for n in range(1, len(farm) + 1)], "area_m2": features.area_m2,
        "land_use": use, "crop_code": crop,
    })  # fmt: skip
    named = farm.notna()
    return made[named].reset_index(drop=True), int((~named).sum())


def _words(cells_of: Sequence[object]) -> pd.Series:
    return pd.Series([_word(cell) for cell in cells_of], dtype=object)


def _word(cell: object) -> str | None:
    """A key or code as text: the register writes codes as text or as numbers."""
    if cell is None or cell != cell:
        return None
    text = (
        str(int(cell))
        if isinstance(cell, int | float | np.number) and float(cell).is_integer()
        else str(cell)
    )
    return text.strip() or None


def _no_key(key: str) -> tuple[Text, Text]:
    return (
        Text(f"De kolom {key} ontbreekt: de kaart zegt niet van wie een perceel is.",
             f"The column {key} is missing: the map does not say whose a parcel is."),
        Text("Voeg de sleutel van het bedrijf toe, of noem de kolom met --key.",
             "Add the key of the farm, or name the column with --key."),
    )  # fmt: skip


def _no_crop() -> tuple[Text, Text]:
    return (
        Text("De kaart heeft geen gewascode en geen categorie.", "The map has no crop code and no category."),
        Text("Gebruik de gewaspercelen van de BRP.", "Use the crop parcels of the BRP."),
    )


def _nobody(key: str) -> tuple[Text, Text]:
    return (
        Text(f"Bij geen enkel perceel is {key} ingevuld.", f"Not one parcel has {key} filled in."),
        Text("Vul de sleutel van het bedrijf in.", "Fill in the key of the farm."),
    )


_GIVE = Text("Geef een GeoPackage van de BRP-gewaspercelen.", "Give a GeoPackage of the BRP crop parcels.")
