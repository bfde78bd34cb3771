"""A whole answer for a search that does not close: the best that HiGHS's own branch and bound finds in its first nodes.

What is proven never rests on it: it only says what has to be beaten, and mostly is the best, so that only its proof is left.
"""

from __future__ import annotations

import highspy
import numpy as np

from calculator.stacking.solving.search.relaxation import Allowed, Relaxation
from calculator.stacking.solving.search.uses import Floats

#: The number of parts of a search after which it is asked.
AFTER = 32
#: Nodes that are looked through: nearly all is found at the root, by what HiGHS tries and cuts there.
_NODES = 10
#: Seconds by estimate: of every entry of the programme, and of every place at every turn of the simplex.
_EACH_ENTRY, _EACH_TURN = 1e-5, 1e-7


def whole_answer(relaxation: Relaxation, allowed: Allowed) -> Floats | None:
    """The shares of the groups of an answer among the groups allowed; None where none was found. What it took is spent, by
    estimate.
    """
    form, highs = relaxation.programme, relaxation.loaded(allowed, integer=True)
    for name, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-9), ("mip_max_nodes", _NODES)):
        highs.setOptionValue(name, value)
    highs.run()
    info = highs.getInfo()
    places = len(form.cost) + len(form.row_upper)
    turns = max(0, info.simplex_iteration_count)
    relaxation.spend(len(form.value) * _EACH_ENTRY + places * turns * _EACH_TURN)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return relaxation.group_shares(np.round(np.array(highs.getSolution().col_value), 6))
