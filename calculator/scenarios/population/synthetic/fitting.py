"""Counts that add up to given margins: proportional fitting, and rounding by the largest remainder."""

from __future__ import annotations

import numpy as np


def fitted(seed: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The table nearest to the seed with these totals of rows and columns (scaled to those of the rows)."""
    table = seed.astype(float)
    wanted = columns * rows.sum() / columns.sum()
    for _ in range(500):
        table *= (rows / table.sum(axis=1))[:, None]
        sums = table.sum(axis=0)
        table *= wanted / sums
        if np.abs(sums - wanted).max() < 1e-9 * rows.sum():
            break
    return table


def rounded(table: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in the proportions of the table that add up to the total; ties go to the first."""
    exact = table.ravel() * (total / table.sum())
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    made: np.ndarray = whole.reshape(table.shape)
    return made
