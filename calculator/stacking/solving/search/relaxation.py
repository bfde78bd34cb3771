"""The component's linear programme in HiGHS: solved again and again with groups forbidden, always from the last basis.

Equal optima are broken as ``bounds`` says, by a second
solve on the optimal face: what has a price stays where it is, the rest is moved to the least preference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from calculator.domain.problem import Problem
from calculator.stacking.solving.free_choice.bounds import group_preference, preference
from calculator.stacking.solving.search.linear import loaded
from calculator.stacking.solving.search.model import Model, programme
from calculator.stacking.solving.search.uses import Floats

#: Canonical block -> canonical groups that remain allowed; a block not named keeps all of its groups.
Allowed = Mapping[int, tuple[int, ...]]

#: Values of HiGHS's option ``simplex_strategy``.
_DUAL, _PRIMAL = 1, 4
_ENDED = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kInfeasible,
)
#: A reduced cost or price below this (scaled units, where the largest loss is 10,000) counts as zero.
_ZERO = 1e-7
_TOLERANCE, _ROOMY = 1e-9, 1e-7
#: Seconds around one solve, and in it for every row and column, and for each of these per turn: counted, not timed.
_AROUND, _EACH_PLACE, _EACH_TURN = 1.25e-3, 1.5e-6, 5e-8
#: Of every entry per turn amid the programme; of so many entries that is asked at most.
_EACH_AMID, _MOST_AMID = 2e-7, 300_000


class LostError(RuntimeError):
    """HiGHS ended neither optimal nor infeasible: entries of the programme lie too far apart for its pivots."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """Outcome of one solve. ``prices`` are micro-cents per integer unit of each row, at least zero.

    Where the programme is infeasible ``departures`` is None and ``prices`` is a ray: multipliers under
    which, gains left out, no choice keeps the rows. ``tied`` says that other points may gain the same.
    """

    departures: Floats | None
    prices: Floats
    tied: bool = False
    reduced: Floats | None = None
    row_duals: Floats | None = None


def _within(departures: Sequence[float]) -> Floats:
    """The point with what HiGHS leaves outside of 0 to 1, within its tolerance, put inside."""
    inside: Floats = np.minimum(np.maximum(np.array(departures), 0.0), 1.0)
    return inside


class Relaxation:
    """One component in HiGHS. ``solves`` counts the calls, for the time limit."""

    def __init__(self, problem: Problem, model: Model) -> None:
        self.model = model
        self.programme = programme(model)
        self.solves, self._elsewhere = 0, 0.0
        self._problem = problem
        self._preferences: dict[int, float] = {}
        self._columns = np.arange(len(self.programme.cost), dtype=np.int32)
        self._rows = np.arange(len(self.programme.row_upper), dtype=np.int32)
        groups = np.bincount(
            model.cell_group, weights=model.gain[model.base], minlength=len(model.group_block)
        )
        self._base_gain = float(groups[model.home].sum())
        self._departures: list[list[tuple[int, int]]] = [[] for _ in model.component.blocks]
        for column, group in enumerate(model.z_group.tolist()):
            self._departures[model.group_block[group]].append((column, group))
        blocks = model.group_block.tolist()
        #: Groups of whole blocks, each with its block.
        self.whole_groups = [(group, block) for group, block in enumerate(blocks) if model.whole[block]]
        self._highs = loaded(self.programme)
        self._highs.setOptionValue("simplex_strategy", _DUAL)

    def named(self, problem: Problem) -> Relaxation:
        """The same programme of a problem that differs in names alone: equals are told apart by these."""
        other = copy(self)
        other._problem, other._preferences = problem, {}
        return other

    @property
    def seconds(self) -> float:
        """Time spent so far in HiGHS and around it, by estimate (the core reads no clock)."""
        return self._elsewhere + _AROUND * self.solves

    def spend(self, seconds: float) -> None:
        """Notes work that was done on the component beside HiGHS."""
        self._elsewhere += seconds

    def limits(self, allowed: Allowed) -> tuple[Floats, Floats, Floats]:
        """Column bounds and lower row bounds under the groups allowed."""
        model, form = self.model, self.programme
        lower, upper, row_lower = form.lower.copy(), form.upper.copy(), form.row_lower.copy()
        for block, groups in allowed.items():
            for column, group in self._departures[block]:
                if group not in groups:
                    upper[column] = 0.0
            if model.home[block] not in groups:
                if form.group_row[block] >= 0:
                    row_lower[form.group_row[block]] = 1.0
                else:
                    lower[form.only_z[block]] = 1.0
        return lower, upper, row_lower

    def solve(self, allowed: Allowed) -> Relaxed:
        """Optimum of the relaxation. LostError: HiGHS ended neither optimal nor infeasible."""
        lower, upper, row_lower = self.limits(allowed)
        form, highs = self.programme, self._highs
        highs.changeColsBounds(len(lower), self._columns, lower, upper)
        highs.changeRowsBounds(len(row_lower), self._rows, row_lower, form.row_upper)
        self._run()
        status = highs.getModelStatus()
        coupling = len(form.row_unit)
        if status == highspy.HighsModelStatus.kInfeasible:
            return Relaxed(None, self._ray(coupling))
        if status not in _ENDED:
            raise LostError(f"HiGHS ended with {highs.modelStatusToString(status)}")
        found = highs.getSolution()
        duals, reduced = np.array(found.row_dual), np.array(found.col_dual)
        prices = np.maximum(-duals[:coupling], 0.0) * form.loss_unit / form.row_unit
        idle = np.count_nonzero(np.abs(reduced) <= _ZERO) + np.count_nonzero(np.abs(duals) <= _ZERO)
        return Relaxed(_within(found.col_value), prices, bool(idle > len(duals)), reduced, duals)

    def afresh(self, allowed: Allowed) -> Relaxed:
        """As ``solve``, from the start and with more room: what just keeps its rows may seem to break them."""
        self._highs.clearSolver()
        self._highs.setOptionValue("primal_feasibility_tolerance", _ROOMY)
        found = self.solve(allowed)
        self._highs.setOptionValue("primal_feasibility_tolerance", _TOLERANCE)
        return found

    def _run(self) -> None:
        """Run from where the last run ended; where that leads nowhere, afresh, and then by the primal method."""
        for strategy in (_DUAL, _DUAL, _PRIMAL):
            self._highs.setOptionValue("simplex_strategy", strategy)
            self._once(self._highs)
            if self._highs.getModelStatus() in _ENDED:
                break
            self._highs.clearSolver()
        self._highs.setOptionValue("simplex_strategy", _DUAL)

    def _once(self, highs: Any) -> None:
        highs.run()
        self.solves, info = self.solves + 1, highs.getInfo()
        turns, amid = max(0, info.simplex_iteration_count), max(0, info.ipm_iteration_count)
        self.spend((len(self._columns) + len(self._rows)) * (_EACH_PLACE + _EACH_TURN * turns))
        self.spend(len(self.programme.value) * _EACH_AMID * amid)

    def _ray(self, coupling: int) -> Floats:
        _, known, ray = self._highs.getDualRay()
        if not known:
            raise RuntimeError("HiGHS found the programme infeasible without saying why")
        scaled: Floats = np.maximum(-np.asarray(ray)[:coupling], 0.0)
        return scaled / max(float(scaled.max(initial=0.0)), 1e-300) / self.programme.row_unit

    def settle_ties(self, allowed: Allowed, relaxed: Relaxed) -> Floats:
        """The point of the optimal face with the least preference, or the point given where HiGHS finds none."""
        assert relaxed.departures is not None
        assert relaxed.reduced is not None
        assert relaxed.row_duals is not None
        form, highs, point = self.programme, self._highs, relaxed.departures
        lower, upper, row_lower = self.limits(allowed)
        held, priced = np.abs(relaxed.reduced) > _ZERO, np.abs(relaxed.row_duals) > _ZERO
        basis, at_bound = highs.getBasis(), np.where(relaxed.row_duals < 0, form.row_upper, row_lower)
        cost = np.array([0.0 if fixed else self.preference(j) for j, fixed in enumerate(held.tolist())])
        highs.changeColsCost(len(cost), self._columns, cost)
        highs.changeColsBounds(
            len(cost), self._columns, np.where(held, point, lower), np.where(held, point, upper)
        )
        highs.changeRowsBounds(
            len(priced),
            self._rows,
            np.where(priced, at_bound, row_lower),
            np.where(priced, at_bound, form.row_upper),
        )
        self._once(highs)
        if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            point = _within(highs.getSolution().col_value)
        highs.changeColsCost(len(cost), self._columns, form.cost)
        highs.setBasis(basis)
        return point

    def central(self) -> Floats | None:
        """Prices from amid all that prove the optimum: a corner prices few windows of many.

        None where HiGHS finds none, and of a programme of so many entries that it would take too long.
        """
        form = self.programme
        if len(form.value) > _MOST_AMID:
            return None
        highs = loaded(form)
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
        self._once(highs)
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        duals = np.array(highs.getSolution().row_dual)[: len(form.row_unit)]
        return np.maximum(-duals, 0.0) * form.loss_unit / form.row_unit  # type: ignore[no-any-return]

    def preference(self, column: int) -> float:
        """What a whole departure adds to the total preference."""
        if column not in self._preferences:
            self._preferences[column] = self._departure_preference(column)
        return self._preferences[column]

    def _departure_preference(self, column: int) -> float:
        model, z_count = self.model, len(self.model.z_group)
        if column < z_count:
            group = int(model.z_group[column])
            home = int(model.home[model.group_block[group]])
            return self._group_preference(group) - self._group_preference(home)
        option = int(model.x_option[column - z_count])
        cell = int(model.option_cell[option])
        group = int(model.cell_group[cell])
        block = self._problem.blocks[model.component.blocks[model.group_block[group]]]
        place = int(model.cell_place[cell])
        options = block.groups[model.group_place[group]].cells[place].options
        chosen, base = options[model.option_place[option]], options[model.option_place[model.base[cell]]]
        return preference(self._problem, block, place, chosen) - preference(self._problem, block, place, base)

    def _group_preference(self, group: int) -> float:
        model = self.model
        block = self._problem.blocks[model.component.blocks[model.group_block[group]]]
        first, last = model.cell_group.searchsorted([group, group + 1])
        picks = [int(pick) for pick in model.option_place[model.base[first:last]]]
        return group_preference(self._problem, block, block.groups[model.group_place[group]], picks)

    def worth(self, departures: Floats) -> float:
        """Micro-cents of the component's blocks at a point."""
        return self.bound_of(float(self.programme.cost @ departures))

    def total_preference(self, departures: Floats) -> float:
        """Preference of a point, against the base."""
        return sum(
            self.preference(int(j)) * float(departures[j]) for j in (departures > _TOLERANCE).nonzero()[0]
        )

    def group_shares(self, departures: Floats) -> Floats:
        """Weight of every canonical group at a point."""
        model = self.model
        share = np.zeros(len(model.group_block))
        share[model.z_group] = departures[: len(model.z_group)]
        share[model.home] = np.maximum(
            1.0 - np.bincount(model.group_block, weights=share)[: len(model.home)], 0.0
        )
        return share

    def is_whole(self, departures: Floats) -> bool:
        """Whether every whole block has one group."""
        shares = self.group_shares(departures)
        broken = np.minimum(shares, 1.0 - shares)[self.model.whole[self.model.group_block]]
        return bool(broken.max(initial=0.0) <= _TOLERANCE)

    def bound_of(self, lost: float) -> float:
        """Micro-cents of the component's blocks where nothing loses less than this (in the units of the programme)."""
        return self._base_gain - lost * self.programme.loss_unit
