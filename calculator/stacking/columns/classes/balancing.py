"""Farms on which money weighs against a class: settled by the kernel, whose answer is laid on their land."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import BALANCE, Case, Chosen
from calculator.stacking.columns.classes import courses
from calculator.stacking.columns.classes.programme import (
    Blocks,
    Exams,
    Floats,
    base_of,
    blocks_of,
    exams_of,
    worth,
)
from calculator.stacking.columns.offered.compiled import Laid
from calculator.stacking.columns.offered.premiums import reached
from calculator.stacking.columns.reading.farms import SCALE

COURSES = "contracts that may begin or end where a class differs by year"
SHORT = "an answer short of its proof"
SEVERAL = "class premiums of several schemes"

#: Cents from its bound within which an answer is the best: a cent, and what doubles lose.
_NEAR = 1.01


@dataclass(frozen=True, slots=True, eq=False)
class Balanced:
    """Farms on which money was weighed against a class, with what classes leave them beyond what their land gives up (cents).

    ``most`` is their land with most money, as it lay before; ``scheme`` has the premium.
    """

    farms: Ints
    net: Floats
    most: Laid
    scheme: str


def balance(case: Case, chosen: list[Chosen]) -> Balanced | None:
    """Settle the farms that are left for ``BALANCE``, on their land and in ``chosen``; None where there are none."""
    wanted = np.array(sorted(at for at, why in case.left.items() if why == BALANCE), dtype=np.int64)
    schemes = {made.scheme for made, _, _ in chosen}
    if not len(wanted) or not schemes:
        return None
    if len(schemes) > 1:
        for at in wanted.tolist():
            case.left[at] = SEVERAL
        return None
    scheme, most = schemes.pop(), case.picked
    net = weighed(case, chosen, exams_of(case, chosen, wanted, scheme), wanted)
    return Balanced(wanted, net, most, scheme)


def weighed(case: Case, chosen: list[Chosen], exams: Exams, farms: Ints) -> Floats:
    """Settle these farms, whose land lies with most money; per farm what classes leave beyond what its land gives up (cents)."""
    # Compiling takes seconds: only those who ask for a population pay for it.
    from calculator.stacking.columns.classes import kernel, rounding

    blocks, compiled, count = blocks_of(case, farms), case.compiled, len(farms)
    gain, score = worth(compiled, exams, blocks.way_part)
    sizes = np.add.reduceat(blocks.piece_quantity, blocks.piece_start[:-1])
    step = np.array([compiled.steps[c] for c in blocks.block_choice.tolist()], dtype=np.int64)
    steps = np.zeros(len(blocks.way_part))
    classes = np.zeros((count, len(exams.slots)), dtype=np.int64)
    status, bound = np.zeros(count, dtype=np.int64), np.zeros(count)
    odd = blocks.piece_quantity % np.repeat(step, np.diff(blocks.piece_start)) != 0
    whole = np.bincount(blocks.piece_farm[odd], minlength=count) == 0
    base = base_of(case, exams, farms)
    kernel.population(
        blocks.block_start, sizes / SCALE, step / SCALE, blocks.block_ways, blocks.way_part, gain, whole, score, base,
        exams.points, exams.value, exams.cents, exams.active, steps, classes, status, bound,
    )  # fmt: skip
    amounts = steps.astype(np.int64) * np.repeat(step, np.diff(blocks.block_ways))
    firsts = blocks.block_ways[:-1]
    amounts[firsts] = sizes - (np.add.reduceat(amounts, firsts) - amounts[firsts])
    taken = np.zeros((3, len(blocks.piece_quantity) + len(amounts)), dtype=np.int64)
    made = rounding.shared_out(
        blocks.piece_start, blocks.piece_quantity, blocks.block_ways, amounts, taken[0], taken[1], taken[2]
    )
    piece, way, quantity = taken[:, :made]
    farm = blocks.piece_farm[piece]
    solved = status == kernel.SOLVED
    mine = solved[farm]
    instead = Laid(
        blocks.farms[farm[mine]], blocks.way_part[way[mine]], quantity[mine], blocks.piece[piece[mine]]
    )
    case.lay(blocks.farms[solved], instead)
    _say(case, chosen, blocks, exams, np.where(solved[:, None], classes, -1))
    net = _net(blocks, exams, gain, amounts / SCALE, classes)
    _prove(case, chosen, blocks, solved, bound - net)
    given = courses.Worth(gain, score, base, sizes, step, whole)
    _prove_courses(case, farms, courses.most(compiled, exams, blocks, given) - net)
    return net


def _say(case: Case, chosen: list[Chosen], blocks: Blocks, exams: Exams, classes: Ints) -> None:
    """Write the classes into ``chosen``; those below zero were not found."""
    for at, (offer, year, here) in enumerate(chosen):
        place = np.full(len(case.farms), -1, dtype=np.int64)
        place[blocks.farms] = classes[:, exams.slots.index(year)]
        mine = place[offer.farm]
        chosen[at] = (offer, year, np.where(mine >= 0, np.minimum(mine, len(offer.claims)), here))


def _net(blocks: Blocks, exams: Exams, gain: Floats, amounts: Floats, classes: Ints) -> Floats:
    """Cents per farm that the classes pay, less what the land gives up for them."""
    tops = np.repeat(gain[blocks.way_part[blocks.block_ways[:-1]]], np.diff(blocks.block_ways))
    lost = (tops - gain[blocks.way_part]) * amounts
    per_block = np.add.reduceat(lost, blocks.block_ways[:-1])
    paid = np.zeros(len(blocks.farms))
    for slot in range(len(exams.slots)):
        got = classes[:, slot] < exams.cents.shape[2]
        cents = exams.cents[
            np.arange(len(paid)), slot, np.minimum(classes[:, slot], exams.cents.shape[2] - 1)
        ]
        paid += np.where(got & exams.active[:, slot], cents, 0.0)
    return paid - np.add.reduceat(per_block, blocks.block_start[:-1])


def _prove(case: Case, chosen: list[Chosen], blocks: Blocks, solved: NDArray[np.bool_], gap: Floats) -> None:
    """Keep the farms whose answer reaches its bound to a cent, and whose classes hold in whole numbers."""
    scores = case.scores(blocks.farms)
    holds = np.ones(len(case.farms), dtype=np.bool_)
    for offer, year, here in chosen:
        mine = {str(n[2]): t[offer.farm] for n, t in scores.items() if n[:2] == (offer.scheme, year)}
        holds[offer.farm[(reached(offer, mine) > here) & (here < len(offer.claims))]] = False
    for at, farm in enumerate(blocks.farms.tolist()):
        if not solved[at]:
            continue
        if holds[farm] and gap[at] <= _NEAR:
            del case.left[farm]
            case.gap[farm] = max(0, round(gap[at]))
        else:
            case.left[farm] = SHORT


def _prove_courses(case: Case, farms: Ints, gap: Floats) -> None:
    """Keep the farms whose answer reaches what contracts could leave at most if they began and ended in any year."""
    for at, farm in enumerate(farms.tolist()):
        if farm in case.left:
            continue
        if gap[at] > _NEAR:
            case.left[farm] = COURSES
        else:
            case.gap[farm] = max(case.gap[farm], round(gap[at]))
