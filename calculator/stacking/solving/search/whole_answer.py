"""Whole choices by a search of their own (``whole_columns``): for one that does not close, and for one that finds no answer.

What is proven by parts never rests on it: it says what has to be beaten, and mostly is the best, so that only its proof is left.
"""

from __future__ import annotations

import numpy as np

from calculator.stacking.solving.search.form import Form
from calculator.stacking.solving.search.relaxation import Allowed, Relaxation
from calculator.stacking.solving.search.uses import Floats
from calculator.stacking.solving.search.whole_columns import WholeColumns, each_part

#: The number of parts of a search after which it is asked.
AFTER = 32
#: Parts that are looked at for an answer to beat, and seconds that this may take, by estimate.
_PARTS, _SECONDS = 400, 3.0
#: Parts that are looked at in any case at most: what waits takes memory.
_MOST_PARTS = 20_000
#: What is near enough, in the units of the programme.
_CLOSE = 1e-6


def whole_answer(relaxation: Relaxation, allowed: Allowed) -> Floats | None:
    """The shares of the groups of an answer among the groups allowed; None where none was found, or the programme is too large.
    What it took is spent, by estimate.
    """
    form = relaxation.programme
    if each_part(len(form.cost) + len(form.row_upper)) * _PARTS > _SECONDS:
        return None
    return searched(relaxation, allowed, _SECONDS, _PARTS)[1]


def searched(
    relaxation: Relaxation, allowed: Allowed, seconds: float, parts: int = _MOST_PARTS
) -> tuple[float, Floats | None]:
    """What a search says under the groups allowed, in so many parts at most: a bound (micro-cents), and the shares of the groups
    at its best point, if any. What it took is spent.
    """
    form, (lower, upper, row_lower) = relaxation.programme, relaxation.limits(allowed)
    whole, of = np.zeros(len(form.cost), dtype=bool), relaxation.model.z_group
    whole[: len(of)] = relaxation.model.whole[relaxation.model.group_block[of]]
    asked = Form(
        form.cost, lower, upper, row_lower, form.row_upper, form.start, form.index, form.value,
        whole, whole, np.zeros(len(form.row_upper)),
    )  # fmt: skip
    found = WholeColumns(asked, _CLOSE).run(parts, seconds)
    relaxation.spend(found.seconds)
    bound = relaxation.bound_of(found.bound)
    if found.point is None:
        return bound, None
    return bound, relaxation.group_shares(np.round(found.point, 6))
