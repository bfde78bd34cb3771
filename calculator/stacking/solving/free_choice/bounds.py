"""What each decision would be worth if no row held it back, and which of equally good decisions is taken.

The free choice takes the best option of every cell and the best group of every block. Where it keeps all
rows it is optimal, and the proof needs no multipliers. It is plain Python: building arrays would cost more
than it saves.

The rule for equal optima: of all answers that gain the same, the one with the least total *preference*,
each option's preference counted by its weight. The preference of an option is what it takes from the rows,
each as a share of that row's bound (of its natural unit where the bound is zero), plus a fixed number
between 0 and 0.001 drawn from the block's id, the cell's position and the option's own content. So what
takes least from the limits comes first, and neither the order of the input nor options that are not chosen
can change the answer. What a class asks is a row without a bound, and activities take less than nothing from it: of equals
what scores most comes first, points and euros of value each as they are. A whole block (a parcel under the rule of 2023) takes
the group whose options add up to least, one per cell. Options with the very same content are told apart by their place only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from operator import attrgetter

from calculator.domain.memory import Once
from calculator.domain.problem import Block, Group, Option, Problem

FREE_CHOICE: Once[Choice] = Once("free choice")
FREE_TOTALS: Once[list[int]] = Once("free totals")
_WHOLES: Once[list[int]] = Once("wholes of rows")

_gain_of = attrgetter("gain")
#: The largest number that is drawn from a name.
MOST_NOISE = 0.001
_NOISE = MOST_NOISE / 2**64
#: What is best of a block that offers one option in all.
_ONLY = [[0]]


@dataclass(frozen=True, slots=True)
class Choice:
    """``groups[b]`` is the best group of a block, ``options[b][g][c]`` the best option of every cell.

    ``drawn`` says that numbers drawn from names chose among equals.
    """

    groups: list[int]
    options: list[list[list[int]]]
    drawn: bool = False


def nothing_to_choose(block: Block) -> bool:
    """Whether the block offers one option in all."""
    return len(block.groups) == 1 and len(block.groups[0].cells) == 1 == len(block.groups[0].cells[0].options)


def _share(problem: Problem, option: Option) -> float:
    """What an option takes from the rows, each as a share of that row's bound (of its natural unit where that is zero)."""
    wholes = problem.memory.get(_WHOLES)
    if wholes is None:
        wholes = problem.memory.keep(_WHOLES, [abs(row.bound) or row.scale for row in problem.rows])
    share = 0.0
    for index, amount in option.uses:
        share += amount / wholes[index]
    return share


def preference(problem: Problem, block: Block, position: int, option: Option) -> float:
    """Rank of an option among equals (less comes first); ``position`` is its cell's place in the group."""
    return _share(problem, option) + drawn(problem, block, position, option)


def drawn(problem: Problem, block: Block, position: int, option: Option) -> float:
    """The number that is drawn from an option's names."""
    named = sorted([f"{problem.rows[index].id}={amount}" for index, amount in option.uses])
    content = f"{block.id}|{position}|{option.gain}|{';'.join(named)}"
    return int.from_bytes(blake2b(content.encode(), digest_size=8).digest()) * _NOISE


def _preferred(
    problem: Problem, block: Block, position: int, options: Sequence[Option], equals: list[int]
) -> tuple[int, bool]:
    """Which of equal options comes first, and whether by the number drawn: that is needed only where shares are close."""
    shares = {index: _share(problem, options[index]) for index in equals}
    least = min(shares.values())
    close = [index for index in equals if shares[index] <= least + 2 * MOST_NOISE]
    if len(close) == 1:
        return close[0], False
    return min(close, key=lambda index: preference(problem, block, position, options[index])), True


def group_preference(problem: Problem, block: Block, group: Group, picks: list[int]) -> float:
    """Total preference of a group under one option per cell."""
    return sum(
        preference(problem, block, place, cell.options[pick])
        for place, (cell, pick) in enumerate(zip(group.cells, picks, strict=True))
    )


