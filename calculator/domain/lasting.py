"""What a term grants year by year, how contracts go on after it, and how they are ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from calculator.domain.money import Range


@dataclass(frozen=True, slots=True)
class Instalments:
    """What a decision over years grants per unit in each year ``after`` its first, in cents, where that is not all as the first.

    ``unpublished`` are the years (one is that after the first) of which no amount is known: each is as the year before it.
    """

    after: tuple[Range, ...]
    unpublished: frozenset[int] = frozenset()

    def uneven(self, first: Range) -> bool:
        """Whether some year has another amount than the ``first``."""
        return any(each != first for each in self.after)


@dataclass(frozen=True, slots=True)
class Extension:
    """After its term a contract may go on for so many ``years``, and again, at the tariffs of these years.

    At most so many ``times`` and not past the day before ``until``; None where nobody set that. A ``silent`` one goes on unless
    it is ended.
    """

    years: int
    times: int | None = None
    until: date | None = None
    silent: bool = False

    def allows(self, nth: int, last: date) -> bool:
        """Whether the contract may be extended for the ``nth`` time, up to and including a last day."""
        if self.times is not None and nth > self.times:
            return False
        return self.until is None or last < self.until

    def used(self, term: int, served: int) -> int:
        """How often a contract with this term that served so many years was extended, at the least."""
        return max(0, -(-(served - term) // self.years))


@dataclass(frozen=True, slots=True)
class Notice:
    """Notice is given so many ``months`` before the contract ends, or at the latest ``by`` a month and day."""

    months: int | None = None
    by: tuple[int, int] | None = None

    @property
    def day(self) -> str | None:
        """The day of the year as files write it: ``10-01``."""
        return None if self.by is None else f"{self.by[0]:02d}-{self.by[1]:02d}"

    def latest(self, last: date) -> date:
        """The last day on which notice can be given to a contract whose last day is ``last``."""
        if self.by is not None:
            day = date(last.year, *self.by)
            return day if day <= last else date(last.year - 1, *self.by)
        after = last + timedelta(days=1)
        return _months_before(after, self.months or 0) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """A contract that ends, or goes on unless it is ended: by when notice must be given, and what comes after it.

    ``running`` contracts are those of the profile, others begin in the award.

    ``was`` is its last day before it went on without notice.

    ``extends`` are the years for which it goes on by itself. ``then`` is ``other`` (``instead`` are the payments that come on
    its ground), ``ends``, ``extended``, ``renewed``, ``unknown``: the rules that it rests on are known until ``basis_until``
    only, or ``later``: after the years that were asked.
    """

    scheme: str
    payment: str
    place: str
    ends_on: date
    by: date | None
    extends: int | None
    then: str
    running: bool
    instead: tuple[str, ...] = ()
    was: date | None = None
    basis_until: date | None = None


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of a month that is too short for it."""
    number = day.year * 12 + day.month - 1 - months
    first_of_next = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(number // 12, number % 12 + 1, min(day.day, last))
