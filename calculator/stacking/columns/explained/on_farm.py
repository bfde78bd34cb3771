"""Payments for the farm that are not paid: what ceilings over years keep out, and what stays below a minimum in all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calculator.domain.money import settle_ratio
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.explained.classes import Reached
from calculator.stacking.columns.offered.decided import Decided
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.explaining.stopping import outbid
from calculator.stacking.problem.stacks.regime import regime

NEAR = "grants within a cent of another answer"
YEARS = "grants that others keep out of some of their years"
MEETS = "grants that are kept out, with terms that meet others"
#: Micro-cents within which answers are the same.
_NEAR = 1000


@dataclass(frozen=True, slots=True, eq=False)
class OnFarm:
    """A payment that farms are not paid for these ``years``: why, and per farm the difference in cents where that is possible."""

    ref: str
    years: tuple[int, ...]
    cause: Cause
    farm: Ints
    difference: Ints
    possible: Mask


def on_farm(case: Case, small: Mapping[int, Mask]) -> Iterator[OnFarm]:
    """All of them; farms of which it cannot be said are left."""
    yield from _below_minimum(case, small)
    if case.decided is not None and len(case.decided.claims):
        yield from _not_given(case, case.decided)


def _below_minimum(case: Case, small: Mapping[int, Mask]) -> Iterator[OnFarm]:
    """What stays below a minimum is claimed and not paid: forcing it in changes nothing."""
    missed: dict[str, Ints] = {}
    for one in case.granted:
        for year in one.years:
            if year in small and regime(case.rulebook, year, case.on).shares_minimum(one.claim):
                _mark(missed, case, one.claim.ref, year, one.farm[small[year][one.farm]])
    yield from _withheld(case, missed)


def unpaid_classes(case: Case, reached: Sequence[Reached]) -> Iterator[OnFarm]:
    """Classes that farms reach and are not paid, as they stay below a minimum in all: forcing them in changes nothing."""
    missed: dict[str, Ints] = {}
    for one in reached:
        at = one.below & (one.unpaid < len(one.made.claims))
        if at.any():
            _mark(missed, case, one.made.claims[0].ref, one.year, one.farm[at])
    yield from _withheld(case, missed)


def _mark(missed: dict[str, Ints], case: Case, ref: str, year: int, farms: Ints) -> None:
    bits = missed.setdefault(ref, np.zeros(len(case.farms), dtype=np.int64))
    bits[farms] |= 1 << (year - case.years.start)


def _withheld(case: Case, missed: Mapping[str, Ints]) -> Iterator[OnFarm]:
    """What a minimum withholds: per payment the years, as bits."""
    for ref, bits in missed.items():
        for some in np.unique(bits[bits > 0]).tolist():
            years = tuple(y for y in case.years if some >> (y - case.years.start) & 1)
            limit = regime(case.rulebook, years[0], case.on).minimum_of
            assert limit is not None
            farm = np.flatnonzero(bits == some)
            cause = Cause("limit", limit.id, limit.source, limit.article)
            yield OnFarm(ref, years, cause, farm, np.zeros_like(farm), np.ones(len(farm), dtype=np.bool_))


def _not_given(case: Case, made: Decided) -> Iterator[OnFarm]:
    """Grants that ceilings over years keep out, or others that exclude them."""
    # Compiling takes seconds: only those who ask for a population pay for it.
    from calculator.stacking.columns.explained import forced

    refs = sorted({claim.ref for claim in made.claims})
    group = np.array([refs.index(claim.ref) for claim in made.claims], dtype=np.int64)
    first = np.array([years[0] for years in made.years], dtype=np.int64)
    shape = (len(refs), len(made.farms))
    fate, worth, stands = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    kept = made.kept
    forced.each(
        made.exact, made.weight, kept.inside, kept.on, kept.limit, kept.room, kept.day, kept.own_inside, kept.own_limit,
        kept.own_room, kept.own_day, kept.own_version, made.apart, first, made.best, made.settled, made.full, group, len(refs),
        MICRO, _NEAR, fate, worth, stands,
    )  # fmt: skip
    dropped = made.dropped
    case.leave(made.farms[dropped.any(axis=0) & made.meet], MEETS)
    case.leave(made.farms[(fate == forced.UNSURE).any(axis=0)], NEAR)
    case.leave(made.farms[_year_by_year(made, group, len(refs))], YEARS)
    bits = np.array([sum(1 << (y - case.years.start) for y in years) for years in made.years], dtype=np.int64)
    for g, ref in enumerate(refs):
        mine = group == g
        missed = np.bitwise_or.reduce(np.where(dropped[mine], bits[mine][:, None], 0), axis=0)
        asked = np.flatnonzero((fate[g] == forced.FOUND) | (fate[g] == forced.IMPOSSIBLE))
        for some, what in sorted({*zip(missed[asked].tolist(), stands[g, asked].tolist(), strict=True)}):
            at = asked[(missed[asked] == some) & (stands[g, asked] == what)]
            if what < 0 and made.claims[-1 - what].ref == ref:
                # An earlier term of the same grant stands in its way.
                case.leave(made.farms[at], MEETS)
                continue
            years = tuple(y for y in case.years if some >> (y - case.years.start) & 1)
            cents = np.array([settle_ratio(micro, MICRO) for micro in worth[g, at].tolist()], dtype=np.int64)
            cause = _cause(case, made, ref, years[0], what)
            yield OnFarm(ref, years, cause, made.farms[at], cents, fate[g, at] == forced.FOUND)


def _year_by_year(made: Decided, group: Ints, groups: int) -> Mask:
    """Of which farms a payment is kept out of several years, of some by another payment: each year has a reason of its own."""
    given = (made.apart @ made.best > 0).astype(np.int64)
    excluded = (made.apart.T @ given > 0) & made.dropped
    several = [made.dropped[group == g].sum(axis=0) > 1 for g in range(groups)]
    found: Mask = np.any([many & excluded[group == g].any(axis=0) for g, many in enumerate(several)], axis=0)
    return found


def _cause(case: Case, made: Decided, ref: str, year: int, stands: int) -> Cause:
    """Why a payment is not given from that year on: the version of a limit, or below zero an item, stands in the way."""
    if stands >= 0:
        version = made.kept.versions[stands]
        return Cause("limit", version.id, version.source, version.article)
    claim = next(c for c in made.claims if c.ref == ref and c.year == year)
    cause = outbid(regime(case.rulebook, year, case.on), claim, [made.claims[-1 - stands]])
    assert cause is not None
    return cause
