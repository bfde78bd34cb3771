"""What blocks offer, as forcing a claim asks it: what is worth most, and what uses are multiples of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import gcd

from calculator.domain.problem import MULTIPLIER_SCALE, Block, Group, Option
from calculator.stacking.proof.worth import cells_of


def form(block: Block) -> tuple[object, int]:
    """What a block offers apart from a gain that all of it shares, and that gain (of its first option everywhere)."""
    base = sum(cell.options[0].gain for cell in block.groups[0].cells)
    told = []
    for group in block.groups:
        firsts = [cell.options[0].gain for cell in group.cells]
        cells = tuple(
            tuple((option.gain - first, option.uses) for option in cell.options)
            for cell, first in zip(group.cells, firsts, strict=True)
        )
        told.append((sum(firsts) - base, cells))
    return tuple(told), base


def chosen(group: Group, prices: Mapping[int, int]) -> tuple[int, dict[int, int]]:
    gain, uses = 0, dict[int, int]()
    for cell in group.cells:
        option = cell.options[0]
        if len(cell.options) > 1:
            option = max(cell.options, key=lambda o: _priced(o, prices)) if prices else _richest(cell.options)
        gain += option.gain
        for row, amount in option.uses:
            uses[row] = uses.get(row, 0) + amount
    return gain, uses


def _richest(options: Iterable[Option]) -> Option:
    return max(options, key=lambda o: o.gain)


def steps(blocks: Iterable[Block], rows: Collection[int]) -> dict[int, int]:
    """Of what all that these blocks take from some rows is a multiple."""
    found = dict.fromkeys(rows, 0)
    uses = (use for b in blocks if found for c in cells_of(b) for o in c.options for use in o.uses)
    for row, amount in uses:
        if row in found:
            found[row] = gcd(found[row], amount)
    return found


def _priced(option: Option, prices: Mapping[int, int]) -> int:
    return option.gain * MULTIPLIER_SCALE - sum(prices.get(row, 0) * amount for row, amount in option.uses)
