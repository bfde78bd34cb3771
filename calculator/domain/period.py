"""Half-open periods: the first day counts, the last does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``start`` up to but not including ``end``; no ``end`` means no end is known."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period must end after it starts: {self.start} .. {self.end}")

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether the two share at least one day."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def common(self, other: Period) -> Period | None:
        """The days that lie in both; None where there are none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Period(max(self.start, other.start), min(ends, default=None))

    @classmethod
    def year(cls, year: int) -> Period:
        """One calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))


#: Nobody asks what rules say after this day; the years that follow from it must fit in the calendar.
LATEST = date(2100, 12, 31)


def same_day_in(year: int, day: date) -> date:
    """The same month and day in another year; 29 February becomes the 28th where it must."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def years_before(day: date, years: int) -> date:
    """The same date a number of years earlier, as the de minimis window needs it; of 29 February 1 March where it must.

    Years that begin on 28 February end with that date (Regulation (EEC, Euratom) 1182/71, article 3(2)(c)): on the 29th they are
    over.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def ranges(years: Iterable[int]) -> str:
    """Years as a person writes them: ``2026-2028, 2030``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
