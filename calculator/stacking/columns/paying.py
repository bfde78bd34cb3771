"""What settled farms are paid, as rows: lines on land, payments for the farm, classes; nothing below a minimum in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import STATUSES, Gathering, Ints, Mask, Opened, rows
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.narrow import narrowed
from calculator.stacking.columns.offered.ceilinged import lowered
from calculator.stacking.columns.offered.premiums import Offered, micro_cents
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.problem.stacks.regime import regime

MINIMUM = "direct payments within a cent of their minimum"


@dataclass(slots=True)
class _Paid:
    """Cents per farm, by payment and year; years that pay alike on all land share a column until one of them gains more."""

    farms: int
    cents: dict[tuple[str, int], Ints] = field(default_factory=dict)
    _shared: set[tuple[str, int]] = field(default_factory=set)

    def add(self, ref: str, year: int, farm: Ints, cents: Ints) -> None:
        np.add.at(self.of(ref, year), farm, cents)

    def lay(self, ref: str, years: Iterable[int], cents: Ints) -> None:
        """The same of every farm in these years."""
        for year in years:
            if (ref, year) in self.cents:
                self.of(ref, year)[:] += cents
            else:
                self.cents[ref, year] = cents
                self._shared.add((ref, year))

    def of(self, ref: str, year: int) -> Ints:
        """The column of a payment in a year, to be added to."""
        key = (ref, year)
        found = self.cents.get(key)
        if found is None:
            found = self.cents[key] = np.zeros(self.farms, dtype=np.int64)
        elif key in self._shared:
            self._shared.discard(key)
            found = self.cents[key] = found.copy()
        return found


def pay(case: Case, chosen: list[Chosen], open_: Opened, first: int, into: Gathering) -> None:
    """Add the rows of the farms that are not left; the first farm of the case is numbered ``first``."""
    paid = _paid(case, chosen)
    small = _below_minimum(case, chosen, paid)
    stays = np.ones(len(case.farms), dtype=np.bool_)
    stays[list(case.left)] = False
    settled = np.flatnonzero(stays)
    told = np.zeros((3, len(case.farms)), dtype=np.int64)
    told[1, list(case.gap)] = list(case.gap.values())
    for farm, one in case.touched.items():
        told[:, farm] = STATUSES.index(one.status), told[1, farm] + one.gap, into.reasons.of(one.reason)
    into.farms.append(np.stack([first + settled, *told[:, settled]], axis=1))
    into.paid += _rows(paid, stays, first, into)
    for made, year, here in chosen:
        has = stays & ~unpaid(case, small, made, year)
        for place, claim in enumerate(made.claims):
            at = made.farm[(here == place) & has[made.farm]]
            code, name = into.payments.of(made.ref), into.classes.of(claim.class_name or "")
            same = np.ones_like(at)
            into.reached.append(np.stack([first + at, same * code, same * year, same * name], axis=1))
    for ref, marks in open_.marks.items():
        at = np.flatnonzero(marks & stays)
        found = np.stack([first + at, np.full_like(at, into.payments.of(ref)), np.zeros_like(at)], axis=1)
        into.open.append(narrowed(found))
    _cuts(case, stays, first, into)


def _rows(paid: _Paid, stays: Mask, first: int, into: Gathering) -> Iterator[Ints]:
    """What is paid to the farms that stay, payment by payment and year by year."""
    before, told = None, np.zeros(0, dtype=np.int64)
    for (ref, year), cents in paid.cents.items():
        if cents is not before:
            # Years that share a column follow each other.
            before, told = cents, np.flatnonzero((cents != 0) & stays)
        if len(told):
            found = np.empty((len(told), 4), dtype=np.int64)
            found[:, 0], found[:, 1], found[:, 2] = first + told, into.payments.of(ref), year
            found[:, 3] = cents[told]
            yield narrowed(found)


def unpaid(case: Case, small: Mapping[int, Mask], made: Offered, year: int) -> Mask:
    """The farms on which the premium is not paid, as what shares a minimum with it does not come to that."""
    shares = year in small and regime(case.rulebook, year, case.on).shares_minimum(made.claims[0])
    return small[year] if shares else np.zeros(len(case.farms), dtype=np.bool_)


def per_payment(case: Case, chosen: list[Chosen]) -> tuple[dict[tuple[str, int], Ints], dict[int, Mask]]:
    """Cents per farm, by payment and year: nothing where that stays below a minimum in all; per year the farms that do."""
    paid = _paid(case, chosen)
    return paid.cents, _below_minimum(case, chosen, paid)


def _paid(case: Case, chosen: Iterable[Chosen]) -> _Paid:
    compiled, count = case.compiled, len(case.farms)
    # What is always taken and what is picked one after the other: together they would take as much room again.
    paid, cents = _Paid(count), compiled.paid(case.fixed, count)
    cents += compiled.paid(case.picked, count)
    some, none = set(np.flatnonzero(cents.any(axis=0)).tolist()), np.zeros(count, dtype=np.int64)
    for (ref, years), at in compiled.lines.names.known.items():
        if isinstance(years, tuple):
            paid.lay(str(ref), years, cents[:, at].copy() if at in some else none)
    # Every column stands by itself now.
    del cents
    for of in (case.fixed, case.picked):
        for laid, number, place in lowered(compiled.parts, of.part, of.quantity):
            line = compiled.parts[number].lines[place]
            np.subtract.at(paid.of(line.ref, line.year), of.farm[laid], 1)
    for one in case.granted:
        for year in one.years:
            paid.add(one.claim.ref, year, one.farm, one.cents)
    for made, year, here in chosen:
        got = here < len(made.claims)
        paid.add(made.ref, year, made.farm[got], made.cents[got, here[got]])
    for at, touched in case.touched.items():
        for (ref, year), amount in touched.paid.items():
            paid.of(ref, year)[at] += amount
    return paid


def _below_minimum(case: Case, chosen: list[Chosen], paid: _Paid) -> dict[int, Mask]:
    """Pay nothing of what shares a minimum where it does not come to that; per year the farms concerned.

    What it withholds where money was weighed against a class is known already (``withholding``): there it is not what the class
    that was taken would pay, but what the best would leave without it.
    """
    found, held = dict[int, Mask](), dict[str, Ints]()
    weighed = np.zeros(len(case.farms), dtype=np.bool_)
    weighed[list(case.gap)] = True
    for year in case.years:
        rules = regime(case.rulebook, year, case.on)
        if rules.minimum is None:
            continue
        total = case.beside(year)
        refs: set[str] = set()
        for one in case.granted:
            if year in one.years and rules.shares_minimum(one.claim):
                refs.add(one.claim.ref)
        for made, of, here in chosen:
            if of == year and rules.shares_minimum(made.claims[0]):
                np.add.at(total, made.farm, micro_cents(made, here))
                refs.add(made.ref)
        least = int(rules.minimum * MICRO)
        case.leave(np.flatnonzero(np.abs(total - least) < MICRO), MINIMUM)
        found[year] = total < least
        for ref in refs if found[year].any() else ():
            paid.of(ref, year)[found[year]] = 0
        if rules.minimum_of is not None:
            kept = held.setdefault(rules.minimum_of.id, np.zeros_like(total))
            kept += np.where(found[year] & ~weighed, total, 0)
    for limit, total in held.items():
        for farm in np.flatnonzero(total > 0).tolist():
            case.withheld[farm, limit] = settle(Fraction(int(total[farm]), MICRO))
    return found


def _cuts(case: Case, stays: Mask, first: int, into: Gathering) -> None:
    """What ceilings within a stack take, summed exactly."""
    parts = case.compiled.parts
    cutting = np.array([bool(p.cut) for p in parts], dtype=np.bool_)
    lost: dict[tuple[int, str], Fraction] = {}
    for laid in (case.fixed, case.picked):
        for at in np.flatnonzero(cutting[laid.part] & stays[laid.farm]).tolist():
            quantity = Fraction(int(laid.quantity[at]), SCALE)
            for limit, each in parts[int(laid.part[at])].cut.items():
                key = (first + int(laid.farm[at]), limit)
                lost[key] = lost.get(key, Fraction(0)) + each * quantity
    for farm, one in case.touched.items():
        for limit, each in one.cut.items() if stays[farm] else ():
            lost[first + farm, limit] = lost.get((first + farm, limit), Fraction(0)) + each
        case.withheld |= {(farm, limit): cents for limit, cents in one.binding.items()}
    into.binding.append(rows(((f, into.limits.of(n), settle(x)) for (f, n), x in lost.items()), 3))
    full = ((first + f, into.limits.of(n), cents) for (f, n), cents in case.withheld.items() if stays[f])
    into.binding.append(rows(full, 3))
