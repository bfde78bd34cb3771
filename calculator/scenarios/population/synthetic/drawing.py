"""Drawing columns at random: words in given proportions, yes or no, and frames without a string per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

Random = np.random.Generator


def positions(random: Random, weights: Sequence[float], rows: int) -> np.ndarray:
    """A position per row, in the proportions of the weights."""
    tops = np.cumsum(np.asarray(weights, float))
    return np.searchsorted(tops / tops[-1], random.random(rows), side="right").astype(np.int32)


def words(codes: np.ndarray, names: Sequence[str]) -> pd.Series:
    """A column of the names at the codes; -1 is empty. The names may repeat and stand in any order."""
    known = sorted(set(names))
    at = {name: n for n, name in enumerate(known)}
    place = np.array([*(at[name] for name in names), -1], dtype=np.int32)
    return pd.Series(pd.Categorical.from_codes(place[codes], categories=pd.Index(known)))


def reads(codes: np.ndarray, names: Sequence[str], word: str) -> np.ndarray:
    """Where the name at the code is that word."""
    found: np.ndarray = np.array([name == word for name in names])[codes]
    return found


def grouped(random: Random, groups: np.ndarray, choices: Sequence[Mapping[str, float]]) -> pd.Series:
    """A word per row, drawn from the choices of the group that the row is in."""
    names = sorted({name for weights in choices for name in weights})
    place = {name: n for n, name in enumerate(names)}
    drawn = np.full(len(groups), -1, np.int32)
    for group, weights in enumerate(choices):
        rows = np.flatnonzero(groups == group)
        if weights and len(rows):
            ours = np.array([place[name] for name in weights], np.int32)
            drawn[rows] = ours[positions(random, list(weights.values()), len(rows))]
    return words(drawn, names or [""])


def happens(random: Random, share: float | np.ndarray, rows: int) -> np.ndarray:
    """Whether it happens, per row."""
    return random.random(rows) < share
