"""A farm problem in steps as a programme: columns are numbers of steps, which may be taken whole or in part.

Columns and rows stand in an order of their content, so that neither the order of blocks nor that of rows decides among equals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any

import highspy
import numpy as np

from calculator.domain.problem import MULTIPLIER_SCALE, Group, Multipliers, Problem, Proof, Solution
from calculator.stacking.proof.in_steps import Box, Place
from calculator.stacking.proof.merged import Merged, dealt
from calculator.stacking.solving.search.form import Form
from calculator.stacking.solving.search.linear import loaded
from calculator.stacking.solving.search.whole_columns import WholeColumns
from calculator.stacking.solving.steps.coarser import Coarser, Takes, coarser

#: The largest cost of a column.
_LARGEST = 10_000.0
#: Parts that a search may look at, and seconds, by estimate (mostly it ends by the parts).
_MOST_PARTS, _MOST_SECONDS = 2_000, 20.0
#: Seconds around such a search and to lay out an entry of it, by estimate; what is near enough in any case (of ``_LARGEST``).
_AROUND, _EACH_ENTRY, _CLOSE = 2e-3, 1e-5, 1e-6
#: What the bound of a search may be off, by the tolerances of HiGHS.
_OFF = 1e-9


@dataclass(slots=True)
class _Rows:
    """Rows of the programme: entries per column, and the least and most of each row."""

    entries: list[list[tuple[int, float]]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, least: float, most: float) -> int:
        self.lower.append(least)
        self.upper.append(most)
        return len(self.lower) - 1


@dataclass(frozen=True, slots=True)
class Node:
    """What the programme says under a box: steps by place (None: nothing fits), and the multipliers that go with it."""

    steps: dict[Place, float] | None
    multipliers: Multipliers


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search says: steps by place of the best answer (None: none found), micro-cents that no answer exceeds by what its
    floats say (None: they do not), the parts it looked at, and what it took, by estimate.
    """

    steps: dict[Place, float] | None
    bound: int | None
    parts: int
    seconds: float


