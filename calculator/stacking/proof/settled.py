"""Holds a settled answer against the problem alone: a choice that its blocks offer, every row kept, every line paid to the cent.

That nothing gains more is proven elsewhere (``certificate``). Here it is checked that what is shown is lawful and comes to what
it is said to gain: exact numbers only, and nothing of the solver or of how the answer was settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Protocol

from calculator.domain.award import Line
from calculator.domain.problem import MICRO, Block, Option, Problem
from calculator.stacking.proof.recount import ProofError

__all__ = ["Laid", "ProofError", "check_choice", "check_lines"]


class Laid(Protocol):
    """An option of the problem that is taken on a share of its block (above 0, at most 1)."""

    @property
    def block(self) -> int: ...

    @property
    def group(self) -> int: ...

    @property
    def cell(self) -> int: ...

    @property
    def option(self) -> int: ...

    @property
    def share(self) -> Fraction: ...


#: How much of a cell is laid: by block and group, and then by cell.
_Weights = dict[tuple[int, int], dict[int, Fraction | int]]


def check_choice(problem: Problem, shares: Iterable[Laid], gain: Fraction) -> bool:
    """Whether a part of what is claimed is taken off: by a cap on euros, or by a relation.

    ProofError: the shares are no choice of the problem, break a row, or gain otherwise (micro-cents) than is said.
    """
    weights, less = _Weights(), False
    # Sums by row and by the steps in which shares come, so that nothing is added in fractions share by share.
    sums: dict[int, dict[int, int]] = {}
    gained: dict[int, int] = {1: problem.constant}
    for laid in shares:
        option, (part, size) = _option(problem, laid), laid.share.as_integer_ratio()
        if not 0 < part <= size:
            raise ProofError(f"a share of block {laid.block} is {laid.share}")
        of = weights.setdefault((laid.block, laid.group), {})
        of[laid.cell] = of.get(laid.cell, 0) + (laid.share if size > 1 else part)
        gained[size] = gained.get(size, 0) + part * option.gain
        less = less or option.gain < 0
        rows = sums.setdefault(size, {})
        for row, use in option.uses:
            rows[row] = rows.get(row, 0) + part * use
    _check_weights(problem, weights)
    for row, said in enumerate(problem.rows):
        used = sum([Fraction(rows[row], size) for size, rows in sums.items() if row in rows], Fraction(0))
        if used > said.bound:
            raise ProofError(f"row {said.id} is broken: {used} of {said.bound}")
    if sum([Fraction(part, size) for size, part in gained.items()], Fraction(0)) != gain:
        raise ProofError(f"the shares do not gain {gain}")
    return less


def _option(problem: Problem, laid: Laid) -> Option:
    places = laid.block, laid.group, laid.cell, laid.option
    try:
        found = problem.blocks[laid.block].groups[laid.group].cells[laid.cell].options[laid.option]
    except IndexError as error:
        raise ProofError(f"there is no option {places}") from error
    if min(places) < 0:
        raise ProofError(f"there is no option {places}")
    return found


def _check_weights(problem: Problem, weights: _Weights) -> None:
    """Of every block the groups add up to one, each with all of its cells laid as far; of a whole block it is one group."""
    of_blocks: list[list[Fraction | int]] = [[] for _ in problem.blocks]
    for (b, g), cells in weights.items():
        first, *others = cells.values()
        if len(cells) < len(problem.blocks[b].groups[g].cells) or any(x != first for x in others):
            raise ProofError(f"cells of block {problem.blocks[b].id} are not laid alike")
        of_blocks[b].append(first)
    for block, groups in zip(problem.blocks, of_blocks, strict=True):
        if groups != [1]:
            _check_groups(block, groups)


def _check_groups(block: Block, groups: list[Fraction | int]) -> None:
    laid = sum(groups)
    # A group without cells is taken as far as the others leave it.
    full = laid == 1 or (laid < 1 and any(not group.cells for group in block.groups))
    # One group as a whole was looked at before: here every part is less.
    if not full or (block.whole and groups):
        raise ProofError(f"block {block.id} is taken {laid} times")


def check_lines(
    gain: Fraction,
    lines: Iterable[Line],
    due: Mapping[int, list[int]],
    times: Mapping[int, int],
    *,
    less: bool,
) -> None:
    """ProofError: lines pay more than is due, less without a word, or together not what is gained (micro-cents).

    ``due`` are, by claim (its identity), the whole cents of each rate at which it is taken; ``times`` says how often a year
    counts; ``less`` that something is taken off, maybe all of a line. Every amount is rounded once, so that together they lie
    within a cent for each of what is gained.
    """
    paid: dict[int, int] = {}
    told, total, spread = set[int](), 0, 1
    for line in lines:
        claim, often = id(line.claim), times.get(line.claim.year, 1)
        paid[claim] = paid.get(claim, 0) + line.amount
        total += line.amount * often
        spread += often
        if line.caveats:
            told.add(claim)
    for claim, amounts in due.items():
        owed, written = sum(amounts), paid.pop(claim, 0)
        lowered = claim in told or (not written and (less or owed == 1))
        if written > owed or (written < owed and not lowered):
            raise ProofError(f"a payment of {owed} cents is written as {written}")
    if paid:
        raise ProofError("a line pays what is not taken")
    spread += sum(map(len, due.values()))
    if abs(total * MICRO - gain) > MICRO * spread:
        raise ProofError(f"lines come to {total} cents, and {gain} micro-cents are gained")
