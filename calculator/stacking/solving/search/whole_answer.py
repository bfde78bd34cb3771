"""A whole answer for a search that does not close: the best that HiGHS's own branch and bound finds in its first nodes.

What is proven never rests on it: it only says what has to be beaten, and mostly is the best, so that only its proof is left.
"""

from __future__ import annotations

from calculator.stacking.solving.search.own_search import each_round, searched
from calculator.stacking.solving.search.relaxation import Allowed, Relaxation
from calculator.stacking.solving.search.uses import Floats

#: The number of parts of a search after which it is asked.
AFTER = 32
#: Nodes that are looked through: nearly all is found at the root, by what HiGHS tries and cuts there.
_NODES = 10
#: Seconds that this may take, by estimate, and the rounds at the root that it must come to in these.
_SECONDS, _ROUNDS = 3.0, 20


def whole_answer(relaxation: Relaxation, allowed: Allowed) -> Floats | None:
    """The shares of the groups of an answer among the groups allowed; None where none was found, or the programme is too large.
    What it took is spent, by estimate.
    """
    form = relaxation.programme
    if each_round(len(form.value), len(form.cost) + len(form.row_upper)) * _ROUNDS > _SECONDS:
        return None
    return searched(relaxation, allowed, _SECONDS, _NODES)[1]
