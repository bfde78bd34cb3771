"""HiGHS's own search through whole choices, ended by what it has done and by no clock: an award is the same on a slow machine.

HiGHS asks whether it may go on: at the root of its tree about once for every round of cuts or trials, and some times for every
node after that. What lies between is taken to last as long as it mostly does in programmes of that size.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from calculator.stacking.solving.search.relaxation import Allowed, Relaxation
from calculator.stacking.solving.search.uses import Floats

#: Seconds of a round at the root: around it, and for every pair of an entry and a place (a column or a row). Of one at a node:
#: around it, and for every column.
_ROUND, _EACH_PAIR, _NODE, _EACH_COLUMN = 1e-3, 1.3e-9, 1e-4, 1.7e-6
#: Entries of a programme that is not searched: before HiGHS asks anything it makes it smaller, which takes long then.
_MOST_ENTRIES = 200_000


def each_round(entries: int, places: int) -> float:
    """Seconds that HiGHS takes for a round at the root of a programme, by estimate."""
    return _ROUND + _EACH_PAIR * entries * places


def run_within(highs: Any, seconds: float) -> float:
    """Runs HiGHS until it is done, or has taken so many seconds; how many it took. Both are estimates."""
    columns, took = highs.getNumCol(), 0.0
    at_root = each_round(highs.getNumNz(), columns + highs.getNumRow())
    at_node = _NODE + _EACH_COLUMN * columns

    def asked(_kind: object, _said: str, known: Any, told: Any, _mine: object) -> None:
        nonlocal took
        took += at_root if known.mip_node_count <= 0 else at_node
        told.user_interrupt = took > seconds

    highs.setCallback(asked, None)
    highs.startCallback(highspy._core.cb.HighsCallbackType.kCallbackMipInterrupt)
    highs.run()
    return took


def searched(
    relaxation: Relaxation, allowed: Allowed, seconds: float, nodes: int | None = None
) -> tuple[float, Floats | None]:
    """What HiGHS says under the groups allowed, in so many nodes at most: a bound (micro-cents), and the shares of the groups at
    its best point, if any. What it took is spent.
    """
    if len(relaxation.programme.value) > _MOST_ENTRIES:
        return np.inf, None
    highs = relaxation.loaded(allowed, integer=True)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 1e-9)
    if nodes is not None:
        highs.setOptionValue("mip_max_nodes", nodes)
    relaxation.spend(run_within(highs, seconds))
    info = highs.getInfo()
    bound = relaxation.bound_of(float(info.mip_dual_bound))
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return bound, None
    return bound, relaxation.group_shares(np.round(np.array(highs.getSolution().col_value), 6))
