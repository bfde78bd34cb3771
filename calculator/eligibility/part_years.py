"""Contracts that begin or end within a year: whether that year counts, and for how much.

Rules, and what runs, are read on one day of each year. A contract that runs on that day pays the amount of a whole year, and one
that does not is not there: what it pays or excludes in the rest of the year is not worked out. Both are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from calculator.domain import months
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.placing import committed


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
        nl=f"Aangenomen: {name.nl} ({where}) telt in {year} niet mee. Het contract loopt dat jaar van {begins.nl} tot en "
        f"met {ends.nl}, en er is gekeken naar {read.nl}: wat het in dat jaar betaalt of uitsluit, is niet doorgerekend.",
        en=f"Assumed: {name.en} ({where}) does not count in {year}. The contract runs in that year from {begins.en} up "
        f"to and including {ends.en}, and it was looked at on {read.en}: what it pays or excludes in that year is not "
        "worked out.",
    )
