"""A component in the way that ends soonest: counted out where all is whole and every cell settled, else searched.

What is counted out is kept for the award that it is of: its readings, prices and forced claims ask it again and again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from calculator.domain.problem import Part, Partition, Problem
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.free_choice.bounds import Choice
from calculator.stacking.solving.search.branching import Search
from calculator.stacking.solving.search.enumeration import (
    MOVES,
    Alternative,
    Turn,
    alternatives,
    count_out,
    order_of,
    turns,
    year_by_year,
)
from calculator.stacking.solving.search.found import COIN, Outcome
from calculator.stacking.solving.search.layers import Counted, count_layers
from calculator.stacking.solving.search.model import Model
from calculator.stacking.solving.search.relaxation import Relaxation, Relaxed
from calculator.stacking.solving.search.uses import Floats

#: States counted out one by one at most for one component; where there are more, whole layers of them (``layers``).
_STATES = 2_000
#: Seconds by estimate of laying out what one alternative leaves of one row, each time; and of how many of these at most.
_EACH_LAID, _MOST_LAID = 1e-6, 4_000_000
#: How far below the relaxation the answer is looked for, as a share of it: near first, where few states matter.
_SHORTFALLS = (0.001, 0.004, 0.016, 0.064, 0.256, np.inf)


def best_of(problem: Problem, choice: Choice, search: Search, time: SearchTime) -> Outcome:
    """Count out where all is whole and every cell settled and the relaxation breaks a block; else branch."""
    relaxation, model = search.relaxation, search.relaxation.model
    counted = np.bincount(model.group_block) == 1
    if len(model.x_option) or not np.all(model.whole | counted):
        return search.run()
    relaxed = relaxation.solve({})
    search.root = relaxed
    if relaxed.departures is None or (not relaxed.tied and relaxation.is_whole(relaxed.departures)):
        return search.run()
    return _counted(problem, choice, search, relaxed, time) or search.run()


def _counted(
    problem: Problem, choice: Choice, search: Search, relaxed: Relaxed, time: SearchTime
) -> Outcome | None:
    """The component counted out, with its one-part proof; None where that takes too many states.

    What was found before there were too many is where the search begins.
    """
    relaxation, model = search.relaxation, search.relaxation.model
    blocks = alternatives(problem, choice, model)
    laid = sum([len(each) * len({row for a in each for row, _ in a.uses}) for each in blocks])
    if laid > _MOST_LAID:
        return None
    bounds, deep = model.component.bounds, search.seconds > 0 or search.ties
    by_year = year_by_year([problem.blocks[b].id for b in model.component.blocks])
    orders = tuple(map(tuple, (order_of(blocks), *([] if by_year is None else [by_year]))))

    def found() -> tuple[Sequence[int], Counted]:
        left = search.seconds - relaxation.seconds if deep else None
        order, counted = _count(blocks, orders, bounds, relaxation, relaxed, left)
        # Laid out in every order, and once more at the prices that tell which ways are likely.
        relaxation.spend(counted.seconds + laid * (len(orders) + 1) * _EACH_LAID)
        return order, counted

    order, counted = time.once((tuple(map(tuple, blocks)), orders, bounds, deep), found)
    if not counted.best:
        if counted.picks:
            search.begin_at(_departures(model, counted.picks))
        return None
    picks = counted.picks
    named = tuple(model.component.blocks[block] for block in order)
    vectors = (model.multipliers(relaxed.prices),)
    if not picks:
        part = Part(0, order=named, impossible=True)
        return Outcome(None, True, Partition(model.component.blocks, vectors, (part,)), feasible=False)
    part = Part(0, order=named, target=_gain(blocks, picks))
    return Outcome(_departures(model, picks), True, Partition(model.component.blocks, vectors, (part,)))


def _count(
    blocks: list[list[Alternative]],
    orders: Sequence[Sequence[int]],
    bounds: Sequence[int],
    relaxation: Relaxation,
    relaxed: Relaxed,
    seconds: float | None,
) -> tuple[Sequence[int], Counted]:
    """The best of each block, with the order that found it: state by state where they are few in one of the orders, else whole
    layers of them in the last, in the ``seconds`` that it may take (None: not at all).
    """
    bound = relaxation.worth(relaxed.departures) if relaxed.departures is not None else 0.0
    # Where one state of each has more ways on than are looked at state by state, only the last order is laid out.
    few = sum(map(len, blocks)) <= _STATES * MOVES
    tried = orders if few else orders[-1:]
    made = [turns(blocks, order, bounds, relaxed.prices.tolist()) for order in tried]
    for order, turned in zip(tried if few else (), made, strict=False):
        picks = _of_few(turned, order, bound)
        if picks is not None:
            return order, Counted(tuple(picks), best=True)
    last = orders[-1]
    if seconds is None:
        return last, Counted((), best=False)
    central = relaxation.central()
    likely = made[-1] if central is None else turns(blocks, last, bounds, central.tolist(), like=made[-1])
    return last, count_layers(blocks, made[-1], last, bounds, likely, seconds)


def _of_few(made: Sequence[Turn], order: Sequence[int], bound: float) -> list[int] | None:
    """What pays most; empty where nothing keeps the rows, None where there are too many states."""
    for share in _SHORTFALLS:
        picks = count_out(made, order, bound - share * max(abs(bound), COIN), _STATES)
        if picks is None or picks:
            return picks
    return []


def _departures(model: Model, picks: Sequence[int]) -> Floats:
    """The picks of every block as a point of the programme."""
    taken = model.group_block.searchsorted(np.arange(len(picks))) + np.array(picks)
    return np.isin(model.z_group, taken).astype(float)


def _gain(blocks: list[list[Alternative]], picks: Sequence[int]) -> int:
    return sum(alternatives[pick].gain for alternatives, pick in zip(blocks, picks, strict=True))
