"""Tables of sums over farms before and after, by what is paid and by who the farms are, with small cells withheld.

A cell is (node, group): a node of the tree all > layer > payer > scheme, and a group of farms (``*`` for all). Before and
after are cents; a farm counts for a cell when something is paid there. The difference between two sums says something of
the farms that differ, so their number counts as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from calculator.scenarios.answers.cells import Mask, Sum, withheld
from calculator.scenarios.population.tables import Population

#: The whole: of all payments, of all farms.
ALL = "*"
#: By what farms are told apart, beside all of them together.
DIMENSIONS = ("province", "farm_type", "size_class")
#: Cents on both sides.
VALUES = ("before", "after")
COUNTS = ("farms_before", "farms_after", "farms_changed")


#: Says of the farms of rows which of them differ, one column per comparison.
Compared = Callable[[pd.Series], Mapping[str, np.ndarray]]


def nothing_compared(_farms: pd.Series) -> Mapping[str, np.ndarray]:
    """Nothing was told before."""
    return {}


def groups_of(population: Population, dimensions: Sequence[str] = DIMENSIONS) -> pd.DataFrame:
    """The groups of every farm by position; what is not known is a group of its own."""
    found = {
        d: population.farms[d].astype(object).where(population.farms[d].notna(), "?") for d in dimensions
    }
    return pd.DataFrame(found).reset_index(drop=True)


def both(before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Cents before and after by keys (``farm`` first); zero where nothing is paid."""
    sides = [frame.groupby(list(keys), observed=True)["cents"].sum() for frame in (before, after)]
    found = pd.concat(sides, axis=1, keys=VALUES).fillna(0).astype("int64")
    return found.reset_index()


def _on_both_sides(own: pd.DataFrame) -> pd.DataFrame:
    """On how many farms the sums before and after rest, and their difference."""
    there = [own["before"] != 0, own["after"] != 0, own["before"] != own["after"]]
    return pd.DataFrame(np.column_stack(there).astype(np.int64), columns=list(COUNTS), index=own.index)


def cube(
    rows: pd.DataFrame,
    groups: pd.DataFrame,
    levels: Sequence[str],
    values: Sequence[str] = VALUES,
    count: Callable[[pd.DataFrame], pd.DataFrame] = _on_both_sides,
    *,
    parted: Sequence[str] = (),
    compared: Compared = nothing_compared,
) -> pd.DataFrame:
    """The cells of rows (farm, values and the levels of a tree, widest first) for all groups of farms.

    ``parted`` are columns of the rows that divide the sums of a farm itself (``year``). The result has ``level`` (0 for
    all), ``node`` (joined by `` > ``), ``dimension``, ``group``, the sums of the values, and the sums of what ``count``
    says of each farm in a node, and of ``compared`` (columns that say which farms differ from what was told).
    """
    found = []
    for depth in range(len(levels) + 1):
        names: pd.Series | str = ALL
        for at, level in enumerate(levels[:depth]):
            own_name = rows[level].astype(str)
            names = own_name if at == 0 else names + " > " + own_name
        placed = rows.assign(node=names)
        own = _per_farm(placed, ["farm", "node"], values, count, compared)
        for dimension in (ALL, *groups.columns):
            group = ALL if dimension == ALL else groups[dimension].to_numpy()[own["farm"].to_numpy()]
            found.append(_summed(own.assign(group=group), depth, dimension))
        for dimension in parted:
            apart = _per_farm(placed, ["farm", "node", dimension], values, count, compared)
            found.append(_summed(apart.rename(columns={dimension: "group"}), depth, dimension))
    first = ["level", "node", "dimension", "group"]
    told = pd.concat(found, ignore_index=True)
    return told[[*first, *(c for c in told if c not in first)]]


def _per_farm(
    rows: pd.DataFrame,
    keys: list[str],
    values: Sequence[str],
    count: Callable[[pd.DataFrame], pd.DataFrame],
    compared: Compared,
) -> pd.DataFrame:
    own = rows.groupby(keys, observed=True, sort=False)[list(values)].sum().reset_index()
    counts = count(own)
    own[counts.columns.tolist()] = counts
    return own.assign(**compared(own["farm"]))


def _summed(own: pd.DataFrame, depth: int, dimension: str) -> pd.DataFrame:
    figures = own.drop(columns=["farm"]).groupby(["node", "group"], observed=True).sum()
    told = figures.reset_index().assign(level=depth, dimension=dimension)
    return told.assign(group=told["group"].astype(str))


class Told(Protocol):
    """What was told of the same farms before."""

    def hidden_before(self, table: str, cells: pd.DataFrame) -> Mask: ...
    def known(self, table: str, cells: pd.DataFrame) -> Mask: ...
    def note(self, table: str, cells: pd.DataFrame, hidden: Mask) -> None: ...


def sums_of(cells: pd.DataFrame) -> list[Sum]:
    """Every sum among the cells of a cube: a node over its children, all farms over the groups of a dimension."""
    place: Mapping[tuple[str, str, str], int] = {
        (n, d, g): i
        for i, (n, d, g) in enumerate(zip(cells["node"], cells["dimension"], cells["group"], strict=True))
    }
    parts: dict[int, dict[str, list[int]]] = {}
    for (node, dimension, group), at in place.items():
        if dimension != ALL:
            whole = place[node, ALL, ALL]
            parts.setdefault(whole, {}).setdefault(dimension, []).append(at)
        if node != ALL:
            above = node.rpartition(" > ")[0] or ALL
            parts.setdefault(place[above, dimension, group], {}).setdefault("children", []).append(at)
    return [Sum(total, tuple(members)) for total, ways in parts.items() for members in ways.values()]


def protected(
    cells: pd.DataFrame,
    *,
    exempt: bool,
    counts: Sequence[str] = COUNTS,
    also: Sequence[str] = VALUES,
    guard: Told | None = None,
    table: str = "",
) -> pd.DataFrame:
    """The cells with ``withheld``, and no figure in those; synthetic farms are nobody's, so they are exempt.

    ``guard`` knows what was told of these farms before, by the name of the table (``guarding``).
    """
    if exempt or cells.empty:
        return cells.assign(withheld=False)
    sums, start, known = sums_of(cells), np.zeros(len(cells), dtype=bool), None
    compared = [str(c) for c in cells if str(c).startswith(("pair_", "since_"))]
    for column in compared:
        if column.startswith("pair_"):
            start |= withheld(cells[[column]].to_numpy(np.int64), sums)
    if guard is not None:
        start, known = start | guard.hidden_before(table, cells), guard.known(table, cells)
    hidden = withheld(cells[list(counts)].to_numpy(np.int64), sums, start, known)
    if guard is not None:
        guard.note(table, cells, hidden)
    return blanked(cells.drop(columns=compared), hidden, [*also, *counts])


def blanked(cells: pd.DataFrame, hidden: Mask, columns: Sequence[str]) -> pd.DataFrame:
    """The table without the figures of what is withheld (empty cells, never zero)."""
    told = cells.copy()
    for column in columns:
        told[column] = (
            told[column].astype("Int64" if told[column].dtype.kind in "iu" else "Float64").mask(hidden)
        )
    return told.assign(withheld=hidden)
