"""Tables of sums over farms before and after, by what is paid and by who the farms are, with small cells withheld.

A cell is (node, group): a node of the tree all > layer > payer > scheme, and a group of farms (``*`` for all). Before and
after are cents; a farm counts for a cell when something is paid there. The difference between two sums says something of
the farms that differ, so their number counts as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from calculator.scenarios.answers.cells import Mask, Sum, withheld
from calculator.scenarios.population.tables import Population
from calculator.scenarios.sums import Ints, combined, summed, words_of

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
    """The groups of every farm by position, as categories; what is not known is a group of its own."""
    return pd.DataFrame(
        {d: _words(population.farms[d]) for d in dimensions}, index=pd.RangeIndex(len(population))
    )


def _words(values: pd.Series) -> pd.Series:
    """Values as categories in the order of the alphabet; what is not known is ``?``."""
    held = values.astype("category").cat
    names = [str(c) for c in held.categories]
    known = sorted({*names, "?"})
    codes = np.array([*(known.index(n) for n in names), known.index("?")], dtype=np.int64)
    return words_of(codes[held.codes.to_numpy()], known)


def both(before: pd.DataFrame, after: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Cents before and after by keys (``farm`` first); zero where nothing is paid."""
    sides = [before[[*keys, "cents"]], after[[*keys, "cents"]]]
    columns = [_shared([side[key] for side in sides]) for key in keys]
    cents = np.zeros((len(before) + len(after), 2), dtype=np.int64)
    cents[: len(before), 0], cents[len(before) :, 1] = (side["cents"].to_numpy(np.int64) for side in sides)
    at, sums = summed([codes for codes, _ in columns], cents)
    named = {
        key: codes if names is None else words_of(codes, names)
        for key, codes, (_, names) in zip(keys, at, columns, strict=True)
    }
    return pd.DataFrame({**named, **dict(zip(VALUES, sums.T, strict=True))})


def _shared(parts: Sequence[pd.Series]) -> tuple[Ints, list[str] | None]:
    """Numbers for the values of several columns together: their own, or those of words with the words."""
    if all(p.dtype.kind in "iu" for p in parts):
        return np.concatenate([p.to_numpy(np.int64) for p in parts]), None
    held = [p.astype("category").cat for p in parts]
    names = sorted({str(c) for h in held for c in h.categories})
    place = {name: n for n, name in enumerate(names)}
    codes = [
        np.array([place[str(c)] for c in h.categories], dtype=np.int64)[h.codes.to_numpy()]
        if len(h.categories)
        else np.zeros(0, dtype=np.int64)
        for h in held
    ]
    return np.concatenate(codes), names


