"""Class premiums over the years of a span: worked out once, and what they wait for once per set of activities.

What a span finds of activities before the payments that look at the year is the same in all its years, so that only what else
there is has to be held against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculator.domain.period import same_day_in
from calculator.domain.quickly import made_quickly
from calculator.domain.scheme import Payment
from calculator.eligibility.asked_farm import Farm
from calculator.eligibility.eco.class_premium import Activities, assess_class, leave_class_open
from calculator.eligibility.ready import open_in, spread
from calculator.eligibility.spans import Span
from calculator.eligibility.subject import Findings


@made_quickly
@dataclass(frozen=True, slots=True)
class So:
    """So many claims, and activities that wait, were found in a year."""

    claims: int
    waiting: int

    @classmethod
    def far(cls, found: Findings) -> So:
        """As many as now."""
        return cls(len(found.claims), len(found.waiting))


def add_premium(
    farm: Farm, span: Span, payment: Payment, gathered: Mapping[int, Findings], steady: Mapping[int, So]
) -> None:
    """A class premium, once for all years in which there are activities.

    ``steady`` says, per year, what was found before the payments that look at the year.
    """
    scheme, running = span.scheme, farm.running
    start, until = running.get(span.years[0], 0), steady[span.years[0]]
    first = gathered[span.years[0]]
    same = Activities.of(scheme.id, first.claims[start : until.claims], first.waiting[: until.waiting])
    own: dict[int, Activities] = {}
    for year in span.years:
        there, until = gathered[year], steady[year]
        claims = [*there.claims[: running.get(year, 0)], *there.claims[until.claims :]]
        of_year = Activities.of(scheme.id, claims, there.waiting[until.waiting :])
        if same or of_year:
            own[year] = of_year
    if not own:
        return
    years, found = tuple(own), Findings(answers=farm.answers)
    assess_class(farm.subject(scheme, payment, same_day_in(years[0], span.day)), found)
    spread(found, years, tuple([gathered[year] for year in years]))
    known: list[tuple[Activities, Findings]] = []
    for year, of_year in own.items():
        waits = next((left for before, left in known if before.scored == of_year.scored), None)
        if waits is None:
            subject, waits = farm.subject(scheme, payment, same_day_in(year, span.day)), Findings()
            leave_class_open(subject, found.claims, same + of_year, waits)
            known.append((of_year, waits))
        gathered[year].open += [open_in(o, year) for o in waits.open]
        gathered[year].hopes |= waits.hopes
