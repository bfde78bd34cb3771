"""Farms on which a claim on land, forced in, could fill a limit that holds nothing back as it is.

What is beaten by a payment that takes nothing of the limit is in no choice that is held, so that the limit was not thought of
before. What forcing it in brings is asked of the ordinary engine then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.ceilings.caps import CAPPED, near
from calculator.stacking.columns.ceilings.scarcity import counted_lines, granted
from calculator.stacking.columns.ceilings.windows import TIGHT
from calculator.stacking.columns.explained.on_land import Limited
from calculator.stacking.columns.settling import Columns


def leave_filled(case: Case, columns: Columns, more: Mapping[Limited, Ints]) -> None:
    """Leave the farms on which so much ``more`` could fill a cap or a ceiling over years."""
    caps = {(name, when): of for (name, when), of in more.items() if not isinstance(when, date)}
    if caps:
        for cap in near(case, columns.types.tables.most, caps):
            asks = caps.get((cap.limit, cap.year))
            if asks is not None:
                case.leave(cap.farm[asks[cap.farm] > 0], CAPPED)
    given = {(name, when): of for (name, when), of in more.items() if isinstance(when, date)}
    if given:
        grants, _ = granted(case, columns.ceilings, case.most(case.compiled.grants))
        for key, of in given.items():
            grants[key] = grants.get(key, 0) + of
        aid, lines = columns.ceilings.after(case.farms, grants), counted_lines(case, columns.ceilings)
        full = columns.ceilings.tight(case.farms, grants, aid, lines)
        asking = np.flatnonzero(np.any([of > 0 for of in given.values()], axis=0))
        case.leave(np.intersect1d(asking, list(full)), TIGHT)
