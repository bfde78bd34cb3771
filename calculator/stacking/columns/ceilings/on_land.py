"""Farms on whose land something is granted that a ceiling over years counts, and on which not all that is offered fits.

A ceiling only takes choices away. So such a farm is settled as if it were not there, on ways of its land that take nothing of
windows which aid received fills by itself: of these nothing may be taken whatever else is chosen. Where what the farm is then
granted stays clear of every window that is tested, nothing pays more. What the full windows withhold is what those ways pay
less than the best. Every other farm is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from math import ceil

import numpy as np

from calculator.domain.money import settle
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import BALANCE, Case
from calculator.stacking.columns.ceilings.windows import TIGHT, Ceilings
from calculator.stacking.columns.offered.compiled import Laid, Name
from calculator.stacking.columns.offered.meeting import EXCLUDING
from calculator.stacking.columns.offered.part import Part
from calculator.stacking.columns.offered.under import Key, Under
from calculator.stacking.columns.reading.farms import SCALE

#: Of one farm: micro-cents by limit and day.
_Given = dict[Key, int]


def under(case: Case, on_land: Mapping[Name, Ints], most: Mapping[Key, Ints], tight: Iterable[int]) -> Under:
    """Those of the ``tight`` farms on whose land a ceiling counts something.

    ``most`` is what farms are offered in all that counts, by limit and day.
    """
    counts = np.zeros(len(case.farms), dtype=np.bool_)
    for name, of in on_land.items():
        if isinstance(name[1], date):
            counts |= of > 0
    wants = {
        at: frozenset(key for key, of in most.items() if of[at] > 0)
        for at in sorted(tight)
        if counts[at] and case.left.get(at, EXCLUDING) == EXCLUDING
    }
    return Under.of(case.rulebook, case.farms, wants)


def keep_out(case: Case) -> None:
    """Lay the land of these farms in the best ways that take nothing of a window that is full already."""
    some, picked, parts = case.under, case.picked, case.compiled.parts
    full = {at: stopped for at in some.farms.tolist() if (stopped := some.full(at))}
    mine = np.zeros(len(case.farms), dtype=np.bool_)
    mine[list(full)] = True
    instead, lost = picked.part.copy(), dict.fromkeys(full, Fraction(0))
    for row in np.flatnonzero(mine[picked.farm]).tolist():
        at, part = int(picked.farm[row]), int(picked.part[row])
        if not _takes(parts[part], full[at]):
            continue
        ways = case.compiled.ways[case.compiled.choice_of(part)]
        other = next((n for n in ways if not _takes(parts[n], full[at])), None)
        if other is None:
            case.left.setdefault(at, TIGHT)
            continue
        instead[row] = other
        lost[at] += (parts[part].gain - parts[other].gain) * int(picked.quantity[row]) / SCALE
    case.picked = Laid(picked.farm, instead, picked.quantity, picked.piece)
    for at, much in lost.items():
        limits = {limit for limit, _ in full[at]}
        if len(limits) > 1:
            # Without one of them the other would still keep something out.
            case.left.setdefault(at, TIGHT)
        elif much:
            some.kept_out[at] = limits.pop(), much


def _takes(part: Part, stopped: frozenset[Key]) -> bool:
    return any((limit, line.granted) in stopped for line in part.lines for limit in line.limits)


def leave_weighed(case: Case) -> None:
    """Leave the farms whose land lies otherwise for a full window, on which money weighs against a class besides."""
    for at in case.under.kept_out:
        if case.left.get(at) == BALANCE:
            case.left[at] = TIGHT


def leave_over(case: Case, ceilings: Ceilings) -> None:
    """Leave the farms that are granted more than stays clear of a window; of the others note which limits are full."""
    farms = np.array([at for at in case.under.farms.tolist() if at not in case.left], dtype=np.int64)
    if not len(farms):
        return
    given, loose = _given(case, farms)
    whole, claiming = _whole(case, farms, ceilings), case.claiming(farms)
    for n, at in enumerate(farms.tolist()):
        days = [same_day_in(year, case.on) for year, here in claiming.items() if here[n]]
        limits = _full(case, at, given[at], loose[at], whole.get(at, {}), days)
        if limits is None:
            case.left[at] = TIGHT
            continue
        case.withheld |= {(at, name): 0 for name in limits}
        limit, lost = case.under.kept_out.get(at, ("", Fraction(0)))
        if settle(lost / MICRO):
            case.withheld[at, limit] = settle(lost / MICRO)


def _full(
    case: Case, at: int, land: _Given, loose: _Given, whole: _Given, days: Iterable[date]
) -> set[str] | None:
    """The limits that are full; None where it is not certain that all fits, or whether one is full.

    ``loose`` is what rounding may add to what is granted on ``land``.
    """
    some, found = case.under, set[str]()
    if not some.wants[at].issuperset(whole):
        return None
    given = {key: land.get(key, 0) + whole.get(key, 0) for key in (*land, *whole)}
    # A line for the farm in each year, at most, of what is given at once.
    loose = loose | {key: loose.get(key, 0) + MICRO * len(case.years) for key in whole}
    for room in some.rooms[at]:
        taken = room.taken(given)
        tested = room.received or given.get((room.version.id, room.day))
        if tested and taken and taken + room.taken(loose) > room.micro - MICRO:
            return None
    for room in some.told(case.rulebook, case.farms, at, days):
        taken = room.taken(given)
        if taken + room.taken(loose) <= room.micro - MICRO:
            continue
        if taken or whole:
            return None
        found.add(room.version.id)
    return found


def _given(case: Case, farms: Ints) -> tuple[dict[int, _Given], dict[int, _Given]]:
    """What each farm is granted on its land, and what rounding its lines may add: a cent for each."""
    found, loose = ({at: _Given() for at in farms.tolist()} for _ in range(2))
    laid = case.laid_on(farms)
    for at, part, quantity in zip(
        laid.farm.tolist(), laid.part.tolist(), laid.quantity.tolist(), strict=True
    ):
        for line in case.compiled.parts[part].lines:
            much = ceil(line.cents * line.steps * MICRO * quantity / SCALE)
            for limit in line.limits:
                key = (limit, line.granted)
                found[at][key] = found[at].get(key, 0) + much
                loose[at][key] = loose[at].get(key, 0) + MICRO
    return found, loose


def _whole(case: Case, farms: Ints, ceilings: Ceilings) -> dict[int, _Given]:
    """What farms are granted as a whole that a ceiling counts, of those that are granted something."""
    total: dict[Key, Ints] = {}
    ceilings.add(case.granted, total, len(case.farms))
    every = {at: {key: int(of[at]) for key, of in total.items() if of[at]} for at in farms.tolist()}
    return {at: mine for at, mine in every.items() if mine}
