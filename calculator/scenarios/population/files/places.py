"""Every parcel and element of a population by one number, so that millions of references are looked up at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

#: No place, or no size given.
NONE = -1
#: Which column says how much there is of an element, in the smallest step of the unit of a measure.
ELEMENT_SIZES = {"m": "length_cm", "piece": "pieces", "m2": "area_m2"}


@dataclass(frozen=True, slots=True)
class Places:
    """Arrays with an entry per place: whether it is an element, whether it says its size, and its size per unit.

    Each array ends with an entry for no place, which the position -1 finds.
    """

    farms: pd.Index
    names: pd.Index
    index: pd.Index
    element: np.ndarray
    sized: np.ndarray
    sizes: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, frames: Mapping[str, pd.DataFrame]) -> Places:
        """The places of the tables; of a double name the first counts, parcels before elements."""
        parts = [(frames["parcels"], "parcel_id", {"ha": "area_m2"}, False)]
        if "elements" in frames:
            parts.append((frames["elements"], "element_id", ELEMENT_SIZES, True))
        farms = frames["farms"]["farm_key"].cat.categories.astype(object)
        names = pd.Index(
            sorted({name for frame, column, _, _ in parts for name in frame[column].cat.categories}),
            dtype=object,
        )
        keys = np.concatenate([_keys(frame, column, farms, names) for frame, column, _, _ in parts])
        first = ~pd.Index(keys).duplicated() & (keys != NONE)
        sizes = {
            unit: _ended(np.concatenate([_size(frame, held.get(unit)) for frame, _, held, _ in parts])[first])
            for unit in ("ha", *ELEMENT_SIZES)
        }
        element = np.concatenate([np.full(len(frame), kind) for frame, _, _, kind in parts])[first]
        sized = np.any([size != NONE for size in sizes.values()], axis=0)
        return cls(farms, names, pd.Index(keys[first]), np.append(element, False), sized, sizes)

    def at(self, frame: pd.DataFrame, column: str) -> np.ndarray:
        """The position of the place that each row names, or -1."""
        found = self.index.get_indexer(pd.Index(_keys(frame, column, self.farms, self.names)))
        return np.asarray(found, np.int64)


def _keys(frame: pd.DataFrame, column: str, farms: pd.Index, names: pd.Index) -> np.ndarray:
    farm, name = _codes(frame["farm_key"], farms), _codes(frame[column], names)
    return np.where((farm == NONE) | (name == NONE), NONE, farm * np.int64(max(len(names), 1)) + name)


def _codes(values: pd.Series, words: pd.Index) -> np.ndarray:
    place = np.append(words.get_indexer(values.cat.categories.astype(object)), NONE).astype(np.int64)
    found: np.ndarray = place[values.cat.codes.to_numpy()]
    return found


def _size(frame: pd.DataFrame, column: str | None) -> np.ndarray:
    if column is None or column not in frame:
        return np.full(len(frame), NONE, np.int64)
    return frame[column].fillna(NONE).to_numpy(np.int64)


def _ended(sizes: np.ndarray) -> np.ndarray:
    return np.append(sizes, np.int64(NONE))
