"""What lies somewhere on a farm: farms told apart by what their parcels say of one attribute, all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.likeness import Asked
from calculator.stacking.columns.reading.numbering import numbered


@runtime_checkable
class Table(Protocol):
    """Farms whose parcels stand in a table, so that no profile need be made to look at them."""

    def lying(self, attribute: str) -> Ints:
        """A number per farm, none below zero: the same only for farms whose parcels say the same of it, or nothing."""


def lying(farms: Farms, attribute: str) -> Ints:
    """A number per farm that is the same only for farms of which the same lies somewhere, unknown among it."""

    def work(every: Farms) -> Ints:
        known = every.profiles
        return known.lying(attribute) if isinstance(known, Table) else _of_profiles(known, attribute)

    return farms.once(("lying", attribute), work)


def lying_alike(
    farms: Farms, facts: tuple[Asked, ...], attributes: Iterable[str], some: Ints, sizes: Ints
) -> Iterator[Ints]:
    """Some farms in groups that answer alike on these facts, have as much, and on which the same lies somewhere."""
    keys = (farms.alike(facts), sizes + 1, *(lying(farms, name) for name in sorted(attributes)))
    _, group = np.unique(numbered([key[some] for key in keys]), return_inverse=True)
    order = np.argsort(group, kind="stable")
    yield from np.split(some[order], np.flatnonzero(np.diff(group[order])) + 1) if len(some) else ()


def _of_profiles(profiles: Iterable[FarmProfile], attribute: str) -> Ints:
    seen = dict[frozenset[object], int]()
    sets = (frozenset(getattr(p, attribute, None) for p in one.parcels) for one in profiles)
    return np.array([seen.setdefault(found, len(seen)) for found in sets], dtype=np.int64)
