"""Farms on which money weighs against a class: their choices as arrays for the kernel, and its answer laid on their land."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import BALANCE, Case, Chosen
from calculator.stacking.columns.classes.premiums import reached
from calculator.stacking.columns.compiled import Compiled, Laid
from calculator.stacking.columns.farms import SCALE
from calculator.stacking.problem.weights import FINE

SHORT = "an answer short of its proof"
SEVERAL = "class premiums of several schemes"

Floats = NDArray[np.float64]

#: Cents for a point or a euro of value: so little that it only says which of equals is taken, what scores most (``bounds``).
_MORE = 1e-7
#: Cents from its bound within which an answer is the best: a cent, and what doubles lose.
_NEAR = 1.01


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """The choices of some farms: pieces by farm and choice, blocks of equal choices, ways of each block."""

    farms: Ints
    piece: Ints
    piece_farm: Ints
    piece_quantity: Ints
    piece_start: Ints
    block_start: Ints
    block_choice: Ints
    block_ways: Ints
    way_part: Ints


@dataclass(slots=True)
class Exams:
    """What the classes of each year ask of those farms, as the kernel takes it; ``slots`` are the years of one scheme."""

    scheme: str
    slots: list[int]
    goals: list[str]
    points: Floats
    value: Floats
    cents: Floats
    active: NDArray[np.bool_]


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


def _blocks(case: Case, wanted: Ints) -> Blocks:
    land, compiled = case.land, case.compiled
    place = np.full(len(case.farms), -1, dtype=np.int64)
    place[wanted] = np.arange(len(wanted))
    mine = np.flatnonzero(place[land.farm] >= 0)
    piece, choice = compiled.chosen(land.table[mine])
    farm, quantity = place[land.farm[mine[piece]]], land.quantity[mine[piece]]
    order = np.lexsort((choice, farm))
    farm, choice, quantity, piece = farm[order], choice[order], quantity[order], mine[piece[order]]
    new = np.flatnonzero(np.r_[True, (farm[1:] != farm[:-1]) | (choice[1:] != choice[:-1])])
    counts = np.array([len(w) for w in compiled.ways], dtype=np.int64)[choice[new]]
    ways = np.array([p for c in choice[new].tolist() for p in compiled.ways[c]], dtype=np.int64)
    return Blocks(
        wanted, piece, farm, quantity, np.r_[new, len(farm)], np.searchsorted(farm[new], np.arange(len(wanted) + 1)),
        choice[new], np.r_[0, np.cumsum(counts)], ways,
    )  # fmt: skip


def exams_of(case: Case, chosen: Iterable[Chosen], wanted: Ints, scheme: str, unbound: str = "") -> Exams:
    """What the classes ask of these farms; ``unbound`` is a minimum that is not applied."""
    every = list(chosen)
    slots = sorted({year for _, year, _ in every})
    goals = sorted({goal for made, _, _ in every for goal in made.points})
    classes = max((len(made.claims) for made, _, _ in every), default=1)
    shape = (len(wanted), len(slots))
    exams = Exams(
        scheme, slots, goals, np.zeros((*shape, len(goals))), np.full((*shape, classes), -1.0),
        np.zeros((*shape, classes)), np.zeros(shape, dtype=np.bool_),
    )  # fmt: skip
    place = np.full(len(case.farms), -1, dtype=np.int64)
    place[wanted] = np.arange(len(wanted))
    for made, year, _ in every:
        at, slot = place[made.farm], slots.index(year)
        rows, at = np.flatnonzero(at >= 0), at[at >= 0]
        exams.active[at, slot] = case.land.scoring[scheme, year][made.farm[rows]]
        for g, goal in enumerate(goals):
            if goal in made.points:
                exams.points[at, slot, g] = made.points[goal][rows] / FINE
        value = made.value[rows]
        exams.value[at, slot, : value.shape[1]] = np.where(value < 0, -1.0, value / FINE)
        exams.cents[at, slot, : value.shape[1]] = case.class_cents(made, year, unbound)[rows]
    return exams


def _base(case: Case, exams: Exams, wanted: Ints) -> Floats:
    """Per farm and slot what goals and value come to with most money."""
    width = len(exams.goals) + 1
    base = np.zeros((len(wanted), len(exams.slots) * width))
    for name, total in case.scores().items():
        if name[0] == exams.scheme and name[1] in exams.slots:
            at = exams.slots.index(int(str(name[1]))) * width
            goal = len(exams.goals) if name[2] == "" else exams.goals.index(str(name[2]))
            base[:, at + goal] = total[wanted] / FINE
    return base


def worth(compiled: Compiled, exams: Exams, parts: Ints) -> tuple[Floats, Floats]:
    """Cents and scores per unit of every part that is a way; of ways that pay the same the one that scores more gains more."""
    width = len(exams.goals) + 1
    gain = np.zeros(len(compiled.parts))
    score = np.zeros((len(compiled.parts), len(exams.slots) * width))
    for number in np.unique(parts).tolist():
        part = compiled.parts[number]
        gain[number] = float(part.gain) / FINE + _MORE * float(sum(part.scores.values())) / FINE
        for (scheme, year, name), amount in part.scores.items():
            if scheme == exams.scheme and year in exams.slots and (not name or name in exams.goals):
                goal = exams.goals.index(name) if name else len(exams.goals)
                score[number, exams.slots.index(year) * width + goal] = float(amount) / FINE
    return gain, score


def weighed(case: Case, chosen: list[Chosen], exams: Exams, farms: Ints) -> Floats:
    """Settle these farms, whose land lies with most money; per farm what classes leave beyond what its land gives up (cents)."""
    # Compiling takes seconds: only those who ask for a population pay for it.
    from calculator.stacking.columns.classes import kernel, rounding

    blocks, compiled, count = _blocks(case, farms), case.compiled, len(farms)
    gain, score = worth(compiled, exams, blocks.way_part)
    sizes = np.add.reduceat(blocks.piece_quantity, blocks.piece_start[:-1])
    step = np.array([compiled.steps[c] for c in blocks.block_choice.tolist()], dtype=np.int64)
    steps = np.zeros(len(blocks.way_part))
    classes = np.zeros((count, len(exams.slots)), dtype=np.int64)
    status, bound = np.zeros(count, dtype=np.int64), np.zeros(count)
    odd = blocks.piece_quantity % np.repeat(step, np.diff(blocks.piece_start)) != 0
    whole = np.bincount(blocks.piece_farm[odd], minlength=count) == 0
    kernel.population(
        blocks.block_start, sizes / SCALE, step / SCALE, blocks.block_ways, blocks.way_part, gain, whole, score,
        _base(case, exams, blocks.farms), exams.points, exams.value, exams.cents, exams.active, steps, classes, status, bound,
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
    scores = case.scores()
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
