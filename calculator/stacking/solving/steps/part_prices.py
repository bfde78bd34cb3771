"""Prices of rows that parts of a problem share, under which the best answers of all parts together bound it closest.

They are those of a programme over answers of parts (Dantzig and Wolfe): under each prices every part says its best answer, until
the programme knows all that matter. What they prove is counted out in whole numbers (``proof.counted_parts``), whatever they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from calculator.stacking.proof.counted_parts import BestAnswer, CountedParts
from calculator.stacking.solving.search.linear import Linear, loaded

#: Times that prices are drawn anew, and which part of what is gained is not worth another.
_ROUNDS, _CLOSE = 80, 1e-9
_LARGEST = 2.0**62
#: What a part costs that takes no answer, by the most that one gains.
_NONE = 100.0


@dataclass(slots=True)
class _Known:
    """Answers of parts, and the programme over them."""

    counted: CountedParts
    columns: list[tuple[int, BestAnswer]] = field(default_factory=list)

    def learn(self, answers: Sequence[BestAnswer]) -> bool:
        """Whether one of them is new."""
        known = {(n, a.gain, a.uses) for n, a in self.columns}
        new = [(n, a) for n, a in enumerate(answers) if (n, a.gain, a.uses) not in known]
        self.columns += new
        return bool(new)

    def prices(self) -> tuple[NDArray[np.float64], float] | None:
        """Prices of the shared rows per unit, and what the programme gains; None where it does not say.

        A part may take no answer, at a loss above all that is gained: at first no answers may be known that keep the rows.
        """
        room = self.counted.room.astype(float)
        unit = np.maximum(np.abs(room), 1.0)
        parts = max(n for n, _ in self.columns) + 1
        money = max(1.0, *(abs(float(a.gain)) for _, a in self.columns))
        none = [(n, _NONE, ()) for n in range(parts)]
        entries = [(n, -a.gain / money, tuple(a.uses)) for n, a in self.columns] + none
        columns = [
            [*((r, u / unit[r]) for r, u in enumerate(uses) if u), (len(room) + n, 1.0)]
            for n, _, uses in entries
        ]
        lower = [*([-np.inf] * len(room)), *([1.0] * parts)]
        upper = [*(room / unit), *([1.0] * parts)]
        highs = loaded(_form([cost for _, cost, _ in entries], columns, lower, upper))
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        duals = np.maximum(-np.array(highs.getSolution().row_dual)[: len(room)], 0.0)
        prices = duals * money / unit
        # What is more than a whole number of 64 bits holds is no price to count with.
        if not (prices < _LARGEST).all():
            return None
        return prices, -float(highs.getInfo().objective_function_value) * money


def _form(
    cost: Sequence[float],
    columns: Sequence[Sequence[tuple[int, float]]],
    lower: Sequence[float],
    upper: Sequence[float],
) -> Linear:
    index = [row for column in columns for row, _ in column]
    value = [amount for column in columns for _, amount in column]
    return Linear(
        np.array(cost),
        np.zeros(len(cost)),
        np.full(len(cost), np.inf),
        np.array(lower),
        np.array(upper),
        np.cumsum([0, *map(len, columns)]).astype(np.int32),
        np.array(index, dtype=np.int32),
        np.array(value),
    )


def part_prices(counted: CountedParts) -> NDArray[np.int64] | None:
    """The best that were found, in parts of a micro-cent per unit; None where a part has no answer."""
    known, best = _Known(counted), None
    prices = np.zeros(len(counted.room), dtype=np.int64)
    least: float | None = None
    for _ in range(_ROUNDS):
        answers = counted.best(prices)
        told = [a for a in answers if a is not None]
        if len(told) < len(answers):
            return None
        bound = float(counted.room @ prices) + sum(float(a.worth) for a in told)
        if least is None or bound < least:
            least, best = bound, prices
        if not known.learn(told):
            break
        found = known.prices()
        if found is None or least - found[1] <= _CLOSE * abs(least):
            break
        prices = np.round(found[0]).astype(np.int64)
    return best
