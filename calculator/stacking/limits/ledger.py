"""The ledger of limits: what fills each, what it leaves, whether it holds the award back, and at what price.

A limit binds in a year where it is full, or where more was wanted than it leaves and the whole is worth more without it.
More is worth finding out only in the second case: where all that is wanted fits, no other choice can break the limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.limit_use import LimitUse
from calculator.domain.money import cents_of, settle
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.stacking.law.caps import count_of, most_of
from calculator.stacking.law.counting import counted_by, limit_binds
from calculator.stacking.law.deminimis import in_window
from calculator.stacking.law.windows import ceiling, versions
from calculator.stacking.limits.cuts import Cut, cuts
from calculator.stacking.limits.filled_by import payments
from calculator.stacking.limits.in_windows import InWindows
from calculator.stacking.limits.land_limits import ceilings_on_land, quantity_cap
from calculator.stacking.limits.lost_on_land import Lost, kept_out, lost
from calculator.stacking.limits.minimum import minimum_total
from calculator.stacking.solving.free_choice.filling import most
from calculator.stacking.solving.outcome import Outcome

_YEAR = attrgetter("year")


@dataclass(slots=True)
class Prices:
    """What each limit costs, asked once: cents by which the optimum without it is proven higher, else zero."""

    outcome: Outcome
    ask: Callable[[str], int | None]
    _known: dict[str, int | None] = field(default_factory=dict)

    def of(self, limit: str) -> int | None:
        """Cents; None where that could not be found out."""
        if limit not in self._known:
            gap = settle(max(Fraction(0), self.outcome.bound - self.outcome.objective) / MICRO)
            price = self.ask(limit)
            self._known[limit] = 0 if price is not None and price <= gap else price
        return self._known[limit]

    def entry(self, limit: str, *, full: bool, wanted: bool) -> tuple[bool, int | None]:
        """Whether a limit binds, and its price where it does; ``wanted`` says that more was wanted than it leaves."""
        price = self.of(limit) if wanted else 0
        binds = full or bool(price)
        return binds, price if binds else None


def limit_uses(
    outcome: Outcome, claims: tuple[Claim, ...], on: date, price: Callable[[str], int | None]
) -> tuple[LimitUse, ...]:
    """The ledger of every limit on euros that counts something of this farm, and of every other that binds, per year."""
    rulebook, prices = outcome.built.rows.rulebook, Prices(outcome, price)
    windowed = list(dict.fromkeys(x.id for x in versions(rulebook)))
    found: list[LimitUse] = []
    land, counted = (cuts(outcome), lost(outcome)), InWindows.of(outcome)
    by_year: dict[int, list[Claim]] = {}
    for year, members in groupby(claims, _YEAR):
        by_year.setdefault(year, []).extend(members)
    years = sorted(by_year)
    firsts = {year: first for first, of in outcome.years.years.items() for year in of}
    told: dict[int, tuple[tuple[Limit, ...], list[LimitUse]]] = {}
    for year in years:
        for limit in windowed:
            found += _windows(outcome, counted, limit, year, on, prices, last=year == years[-1])
        limits = rulebook.limits_on(same_day_in(year, on))
        # Years that read alike under the same limits fill these alike.
        known = told.get(firsts[year])
        if known is None or known[0] != limits:
            within = list(_within_year(outcome, limits, land, by_year[year], year, prices))
            known = told[firsts[year]] = limits, within
        found += [use if use.year == year else replace(use, year=year) for use in known[1]]
    return tuple(found)


def _within_year(
    outcome: Outcome,
    limits: Iterable[Limit],
    land: tuple[Sequence[Cut], Sequence[Lost]],
    claims: Sequence[Claim],
    year: int,
    prices: Prices,
) -> Iterator[LimitUse]:
    """The uses of limits that hold within one year; ``land`` is what ceilings took of stacks and kept out, in first years."""
    alike = outcome.years.years
    cut = [x for x in land[0] if year in alike[x.claim.year]]
    kept = [x for x in land[1] if year in alike[x.year]]
    for limit in limits:
        if limit.kind is LimitKind.AMOUNT_CAP:
            yield from _cap(outcome, limit, claims, year, prices)
        else:
            here = list(ceilings_on_land(limit, cut, year, prices.of))
            yield from here
            yield from kept_out(limit, kept, year, {x.scope for x in here}, prices.of)
            rows = outcome.built.rows
            day = same_day_in(year, rows.on)
            yield from quantity_cap(limit, outcome.lines, claims, day, rows.profile, prices.of)
            yield from minimum_total(outcome, limit, claims, year, prices.of)


def _windows(
    outcome: Outcome, counted: InWindows, limit: str, year: int, on: date, prices: Prices, *, last: bool
) -> Iterator[LimitUse]:
    """Per version the fullest day of the year on which something is granted; the asked day where nothing is.

    The last year also answers for days after the horizon: yearly decisions of running contracts that are still to come. Where aid
    in its window is unknown, nobody can tell how full it is.
    """
    windows = outcome.built.rows.windows
    days = [day for day in windows.days(limit) if day.year == year] or [same_day_in(year, on)]
    if windows.undertaking.aid_received is None and year not in counted.years:
        return
    fullest: dict[date, tuple[Fraction, date, Limit]] = {}
    for day in days:
        version = windows.on(limit, day)
        most = ceiling(version, day) if version else None
        if version is not None and most is not None and not windows.unknown(version, day):
            rank = (Fraction(counted.held(version, day).total, most or 1), day, version)
            start = version.validity.start
            fullest[start] = max(fullest.get(start, rank), rank, key=lambda r: r[:2])
    after = [day for day in windows.days(limit) if last and day.year > year]
    for _, (_, day, version) in sorted(fullest.items()):
        held = [d for d in (*days, *after) if version.validity.contains(d)]
        wanted = any(_may_break(outcome, counted, version, d) for d in held)
        yield _on_day(outcome, counted, version, day, year, wanted, prices)


def _on_day(
    outcome: Outcome, counted: InWindows, limit: Limit, day: date, year: int, wanted: bool, prices: Prices
) -> LimitUse:
    held, most = counted.held(limit, day), ceiling(limit, day) or 0
    binds, price = prices.entry(limit.id, full=held.total >= most, wanted=wanted)
    return LimitUse(
        limit=limit.id,
        name=limit.name,
        scope="undertaking",
        year=year,
        used=held.total,
        ceiling=most,
        window=f"{limit.window or 'rolling'} {limit.window_years or 3}",
        grants=tuple(sorted(held.grants)),
        binding=binds,
        price=price,
        largest_grant_that_fits=_fits(outcome, counted, limit.id, day),
        source=limit.source,
        article=limit.article,
        kind=limit.kind,
    )


def _may_break(outcome: Outcome, counted: InWindows, limit: Limit, day: date) -> bool:
    """Whether any choice could take more of the window than it leaves: where every block takes the most that it can."""
    windows, problem = outcome.built.rows.windows, outcome.built.problem
    row = outcome.built.rows.index.get(("de_minimis", limit.id, day))
    if row is None:
        return False
    if counted.claimed(limit, day) <= (windows.room(limit, day) or 0):
        return False
    return most(problem, row) > problem.rows[row].bound


def _fits(outcome: Outcome, counted: InWindows, limit: str, day: date) -> int:
    """Cents of the largest grant on the day that leaves every other grant of this award standing.

    A grant is lawful by what is granted: where lines were rounded down, by parts of cents that none of them says.
    """
    windows, left = outcome.built.rows.windows, list[int]()
    for later in (day, *windows.days(limit)):
        version = windows.on(limit, later)
        most = ceiling(version, later) if version else None
        if version is not None and most is not None and in_window(version, day, later):
            held = counted.held(version, later)
            if later == day or any(when == later for when, _, _ in held.grants):
                left.append(most - held.total - held.spare)
    return max(0, min(left, default=0))


def _cap(
    outcome: Outcome, limit: Limit, claims: Sequence[Claim], year: int, prices: Prices
) -> Iterator[LimitUse]:
    """The use of a cap on euros in a year in which something under it is paid, or it keeps that from being paid.

    ``claims`` are those of the year.
    """
    day, profile = same_day_in(year, outcome.built.rows.on), outcome.built.rows.profile
    cap = most_of(limit, day, profile)
    wanted = counted_by(limit, claims) if cap is not None else []
    if not wanted or cap is None:
        return
    under = [x for x in outcome.lines if x.claim.year == year and limit_binds(limit, x.claim)]
    most, total = cents_of(cap), sum(x.amount for x in under)
    # Land that is divided may leave a cent or two of a cap that holds it back.
    more = sum((c.rate.expected * Fraction(c.quantity) for c in wanted), Fraction(0)) > most
    full = total >= most
    binds, price = prices.entry(limit.id, full=full, wanted=full or more)
    if under or binds:
        yield LimitUse(
            limit.id, limit.name, "farm", year, total, most, None, (), binds,
            price, None, limit.source, limit.article, limit.kind,
            filled_by=payments(under), counts=count_of(limit, day, profile),
        )  # fmt: skip
