"""The parcels and landscape elements of synthetic farms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calculator.scenarios.population.schema import FARM_TYPES
from calculator.scenarios.population.synthetic import margins
from calculator.scenarios.population.synthetic.drawing import Random, happens, positions, reads, words
from calculator.scenarios.population.synthetic.farms import SOILS, Drawn, positions_of, soils_by_province

_ELEMENT_SIZES = ("length_cm", "pieces")


@dataclass(frozen=True, slots=True)
class Land:
    """The parcels, with the farm of each and its crop by position among ``crops``."""

    frame: pd.DataFrame
    farm: np.ndarray
    crop: np.ndarray
    crops: tuple[str, ...]
    area_m2: np.ndarray


def parcels(farms: Drawn, random: Random) -> Land:
    """Parcels that together are the land of each farm, with crop, soil and what lies on them."""
    farm, area = _divided(farms.land_m2, random)
    crops, uses, crop = _crops(farms, farm, random)
    frame = pd.DataFrame({"farm_key": words(farm, list(farms.frame["farm_key"].cat.categories))})
    frame["parcel_id"] = _numbered("P", farm)
    frame["area_m2"] = area
    frame["land_use"] = words(crop, uses)
    frame["crop_code"] = words(crop, crops)
    frame["soil"] = _soils(farms, farm, random)
    regions = margins.of("eco_region")
    frame["eco_region"] = words(farms.province[farm], [f"{regions[name]:.0f}" for name in farms.provinces])
    natura = happens(random, margins.share("natura2000"), len(farm))
    frame["natura2000"] = natura
    frame["glmc9"] = (
        natura & reads(crop, uses, "permanent_grassland") & happens(random, margins.share("glmc9"), len(farm))
    )
    strip = reads(crop, uses, "arable") & happens(random, margins.share("mandatory_strip"), len(farm))
    frame["mandatory_strip_m2"] = np.where(strip, area * margins.share("mandatory_strip_size"), 0).astype(
        np.int64
    )
    return Land(frame, farm, crop, crops, area)


def elements(farms: Drawn, random: Random) -> tuple[pd.DataFrame, np.ndarray]:
    """The landscape elements, and the farm of each: at most one of a kind per farm, as large as its land asks."""
    rows, kinds = [], tuple(margins.of("element"))
    for n, margin in enumerate(margins.by_name("element")):
        share = margins.share("has_element", margin.a)
        having = np.flatnonzero(happens(random, share, len(farms)))
        amount = farms.land_m2[having] / 10_000 * margin.value / share
        amount *= random.lognormal(-0.125, 0.5, len(having))
        in_metres = margin.unit.startswith("m ")
        rows.append((having, np.full(len(having), n), np.full(len(having), in_metres), amount))
    farm, kind, metres, amount = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    order = np.lexsort((kind, farm))
    farm, kind, metres, amount = farm[order], kind[order], metres[order], amount[order]
    frame = pd.DataFrame({"farm_key": words(farm, list(farms.frame["farm_key"].cat.categories))})
    frame["element_id"] = _numbered("E", farm)
    frame["kind"] = words(kind, kinds)
    sizes = np.where(metres, np.maximum(np.rint(amount), 5) * 100, np.maximum(np.rint(amount), 1)).astype(
        np.int64
    )
    for column, mask in zip(_ELEMENT_SIZES, (metres, ~metres), strict=True):
        frame[column] = pd.Series(sizes, dtype="Int64").where(mask)
    width = margins.of("width")
    widths = np.array([int(width.get(name, 0) * 100) for name in kinds])[kind]
    frame["width_cm"] = pd.Series(widths, dtype="Int64").where(metres)
    return frame, farm


def _divided(land_m2: np.ndarray, random: Random) -> tuple[np.ndarray, np.ndarray]:
    """The farm of each parcel and its area; the parts are gamma distributed and add up but for the rounding."""
    rule = margins.of("parcels_of_farm")
    number = np.clip(np.rint((land_m2 / 10_000) ** rule["power"]), rule["fewest"], rule["most"]).astype(
        np.int64
    )
    farm = np.repeat(np.arange(len(land_m2)), number)
    part = random.gamma(rule["evenness"], size=len(farm)) + 0.05
    whole = np.add.reduceat(part, np.concatenate(([0], np.cumsum(number)[:-1])))
    area = np.floor(land_m2[farm] * part / whole[farm]).astype(np.int64)
    return farm, np.clip(area, 100, 10_000_000)


def _crops(farms: Drawn, farm: np.ndarray, random: Random) -> tuple[tuple[str, ...], list[str], np.ndarray]:
    rows = {name: margins.by_name(f"crops_of_{name}") for name in FARM_TYPES}
    use_of = {row.a: row.b for of_type in rows.values() for row in of_type}
    crops = tuple(sorted(use_of))
    crop = np.empty(len(farm), np.int32)
    kind = farms.type[farm]
    for n, name in enumerate(FARM_TYPES):
        mine = np.flatnonzero(kind == n)
        ours = np.array([crops.index(row.a) for row in rows[name]], np.int32)
        crop[mine] = ours[positions(random, [row.value for row in rows[name]], len(mine))]
    return crops, [use_of[crop_code] for crop_code in crops], crop


def _soils(farms: Drawn, farm: np.ndarray, random: Random) -> pd.Series:
    """Mostly the soil of the farm; the rest drawn in the province, and part of the sand reclaimed peat."""
    other = happens(random, margins.share("second_soil"), len(farm))
    soil = farms.soil[farm]
    province = farms.province[farm]
    soil = np.where(other, positions_of(soils_by_province(), province, random), soil)
    reclaimed = margins.of("reclaimed_peat")
    shares = np.array([reclaimed.get(name, 0) / 100 for name in farms.provinces])
    turned = (soil == SOILS.index("sand")) & happens(random, shares[province], len(farm))
    return words(np.where(turned, len(SOILS), soil), (*SOILS, "reclaimed_peat"))


def _numbered(letter: str, farm: np.ndarray) -> pd.Series:
    """P1, P2 ... within each farm; the rows of a farm stand together."""
    starts = (
        np.flatnonzero(np.concatenate(([True], farm[1:] != farm[:-1]))) if len(farm) else np.array([], int)
    )
    lengths = np.diff(np.concatenate((starts, [len(farm)])))
    place = np.arange(len(farm)) - np.repeat(starts, lengths)
    most = int(place.max()) + 1 if len(place) else 0
    return words(place, [f"{letter}{n}" for n in range(1, most + 1)])