class StepProgramme:
    """The problem under boxes of steps, always from where the last run ended."""

    def __init__(self, problem: Problem, sizes: Sequence[int]) -> None:
        self.problem, self.sizes = problem, sizes
        self.places: list[Place] = []
        self._upper: list[float] = []
        self._cost: list[float] = []
        self._rows = _Rows()
        self._row_order = sorted(range(len(problem.rows)), key=lambda r: problem.rows[r].id)
        self._units = self._row_units()
        for row in self._row_order:
            self._rows.add(-np.inf, problem.rows[row].bound / self._units[row])
        self._row_at = {row: at for at, row in enumerate(self._row_order)}
        for b in sorted(range(len(problem.blocks)), key=lambda b: problem.blocks[b].id):
            self._block(b)
        self._column = {place: at for at, place in enumerate(self.places)}
        self._unit = (
            max([1.0, *(abs(c) * u for c, u in zip(self._cost, self._upper, strict=True))]) / _LARGEST
        )
        #: What one step of a place may be worth at most, against another of its cell; of a plan, of all of its cells.
        self.stakes = self._stakes()
        self._highs = loaded(self._form())

    def _row_units(self) -> list[float]:
        units = [1.0] * len(self.problem.rows)
        for block in self.problem.blocks:
            for group in block.groups:
                for cell in group.cells:
                    for option in cell.options:
                        for row, amount in option.uses:
                            units[row] = max(units[row], abs(amount))
        return units

    def _block(self, b: int) -> None:
        block, size = self.problem.blocks[b], float(self.sizes[b] or 1)
        one = len(block.groups) == 1
        every = None if one else self._rows.add(size, size)
        for g in sorted(range(len(block.groups)), key=lambda g: self._content(block.groups[g])):
            if not one:
                # A plan that is taken whole is taken on all steps or on none: its column counts as one.
                self._add((b, g, -1, -1), 1.0 if block.whole else size, 0.0, [])
                self.places[-1] = (b, g, -1, -1)
                assert every is not None
                self._rows.entries[-1].append((every, size if block.whole else 1.0))
            plan = len(self.places) - 1
            for c, cell in enumerate(block.groups[g].cells):
                row = self._rows.add(size if one else 0.0, size if one else 0.0)
                if not one:
                    self._rows.entries[plan].append((row, -size if block.whole else -1.0))
                for o in sorted(range(len(cell.options)), key=lambda o: self._said(cell.options[o])):
                    option = cell.options[o]
                    uses = [(self._row_at[r], n / size / self._units[r]) for r, n in option.uses]
                    self._add((b, g, c, o), size, -option.gain / size, [*uses, (row, 1.0)])

    def _add(self, place: Place, upper: float, cost: float, entries: list[tuple[int, float]]) -> None:
        self.places.append(place)
        self._upper.append(upper)
        self._cost.append(cost)
        self._rows.entries.append(entries)

    def _stakes(self) -> dict[Place, float]:
        stakes: dict[Place, float] = {}
        for b, block in enumerate(self.problem.blocks):
            for g, group in enumerate(block.groups):
                for c, cell in enumerate(group.cells):
                    most = max(o.gain for o in cell.options)
                    least = min(o.gain for o in cell.options)
                    stakes |= {
                        (b, g, c, o): (most - least) / (self.sizes[b] or 1) for o in range(len(cell.options))
                    }
                stakes[b, g, -1, -1] = 1.0
        return stakes

    def _said(self, option: Any) -> tuple[int, list[tuple[str, int]]]:
        return -option.gain, sorted((self.problem.rows[r].id, n) for r, n in option.uses)

    def _content(self, group: Group) -> list[list[tuple[int, list[tuple[str, int]]]]]:
        return [sorted(self._said(o) for o in cell.options) for cell in group.cells]

    def _form(self, coarser: Sequence[Coarser] = ()) -> Form:
        """The programme by column, with rows that stand after its own."""
        own = len(self._rows.lower)
        beside: list[list[tuple[int, float]]] = [[] for _ in self.places]
        for row, each in enumerate(coarser):
            for column, amount in each.entries:
                beside[column].append((own + row, amount))
        start, index, value = [0], list[int](), list[float]()
        for entries, more in zip(self._rows.entries, beside, strict=True):
            merged: dict[int, float] = {}
            for row, amount in (*entries, *more):
                merged[row] = merged.get(row, 0.0) + amount
            kept = sorted(row for row, amount in merged.items() if amount)
            index += kept
            value += [merged[row] for row in kept]
            start.append(len(index))
        return Form(
            np.array(self._cost) / self._unit, np.zeros(len(self.places)), np.array(self._upper),
            np.array([*self._rows.lower, *(-np.inf for _ in coarser)]),
            np.array([*self._rows.upper, *(each.bound for each in coarser)]),
            np.array(start, dtype=np.int32), np.array(index, dtype=np.int32), np.array(value),
            np.array([self.sizes[b] > 0 for b, *_ in self.places]),
            np.array([self._chosen(place) for place in self.places]),
            np.array([*(0.0 for _ in range(own)), *(each.multiple for each in coarser)]),
        )  # fmt: skip

    def under(self, box: Box) -> Node | None:
        """The relaxation under a box; None where HiGHS does not say."""
        lower, upper = np.zeros(len(self.places)), np.array(self._upper)
        for place, (least, most) in box.items():
            at = self._column[place]
            if place[2] < 0 and self.problem.blocks[place[0]].whole:
                least, most = int(least > 0), int(most >= self.sizes[place[0]])
            lower[at], upper[at] = least, most
            if least > most:
                return None
        highs = self._highs
        highs.changeColsBounds(len(lower), np.arange(len(lower), dtype=np.int32), lower, upper)
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return self._ray()
        if status != highspy.HighsModelStatus.kOptimal:
            highs.clearSolver()
            return None
        found = highs.getSolution()
        duals = np.maximum(-np.array(found.row_dual)[: len(self._row_order)], 0.0) * self._unit
        return Node(dict(zip(self.places, found.col_value, strict=True)), self._stated(duals))

    def _ray(self) -> Node | None:
        _, known, ray = self._highs.getDualRay()
        if not known:
            return None
        scaled = np.maximum(-np.asarray(ray)[: len(self._row_order)], 0.0)
        return Node(None, self._stated(scaled / max(float(scaled.max(initial=0.0)), 1e-300) * 1e6))

    def _stated(self, prices: Any) -> Multipliers:
        stated = [
            (row, round(float(price) / self._units[row] * MULTIPLIER_SCALE))
            for row, price in zip(self._row_order, prices, strict=True)
        ]
        return tuple(sorted((row, price) for row, price in stated if price > 0))

    def best(
        self,
        parts: int = _MOST_PARTS,
        near: float = 0.0,
        above: Fraction | None = None,
        seconds: float = _MOST_SECONDS,
        narrowly: bool = False,
    ) -> Searched:
        """The best answer in whole steps that a search finds in so many parts and seconds (by estimate) at most, until what it
        finds is as ``near`` to what it knows (micro-cents). What gains no more than ``above`` is not looked for.
        """
        under = np.inf if above is None else float(self.problem.constant - above) / self._unit
        form = self._in_steps()
        found = WholeColumns(form, max(_CLOSE, near / self._unit), under, narrowly).run(parts, seconds)
        steps = None if found.point is None else dict(zip(self.places, found.point.tolist(), strict=True))
        took = _AROUND + _EACH_ENTRY * len(form.value) + found.seconds
        return Searched(steps, self._above(found.bound), max(1, found.parts), took)

    def _in_steps(self) -> Form:
        """The programme of whole steps: with rows in coarser units, where nothing that is divided at will eases them."""
        taken: dict[int, list[Takes]] = {}
        eased = set[int]()
        for column, place in enumerate(self.places):
            b, g, c, o = place
            for row, amount in self.problem.blocks[b].groups[g].cells[c].options[o].uses if c >= 0 else ():
                if self.sizes[b]:
                    taken.setdefault(row, []).append(
                        Takes(column, amount, self.sizes[b], self._chosen(place))
                    )
                elif amount < 0:
                    eased.add(row)
        return self._form(
            [
                each
                for row in self._row_order
                if row not in eased and row in taken
                for each in coarser(taken[row], self.problem.rows[row].bound)
            ]
        )

    def _chosen(self, place: Place) -> bool:
        """Whether a column is decided by a choice: it is taken on all steps or on none."""
        b, g, c, _ = place
        alone = c < 0 or len(self.problem.blocks[b].groups[g].cells[c].options) == 1
        return self.sizes[b] == 1 or (self.sizes[b] > 0 and self.problem.blocks[b].whole and alone)

    def _above(self, bound: float) -> int | None:
        """A bound of the search in micro-cents, and a little more."""
        if not np.isfinite(bound):
            return None
        most = -bound * self._unit + self.problem.constant
        return ceil(most + _OFF * (abs(most) + self._unit))


