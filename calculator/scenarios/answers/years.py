"""From one year to another: where that differs for one to nine real farms, the later year is not told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from calculator.scenarios.answers.cells import LEAST, Mask
from calculator.scenarios.answers.table import ALL

_TREE = (ALL, "layer", "payer", "scheme")
_SIDES = ["before", "after"]


def between_years(rows: pd.DataFrame, cells: pd.DataFrame) -> Mask:
    """Which cells of years give a few farms away beside an earlier year of the same payments (``rows``: farm, year, sides).

    Or beside payments that are the same in all years: what a scheme pays a few farms in one year, and ten or more in all.
    """
    hidden = np.zeros(len(cells), dtype=bool)
    place = {
        (str(node), str(group)): at
        for at, (node, dimension, group) in enumerate(
            zip(cells["node"], cells["dimension"], cells["group"], strict=True)
        )
        if dimension == "year"
    }
    years = sorted({int(y) for y in rows["year"].unique()})
    named = rows.assign(**{name: rows[name].astype(str) for name in _TREE[1:]})
    for depth in range(len(_TREE)):
        keys = list(_TREE[1 : depth + 1])
        summed = named.groupby([*keys, "farm", "year"], observed=True)[_SIDES].sum()
        wide = summed.unstack("year", fill_value=0)
        nodes = [" > ".join(map(str, at[:-1])) for at in wide.index] if keys else [ALL] * len(wide)
        for node, own in wide.groupby(np.array(nodes, dtype=object)):
            sides = [pd.DataFrame(own[side]).reindex(columns=years, fill_value=0) for side in _SIDES]
            amounts = np.stack([frame.to_numpy(np.int64) for frame in sides], axis=-1)
            if depth == len(_TREE) - 1:
                for year in _few_in_a_year(amounts):
                    above = str(node).split(" > ")[:-1]
                    for name in (ALL, above[0], " > ".join(above)):
                        hidden[place[name, str(years[year])]] = True
            # A year in which nobody is paid has no cell: that it is nothing is known.
            empty = [at for at, year in enumerate(years) if (str(node), str(year)) not in place]
            for at in few_between(amounts, empty):
                hidden[place[str(node), str(years[at])]] = True
    return hidden


def _few_in_a_year(amounts: np.ndarray) -> Sequence[int]:
    """The years in which a side has one to nine farms, of those that it has in more numbers over all years."""
    paid = (amounts != 0).sum(axis=0)
    many = (amounts != 0).any(axis=1).sum(axis=0) >= LEAST
    found = (paid > 0) & (paid < LEAST) & many
    return [int(year) for year in np.flatnonzero(found.any(axis=1))]


def few_between(amounts: np.ndarray, known: Sequence[int] = ()) -> Sequence[int]:
    """Which years are not told, of farms by years by sides: against one that is told or ``known``, one to nine farms differ."""
    kept = list(known)
    left: list[int] = []
    for year in (n for n in range(amounts.shape[1]) if n not in known):
        (left if any(_few(amounts[:, year], amounts[:, other]) for other in kept) else kept).append(year)
    return left


def _few(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether any side of one differs from any side of the other for one to nine farms."""
    differ = (one[:, :, None] != other[:, None, :]).sum(axis=0)
    return bool(((differ > 0) & (differ < LEAST)).any())
