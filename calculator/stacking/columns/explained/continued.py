"""Farms on which something would be continued after the end of its legal basis beside what the total holds and excludes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from calculator.domain.claim import Terms
from calculator.stacking.columns.answer import Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.problem.regime import regime
from calculator.stacking.problem.stacks import excludes

CONTINUED = "a payment after its legal basis ended beside one that excludes it"

#: By payment and year, the farms that claim it.
Claimed = dict[tuple[str, int], Mask]


def leave_at_odds(case: Case, after: Case, terms: Mapping[str, Terms], left: dict[int, str]) -> None:
    """Leave the farms on which both are claimed, wherever they lie: the ordinary engine tells what is continued there."""
    later = _claimed(after)
    if not later:
        return
    now = _claimed(case)
    for (ref, year), there in later.items():
        between = regime(case.rulebook, year, case.on).relations.between
        for other, here in _held(now, later, terms, year):
            mine = there & here
            if other == ref or not mine.any():
                continue
            one, two = terms[ref], terms[other]
            if any(excludes(pair, "expected") for pair in (between(one, two), between(two, one))):
                for at in np.flatnonzero(mine).tolist():
                    left.setdefault(at, CONTINUED)


def _held(now: Claimed, later: Claimed, terms: Mapping[str, Terms], year: int) -> Iterator[tuple[str, Mask]]:
    """What the total claims in a year, and what runs in it that is not claimed any more."""
    for (ref, begun), farms in now.items():
        of = terms[ref]
        if begun == year:
            yield ref, farms
        elif begun < year and (of.multi_year or of.at_once_years is not None):
            more = of.extension.years if of.extension is not None else 0
            if year < begun + max(of.term_years or of.at_once_years or 1, more):
                nobody = np.zeros_like(farms)
                claimed = now.get((ref, year), nobody) | later.get((ref, year), nobody)
                yield ref, farms & ~claimed


def _claimed(case: Case) -> Claimed:
    found: Claimed = {}

    def of(ref: str, year: int) -> Mask:
        return found.setdefault((ref, year), np.zeros(len(case.farms), dtype=np.bool_))

    laid = case.laid
    order = np.argsort(laid.part, kind="stable")
    parts, starts = np.unique(laid.part[order], return_index=True)
    for number, farms in zip(parts.tolist(), np.split(laid.farm[order], starts[1:]), strict=False):
        for ref, year in case.compiled.parts[number].claims:
            of(ref, year)[farms] = True
    for at, touched in case.touched.items():
        for ref, year in touched.paid:
            of(ref, year)[at] = True
    for one in case.granted:
        for year in one.years:
            of(one.claim.ref, year)[one.farm] = True
    for made in case.premiums:
        for year in made.years:
            of(made.ref, year)[made.farm] = True
    return found