def apart(problem: Problem, together: Merged, steps: Mapping[Place, float]) -> Solution:
    """Whole steps of merged blocks as a solution of the problem that they are merged from."""
    groups: list[tuple[float, ...]] = [()] * len(problem.blocks)
    weights: list[tuple[tuple[tuple[float, ...], ...], ...]] = [()] * len(problem.blocks)
    for m, blocks in enumerate(together.blocks):
        block, size = together.problem.blocks[m], together.sizes[m]
        if not size:
            groups[blocks[0]] = tuple(steps.get((m, g, -1, -1), 1.0) for g in range(len(block.groups)))
            weights[blocks[0]] = tuple(
                tuple(
                    tuple(max(0.0, steps[m, g, c, o]) for o in range(len(x.options)))
                    for c, x in enumerate(group.cells)
                )
                for g, group in enumerate(block.groups)
            )
            continue
        one, unit = size // len(blocks), size if block.whole else 1
        plans = {g: round(steps.get((m, g, -1, -1), size / unit)) * unit for g in range(len(block.groups))}
        dealt_plans = dealt(plans, [one] * len(blocks))
        cells = {
            (g, c): dealt(
                {o: round(steps[m, g, c, o]) for o in range(len(cell.options))}, [of[g] for of in dealt_plans]
            )
            for g, group in enumerate(block.groups)
            for c, cell in enumerate(group.cells)
        }
        for n, b in enumerate(blocks):
            groups[b] = tuple(dealt_plans[n][g] / one for g in range(len(block.groups)))
            weights[b] = tuple(
                tuple(
                    tuple(count / one for count in cells[g, c][n].values()) for c in range(len(group.cells))
                )
                for g, group in enumerate(block.groups)
            )
    return Solution("optimal", tuple(groups), tuple(weights), Proof("dual"))
