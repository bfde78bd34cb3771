"""A rolling window over time: what counts on each day, with every grant coming in and falling out at its own date.

Only geometry and figures; the template draws it. Places along the width are per cents, heights whole pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from calculator.domain.period import same_day_in
from calculator.web.wiring import rows, string

Json = Mapping[str, object]

#: The height of the plot in pixels, and the room above it for the words of the ceiling.
HEIGHT, HEAD = 120, 20
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Event:
    """A grant that begins to count (``change`` above zero) or no longer does, and what counts from that day on."""

    day: date
    giver: str
    change: Decimal
    counted: Decimal
    room: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of days over which the same amount counts, as a bar."""

    x: Decimal
    width: Decimal
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class AidWindow:
    """What counts over time against the ceiling; ``years`` are first days of years with their place."""

    events: tuple[Event, ...]
    steps: tuple[Step, ...]
    years: tuple[tuple[int, Decimal], ...]
    ceiling: Decimal
    ceiling_y: int
    span: int
    height: int = HEAD + HEIGHT


def of(uses: Sequence[Json]) -> AidWindow | None:
    """The window of one limit from its years in an award; None where it does not roll or nothing was granted."""
    kind, _, written = string(uses[-1].get("window") or "").partition(" ")
    ceiling = Decimal(string(uses[-1].get("ceiling_eur") or "0"))
    grants = _grants(uses)
    if kind != "rolling" or not written.isdigit() or not grants or ceiling <= 0:
        return None
    events = _events(grants, int(written), ceiling)
    first = date(events[0].day.year, 1, 1)
    last = date(events[-1].day.year + 1, 1, 1)
    days = (last - first).days
    top = max(ceiling, *(event.counted for event in events))
    return AidWindow(
        events,
        tuple(_steps(events, first, last, top)),
        tuple((year, _share((date(year, 1, 1) - first).days, days)) for year in range(first.year, last.year)),
        ceiling,
        HEAD + HEIGHT - _pixels(ceiling, top),
        int(written),
    )


def _grants(uses: Sequence[Json]) -> list[tuple[date, Decimal, str]]:
    """Every grant once, though more years of the award count it; two that are alike in one year are two."""
    most: Counter[tuple[date, Decimal, str]] = Counter()
    for use in uses:
        seen = Counter(
            (date.fromisoformat(string(g["grant_date"])), Decimal(string(g["amount_eur"])), string(g["from"]))
            for g in rows(use.get("grants"))
        )
        most |= seen
    return sorted(most.elements())


def _events(grants: Sequence[tuple[date, Decimal, str]], span: int, ceiling: Decimal) -> tuple[Event, ...]:
    changes = [(day, amount, giver) for day, amount, giver in grants]
    # The boundary day itself still counts (1408/2013, article 3(2)).
    changes += [
        (same_day_in(day.year + span, day) + timedelta(days=1), -amount, giver)
        for day, amount, giver in grants
    ]
    counted, found = _NOTHING, []
    for day, change, giver in sorted(changes, key=lambda entry: entry[0]):
        counted += change
        found.append(Event(day, giver, change, counted, max(_NOTHING, ceiling - counted)))
    return tuple(found)


def _steps(events: Sequence[Event], first: date, last: date, top: Decimal) -> list[Step]:
    days = (last - first).days
    found = []
    for event, following in zip(events, [*(e.day for e in events[1:]), last], strict=True):
        length = (following - event.day).days
        if event.counted > 0 and length > 0:
            height = max(2, _pixels(event.counted, top))
            found.append(
                Step(
                    _share((event.day - first).days, days),
                    _share(length, days),
                    HEAD + HEIGHT - height,
                    height,
                )
            )
    return found


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(100) * part / whole).quantize(Decimal("0.01"))


def _pixels(amount: Decimal, top: Decimal) -> int:
    return int((amount * HEIGHT / top).to_integral_value())
