"""All that is compiled for settling, explaining and planning farms, loaded (or compiled) before a farm is asked about.

Processes that are forked after this share the machine code, and none of their farms waits for it.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.columns.answer import Ints, Mask


def load() -> None:
    """Ask every kernel about no farm at all, in the form in which farms are asked about."""
    # Compiling takes seconds: only those who ask for a population pay for it.
    from calculator.stacking.columns.ceilings import choosing
    from calculator.stacking.columns.classes import kernel, rounding
    from calculator.stacking.columns.explained import forced
    from calculator.stacking.columns.offered import adding
    from calculator.stacking.columns.planned import arranging, planning
    from calculator.stacking.columns.reading import cutting

    i1, i2, i3 = _ints(1), _ints(2), _ints(3)
    f1, f2, f3 = (np.zeros((0,) * dimensions) for dimensions in (1, 2, 3))
    b1, b2 = _marks(1), _marks(2)
    for add in (adding.lines, adding.ratios):
        add(i1, i1, i1, i1, i2, i2)
    kernel.population(i1, f1, f1, i1, i1, f1, b1, f2, f2, f3, f3, f3, b2, f1, i2, i1, f1)
    rounding.shared_out(np.zeros(1, dtype=np.int64), i1, i1, i1, i1, i1, i1)
    heavy, own, plain = (i2, i2, i1, i2, i1), (i3, i1, i2, i2), (i2, i1, i2, i1)
    choosing.each(i2, i3, *heavy, *own, 0, *plain, i2, f1, i1, b1, b1, 0, 0, i2, i2, b2, i1)
    forced.each(i2, i3, *heavy[:4], i1, *own[:3], i2, i2, i2, i1, i2, b1, b1, i1, 0, 0, 0, i2, i2, i2)
    cutting.parcels(i1, i1, i1, i1, i1, i1, i1)
    cutting.elements(i1, i1, i1, i1, i1)
    places = (i1, i1, i1, i1, i1, i1, i1, i1)
    arranging.counted(*places, i2)
    arranging.arrangements(*places, i2, i1, i2, i1, i1, i1)
    blocks = (i1, f1, f1, i1, i1)
    planning.population(i1, i1, b1, b1, 0, f1, i1, 0, f2, f2, *blocks, f1, f2, f3, f3, f3, b2, b1, i1, f1)


def _ints(dimensions: int) -> Ints:
    return np.zeros((0,) * dimensions, dtype=np.int64)


def _marks(dimensions: int) -> Mask:
    return np.zeros((0,) * dimensions, dtype=np.bool_)