def on_both_sides(own: pd.DataFrame) -> pd.DataFrame:
    """On how many farms the sums before and after rest, and their difference."""
    there = [own["before"] != 0, own["after"] != 0, own["before"] != own["after"]]
    return pd.DataFrame(np.column_stack(there).astype(np.int64), columns=list(COUNTS), index=own.index)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a cube: the farm and amounts of each, and how farms are counted and compared."""

    farm: Ints
    amounts: Ints
    values: Sequence[str]
    count: Callable[[pd.DataFrame], pd.DataFrame]
    compared: Compared

    def per_farm(self, *keys: Ints) -> tuple[list[Ints], pd.DataFrame]:
        """The sums of each farm by further keys, with what is counted and compared of it; the keys, the farm first."""
        at, sums = summed([self.farm, *keys], self.amounts)
        own = pd.DataFrame(dict(zip(self.values, sums.T, strict=True)))
        counted = self.count(own)
        farms = pd.Series(at[0])
        return at, pd.concat([own, counted, pd.DataFrame(self.compared(farms), index=own.index)], axis=1)


def cube(
    rows: pd.DataFrame,
    groups: pd.DataFrame,
    levels: Sequence[str],
    values: Sequence[str] = VALUES,
    count: Callable[[pd.DataFrame], pd.DataFrame] = on_both_sides,
    *,
    parted: Sequence[str] = (),
    compared: Compared = nothing_compared,
) -> pd.DataFrame:
    """The cells of rows (farm, values and the levels of a tree, widest first) for all groups of farms.

    ``parted`` are columns of the rows that divide the sums of a farm itself (``year``). The result has ``level`` (0 for
    all), ``node`` (joined by `` > ``), ``dimension``, ``group``, the sums of the values, and the sums of what ``count``
    says of each farm in a node, and of ``compared`` (columns that say which farms differ from what was told).
    """
    of = _Rows(
        rows["farm"].to_numpy(np.int64), rows[list(values)].to_numpy(np.int64), values, count, compared
    )
    node, names = np.zeros(len(rows), dtype=np.int64), [ALL]
    found = []
    for depth in range(len(levels) + 1):
        if depth:
            node, names = _deeper(node, names, rows[levels[depth - 1]], depth)
        at, own = of.per_farm(node)
        for dimension in (ALL, *groups.columns):
            if dimension == ALL:
                group, called = np.zeros(len(own), dtype=np.int64), [ALL]
            else:
                held = groups[dimension].cat
                group, called = held.codes.to_numpy(np.int64)[at[0]], held.categories.tolist()
            found.append(_summed(at[1], group, own, names, called).assign(level=depth, dimension=dimension))
        for dimension in parted:
            codes, words = _shared([rows[dimension]])
            at, apart = of.per_farm(node, codes)
            found.append(_summed(at[1], at[2], apart, names, words).assign(level=depth, dimension=dimension))
    first = ["level", "node", "dimension", "group"]
    told = pd.concat(found, ignore_index=True)
    return told[[*first, *(c for c in told if c not in first)]]


def _deeper(node: Ints, names: list[str], level: pd.Series, depth: int) -> tuple[Ints, list[str]]:
    """The nodes one level further down the tree, numbered in the order of their names."""
    codes, words = _shared([level if level.dtype.kind not in "iu" else level.astype(str)])
    pairs, inverse = np.unique(combined([node, codes]), return_inverse=True)
    sample = np.zeros(len(pairs), dtype=np.int64)
    sample[inverse] = np.arange(len(node))
    assert words is not None
    joined = [
        words[codes[n]] if depth == 1 else f"{names[node[n]]} > {words[codes[n]]}" for n in sample.tolist()
    ]
    order = sorted(range(len(joined)), key=joined.__getitem__)
    rank = np.zeros(len(joined), dtype=np.int64)
    rank[order] = np.arange(len(joined))
    return rank[inverse], [joined[n] for n in order]


def _summed(
    node: Ints, group: Ints, own: pd.DataFrame, names: list[str], called: Sequence[object] | None
) -> pd.DataFrame:
    """The sums of nodes and groups, by their names; a group without names is a number that says itself."""
    at, sums = summed([node, group], own.to_numpy(np.int64))
    groups = [str(g) if called is None else str(called[g]) for g in at[1].tolist()]
    figures = pd.DataFrame(sums, columns=own.columns)
    return figures.assign(node=[names[n] for n in at[0].tolist()], group=groups)


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
    start: Mask | None = None,
    given: Mask | None = None,
) -> pd.DataFrame:
    """The cells with ``withheld``, and no figure in those; synthetic farms are nobody's, so they are exempt.

    ``guard`` knows what was told of these farms before, by the name of the table (``guarding``). Those of ``start`` are
    withheld anyhow, and what is ``given`` is told elsewhere, so that it hides nothing beside it.
    """
    if exempt or cells.empty:
        return cells.drop(columns=_compared(cells)).assign(withheld=False)
    sums, known = sums_of(cells), np.zeros(len(cells), dtype=bool) if given is None else given
    hidden = np.zeros(len(cells), dtype=bool) if start is None else start.copy()
    for column in (*_compared(cells), *(c for c in counts if c.endswith("_changed"))):
        # Where nothing differs the difference is known to be nothing: no such cell is company for one that does.
        if not column.startswith("since_"):
            hidden |= withheld(cells[[column]].to_numpy(np.int64), sums, None, given)
    if guard is not None:
        hidden, known = hidden | guard.hidden_before(table, cells), known | guard.known(table, cells)
    hidden = withheld(cells[list(counts)].to_numpy(np.int64), sums, hidden, known)
    if guard is not None:
        guard.note(table, cells, hidden)
    return blanked(cells.drop(columns=_compared(cells)), hidden, [*also, *counts])


def _compared(cells: pd.DataFrame) -> list[str]:
    """The columns that say which farms differ from something."""
    return [str(c) for c in cells if str(c).startswith(("pair_", "since_"))]


def without_few_left(
    told: pd.DataFrame, cells: pd.DataFrame, population: Population, columns: Sequence[str]
) -> pd.DataFrame:
    """No number of farms beside which one to nine of the group are left: all of it, less these, would count them.

    ``cells`` are those that were protected, with every number in them. What the farms are paid stays told.
    """
    if population.synthetic or cells.empty:
        return told
    sizes = {(ALL, ALL): len(population)}
    for dimension, groups in groups_of(population).items():
        sizes |= {(str(dimension), str(g)): int(n) for g, n in groups.value_counts().items()}
    size = np.array(
        [sizes.get(at, len(population)) for at in zip(cells["dimension"], cells["group"], strict=True)]
    )
    left = size[:, None] - cells[list(columns)].to_numpy(np.int64)
    hidden = withheld(left, [one for one in sums_of(cells) if _by_group(cells, one)])
    return told.assign(**{c: told[c].mask(hidden) for c in columns})


def _by_group(cells: pd.DataFrame, one: Sum) -> bool:
    """Whether it adds up groups of farms; numbers of farms of payments or years do not add up."""
    return str(cells["dimension"].iloc[one.parts[0]]) in DIMENSIONS and (
        str(cells["dimension"].iloc[one.total]) == ALL
    )


def blanked(cells: pd.DataFrame, hidden: Mask, columns: Sequence[str]) -> pd.DataFrame:
    """The table without the figures of what is withheld (empty cells, never zero)."""
    told = cells.copy()
    for column in columns:
        told[column] = (
            told[column].astype("Int64" if told[column].dtype.kind in "iu" else "Float64").mask(hidden)
        )
    return told.assign(withheld=hidden)
