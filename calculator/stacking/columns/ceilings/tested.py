"""Windows over years, and what payments for the farm weigh in them, as arrays for the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from calculator.domain.limit import Limit
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.ceilings.deciding import Item
from calculator.stacking.columns.ceilings.later import Later
from calculator.stacking.law.deminimis import in_window


@dataclass(frozen=True, slots=True)
class Window:
    """A version of a limit on a day: per farm micro-cents that it leaves."""

    limit: str
    day: date
    version: Limit
    room: Ints


@dataclass(frozen=True, slots=True)
class Counted:
    """Windows as arrays: ``inside`` says which count the day of each item, ``on`` which are on that day."""

    inside: Ints
    on: Ints
    limit: Ints
    room: Ints
    year: Ints

    @classmethod
    def made(
        cls, items: Sequence[Item], windows: Sequence[Window], names: Sequence[str], farms: int
    ) -> Counted:
        days = {i.day for i in items}
        counts = [{day: in_window(w.version, day, w.day) for day in days} for w in windows]
        inside = [[count[i.day] for count in counts] for i in items]
        on = [[i.day == w.day for w in windows] for i in items]
        return cls(
            np.array(inside, dtype=np.int64).reshape(len(items), len(windows)),
            np.array(on, dtype=np.int64).reshape(len(items), len(windows)),
            np.array([names.index(w.limit) for w in windows], dtype=np.int64),
            rows_of([w.room for w in windows], farms),
            np.array([w.day.year for w in windows], dtype=np.int64),
        )


@dataclass(frozen=True, slots=True)
class Own:
    """Windows of single farms as arrays, by their place among those of the farm; ``inside`` per item, place and farm.

    ``day`` are ordinals, ``version`` places among all ``versions``.
    """

    inside: Ints
    limit: Ints
    room: Ints
    year: Ints
    day: Ints
    version: Ints
    versions: tuple[Limit, ...]

    @classmethod
    def made(
        cls, items: Sequence[Item], aid: Sequence[Later], names: Sequence[str], place: Ints, farms: int, free: int
    ) -> Own:  # fmt: skip
        mine = [(some, np.flatnonzero(place[some.farm] >= 0)) for some in aid]
        # Rows are in the order of the farms: the first of each farm is the first of its run.
        ranks = [np.arange(len(at)) - np.searchsorted(some.farm[at], some.farm[at]) for some, at in mine]
        deep = [int(rank.max(initial=-1)) + 1 for rank in ranks]
        shape = (sum(deep), farms)
        inside = np.zeros((len(items), *shape), dtype=np.int64)
        room, begun, versions = np.full(shape, free), 0, list[Limit]()
        year, days, version = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        for (some, at), rank, size in zip(mine, ranks, deep, strict=True):
            farm, slot = place[some.farm[at]], begun + rank
            room[slot, farm] = some.room[at]
            year[slot, farm] = [date.fromordinal(day).year for day in some.day[at].tolist()]
            days[slot, farm], version[slot, farm] = some.day[at], len(versions) + some.version[at]
            versions += some.versions
            for n, item in enumerate(items):
                inside[n, slot, farm] = some.inside(item.day)[at]
            begun += size
        limit = [
            names.index(some.limit) for (some, _), size in zip(mine, deep, strict=True) for _ in range(size)
        ]
        return cls(inside, np.array(limit, dtype=np.int64), room, year, days, version, tuple(versions))


def weights(items: Sequence[Item], names: Sequence[str], farms: int) -> Ints:
    """What each item takes of each limit of each farm."""
    none = np.zeros(farms, dtype=np.int64)
    found = np.array([[i.weight.get(n, none) for n in names] for i in items], dtype=np.int64)
    return found.reshape(len(items), len(names), farms)


def rows_of(rows: Sequence[Ints], width: int) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)
