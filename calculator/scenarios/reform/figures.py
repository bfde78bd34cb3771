"""Other figures: new values and growth over the years, cut out of what the rules say in that period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from calculator.domain.period import Period
from calculator.domain.scheme import Payment, Text
from calculator.domain.source import Confidence, Figure, Series, Status
from calculator.registry.files.problem import nearest
from calculator.scenarios.reform.scenario import FigureChange, IndexChange, LimitChange
from calculator.scenarios.reform.working import SOURCE, Working, clipped, rest

_GRAIN = Decimal("0.0001")
#: A tariff that grows without an end is written down for so many years.
_LONGEST = 40

Values = Mapping[str, Decimal]


def figure(working: Working, change: FigureChange) -> None:
    """Set a tariff, cap or threshold of every payment that is meant."""
    _of_payments(working, change, change.figure, _news(change))


def index(working: Working, change: IndexChange) -> None:
    """Let a tariff grow from year to year."""
    chosen, done = working.chosen(change.where, change.line, change.period), False
    for place, ids in chosen.items():
        scheme, changed = working.schemes[place], dict[str, Payment]()
        for payment in (p for p in scheme.payments if p.id in ids):
            grown = _grown(working, payment, change)
            if grown is None:
                continue
            changed[payment.id] = grown
            ref = f"{scheme.id}#{payment.id}"
            working.says(change.line, change.period, change.percent, "figure", ref, change.figure, "")
        if changed:
            done = True
            working.payments(place, tuple(changed), lambda p, c=changed: c[p.id])  # type: ignore[misc]
    if chosen and not done:
        payments = [p for i, ids in chosen.items() for p in working.schemes[i].payments if p.id in ids]
        held = [p.figures[change.figure] for p in payments if change.figure in p.figures]
        _nothingreplaced(working, change.line, change.figure, Value(), held)


def limit(working: Working, change: LimitChange) -> None:
    """Lift a limit or give it another figure."""
    places = [i for i, x in enumerate(working.limits) if x.id == change.limit]
    if not places:
        working.found.wrong(
            change.line,
            Text(f"er is geen grens `{change.limit}`", f"there is no limit `{change.limit}`"),
            nearest(change.limit, {x.id for x in working.limits}),
        )
        return
    said: object = "off" if change.off else (change.figure, change.key, change.value, change.factor)
    # A limit that is lifted in one line and set in another is a conflict, whatever figure it is.
    working.says(
        change.line, change.period, said, "limit", change.limit, "" if change.off else change.figure or ""
    )
    if not change.off:
        working.says(change.line, change.period, "kept", "limit-stands", change.limit)
    else:
        working.says(change.line, change.period, "off", "limit-stands", change.limit)
    for place in places:
        _limit_at(working, place, change)


def _limit_at(working: Working, place: int, change: LimitChange) -> None:
    old = working.limits[place]
    if not old.validity.overlaps(change.period):
        return
    if change.off:
        parts = tuple(rest(old.validity, change.period))
        kept = parts or (Period(date(1, 1, 1), date(1, 1, 2)),)
        working.limits[place] = replace(old, validity=kept[0])
        working.limits += [replace(old, validity=p) for p in kept[1:]]
        return
    name = change.figure or ("ceiling" if "ceiling" in old.figures else next(iter(old.figures)))
    if name not in old.figures:
        _no_figure(working, change.line, name, old.figures)
        return
    new = Value(change.key, change.value, factor=change.factor)
    series = replaced(working, old.figures[name], change.period, new)
    if series is None:
        _nothingreplaced(working, change.line, name, new, [old.figures[name]])
        return
    working.limits[place] = replace(
        old, figures={**old.figures, name: series}, sources={**old.sources, SOURCE: working.source}
    )


@dataclass(frozen=True, slots=True)
class Value:
    """What a figure becomes: another value (of one key), a range, or the old one times a factor."""

    key: str | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    factor: Decimal | None = None

    def of(self, old: Figure) -> tuple[Values, Values, Values] | None:
        """The new values, low and high of a figure; None where it has no such key."""
        if self.key is not None and self.key not in (*old.values, *old.low):
            return None
        if self.factor is not None:
            return tuple(self._scaled(v) for v in (old.values, old.low, old.high))  # type: ignore[return-value]
        keys = [self.key] if self.key is not None else list(old.values or old.low)
        if self.value is not None:
            values = {**(old.values or old.low), **dict.fromkeys(keys, self.value)}
            return values, {}, {}
        assert self.low is not None
        assert self.high is not None
        lows, highs = dict(old.low or old.values), dict(old.high or old.values)
        return {}, {**lows, **dict.fromkeys(keys, self.low)}, {**highs, **dict.fromkeys(keys, self.high)}

    def _scaled(self, values: Values) -> Values:
        factor = self.factor
        assert factor is not None
        return {k: _rounded(v * factor) if self.key in (None, k) else v for k, v in values.items()}


def _news(change: FigureChange) -> Value:
    return Value(change.key, change.value, change.low, change.high, change.factor)


def _of_payments(working: Working, change: FigureChange, name: str, new: Value) -> None:
    chosen = working.chosen(change.where, change.line, change.period)
    holding, seen, done = list[Series](), set[str](), False
    for place, ids in chosen.items():
        scheme, changed = working.schemes[place], dict[str, Payment]()
        for payment in (p for p in scheme.payments if p.id in ids):
            seen |= payment.figures.keys()
            if name not in payment.figures:
                continue
            holding.append(payment.figures[name])
            series = replaced(working, payment.figures[name], change.period, new)
            if series is None:
                continue
            changed[payment.id] = replace(payment, figures={**payment.figures, name: series})
            value = (new.value, new.low, new.high, new.factor)
            ref = f"{scheme.id}#{payment.id}"
            working.says(change.line, change.period, value, "figure", ref, name, new.key or "")
        if changed:
            done = True
            working.payments(place, tuple(changed), lambda p, c=changed: c[p.id])  # type: ignore[misc]
    if chosen and not holding:
        _no_figure(working, change.line, name, seen)
    elif chosen and not done:
        _nothingreplaced(working, change.line, name, new, holding)


def _no_figure(working: Working, line: int, name: str, known: object) -> None:
    names = set(known) if isinstance(known, set | dict) else set()
    working.found.wrong(
        line,
        Text(f"daar is geen getal `{name}`", f"there is no figure `{name}` there"),
        nearest(name, names),
    )


def _nothingreplaced(working: Working, line: int, name: str, new: Value, held: Iterable[Series]) -> None:
    keys = {k for series in held for f in series.figures for k in (*f.values, *f.low)}
    if new.key is not None and new.key not in keys:
        working.found.wrong(
            line,
            Text(f"`{name}` heeft geen sleutel `{new.key}`", f"`{name}` has no key `{new.key}`"),
            nearest(new.key, keys),
        )
        return
    working.found.wrong(
        line,
        Text(
            f"`{name}` is in die periode niet bekend, zodat er niets te veranderen is",
            f"`{name}` is not known in that period, so there is nothing to change",
        ),
        Text("geef `value`, of een andere periode", "give `value`, or another period"),
    )


def replaced(working: Working, old: Series, period: Period, new: Value) -> Series | None:
    """The series with all that computes in the period replaced by what is new; None where that is nothing."""
    kept = [replace(f, period=part) for f in old.figures for part in rest(f.period, period)]
    made: list[Figure] = []
    for within in _segments(old, period):
        figure = old.on(within.start)
        values = None if figure is None else new.of(figure)
        if figure is not None and values is not None:
            made.append(_made(working, figure, within, *values))
    made += _beyond(working, old, period, new, made)
    if not made:
        return None
    return Series(tuple(sorted((*kept, *made), key=lambda f: (f.period.start, f.status))))


def _beyond(
    working: Working, old: Series, period: Period, new: Value, made: list[Figure]
) -> Iterator[Figure]:
    """Where the rules say nothing yet, a value that is given whole fills the gap."""
    last = max((f for f in old.figures), key=lambda f: f.period.start, default=None)
    if last is None:
        return
    whole = (
        new.value is not None and new.key is None and set(last.values or last.low or {"": Decimal(0)}) == {""}
    )
    if not whole or new.value is None:
        return
    gaps = [period]
    for figure in made:
        gaps = [part for gap in gaps for part in rest(gap, figure.period)]
    for gap in gaps:
        yield _made(working, last, gap, {"": new.value}, {}, {})


def _segments(series: Series, period: Period) -> Iterator[Period]:
    """The stretches of a period in which one figure is the firmest."""
    shared = [c for f in series.figures if (c := clipped(f.period, period))]
    cuts = sorted({c.start for c in shared} | {c.end for c in shared if c.end is not None})
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        if end is None and not any(c.end is None for c in shared):
            continue
        yield Period(start, end)


def _made(
    working: Working, like: Figure, period: Period, values: Values, low: Values, high: Values
) -> Figure:
    return Figure(
        period=period,
        status=Status.ASSUMED,
        confidence=Confidence.LOW,
        sources=(SOURCE,),
        values=values,
        low=low,
        high=high,
        origin=working.origin,
        unit=like.unit,
    )


def _grown(working: Working, payment: Payment, change: IndexChange) -> Payment | None:
    series = payment.figures.get(change.figure)
    base = None if series is None else series.on(change.period.start)
    if series is None or base is None:
        return None
    start = change.period.start
    end = change.period.end or date(start.year + _LONGEST, 1, 1)
    made: list[Figure] = []
    for within, factor in _growth(start, end, change.percent):
        grown = [
            {k: _rounded(v * factor) for k, v in part.items()} if part else {}
            for part in (base.values, base.low, base.high)
        ]
        made.append(_made(working, base, within, *grown))
    kept = [replace(f, period=part) for f in series.figures for part in rest(f.period, Period(start, end))]
    new = Series(tuple(sorted((*kept, *made), key=lambda f: (f.period.start, f.status))))
    return replace(payment, figures={**payment.figures, change.figure: new})


@lru_cache(maxsize=16)
def _growth(start: date, end: date, percent: Decimal) -> tuple[tuple[Period, Decimal], ...]:
    """The years of a period, each with what an amount is by then; the same for every payment that a line names."""
    years = range(start.year, end.year + (end > date(end.year, 1, 1)))
    spans = ((year, clipped(Period.year(year), Period(start, end))) for year in years)
    return tuple((w, (1 + percent / 100) ** (year - start.year)) for year, w in spans if w is not None)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_GRAIN, rounding=ROUND_HALF_UP).normalize() + 0
