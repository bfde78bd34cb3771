"""Where a figure comes from, how sure it is, and the figure itself: value, unit, date and source travel together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calculator.domain.period import Period


class Status(StrEnum):
    """How firm a figure is, firmest first. ``historic`` and ``unknown`` figures never compute."""

    DEFINITIVE = "definitive"
    PROVISIONAL = "provisional"
    ANNOUNCED = "announced"
    ASSUMED = "assumed"
    HISTORIC = "historic"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How literally the source was read: ``high`` official text, ``medium`` second hand, ``low`` partial or derived."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


#: Firmest first; the reading of a series takes the firmest figure that is in force.
STATUS_RANK: dict[Status, int] = {status: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read: ``seen`` is the day it was read, ``published`` what it says of its own date."""

    id: str
    title: str
    url: str
    seen: date
    article: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One sourced figure in one period.

    ``values`` maps a key to a value; a plain figure has the single key ``""``. Keys are regions (``"1"``), goals
    (``"klimaat"``), classes (``"goud"``), or ``"1.klimaat"`` for a goal in a region. A range has ``low`` and ``high``
    under the same keys and no ``values``. A figure with neither is known to exist but not published. ``unit`` is as the
    rule file writes it (``EUR/ha``).
    """

    period: Period
    status: Status
    confidence: Confidence
    sources: tuple[str, ...]
    values: Mapping[str, Decimal]
    low: Mapping[str, Decimal]
    high: Mapping[str, Decimal]
    origin: str | None = None
    note: str | None = None
    unit: str = ""

    @property
    def computes(self) -> bool:
        """Whether an amount may rest on it."""
        return self.status not in (Status.HISTORIC, Status.UNKNOWN) and bool(self.values or self.low)


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one name through time; several may be in force at once (provisional and definitive)."""

    figures: tuple[Figure, ...] = ()

    def on(self, day: date) -> Figure | None:
        """The firmest figure in force on the day that may be computed with, or None."""
        found: Figure | None = None
        for figure in self.figures:
            firmer = found is None or STATUS_RANK[figure.status] < STATUS_RANK[found.status]
            if firmer and figure.computes and figure.period.contains(day):
                found = figure
        return found

    def known_on(self, day: date) -> Figure | None:
        """The firmest figure in force on the day, also one that never computes (historic, unknown)."""
        known = [f for f in self.figures if f.period.contains(day)]
        return min(known, key=lambda f: STATUS_RANK[f.status], default=None)


def pick(values: Mapping[str, Decimal], key: str) -> Decimal | None:
    """The value under the key, or the single unkeyed value."""
    return values[key] if key in values else values.get("")
