"""Where measures would lie that are not there yet: the ground of one place from zero to its size.

A measure with a part lies on that part; a part that is not there yet lies beside the others, and goes on at zero where the
ground ends. Without a part a measure takes ground that is free of its exclusive group first, from where the parts end, and then
ground of managed measures of that group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from calculator.domain.farm import Measure
from calculator.eligibility.units import Spread, laid_out

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Laid:
    """Measures as they would be written down, and how much each of the original ones covers."""

    measures: tuple[Measure, ...]
    covered: tuple[tuple[Measure, Decimal], ...]


def replaced(
    managed: tuple[Measure, ...], taken: tuple[Measure, ...], groups: Mapping[str, str]
) -> Laid | None:
    """On an element that is measured in several ways a candidate takes the place of its whole group."""
    wanted = [groups[m.code] for m in taken]
    if len(set(wanted)) < len(wanted):
        return None
    kept = tuple(m for m in managed if groups[m.code] not in wanted)
    return Laid((*kept, *taken), tuple((m, m.quantity) for m in (*kept, *taken)))


_Span = tuple[Decimal, Decimal]


class Layout:
    """Ground from zero to the size of the place, with the managed measures where they lie now."""

    def __init__(
        self, size: Decimal, managed: tuple[Measure, ...], groups: Mapping[str, str], *, nested: bool
    ) -> None:
        self.size, self.managed, self.groups = size, managed, groups
        self.spread: Spread = laid_out(size, managed, nested=nested)
        self.chosen: dict[str, list[_Span]] = {}
        self.placed: list[tuple[Measure, list[_Span]]] = []

    def with_candidates(self, taken: tuple[Measure, ...]) -> Laid | None:
        """Those with a place of their own first, then those that take what ground there is; None where one does not fit."""
        for measure in sorted(taken, key=lambda m: m.part is None and m.quantity < self.size):
            spans = self._ground(measure)
            mine = self.chosen.setdefault(self.groups[measure.code], [])
            if spans is None or any(_overlap(a, b) for a in spans for b in mine):
                return None
            mine += spans
            self.placed.append((measure, spans))
        for low, high, measure in self.spread.spans:
            left = _without([(low, high)], self.chosen.get(self.groups[measure.code], []))
            self.placed.append((measure, left))
        return self._written(taken)

    def _ground(self, measure: Measure) -> list[_Span] | None:
        if measure.quantity > self.size:
            return None
        if measure.part is not None:
            start = self.spread.starts.get(measure.part)
            if start is None:
                start = self.spread.starts[measure.part] = self.spread.end % self.size
                self.spread.end += measure.quantity
            return _around(start, measure.quantity, self.size)
        if measure.quantity == self.size:
            return [(_ZERO, self.size)]
        group = self.groups[measure.code]
        held = [(low, high) for low, high, m in self.spread.spans if self.groups[m.code] == group]
        mine = self.chosen.get(group, [])
        start = min(self.spread.end, self.size) % self.size
        ground = [span for span in ((start, self.size), (_ZERO, start)) if span[0] < span[1]]
        free = _without(ground, [*mine, *held])
        return _take([*free, *_without(_without(ground, mine), free)], measure.quantity)

    def _written(self, taken: tuple[Measure, ...]) -> Laid:
        """Every stretch on which the same measures lie becomes a part of its own, in order along the ground."""
        cuts = sorted({c for _, spans in self.placed for span in spans for c in span})
        order = {id(m): n for n, m in enumerate((*self.managed, *taken))}
        stretches: dict[tuple[int, ...], Decimal] = {}
        by_order = {order[id(m)]: m for m, _ in self.placed}
        for low, high in pairwise(cuts):
            here = {order[id(m)] for m, spans in self.placed if any(a <= low and high <= b for a, b in spans)}
            if here:
                key = tuple(sorted(here))
                stretches[key] = stretches.get(key, _ZERO) + high - low
        written = tuple(
            replace(by_order[at], quantity=quantity, part=f"{number:03d}")
            for number, (here, quantity) in enumerate(stretches.items(), start=1)
            for at in here
        )
        covered = tuple((by_order[at], quantity) for here, quantity in stretches.items() for at in here)
        return Laid(written, covered)


def _overlap(a: _Span, b: _Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _around(start: Decimal, quantity: Decimal, size: Decimal) -> list[_Span]:
    """A stretch from ``start`` that goes on at zero where the ground ends."""
    end = start + quantity
    if end <= size:
        return [(start, end)]
    return [(start, size), (_ZERO, end - size)]


def _without(ground: Sequence[_Span], gone: Sequence[_Span]) -> list[_Span]:
    left = list(ground)
    for low, high in gone:
        kept: list[_Span] = []
        for a, b in left:
            kept += [(x, y) for x, y in ((a, min(b, low)), (max(a, high), b)) if x < y]
        left = kept
    return left


def _take(ground: Sequence[_Span], quantity: Decimal) -> list[_Span] | None:
    """The first so much of the ground; None where there is less."""
    spans: list[_Span] = []
    for low, high in ground:
        if quantity <= 0:
            break
        spans.append((low, min(high, low + quantity)))
        quantity -= high - low
    return spans if quantity <= 0 else None
