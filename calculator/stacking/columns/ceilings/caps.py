"""Caps on euros and quantities of a year: a farm that could fill one is settled as if it were not there, if then it is not full.

A cap only takes choices away. So where what pays most without it stays under it, that pays most with it too, by the same proof,
and the cap holds nothing back. Farms that then fill one are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.domain.quantity import GRAIN
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case, Near
from calculator.stacking.columns.ceilings.premiums import COUNTED, capped, most_cents
from calculator.stacking.columns.ceilings.windows import TIGHT
from calculator.stacking.columns.classes.programme import Floats
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.offered.part import Part
from calculator.stacking.columns.offered.sizes import numbers
from calculator.stacking.columns.reading.farms import SCALE

CAPPED = "a cap that is full"

#: More cents than any farm is paid.
_LARGEST = 2**62 // MICRO
#: The share of a cap that is left for what doubles lose.
_CLEAR = 1 - 1e-9

#: Per cap and year what every farm takes of it: micro-cents, or millionths of a unit.
_Used = dict[tuple[str, int], Ints]


def near(
    case: Case, mosts: Mapping[tuple[str, int], Decimal], more: Mapping[tuple[str, int], Ints] | None = None
) -> list[Near]:
    """The caps that farms could fill; ``mosts`` are of payments on land, for those to the farm are cut before. ``more`` is what
    could be taken besides what is chosen from.
    """
    whole, before = _used(case, case.granted), _withheld(case)
    land: _Used = {(str(n[0]), int(str(n[1]))): t for n, t in case.most(case.compiled.caps).items()}
    none, found = np.zeros(len(case.farms), dtype=np.int64), list[Near]()
    for cap, premium in _premiums(case).items():
        whole[cap] = whole.get(cap, none) + premium
    for cap, besides in (more or {}).items():
        land[cap] = land.get(cap, none) + besides
    for name, year in dict.fromkeys([*land, *whole, *before]):
        own, granted = mosts.get((name, year)), whole.get((name, year), none)
        bound = _bound(case, name, year) if own is None else (none + int(own * MICRO), False)
        if bound is None:
            continue
        most, euros = bound
        could = np.maximum(granted, before.get((name, year), none))
        farm = np.flatnonzero(land.get((name, year), none) + could >= most)
        if len(farm):
            found.append(Near(name, year, most[farm], euros, farm, granted[farm]))
    return found


def _used(case: Case, granted: Iterable[Granted]) -> _Used:
    """What grants to the farm take of every cap that counts them."""
    found: _Used = {}
    for one in granted:
        for year in one.years:
            for limit in case.capping(one.claim, year):
                amount = one.exact if limit.kind is LimitKind.AMOUNT_CAP else one.quantity
                mine = found.setdefault((limit.id, year), np.zeros(len(case.farms), dtype=np.int64))
                np.add.at(mine, one.farm, amount + _more(limit, one.claim))
    return found


def _premiums(case: Case) -> _Used:
    """The most that premiums of classes can take of every cap that counts them."""
    found: _Used = {}
    for made, year, limit in capped(case):
        amount = most_cents(made) * MICRO if limit.kind is LimitKind.AMOUNT_CAP else made.quantity
        mine = found.setdefault((limit.id, year), np.zeros(len(case.farms), dtype=np.int64))
        np.add.at(mine, made.farm, amount + _more(limit, made.claims[0]))
    return found


def _more(limit: Limit, claim: Claim) -> int:
    """What rounding may add to a line: a cent, or a step of its unit."""
    return MICRO if limit.kind is LimitKind.AMOUNT_CAP else int(GRAIN[claim.unit] * MICRO)


def _withheld(case: Case) -> _Used:
    """The same of all that could be granted to farms from which a ceiling over years withholds something: without it a cap
    may hold back the rest.
    """
    if not case.withheld or case.decided is None:
        return {}
    some = np.zeros(len(case.farms), dtype=np.bool_)
    some[[at for at, _ in case.withheld]] = True
    return _used(case, [one.of(some[one.farm]) for one in case.decided.before])


def leave_full(case: Case) -> None:
    """Leave the farms whose choice does not stay clear of a cap that they could fill.

    So are those from which another limit withholds something: without that the cap could hold them back.
    """
    if not case.caps:
        return
    withheld = {at for at, _ in case.withheld}
    counted = np.zeros(len(case.farms), dtype=np.bool_)
    for made, _, _ in capped(case):
        counted[made.farm] = True
    laid = case.laid_on(np.concatenate([cap.farm for cap in case.caps]))
    farm, units = laid.farm, laid.quantity / SCALE
    parts, at = np.unique(laid.part, return_inverse=True)
    for cap in case.caps:
        takes, loose = (
            np.array([_takes(case.compiled.parts[n], cap) for n in parts.tolist()]).reshape(-1, 2).T
        )
        used: Floats = np.bincount(farm, takes[at] * units + loose[at], len(case.farms)).astype(np.float64)
        full = used[cap.farm] + cap.granted >= cap.most * _CLEAR
        stopped = cap.farm[full | np.isin(cap.farm, list(withheld))]
        case.leave(stopped[counted[stopped]], COUNTED)
        case.leave(stopped, CAPPED)


def leave_near(case: Case) -> None:
    """Leave the farms that could fill a cap, or a ceiling over years on their land: with a claim forced in they might."""
    for cap in case.caps:
        case.leave(cap.farm, CAPPED)
    case.leave(case.under.farms, TIGHT)


def _takes(part: Part, cap: Near) -> tuple[float, float]:
    """What a unit of the part takes of the cap, and what rounding of its lines may add: a cent, or a grain, for each."""
    each = part.caps.get((cap.limit, cap.year))
    if each is None:
        return 0.0, 0.0
    lines = [line for line in part.lines if line.year == cap.year]
    return float(each * MICRO), float(sum(1 if cap.euros else line.grain for line in lines) * MICRO)


def _each(cap: Decimal, often: Ints) -> Ints:
    """Micro-cents, in whole cents, of a cap that counts so often (hundred-millionths); nothing where that is not known."""
    values, back = np.unique(np.maximum(often, 0), return_inverse=True)
    each = cap * 100 / SCALE
    found = [min(int(each * value), _LARGEST) * MICRO for value in values.tolist()]
    return np.array(found, dtype=np.int64)[back]


def _bound(case: Case, name: str, year: int) -> tuple[Ints, bool] | None:
    """The bound of a cap in a year for every farm, and whether it is one on euros: micro-cents, or millionths of a unit."""
    day = same_day_in(year, case.on)
    for limit in case.rulebook.limits_on(day):
        series = limit.figures.get("cap") if limit.id == name else None
        figure = series.on(day) if series else None
        if figure is not None:
            euros, cap = limit.kind is LimitKind.AMOUNT_CAP, figure.values[""]
            if limit.share_of is not None:
                percent, parts = cap.as_integer_ratio()
                return case.farms.areas[limit.share_of] * percent // (100 * parts * (SCALE // MICRO)), euros
            if limit.cap_per is not None:
                return _each(cap, numbers(limit.cap_per, case.farms)), euros
            bound = int(cap * (100 if euros else 1) * MICRO)
            return np.full(len(case.farms), bound, dtype=np.int64), euros
    return None
