"""Rows and choices added to a problem that every answer in whole steps keeps (``proof.added`` recomputes that each follows)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Row, Solution
from calculator.stacking.proof.added import Ranges, Rounded

#: Uses that differ by less than this share are the same, but for rounding.
_ALIKE = Fraction(1, 10**6)

#: A block, one of its groups, and a cell and option of that; the group as a whole where these are -1.
Place = tuple[int, int, int, int]


@dataclass(slots=True)
class Added:
    """Rows and choices added to a problem, what the options of its own blocks take from these rows, and what they follow from."""

    problem: Problem
    rows: list[Row]
    uses: dict[tuple[int, int, int, int], list[tuple[int, int]]]
    blocks: list[Block]
    follow: list[Rounded | Ranges]

    def row(self, name: str, bound: int) -> int:
        """The index of a new row."""
        self.rows.append(Row(name, bound))
        return len(self.problem.rows) + len(self.rows) - 1

    def take(self, place: Place, row: int, amount: int) -> None:
        """What an option takes from a new row."""
        if amount:
            self.uses.setdefault(place, []).append((row, amount))

    def made(self) -> Problem:
        """The problem with all of it."""
        blocks = list(self.problem.blocks)
        for b in {place[0] for place in self.uses}:
            blocks[b] = replace(
                blocks[b],
                groups=tuple(
                    Group(
                        tuple(
                            Cell(
                                tuple(
                                    Option(x.gain, (*x.uses, *self.uses.get((b, g, c, o), ())))
                                    for o, x in enumerate(cell.options)
                                )
                            )
                            for c, cell in enumerate(group.cells)
                        )
                    )
                    for g, group in enumerate(blocks[b].groups)
                ),
            )
        rows = (*self.problem.rows, *self.rows)
        return replace(self.problem, blocks=(*blocks, *self.blocks), rows=rows)


def filled(
    problem: Problem, solution: Solution, divided: Sequence[Place], sizes: Mapping[int, int]
) -> Iterator[tuple[int, Fraction]]:
    """Rows that are full, each with what a step of something divided takes of it (or takes more than another)."""
    totals = _totals(problem, solution)
    seen: set[tuple[int, Fraction]] = set()
    for b in dict.fromkeys(place[0] for place in divided):
        for group in problem.blocks[b].groups:
            for cell in group.cells:
                for row in dict.fromkeys(r for o in cell.options for r, _ in o.uses):
                    if totals[row] < problem.rows[row].bound - 1e-6 * abs(problem.rows[row].bound):
                        continue
                    takes = {dict(o.uses).get(row, 0) for o in cell.options}
                    steps = {abs(x - y) for x in takes for y in takes if x != y} | {
                        abs(x) for x in takes if x
                    }
                    for step in sorted(Fraction(x, sizes[b]) for x in steps):
                        if (row, step) not in seen:
                            seen.add((row, step))
                            yield row, step


def _totals(problem: Problem, solution: Solution) -> list[float]:
    totals = [0.0] * len(problem.rows)
    for block, weights in zip(problem.blocks, solution.weights, strict=True):
        for group, cells in zip(block.groups, weights, strict=True):
            for cell, shares in zip(group.cells, cells, strict=True):
                for option, share in zip(cell.options, shares, strict=True):
                    for row, amount in option.uses if share else ():
                        totals[row] += amount * share
    return totals


def _uses_of(block: Block, b: int, row: int) -> Iterator[tuple[Place, int]]:
    for g, group in enumerate(block.groups):
        for c, cell in enumerate(group.cells):
            for o, option in enumerate(cell.options):
                yield from (((b, g, c, o), amount) for r, amount in option.uses if r == row)


def coarsen(
    added: Added, solution: Solution, sizes: Mapping[int, int], row: int, step: Fraction, name: str
) -> None:
    """The row in steps, rounded down. Nothing where a block that is not in steps gives room.

    Counted from nothing, or from what blocks take where most of their steps are: whichever the solution breaks more.
    """
    problem = added.problem
    uses = {
        place: amount for b, block in enumerate(problem.blocks) for place, amount in _uses_of(block, b, row)
    }
    if any(amount < 0 and not sizes[place[0]] for place, amount in uses.items()):
        return
    # Uses are rounded up to whole numbers, for each block by itself: the least of what is all but equal counts as one step.
    each = [abs(Fraction(amount, sizes[place[0]])) for place, amount in uses.items() if sizes[place[0]]]
    unit = min([x for x in each if abs(x / step - 1) < _ALIKE], default=step)
    ways = [
        (
            less,
            _rounded(problem, uses, sizes, less, unit),
            floor((problem.rows[row].bound - sum(less.values())) / unit),
        )
        for less in ({}, _most_taken(problem, solution, sizes, uses))
    ]
    less, takes, bound = max(ways, key=lambda way: _come_to(solution, way[1]) - way[2])
    coarse = added.row(f"~steps:{problem.rows[row].id}:{name}", bound)
    added.follow.append(Rounded(coarse, row, unit, less))
    for place, amount in takes.items():
        added.take(place, coarse, amount)


def _most_taken(
    problem: Problem, solution: Solution, sizes: Mapping[int, int], uses: Mapping[Place, int]
) -> dict[int, int]:
    """What blocks that come in steps take where most of their steps are."""
    most = dict[int, int]()
    for b in {place[0] for place in uses if sizes[place[0]]}:
        first = [
            (weight, uses.get((b, g, 0, o), 0))
            for g, cells in enumerate(solution.weights[b])
            for o, weight in enumerate(cells[0])
        ]
        most[b] = max(first, key=lambda each: each[0])[1]
    return {b: amount for b, amount in most.items() if amount}


def _rounded(
    problem: Problem,
    uses: Mapping[Place, int],
    sizes: Mapping[int, int],
    less: Mapping[int, int],
    unit: Fraction,
) -> dict[Place, int]:
    """What is taken on all steps of a block, each step rounded down, once so much less is taken of it."""
    places = dict.fromkeys(uses)
    for b in less:
        places |= {
            (b, g, 0, o): None
            for g, group in enumerate(problem.blocks[b].groups)
            for o in range(len(group.cells[0].options))
        }
    found = dict[Place, int]()
    for place in places:
        size = sizes[place[0]]
        use = uses.get(place, 0) - (less.get(place[0], 0) if place[2] == 0 else 0)
        found[place] = floor(use / (size * unit)) * size if size else 0
    return found


def _come_to(solution: Solution, takes: Mapping[Place, int]) -> float:
    return sum(amount * solution.weights[b][g][c][o] for (b, g, c, o), amount in takes.items())


def choose(added: Added, size: int, place: Place, most: int, name: str) -> None:
    """A whole choice: at most so many steps of this, or at least one more."""
    b, g, c, o = place
    block = added.problem.blocks[b]
    said = f"{block.id}:{g}:{c}:{o}:{most}:{name}"
    above, below = added.row(f"~most:{said}", most), added.row(f"~least:{said}", -(most + 1))
    options = [o] if o >= 0 else range(len(block.groups[g].cells[0].options))
    places = tuple((b, g, max(c, 0), option) for option in options)
    for each in places:
        added.take(each, above, size)
        added.take(each, below, -size)
    chosen = len(added.problem.blocks) + len(added.blocks)
    added.follow.append(Ranges(chosen, above, below, places))
    few = Group((Cell((Option(0, ((below, -(most + 1)),)),)),))
    many = Group((Cell((Option(0, ((above, most - size),)),)),))
    added.blocks.append(Block(f"~choice:{said}", (few, many), whole=True))
