"""The population in memory: one frame per table, in canonical order, each farm's rows together.

Text and days are categories, flags ``bool`` (with gaps: ``boolean``), numbers are integers in as few bytes as hold them (with
gaps: ``Int16`` and its like), so that who reckons with them asks for more. ``farm_key`` has the same categories in every table,
so that its code is the position of the farm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
import pandas as pd

from calculator import allocator
from calculator.domain.few_bytes import bytes_of
from calculator.domain.memory import Answers, Memory
from calculator.scenarios.population.columns import Kind, Table
from calculator.scenarios.population.digest import digest_of
from calculator.scenarios.population.schema import FARMS, SIZE_CLASSES, TABLES

#: By table.
_BOUNDS: Answers[str, np.ndarray] = Answers("bounds")

#: Whole numbers by how many bytes they take, without gaps and with them.
_KINDS = {2: (np.int16, pd.Int16Dtype()), 4: (np.int32, pd.Int32Dtype()), 8: (np.int64, pd.Int64Dtype())}


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Farms and what belongs to them. A table that is None is unknown for every farm.

    ``sources`` says in one line each what it was made from; ``digest`` is the same for the same content. ``farms`` has
    every column of the schema, the other tables only those in which a value stands.
    """

    name: str
    synthetic: bool
    sources: tuple[str, ...]
    digest: str
    farms: pd.DataFrame
    parcels: pd.DataFrame
    measures: pd.DataFrame | None = None
    elements: pd.DataFrame | None = None
    indicators: pd.DataFrame | None = None
    aid: pd.DataFrame | None = None
    contracts: pd.DataFrame | None = None
    histories: pd.DataFrame | None = None
    place_facts: pd.DataFrame | None = None
    loans: pd.DataFrame | None = None
    leases: pd.DataFrame | None = None
    answers: pd.DataFrame | None = None
    memory: Memory = field(init=False, default_factory=Memory, repr=False)

    def __len__(self) -> int:
        return len(self.farms)

    def __reduce__(self) -> tuple[type[Population], tuple[object, ...]]:
        """What was worked out stays behind. No ``__getstate__``: Python 3.11.2 replaces it where slots are frozen."""
        return Population, tuple(getattr(self, f.name) for f in fields(self) if f.init)

    @property
    def keys(self) -> list[str]:
        """The keys of all farms, in the order of the tables."""
        return list(self.farms["farm_key"].cat.categories)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that are there, by name."""
        found = {name: getattr(self, name) for name in TABLES}
        return {name: frame for name, frame in found.items() if frame is not None}

    def bounds(self, table: str) -> np.ndarray:
        """Where the rows of each farm begin; the rows of farm ``i`` are ``bounds[i]`` to ``bounds[i + 1]``."""
        return self.memory.answer(_BOUNDS, table, lambda: self._bounds(table))

    def _bounds(self, table: str) -> np.ndarray:
        codes = self.tables[table]["farm_key"].cat.codes.to_numpy()
        return np.searchsorted(codes, np.arange(len(self) + 1))

    def only(self, keys: Sequence[str], name: str | None = None) -> Population:
        """The same population with these farms alone, and a digest of its own."""
        kept = {table: _of(frame, keys, table) for table, frame in self.tables.items()}
        return assemble(name or self.name, kept, synthetic=self.synthetic, sources=self.sources)


def assemble(
    name: str, frames: Mapping[str, pd.DataFrame], *, synthetic: bool, sources: Sequence[str] = ()
) -> Population:
    """A population of frames whose cells are right; rows of unknown farms are dropped, and of a double farm the first stays.

    Where nobody else holds the frames each is let go once its table is made.
    """
    farms = frames["farms"]["farm_key"].dropna().astype(str).unique()
    keys = pd.Index(np.sort(np.asarray(farms, dtype=object)))
    # What frames were made with is mostly more than they are.
    allocator.give_back()
    frames = dict(frames)
    made = dict[str, pd.DataFrame]()
    for table in list(frames):
        made[table] = canonical(frames.pop(table), TABLES[table], keys)
        allocator.give_back()
    once = made["farms"].drop_duplicates("farm_key", ignore_index=True)
    made["farms"] = _with_size(once, made["parcels"])
    digest = digest_of(made)
    allocator.give_back()
    return Population(name=name, synthetic=synthetic, sources=tuple(sources), digest=digest, **made)


def canonical(frame: pd.DataFrame, table: Table, keys: pd.Index) -> pd.DataFrame:
    """The columns of the schema in their types, rows by farm and then by the key (or by everything)."""
    columns: dict[str, pd.Series] = {}
    rows, frame = len(frame), frame.copy(deep=False)
    for column in table.columns:
        values = frame.pop(column.name) if column.name in frame else None
        if column.name == "farm_key":
            assert values is not None
            columns["farm_key"] = _keyed(values, keys).reset_index(drop=True)
        elif values is not None and (table is FARMS or column.required or values.notna().any()):
            made = _typed(values, column.kind, required=column.required)
            columns[column.name] = made.reset_index(drop=True)
        elif table is FARMS:
            columns[column.name] = _empty(column.kind, rows)
    if table.name != "answers" and not (of_a_farm := columns["farm_key"].cat.codes >= 0).all():
        _take(columns, np.flatnonzero(of_a_farm))
    return _sorted(columns, table)


def picked(frame: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """These rows of a frame that nobody else holds: of the largest tables there is no room for two."""
    columns = {str(name): frame.pop(str(name)) for name in list(frame)}
    _take(columns, rows)
    return pd.DataFrame(columns, copy=False)


def _take(columns: dict[str, pd.Series], rows: np.ndarray) -> None:
    """Keep these rows, column by column: each is let go once its rows are taken."""
    for name in columns:
        columns[name] = pd.Series(columns[name].array.take(rows), copy=False)


def _sorted(columns: dict[str, pd.Series], table: Table) -> pd.DataFrame:
    names = [name for name in (table.key or columns) if name in columns]
    order = np.lexsort([_rank(columns[name]) for name in reversed(names)])
    if not (order[1:] > order[:-1]).all():
        _take(columns, order)
    return pd.DataFrame(columns, copy=False)


def _rank(values: pd.Series) -> np.ndarray:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy()
    return values.astype("Int64").fillna(-(2**62)).to_numpy(np.int64) if values.hasnans else values.to_numpy()


def _typed(values: pd.Series, kind: Kind, *, required: bool) -> pd.Series:
    if kind in (Kind.TEXT, Kind.DAY):
        made = values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("category")
        made = made.cat.remove_unused_categories()
        words = made.cat.categories.astype(str)
        if list(words) != list(made.cat.categories):
            made = made.cat.rename_categories(list(words))
        return made if words.is_monotonic_increasing else made.cat.reorder_categories(sorted(words))
    if kind is Kind.FLAG:
        return values.astype("bool" if not values.hasnans else "boolean")
    return _narrow(values, gaps=not required or bool(values.isna().any()))


def _narrow(values: pd.Series, *, gaps: bool) -> pd.Series:
    least, most = (0, 0) if values.isna().all() else (values.min(), values.max())
    kind, with_gaps = _KINDS[bytes_of(least, most, min(_KINDS))]
    return values.astype(with_gaps) if gaps else values.astype(kind)


def _keyed(values: pd.Series, keys: pd.Index) -> pd.Series:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.set_categories(keys)
    return pd.Series(pd.Categorical(values.astype(object), categories=keys))


def _empty(kind: Kind, rows: int) -> pd.Series:
    nothing = pd.Series([None] * rows, dtype=object)
    return _typed(nothing, kind, required=False)


def _with_size(farms: pd.DataFrame, parcels: pd.DataFrame) -> pd.DataFrame:
    """The farms with their size class, which follows from the parcels."""
    land = np.bincount(
        parcels["farm_key"].cat.codes.to_numpy(),
        weights=parcels["area_m2"].to_numpy(np.float64),
        minlength=len(farms),
    )
    tops = np.array(list(SIZE_CLASSES.values()))
    place = np.searchsorted(tops, land[farms["farm_key"].cat.codes.to_numpy()], side="right")
    words = np.array(list(SIZE_CLASSES), dtype=object)[np.minimum(place, len(tops) - 1)]
    return farms.assign(size_class=_typed(pd.Series(words), Kind.TEXT, required=False))


def _of(frame: pd.DataFrame, keys: Sequence[str], table: str) -> pd.DataFrame:
    kept = frame["farm_key"].isin(list(keys))
    return frame[kept | frame["farm_key"].isna()] if table == "answers" else frame[kept]
