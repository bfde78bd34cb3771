"""Contracts that begin or end within a year: whether that year counts, and for how much.

Rules, and what runs, are read on one day of each year. A contract that runs on that day pays the amount of a whole year. Of one
that runs on other days of it alone nobody knows what it pays over that part; what it excludes and takes counts
(``stacking.law.within_year``). Both are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from calculator.domain import months
from calculator.domain.farm import Contract, FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.contracts.placing import committed


def assumed(profile: FarmProfile, rulebook: Rulebook, on: date, years: int) -> Iterator[Text]:
    """What is assumed of such years; places under the same contract are named together."""
    places: dict[tuple[Text, date, date, date], list[str]] = {}
    for one in committed(profile, rulebook):
        start, until = one.contract.start, one.contract.until
        for year in sorted({start.year, until.year}):
            first, last = max(start, date(year, 1, 1)), min(until, date(year, 12, 31))
            whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
            if on.year <= year < on.year + years and not whole:
                key = one.payment.name, first, last, same_day_in(year, on)
                places.setdefault(key, []).append(one.line.unit)
    for (name, *days), units in places.items():
        first, last, day = days
        yield _told(name, ", ".join(dict.fromkeys(units)), days, counts=first <= day <= last)


def away(contract: Contract, year: int, on: date) -> tuple[date, date] | None:
    """The first and last day in a year of a contract that runs in it, and not on the day on which it is read."""
    first, last = max(contract.start, date(year, 1, 1)), min(contract.until, date(year, 12, 31))
    runs = first <= same_day_in(year, on) <= last
    return (first, last) if first <= last and not runs else None


def _told(name: Text, where: str, days: Sequence[date], *, counts: bool) -> Text:
    begins, ends, read = (months.in_full(each) for each in days)
    year = days[0].year
    if counts:
        return Text(
            nl=f"Aangenomen: {name.nl} ({where}) betaalt over {year} het bedrag van een heel jaar, al loopt het contract "
            f"dat jaar van {begins.nl} tot en met {ends.nl}.",
            en=f"Assumed: {name.en} ({where}) pays for {year} the amount of a whole year, though the contract runs in "
            f"that year from {begins.en} up to and including {ends.en}.",
        )
    return Text(
        nl=f"Aangenomen: {name.nl} ({where}) betaalt in {year} niets. Het contract loopt dat jaar van {begins.nl} tot en met "
        f"{ends.nl}, en er is gekeken naar {read.nl}: wat het over dat deel betaalt, is niet bekend. Wat het uitsluit of "
        "wegneemt van wat per jaar wordt betaald, is meegeteld.",
        en=f"Assumed: {name.en} ({where}) pays nothing in {year}. The contract runs in that year from {begins.en} up to and "
        f"including {ends.en}, and it was looked at on {read.en}: what it pays over that part is not known. What it excludes, "
        "or takes from what is paid by the year, is counted.",
    )
