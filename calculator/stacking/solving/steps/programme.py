"""A farm problem in steps as a programme in HiGHS: columns are numbers of steps, which it may take whole or in part.

Columns and rows stand in an order of their content, so that neither the order of blocks nor that of rows decides among equals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import highspy
import numpy as np

from calculator.domain.problem import MULTIPLIER_SCALE, Group, Multipliers, Problem, Proof, Solution
from calculator.stacking.proof.in_steps import Box, Place
from calculator.stacking.proof.merged import Merged, dealt
from calculator.stacking.solving.search.own_search import run_within
from calculator.stacking.solving.search.relaxation import silent_highs

#: The largest cost of a column.
_LARGEST = 10_000.0
#: Parts that HiGHS's own search may look at, and seconds, by estimate (mostly it ends by the parts).
MOST_PARTS, _MOST_SECONDS = 2_000, 20.0
#: Seconds of such a search, by estimate: around it, of every column and row at every turn of the simplex, and of every part.
_AROUND, _EACH_TURN, _EACH_PART = 0.02, 3e-7, 2e-4
#: What HiGHS's own bound may be off, by its tolerances.
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
    """What HiGHS's own search says: steps by place of the best answer (None: none found), micro-cents that no answer exceeds by
    its word (None: it does not say), the parts it looked at, and what it took, by estimate.
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
        self._highs = self._loaded(integer=False)
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("solver", "simplex")

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

    def _loaded(self, *, integer: bool) -> Any:
        highs = silent_highs()
        start, index, value = [0], list[int](), list[float]()
        for entries in self._rows.entries:
            merged: dict[int, float] = {}
            for row, amount in entries:
                merged[row] = merged.get(row, 0.0) + amount
            index += sorted(merged)
            value += [merged[row] for row in sorted(merged)]
            start.append(len(index))
        whole = [int(integer and self.sizes[place[0]] > 0) for place in self.places]
        status = highs.passModel(
            len(self.places), len(self._rows.lower), len(value), 1, 1, 0.0,
            np.array(self._cost) / self._unit, np.zeros(len(self.places)), np.array(self._upper),
            np.array(self._rows.lower), np.array(self._rows.upper), np.array(start, dtype=np.int32),
            np.array(index, dtype=np.int32), np.array(value), np.array(whole, dtype=np.int32),
        )  # fmt: skip
        if status == highspy.HighsStatus.kError:
            raise RuntimeError("HiGHS refused the programme in steps")
        return highs

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

    def best(self, parts: int = MOST_PARTS, near: float = 0.0) -> Searched:
        """The best answer in whole steps that HiGHS finds by its own search in so many parts at most, until what it finds is as
        ``near`` to what it knows (micro-cents).
        """
        highs = self._loaded(integer=True)
        for name, value in (
            ("mip_rel_gap", 0.0), ("mip_abs_gap", max(1e-9, near / self._unit)),
            ("mip_feasibility_tolerance", 1e-9),
            ("mip_max_nodes", parts),
        ):  # fmt: skip
            highs.setOptionValue(name, value)
        run_within(highs, _MOST_SECONDS)
        info = highs.getInfo()
        looked_at = max(1, int(info.mip_node_count))
        turns = max(0, int(info.simplex_iteration_count))
        seconds = _AROUND + (len(self.places) + len(self._rows.lower)) * turns * _EACH_TURN
        steps = None
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            steps = dict(zip(self.places, highs.getSolution().col_value, strict=True))
        return Searched(steps, self._above(info.mip_dual_bound), looked_at, seconds + looked_at * _EACH_PART)

    def _above(self, bound: float) -> int | None:
        """HiGHS's bound in micro-cents, and a little more."""
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
