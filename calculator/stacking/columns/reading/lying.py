"""What lies somewhere on a farm: farms told apart by what their parcels say of one attribute, all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.farms import Farms


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


def _of_profiles(profiles: Iterable[FarmProfile], attribute: str) -> Ints:
    seen = dict[frozenset[object], int]()
    sets = (frozenset(getattr(p, attribute, None) for p in one.parcels) for one in profiles)
    return np.array([seen.setdefault(found, len(seen)) for found in sets], dtype=np.int64)
