"""The measures on synthetic parcels and elements: which farms take part, and what they do where.

All shares of take-up are assumptions of ours, in ``margins/measures.csv`` and ``margins/elements.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from calculator.scenarios.population.synthetic import margins
from calculator.scenarios.population.synthetic.drawing import Random, happens, reads, words
from calculator.scenarios.population.synthetic.farms import Drawn
from calculator.scenarios.population.synthetic.land import Land

TAKERS = ("eco", "anlb", "regional")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one measure: on which parcel or element (by position), how much, as which part."""

    code: str
    place: np.ndarray
    quantity: np.ndarray
    part: str | None = None
    candidate: bool = False
    cost_eur: float | None = None
    forgone_eur: float | None = None

    def narrow(self) -> Rows:
        """The same in half the bytes: of a whole country they are as large as the table made of them."""
        return replace(self, place=self.place.astype(np.int32), quantity=self.quantity.astype(np.int32))


def takers(farms: Drawn, random: Random) -> Mapping[str, np.ndarray]:
    """Per kind of scheme, whether a farm takes part."""
    return {name: happens(random, margins.share("takes_part", name), len(farms)) for name in TAKERS}


def on_parcels(farms: Drawn, land: Land, part: Mapping[str, np.ndarray], random: Random) -> Iterator[Rows]:
    """What is done on the parcels of the farms that take part."""
    group_of = {row.a: row.b for row in margins.by_name("group_of_crop")}
    groups = [group_of.get(crop, "") for crop in land.crops]
    exclusive = {row.a: row.b for row in margins.by_name("exclusive")}
    sizes = {(row.a, row.b): row.value for row in margins.by_name("part")}
    where = sorted({row.a for row in margins.by_name("measure")})
    for place in where:
        who, _, group = place.partition(".")
        rows = np.flatnonzero(part[who][land.farm] & reads(land.crop, groups, group))
        chances: dict[str, np.ndarray] = {}
        used: dict[str, float] = {}
        for code, share in margins.within("measure", place).items():
            key = exclusive.get(code, code)
            drawn = chances.setdefault(key, random.random(len(rows)))
            low = used.get(key, 0.0)
            used[key] = low + share / 100
            taken = rows[(drawn >= low) & (drawn < used[key])]
            yield part_of(code, taken, land.area_m2[taken], sizes[place, code])
    yield from _grazing(farms, land, part["eco"], random)


def part_of(code: str, place: np.ndarray, area_m2: np.ndarray, percent: float) -> Rows:
    """The measure on the whole parcel, or on a part of it that bears its name."""
    if percent >= 100:
        return Rows(code, place, area_m2)
    return Rows(code, place, np.maximum(area_m2 * percent / 100, 1).astype(np.int64), part=code)


def _grazing(farms: Drawn, land: Land, eco: np.ndarray, random: Random) -> Iterator[Rows]:
    drawn, low = random.random(len(farms)), 0.0
    grass = {row.a for row in margins.by_name("crops_of_dairy") if row.b == "permanent_grassland"}
    permanent = np.isin(np.array(land.crops), sorted(grass))[land.crop]
    for code, share in margins.of("grazing_measure").items():
        farm = (
            eco & (farms.milk | farms.is_of("other_grazing")) & (drawn >= low) & (drawn < low + share / 100)
        )
        low += share / 100
        place = np.flatnonzero(farm[land.farm] & permanent)
        yield Rows(code, place, land.area_m2[place])


def on_elements(
    elements: pd.DataFrame, farm: np.ndarray, part: Mapping[str, np.ndarray], random: Random
) -> Iterator[tuple[str, Rows]]:
    """The unit and rows of what is done on the elements of the farms that take part."""
    sizes = elements["length_cm"].fillna(elements["pieces"]).to_numpy(np.int64)
    metres = elements["length_cm"].notna().to_numpy()
    kind_of = elements["kind"].cat
    kinds, names = kind_of.codes.to_numpy(), list(kind_of.categories)
    for row in margins.by_name("measure_of_element"):
        who, _, kind = row.a.partition(".")
        taken = np.flatnonzero(
            part[who][farm] & reads(kinds, names, kind) & happens(random, row.value / 100, len(farm))
        )
        if len(taken):
            yield ("m" if metres[taken[0]] else "piece"), Rows(row.b, taken, sizes[taken])


def table(keys: list[str], farm: np.ndarray, ids: pd.Series, rows: list[tuple[str, Rows]]) -> pd.DataFrame:
    """One frame of the rows, whose places are positions among the ids; ``rows`` comes with its unit.

    The list is emptied: what a large table is drawn from is as large as the table.
    """
    rows[:] = [(unit, made) for unit, made in rows if len(made.place)]
    spread = np.repeat(np.arange(len(rows), dtype=np.int32), [len(made.place) for _, made in rows])
    place = np.concatenate([np.empty(0, np.int32), *(made.place for _, made in rows)], dtype=np.int32)
    quantity = np.concatenate([np.empty(0, np.int32), *(made.quantity for _, made in rows)], dtype=np.int32)
    none = np.empty(0, np.int32)
    drawn = [(unit, replace(made, place=none, quantity=none)) for unit, made in rows]
    rows.clear()
    frame = pd.DataFrame({"farm_key": words(farm[place], keys)})
    frame["place_id"] = ids.iloc[place].reset_index(drop=True)
    del place
    frame["code"] = words(spread, [made.code for _, made in drawn])
    frame["quantity"] = quantity
    del quantity
    frame["unit"] = words(spread, [unit for unit, _ in drawn])
    parts = [made.part for _, made in drawn]
    known = sorted({part for part in parts if part})
    at = np.array([known.index(part) if part else -1 for part in parts], np.int32)
    frame["part"] = words(at[spread], known or [""])
    strip = round(margins.of("strip_width")[""] * 100)
    frame["width_cm"] = pd.arrays.IntegerArray(np.full(len(spread), strip, dtype=np.int16), at[spread] < 0)
    frame["candidate"] = np.array([made.candidate for _, made in drawn], bool)[spread]
    for column, values in (
        ("cost_microeur", [made.cost_eur for _, made in drawn]),
        ("forgone_microeur", [made.forgone_eur for _, made in drawn]),
    ):
        if any(value is not None for value in values):
            micro = pd.array([None if v is None else round(v * 1_000_000) for v in values], dtype="Int64")
            frame[column] = micro[spread]
    return frame
