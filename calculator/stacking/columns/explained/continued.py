"""Farms on which something would be continued after the end of its legal basis beside what the total holds and bears on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from calculator.domain.claim import Terms
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.continuing import how_far
from calculator.stacking.law.reach import Reach
from calculator.stacking.law.taking import takes
from calculator.stacking.lessening import lessens
from calculator.stacking.problem.stacks.regime import regime

CONTINUED = "a payment after its legal basis ended beside one that excludes it, takes from it or carries it"


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a payment lies in a year: on which farms, on which of these not on land that is known, and on which pieces."""

    farms: Mask
    apart: Mask
    pieces: Mask

    def without(self, others: Iterable[_Where], owner: Ints) -> _Where:
        found = self
        for other in others:
            apart, pieces = found.apart & ~other.apart, found.pieces & ~other.pieces
            found = _Where(_with(apart, owner[pieces]), apart, pieces)
        return found

    def near(self, other: _Where, far: Reach, owner: Ints) -> Mask:
        """On which farms the two meet; a relation of the whole parcel is held to reach the whole farm."""
        if far is not Reach.GROUND:
            return self.farms & other.farms
        apart = (self.apart & other.farms) | (self.farms & other.apart)
        return _with(apart, owner[self.pieces & other.pieces])


#: By payment and year.
_Claimed = Mapping[tuple[str, int], _Where]


def leave_at_odds(case: Case, after: Case, terms: Mapping[str, Terms], left: dict[int, str]) -> None:
    """Leave the farms on which both are claimed where they exclude each other, one takes of the other, or one needs the other:
    the ordinary engine tells what is continued.
    """
    later, owner = _claimed(after), case.farms.piece_farm
    if not later:
        return
    now = _claimed(case)
    for (ref, year), there in later.items():
        relations = regime(case.rulebook, year, case.on).relations
        for other, here, claimed in _held(now, later, terms, year):
            if other == ref or not (there.farms & here.farms).any():
                continue
            reaches = (
                how_far(relations, terms[ref], terms[other], "expected"),
                takes(relations, terms[ref], terms[other]),
                lessens(relations, terms[ref], terms[other]),
            )
            for far in {each for each in reaches if each is not None}:
                met = np.flatnonzero(there.near(here.without(claimed, owner), far, owner)).tolist()
                left.update(dict.fromkeys([at for at in met if at not in left], CONTINUED))


def _held(
    now: _Claimed, later: _Claimed, terms: Mapping[str, Terms], year: int
) -> Iterator[tuple[str, _Where, list[_Where]]]:
    """What the total claims in a year, and what may run in it, with where that is claimed anew."""
    for (ref, begun), where in now.items():
        rule = terms[ref]
        if begun == year:
            yield ref, where, []
        elif begun < year and (rule.multi_year or rule.at_once_years is not None):
            more = rule.extension.years if rule.extension is not None else 0
            if year < begun + max(rule.term_years or rule.at_once_years or 1, more):
                yield ref, where, [of[ref, year] for of in (now, later) if (ref, year) in of]


def _claimed(case: Case) -> dict[tuple[str, int], _Where]:
    pieces, apart = dict[tuple[str, int], list[Ints]](), dict[tuple[str, int], Mask]()

    def off_land(ref: str, year: int) -> Mask:
        return apart.setdefault((ref, year), np.zeros(len(case.farms), dtype=np.bool_))

    laid = case.laid
    order = np.argsort(laid.part, kind="stable")
    parts, starts = np.unique(laid.part[order], return_index=True)
    for number, mine in zip(parts.tolist(), np.split(laid.piece[order], starts[1:]), strict=False):
        for claim in case.compiled.parts[number].claims:
            pieces.setdefault(claim, []).append(mine)
    for at, touched in case.touched.items():
        for ref, year in touched.paid:
            off_land(ref, year)[at] = True
    for one in case.granted:
        for year in one.years:
            off_land(one.claim.ref, year)[one.farm] = True
    for made in case.premiums:
        for year in made.years:
            off_land(made.ref, year)[made.farm] = True
    owner, found = case.farms.piece_farm, dict[tuple[str, int], _Where]()
    for key in {**pieces, **apart}:
        on, of = np.zeros(len(owner), dtype=np.bool_), off_land(*key)
        for mine in pieces.get(key, ()):
            on[mine] = True
        found[key] = _Where(_with(of, owner[on]), of, on)
    return found


def _with(farms: Mask, more: Ints) -> Mask:
    every = farms.copy()
    every[more] = True
    return every
