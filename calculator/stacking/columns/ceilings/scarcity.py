"""What is scarce on a farm besides land: ceilings over years, caps, and payments that bear on each other from afar.

Where everything that a farm is offered fits, none of it is scarce, whatever is chosen. Other farms are left.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.ceilings.grants import Grants
from calculator.stacking.columns.ceilings.windows import TIGHT, Ceilings
from calculator.stacking.columns.offered.meeting import EXCLUDING, Meeting
from calculator.stacking.columns.offered.tables import Tables
from calculator.stacking.law.counting import binding

CAPPED = "a cap that is full"

#: Per cap and year what every farm takes of it: micro-cents, or millionths of a unit.
_Used = dict[tuple[str, int], Ints]


def scarce(case: Case, meeting: Meeting, ceilings: Ceilings, tables: Tables) -> None:
    """Leave the farms on which anything but a class is scarce; ``tables`` are those of their land."""
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
    # Copies: what farms are granted as a whole is added to them.
    grants = {
        (str(name[0]), day): total.copy()
        for name, total in on_land.items()
        if isinstance(day := name[1], date)
    }
    ceilings.add(case.granted, grants, count)
    aid = ceilings.after(case.farms, grants)
    tight = dict.fromkeys(ceilings.parted(case.granted, count).tolist(), TIGHT)
    for at, reason in (tight | ceilings.tight(case.farms, grants, aid)).items():
        if case.left.get(at, EXCLUDING) == EXCLUDING:
            case.left[at] = reason
    Grants(case, ceilings, meeting).settle(on_land, aid)
    _caps(case, tables.most)


def _caps(case: Case, mosts: Mapping[tuple[str, int], Decimal]) -> None:
    """Leave the farms that may fill a cap; ``mosts`` are of payments on land, for those to the farm are cut before."""
    used: _Used = {(str(n[0]), int(str(n[1]))): t for n, t in case.most(case.compiled.caps).items()}
    for one in case.granted:
        for year in one.years:
            for limit in _capping(case, one.claim, year):
                amount = one.exact if limit.kind is LimitKind.AMOUNT_CAP else one.quantity
                _take(used, (limit.id, year), one.farm, amount, len(case.farms))
    for (name, year), total in used.items():
        own = mosts.get((name, year))
        most = _bound(case, name, year) if own is None else int(own * MICRO)
        if most is not None:
            case.leave(np.flatnonzero(total >= most), CAPPED)


def _take(used: _Used, key: tuple[str, int], farm: Ints, amount: Ints, farms: int) -> None:
    np.add.at(used.setdefault(key, np.zeros(farms, dtype=np.int64)), farm, amount)


def _capping(case: Case, claim: Claim, year: int) -> list[Limit]:
    limits = case.rulebook.limits_on(same_day_in(year, case.on))
    kinds = (LimitKind.AMOUNT_CAP, LimitKind.QUANTITY_CAP)
    return [x for x in binding(case.rulebook, limits, claim) if x.kind in kinds]


def _bound(case: Case, name: str, year: int) -> int | None:
    """The bound of a cap in a year: micro-cents, or millionths of a unit."""
    for limit in case.rulebook.limits_on(same_day_in(year, case.on)):
        series = limit.figures.get("cap") if limit.id == name else None
        figure = series.on(date(year, 7, 1)) if series else None
        if figure is not None:
            each = 100 if limit.kind is LimitKind.AMOUNT_CAP else 1
            return int(figure.values[""] * each * MICRO)
    return None
