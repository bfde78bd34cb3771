"""Cents that lines on land lose where, rounded up, they would pass a ceiling per hectare or on costs: as in an award."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from calculator.domain.claim import Claim
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.offered.part import Line, Part, Under
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.ceilings import filled
from calculator.stacking.problem.stacks.regime import Regime

#: Sums stay exact in 64 bits below this.
_LARGEST = 2**61


def under(
    stacks: Iterable[Stack],
    rules: Mapping[int, Regime],
    lines: Mapping[int, int],
    size: Callable[[Claim], Fraction],
) -> Iterator[Under]:
    """The ceilings that cut something of the stacks of a part; ``lines`` are its lines by claim (identity), ``size`` is how many
    units of a claim there are to one of the piece.
    """
    for stack in stacks:
        cutting = {limit for _, limit, _ in stack.cut}
        every = rules[stack.claims[0].year].ceilings if cutting else ()
        for one in filled((x for x in every if x.limit in cutting), stack, size):
            paid = [(lines[id(stack.claims[at])], weight) for at, weight in one.weights if stack.money[at]]
            yield Under(tuple(paid), one.most)


def lowered(parts: Sequence[Part], part: Ints, quantity: Ints) -> Iterator[tuple[Ints, int, int]]:
    """Lines that are rounded down: the rows of what is laid, the number of their ``part``, and which of its lines it is."""
    bound = np.array([bool(p.under) for p in parts], dtype=np.bool_)
    rows = np.flatnonzero(bound[part])
    numbers, inverse = np.unique(part[rows], return_inverse=True)
    for at, number in enumerate(numbers.tolist()):
        mine = rows[inverse.reshape(-1) == at]
        for line, less in _of_part(parts[number], quantity[mine]):
            if less.any():
                yield mine[less], number, line


def _of_part(part: Part, quantity: Ints) -> Iterator[tuple[int, Ints]]:
    """Per line of a part on which quantities it is rounded down."""
    cents, raised = dict[int, Ints](), dict[int, Ints]()
    for one in part.under:
        for at, _ in one.weights:
            if at not in cents:
                cents[at], raised[at] = _rounded(part.lines[at], quantity)
    for one in part.under:
        whole = lcm(*(w.denominator for _, w in one.weights), (one.most / SCALE).denominator)
        over = _exact(quantity, int(one.most / SCALE * whole)) * -int(one.most / SCALE * whole)
        for at, weight in one.weights:
            each = int(weight * whole)
            over = over + _exact(cents[at], each * len(one.weights)) * each
        for at, weight in one.weights:
            less = raised[at] & (over > 0).astype(np.bool_)
            over = np.where(less, over - int(weight * whole), over)
            cents[at], raised[at] = cents[at] - less, raised[at] & ~less
            yield at, less


def _rounded(line: Line, quantity: Ints) -> tuple[Ints, Ints]:
    """The cents of a line, and on which quantities these were rounded up."""
    each, top, bottom = line.steps / SCALE, line.cents.numerator, line.cents.denominator
    steps = _exact(quantity, each.numerator) * each.numerator // each.denominator
    steps = _exact(steps, 2 * top)
    cents = (2 * steps * top + bottom) // (2 * bottom)
    return cents, (_exact(cents, bottom) * bottom > steps * top).astype(np.bool_)


def _exact(values: Ints, factor: int) -> Ints:
    """The values, as numbers of any length where the product with the factor does not fit in 64 bits."""
    largest = max((abs(int(x)) for x in (values.min(initial=0), values.max(initial=0))), default=0)
    return values.astype(object) if max(largest, 1) > _LARGEST // max(abs(factor), 1) else values
