"""What is scarce on a farm besides land: ceilings over years, and payments that bear on each other from afar.

Where everything that a farm is offered fits, none of it is scarce, whatever is chosen. Other farms are left.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.ceilings import premiums
from calculator.stacking.columns.ceilings.grants import Grants
from calculator.stacking.columns.ceilings.on_land import under
from calculator.stacking.columns.ceilings.premiums import COUNTED
from calculator.stacking.columns.ceilings.windows import TIGHT, Ceilings
from calculator.stacking.columns.offered.compiled import Name
from calculator.stacking.columns.offered.meeting import EXCLUDING, Meeting
from calculator.stacking.columns.offered.tables import Tables


def scarce(case: Case, meeting: Meeting, ceilings: Ceilings, tables: Tables, *, apart: bool) -> None:
    """Leave the farms on which anything but a class is scarce; ``tables`` are those of their land.

    ``apart``: land under a full ceiling is told apart, to be settled by itself.
    """
    meeting.terms.update(tables.terms)
    count, whole = len(case.farms), dict[str, Mask]()
    by_year: dict[tuple[str, int], Mask] = {}
    offers = [
        *((one.claim, one.years, one.farm) for one in case.granted),
        *((made.claims[0], made.years, made.farm) for made in case.premiums),
    ]
    for claim, years, farm in offers:
        meeting.terms.setdefault(claim.ref, claim.terms)
        whole.setdefault(claim.ref, np.zeros(count, dtype=np.bool_))[farm] = True
        for year in years:
            by_year.setdefault((claim.ref, year), np.zeros(count, dtype=np.bool_))[farm] = True
    for found in (meeting.needy(by_year), meeting.left(case.land.has, whole)):
        for at, reason in found.items():
            case.left.setdefault(at, reason)
    on_land = case.most(case.compiled.grants)
    (grants, counted), lines = granted(case, ceilings, on_land), counted_lines(case, ceilings)
    aid = ceilings.after(case.farms, grants)
    tight = dict.fromkeys(ceilings.parted(case.granted, count).tolist(), TIGHT)
    tight |= dict.fromkeys(ceilings.odd(case.granted).tolist(), TIGHT)
    odd = dict.fromkeys(np.flatnonzero(counted).tolist(), COUNTED) | tight
    tight |= ceilings.tight(case.farms, grants, aid, lines)
    case.under = under(case, on_land, grants, tight.keys() - odd.keys() if apart else ())
    tight |= dict.fromkeys(premiums.spread(case, ceilings).tolist(), COUNTED)
    for at in case.under.farms.tolist():
        del tight[at]
    for at, reason in tight.items():
        if case.left.get(at, EXCLUDING) == EXCLUDING:
            case.left[at] = COUNTED if counted[at] else reason
    for at in np.flatnonzero(counted).tolist():
        # What excludes what is weighed without the premium.
        if case.left.get(at) == EXCLUDING:
            case.left[at] = COUNTED
    Grants(case, ceilings, meeting).settle(on_land, aid)


def granted(
    case: Case, ceilings: Ceilings, on_land: Mapping[Name, Ints]
) -> tuple[dict[tuple[str, date], Ints], Mask]:
    """The most that farms are granted of what every ceiling over years counts, by its day; those with a class premium in it."""
    # Copies: what farms are granted as a whole is added to them.
    grants = {
        (str(name[0]), day): total.copy()
        for name, total in on_land.items()
        if isinstance(day := name[1], date)
    }
    ceilings.add(case.granted, grants, len(case.farms))
    return grants, premiums.add(case, ceilings, grants)


def counted_lines(case: Case, ceilings: Ceilings) -> Ints:
    """In how many lines at most farms are granted what ceilings over years count."""
    found = np.zeros(len(case.farms), dtype=np.int64)
    np.add.at(found, case.land.farm, np.array(case.compiled.counted, dtype=np.int64)[case.land.table])
    whole = [(one.claim, one.years, one.farm) for one in case.granted]
    whole += [(made.claims[0], made.years, made.farm) for made in case.premiums]
    for claim, years, farm in whole:
        if ceilings.limits(claim):
            np.add.at(found, farm, len(years))
    return found
