"""Synthetic farms: how many of each type in each province, where they lie, how large they are, what they keep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from calculator.scenarios.population.schema import FARM_TYPES
from calculator.scenarios.population.synthetic import margins
from calculator.scenarios.population.synthetic.drawing import Random, grouped, happens, positions, words
from calculator.scenarios.population.synthetic.fitting import fitted, rounded

YEAR = 2026
SOILS = ("sand", "clay", "peat", "loess")
_SPREAD = {
    "dairy": "grazing", "other_grazing": "grazing", "goats": "grazing", "arable": "arable",
    "horticulture": "horticulture", "permanent_crop": "permanent_crop",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """The farms, with what the next steps need of them by position: province, type, soil, land in square metres."""

    frame: pd.DataFrame
    provinces: tuple[str, ...]
    province: np.ndarray
    type: np.ndarray
    soil: np.ndarray
    land_m2: np.ndarray
    milk: np.ndarray

    def __len__(self) -> int:
        return len(self.frame)

    def is_of(self, *types: str) -> np.ndarray:
        """Whether a farm is of one of the types."""
        return np.isin(self.type, [FARM_TYPES.index(name) for name in types])


def drawn(farms: int, random: Random, kind: str = "typical") -> Drawn:
    """So many farms; province and type follow their margins to the farm, all else is drawn.

    Of the kind ``hard`` most lie where a grant to the farm counts towards a ceiling, and graze enough to get it.
    """
    provinces = tuple(margins.of("farms_by_province"))
    hard = margins.of("hard_province") if kind == "hard" else {}
    weights = np.array([hard.get(name, 1.0) for name in provinces])
    cells = rounded(joint() * weights[:, None], farms).ravel()
    cell = random.permutation(np.repeat(np.arange(len(cells)), cells))
    province, of_type = np.divmod(cell, len(FARM_TYPES))
    land = _land(of_type, random)
    soil = positions_of(soils_by_province(), province, random)
    frame = pd.DataFrame({"farm_key": words(np.arange(farms), [f"F{n:06d}" for n in range(1, farms + 1)])})
    frame["year"] = np.full(farms, YEAR)
    frame["province"] = words(province, provinces)
    for column in ("municipality", "water_board", "collective"):
        places = [margins.within(column, name) for name in provinces]
        frame[column] = grouped(random, province, places)
    frame.loc[~happens(random, margins.share("in_collective"), farms), "collective"] = None
    frame["farm_type"] = words(of_type, FARM_TYPES)
    frame["soil"] = words(soil, SOILS)
    frame["organic"] = words(_organic(province, provinces, random), ("none", "in_conversion", "certified"))
    made = _with_herd(Drawn(frame, provinces, province, of_type, soil, land, np.zeros(farms, bool)), random)
    if kind == "hard":
        grazing = np.isin(province, [provinces.index(name) for name in hard])
        made.frame.loc[grazing, "grazing_hours_year"] = round(margins.of("hard_grazing_hours")[""])
    return made


def joint() -> np.ndarray:
    """Farms by province and type: the spread of each type over the land, fitted to both margins."""
    by_province = margins.of("farms_by_province")
    farms = np.array(list(by_province.values()))
    seed = np.empty((len(farms), len(FARM_TYPES)))
    for n, name in enumerate(FARM_TYPES):
        if name in _SPREAD:
            spread = margins.of(_SPREAD[name])
            seed[:, n] = [spread[province] for province in by_province]
        elif name == "mixed":
            seed[:, n] = farms
        else:
            seed[:, n] = farms * np.array(list(margins.of("intensive").values()))
    by_type = margins.of("farms_by_type")
    return fitted(seed, farms, np.array([by_type[name] for name in FARM_TYPES]))


def soils_by_province() -> np.ndarray:
    """Shares of the soils per province, fitted to the land of the provinces and of the soils in the country."""
    by_type, land = margins.of("farms_by_type"), margins.of("hectares_by_type")
    hectares = joint() @ np.array([land[name] / by_type[name] for name in FARM_TYPES])
    provinces = tuple(margins.of("farms_by_province"))
    weights = np.array([list(margins.within("soil_of_province", name).values()) for name in provinces])
    soils = fitted(weights, hectares, np.array([margins.of("soil")[name] for name in SOILS]))
    shares: np.ndarray = soils / soils.sum(axis=1)[:, None]
    return shares


def positions_of(shares: np.ndarray, row: np.ndarray, random: Random) -> np.ndarray:
    """A column of the shares per farm or parcel, drawn from the row it is in."""
    drawn_share, above = random.random(len(row)), np.zeros(len(row), dtype=np.int64)
    for top in np.cumsum(shares, axis=1).T[:-1]:
        above += drawn_share >= top[row]
    return above


def _land(kind: np.ndarray, random: Random) -> np.ndarray:
    """Square metres per farm: lognormal, with the mean of its type (exact where there are a hundred or more)."""
    by_type, land, spread = (
        margins.of(name) for name in ("farms_by_type", "hectares_by_type", "spread_of_size")
    )
    hectares = np.empty(len(kind))
    for n, name in enumerate(FARM_TYPES):
        rows = np.flatnonzero(kind == n)
        mean, sigma = land[name] / by_type[name], spread[name]
        drawn_ha = mean * np.exp(sigma * random.standard_normal(len(rows)) - sigma * sigma / 2)
        if len(rows) >= 100:
            drawn_ha *= mean / drawn_ha.mean()
        hectares[rows] = np.clip(drawn_ha, 0.5, 800)
    return np.rint(hectares * 10_000).astype(np.int64)


def _organic(province: np.ndarray, provinces: tuple[str, ...], random: Random) -> np.ndarray:
    """0 none, 1 in conversion, 2 certified: the national share of farms, by the organic land of the province."""
    land, farms = margins.of("organic_land"), margins.of("farms_by_province")
    mean = sum(land[p] * farms[p] for p in provinces) / sum(farms.values())
    factor = np.array([land[p] / mean for p in provinces])[province]
    certified, conversion = (margins.share("organic", name) for name in ("certified", "in_conversion"))
    chance = random.random(len(province))
    return np.where(
        chance < certified * factor, 2, np.where(chance < (certified + conversion) * factor, 1, 0)
    )


def _with_herd(made: Drawn, random: Random) -> Drawn:
    farms, frame, land = len(made), made.frame, made.land_m2 / 10_000
    milk = made.is_of("dairy") | (
        made.is_of("mixed") & happens(random, margins.share("cows_of_mixed"), farms)
    )
    noise = random.lognormal(-0.02, 0.2, farms)
    cows = np.rint(
        land * margins.of("dairy_cows")[""] * noise * np.where(made.is_of("mixed"), 0.5, 1)
    ).astype(int)
    cows = np.where(milk, np.maximum(cows, 5), 0)
    frame["dairy_cows"] = cows
    frame["young_stock"] = np.rint(cows * margins.of("young_stock")[""]).astype(int)
    frame["milk_kg_year"] = np.rint(
        cows * margins.of("milk")[""] * random.normal(1, 0.08, farms), casting="unsafe"
    ).astype(int)
    for name, kinds, per_ha in (
        ("goats", ("goats",), False), ("pigs", ("pigs",), False), ("poultry", ("poultry",), False),
        ("beef_cattle", ("other_grazing",), True), ("sheep", ("other_grazing",), True),
    ):  # fmt: skip
        number = margins.of(name)[""] * (land if per_ha else 1) * random.lognormal(-0.18, 0.6, farms)
        frame[name] = np.where(made.is_of(*kinds), np.rint(number), 0).astype(int)
    _with_milk_buyer(frame, milk, random)
    return Drawn(frame, made.provinces, made.province, made.type, made.soil, made.land_m2, milk)


def _with_milk_buyer(frame: pd.DataFrame, milk: np.ndarray, random: Random) -> None:
    farms = len(frame)
    hours, dairies = margins.of("grazing_hours"), margins.of("dairy")
    names = [*dairies, ""]
    buyer = positions(random, [*dairies.values(), max(0.0, 100 - sum(dairies.values()))], farms)
    known = milk & (buyer < len(dairies))
    frame["dairy"] = words(np.where(known, buyer, -1), names)
    drawn_hours = np.array([int(h) for h in hours])[positions(random, list(hours.values()), farms)]
    frame["grazing_hours_year"] = pd.array(np.where(milk, drawn_hours, 0), dtype="Int64")
    programmes = list(margins.of("programme"))
    member = known & (buyer == names.index("frieslandcampina"))
    taken = [happens(random, margins.share("programme", name), farms) & member for name in programmes]
    code = sum(column.astype(int) << n for n, column in enumerate(taken))
    spelled = [
        " ".join(name for n, name in enumerate(programmes) if mask >> n & 1) or "-"
        for mask in range(1 << len(programmes))
    ]
    frame["programmes"] = words(np.where(milk, code, spelled.index("-")), spelled)
