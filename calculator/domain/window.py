"""Windows for applying: from which day to which day a payer takes applications of one year, as far as somebody published it.

A day that nobody published is unknown. No window follows from that of another year: payers move them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calculator.domain.source import Confidence, Source


class Step(StrEnum):
    """What is done in a window: apply, confirm what was really done, or correct what was declared."""

    APPLY = "apply"
    CONFIRM = "confirm"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Window:
    """One window of some schemes (their ids) for the applications of one year; both days are part of it, None is unknown."""

    schemes: tuple[str, ...]
    year: int
    step: Step
    opens: date | None
    closes: date | None
    source: Source
    confidence: Confidence

    @property
    def last(self) -> date:
        """The last day that is known of it."""
        known = [day for day in (self.opens, self.closes) if day is not None]
        return max(known)


def ahead(windows: Iterable[Window], scheme: str, day: date) -> tuple[Window, ...]:
    """The windows of a scheme that are not over on the day, in order."""
    found = [w for w in windows if scheme in w.schemes and w.last >= day]
    return tuple(sorted(found, key=lambda w: (w.last, w.step)))


def before(windows: Iterable[Window], scheme: str, day: date) -> Window | None:
    """The last window for applying that was over on the day, or None where none was ever published."""
    past = [w for w in windows if scheme in w.schemes and w.last < day and w.step is Step.APPLY]
    return max(past, key=lambda w: w.last, default=None)
