"""A better answer where the one that was settled lies far below its bound, or where there is none.

A search of grants that hang together over the years finds next to nothing in its time: a programme takes parts of their turns,
each of which is one step, and what is rounded breaks a row. So whole decisions are walked instead (``likeliest``), and what is
divided takes the best beside them. What is proven does not rest on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from calculator.domain.problem import MULTIPLIER_SCALE, Cell, Group, Multipliers, Proof
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.steps.likeliest import Taken, Walk
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.solving.steps.settlement import (
    WHOLE,
    Share,
    keeps,
    objective,
    settle_shares,
    steps_in,
)

#: The part of its bound below which an answer is poor.
_POOR = Fraction(99, 100)
#: Seconds that what is divided may take.
_SECONDS = 2.0


def no_poor_answer(
    built: Built, shares: tuple[Share, ...] | None, bound: int, proof: Proof, time: SearchTime
) -> tuple[Share, ...] | None:
    """The shares, or better ones where these are far below their ``bound`` (micro-cents) or there are none."""
    best, problem = shares, built.problem
    if best is not None and objective(problem, best) >= bound * _POOR:
        return best
    sizes = [steps_in(built, b) for b in range(len(problem.blocks))]
    whole = [b for b, block in enumerate(problem.blocks) if block.whole or sizes[b] == 1]
    # With land as if it were whole a walk knows what of a ceiling that fills; without, it goes farther.
    in_steps = [b for b, size in enumerate(sizes) if size or problem.blocks[b].whole]
    for decisions in (whole, in_steps) if len(whole) < len(in_steps) else (whole,):
        walk = Walk.of(problem, decisions)
        if walk is None:
            continue
        for prices in _prices(proof):
            time.spend(walk.seconds)
            taken = walk.taken(prices)
            settled = {b: taken[b] for b in whole} if taken is not None else None
            found = None if settled is None else _beside(built, settled, sizes, time)
            if found is not None and (best is None or objective(problem, found) > objective(problem, best)):
                best = found
    return best


def _prices(proof: Proof) -> list[Mapping[int, float]]:
    """What a row is worth, in micro-cents: nothing, and as the proof says where it began."""
    vectors = [p.multipliers[1] for p in proof.partitions if len(p.multipliers) > 1]
    told: list[Multipliers] = [(), tuple([each for vector in vectors for each in vector])]
    return [{row: price / MULTIPLIER_SCALE for row, price in vector} for vector in dict.fromkeys(told)]


def _beside(
    built: Built, taken: Mapping[int, Taken], sizes: Sequence[int], time: SearchTime
) -> tuple[Share, ...] | None:
    """The shares of all blocks where whole decisions are ``taken``; None where the others cannot keep the rows beside them.

    Of what is taken whole and comes in more steps, as land that takes one plan, the options of that plan are divided anew.
    """
    problem = built.problem
    settled = {b: each for b, each in taken.items() if sizes[b] <= 1}
    if len(settled) == len(problem.blocks):
        whole = [
            Share(b, g, c, o, WHOLE) for b, (g, each) in sorted(taken.items()) for c, o in enumerate(each)
        ]
        return tuple(whole) if keeps(problem, whole) else None
    blocks = list(problem.blocks)
    for b, (g, each) in taken.items():
        cells = blocks[b].groups[g].cells
        if b in settled:
            cells = tuple([Cell((cell.options[o],)) for cell, o in zip(cells, each, strict=True)])
        blocks[b] = replace(blocks[b], groups=(Group(cells),), runs=None)
    rest = replace(built, problem=replace(problem, blocks=tuple(blocks)))
    solution = solve(rest.problem, time_limit_s=_SECONDS, time=time)
    if not solution.weights:
        return None
    with suppress(UnsettledError):
        shares = [_named(share, taken, settled) for share in settle_shares(rest, solution)]
        return tuple(shares) if keeps(problem, shares) else None
    return None


def _named(share: Share, taken: Mapping[int, Taken], settled: Mapping[int, Taken]) -> Share:
    """A share under the group and the option that it has in the problem."""
    if share.block in settled:
        return replace(share, group=settled[share.block][0], option=settled[share.block][1][share.cell])
    return replace(share, group=taken[share.block][0]) if share.block in taken else share