def _best_options(problem: Problem, block: Block, group: Group) -> tuple[int, list[int], bool]:
    """Most a group can gain (micro-cents), the option of each cell that gains it, and whether one of them was drawn."""
    total, picks, drawn = 0, [], False
    for place, cell in enumerate(group.cells):
        options = cell.options
        if len(options) == 1:
            total += options[0].gain
            picks.append(0)
            continue
        if not options:
            raise ValueError(f"block {block.id} has a cell without options: it offers nothing to choose")
        gains = list(map(_gain_of, options))
        top = max(gains)
        pick = gains.index(top)
        if gains.count(top) > 1:
            equals = [index for index, gain in enumerate(gains) if gain == top]
            pick, by_number = _preferred(problem, block, place, options, equals)
            drawn = drawn or by_number
        total += top
        picks.append(pick)
    return total, picks, drawn


def free_choice(problem: Problem) -> Choice:
    """Best option per cell and best group per block, ignoring every row; found once. ValueError: one has none."""
    known = problem.memory.get(FREE_CHOICE)
    return problem.memory.keep(FREE_CHOICE, _free_choice(problem)) if known is None else known


def _free_choice(problem: Problem) -> Choice:
    groups: list[int] = []
    options: list[list[list[int]]] = []
    drawn = False
    for block in problem.blocks:
        if nothing_to_choose(block):
            groups.append(0)
            options.append(_ONLY)
            continue
        found = [_best_options(problem, block, group) for group in block.groups]
        if not found:
            raise ValueError(f"block {block.id} has no groups: it offers nothing to choose")
        totals, picks, by_number = zip(*found, strict=True)
        drawn = drawn or True in by_number
        best = 0
        if len(found) > 1:
            top = max(totals)
            equals = [index for index, total in enumerate(totals) if total == top]
            best = equals[0]
            if len(equals) > 1:
                drawn = True
                best = min(
                    equals,
                    key=lambda g: group_preference(problem, block, block.groups[g], picks[g]),
                )
        groups.append(best)
        options.append(list(picks))
    return Choice(groups, options, drawn)


def chosen_among(problem: Problem, choice: Choice, kept: Mapping[int, Sequence[int]]) -> Choice:
    """The free choice where these blocks have these groups alone: places are among those."""
    groups, options, drawn = list(choice.groups), list(choice.options), choice.drawn
    for index, left in kept.items():
        block, picks, gains = (
            problem.blocks[index],
            choice.options[index],
            group_gains(problem, choice, index),
        )
        top = max([gains[g] for g in left])
        equals = [g for g in left if gains[g] == top]
        drawn = drawn or len(equals) > 1
        best = (
            equals[0]
            if len(equals) == 1
            else min(equals, key=lambda g: group_preference(problem, block, block.groups[g], picks[g]))
        )
        groups[index], options[index] = left.index(best), [picks[g] for g in left]
    return Choice(groups, options, drawn)


def group_gains(problem: Problem, choice: Choice, block: int) -> list[int]:
    """Most that each group of a block gains without rows."""
    return [
        sum([cell.options[pick].gain for cell, pick in zip(group.cells, picks, strict=True)])
        for group, picks in zip(problem.blocks[block].groups, choice.options[block], strict=True)
    ]


def broken_rows(problem: Problem, choice: Choice) -> list[int]:
    """The rows that the free choice does not keep, exactly; none: it is optimal."""
    totals = free_totals(problem, choice)
    return [index for index, row in enumerate(problem.rows) if totals[index] > row.bound]


def free_totals(problem: Problem, choice: Choice) -> list[int]:
    """What the free choice takes of every row; found once, never changed."""
    known = problem.memory.get(FREE_TOTALS)
    if known is not None:
        return known
    uses = [
        cell.options[pick].uses
        for block, best, picks in zip(problem.blocks, choice.groups, choice.options, strict=True)
        for cell, pick in zip(block.groups[best].cells, picks[best], strict=True)
    ]
    taken = dict.fromkeys(range(len(problem.rows)), 0)
    try:
        for index, amount in chain.from_iterable(uses):
            taken[index] += amount
    except KeyError as unknown:
        raise ValueError("a use names a row that the problem does not have") from unknown
    return problem.memory.keep(FREE_TOTALS, list(taken.values()))
