"""One component as a small linear programme over *departures* from the free choice.

Every cell has a base option and every block a base group (the free choice). A column stands for a
departure: another option of a cell, or another group of a block. Departures never gain, so the base is dual
feasible and the dual simplex starts from it; a departure that relieves no row is left out. Columns are in
canonical order (block id, group and option by content), so the solver sees the same numbers whatever the
order of the input.

Units inside: objective in 1/10,000 of the largest loss of a departure, rows in shares of their largest
coefficient.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from calculator.domain.problem import MULTIPLIER_SCALE, Multipliers, Problem
from calculator.stacking.solving.free_choice.bounds import Choice
from calculator.stacking.solving.free_choice.components import Component, Survey
from calculator.stacking.solving.free_choice.flat import Flat, Ints, part
from calculator.stacking.solving.search.linear import Linear
from calculator.stacking.solving.search.uses import Floats, Uses

_Hashes = NDArray[np.uint64]

_LARGEST_LOSS = 1e4


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The component's columns. Indices of cells, groups and blocks are canonical; ``*_place`` are the
    problem's.

    ``take`` is what options take of the component's rows (integer units as floats); ``base`` is the base
    option of each cell, ``home`` the base group of each block. ``z_group`` are the groups and ``x_option``
    the options that have a column, in that order; ``gain`` is micro-cents; ``source`` and ``group_source``
    are the places of options and groups in the survey.
    """

    component: Component
    source: Ints
    group_source: Ints
    whole: NDArray[np.bool_]
    gain: Floats
    take: Uses
    option_cell: Ints
    option_place: Ints
    cell_group: Ints
    cell_place: Ints
    cell_start: Ints
    group_block: Ints
    group_place: Ints
    base: Ints
    home: Ints
    z_group: Ints
    x_option: Ints
    block_start: Ints

    def group_values(self, prices: Floats) -> Floats:
        """Most each group can bring under row prices (micro-cents per integer unit)."""
        return self._best(self.gain - self.take.priced(prices))

    def relief(self, prices: Floats) -> Floats:
        """As ``group_values`` with every gain left out."""
        return self._best(-self.take.priced(prices))

    @property
    def asked(self) -> Floats:
        """The least that each group takes of all rows together, whatever it gives back."""
        taken = replace(self.take, amount=np.maximum(self.take.amount, 0.0))
        return -self._best(-taken.priced(np.ones(len(self.component.rows))))

    def _best(self, worth: Floats) -> Floats:
        best = np.maximum.reduceat(worth, self.cell_start) if len(self.cell_start) else worth
        return np.bincount(self.cell_group, weights=best, minlength=len(self.group_block)).astype(float)

    def multipliers(self, prices: Floats) -> Multipliers:
        """Prices as the proof states them."""
        scaled = np.rint(prices * MULTIPLIER_SCALE)
        return tuple(
            (row, int(price)) for row, price in zip(self.component.rows, scaled, strict=True) if price > 0
        )


def _mixed(values: _Hashes) -> _Hashes:
    """Splitmix64: spreads 64-bit content evenly."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _canonical(problem: Problem, flat: Flat) -> tuple[Ints, Ints, Ints]:
    """Orders of options, cells and groups by block, content of the group, place of the cell, gain and
    content.
    """
    rows, inverse = np.unique(flat.use_row, return_inverse=True)
    names = [int.from_bytes(blake2b(problem.rows[row].id.encode(), digest_size=8).digest()) for row in rows]
    named = np.array(names, dtype=np.uint64)[inverse] if names else np.zeros(0, dtype=np.uint64)
    content = _mixed(flat.gain.astype(np.uint64))
    np.add.at(content, flat.use_option, _mixed(named ^ _mixed(flat.use_amount.astype(np.uint64))))
    group_content = np.zeros(len(flat.group_block), dtype=np.uint64)
    place = _mixed(flat.cell_place.astype(np.uint64) + np.uint64(1))[flat.option_cell]
    np.add.at(group_content, flat.cell_group[flat.option_cell], _mixed(content ^ place))
    groups = np.lexsort((group_content, flat.group_block))
    group_rank = np.argsort(groups)
    cells = np.lexsort((flat.cell_place, group_rank[flat.cell_group]))
    cell_rank = np.argsort(cells)
    options = np.lexsort((content, -flat.gain, cell_rank[flat.option_cell]))
    return options, cells, groups


def _take(flat: Flat, component: Component, options: Ints, rows: int) -> Uses:
    """Uses of the component's rows, options in canonical order."""
    local = np.full(rows, -1, dtype=np.int64)
    local[list(component.rows)] = np.arange(len(component.rows))
    rank = np.argsort(options)
    kept = (local[flat.use_row] >= 0).nonzero()[0]
    of = rank[flat.use_option[kept]]
    order = np.argsort(of, kind="stable")
    entries = kept[order]
    return Uses(of[order], local[flat.use_row[entries]], flat.use_amount[entries].astype(float), len(options))


def build(survey: Survey, choice: Choice, component: Component) -> Model:
    """The component as columns."""
    problem = survey.problem
    flat, sources, group_sources = part(survey.flat, np.array(component.places))
    options, cells, groups = _canonical(problem, flat)
    take = _take(flat, component, options, len(problem.rows))
    option_cell = np.argsort(cells)[flat.option_cell[options]]
    cell_group = np.argsort(groups)[flat.cell_group[cells]]
    group_block, group_place = flat.group_block[groups], flat.group_place[groups]
    places = [choice.options[b][g] for b in component.blocks for g in range(len(problem.blocks[b].groups))]
    picks = np.array([pick for group in places for pick in group], dtype=np.int64)[cells]
    is_base = flat.option_place[options] == picks[option_cell]
    base = is_base.nonzero()[0]
    best = np.array([choice.groups[b] for b in component.blocks], dtype=np.int64)
    home = (group_place == best[group_block]).nonzero()[0]
    change = take.less(take.chosen(base[option_cell]))
    relieves = np.bincount(change.of[change.amount < 0], minlength=len(options))
    return Model(
        component=component,
        source=sources[options],
        group_source=group_sources[groups],
        whole=np.array([problem.blocks[b].whole for b in component.blocks], dtype=np.bool_),
        gain=flat.gain[options].astype(float),
        take=take,
        option_cell=option_cell,
        option_place=flat.option_place[options],
        cell_group=cell_group,
        cell_place=flat.cell_place[cells],
        cell_start=option_cell.searchsorted(np.arange(len(cells))),
        group_block=group_block,
        group_place=group_place,
        base=base,
        home=home,
        z_group=(group_place != best[group_block]).nonzero()[0],
        x_option=relieves.nonzero()[0],
        block_start=group_block.searchsorted(np.arange(len(component.blocks))),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Programme(Linear):
    """The model as HiGHS takes it: minimise ``cost``, columns z then x; the component's rows come first.

    ``loss_unit`` (micro-cents) and ``row_unit`` (integer units) turn the scaled numbers back.
    ``group_row[b]`` is the row that holds a block's departures to at most one group, or -1; ``only_z[b]``
    its one departure without such a row.
    """

    loss_unit: float
    row_unit: Floats
    group_row: Ints
    only_z: Ints


def _structure(model: Model) -> tuple[list[tuple[Ints, Ints, float]], Floats, Ints, Ints]:
    """Entries (rows, columns, value) of the rows that divide blocks and cells, their right-hand sides, and
    groups.
    """
    blocks, z_count = len(model.whole), len(model.z_group)
    z_column = np.full(len(model.group_block), -1, dtype=np.int64)
    z_column[model.z_group] = np.arange(z_count)
    z_block = model.group_block[model.z_group]
    departures = np.bincount(z_block, minlength=blocks)
    x_cell = model.option_cell[model.x_option]
    x_group = model.cell_group[x_cell]
    single = departures[model.group_block[x_group]] == 0
    crowded = ~(single & (np.bincount(x_cell, minlength=len(model.base))[x_cell] == 1))
    cells, cell_row = np.unique(x_cell[crowded], return_inverse=True)
    x_column = z_count + crowded.nonzero()[0]
    entries = [(cell_row, x_column, 1.0)]
    group = model.cell_group[cells]
    away = z_column[group] >= 0
    entries.append((away.nonzero()[0], z_column[group[away]], -1.0))
    row, z = np.nonzero(z_block[None, :] == model.group_block[group][:, None])
    at_home = ~away[row]
    entries.append((row[at_home], z[at_home], 1.0))
    shared = (departures >= 2).nonzero()[0]
    group_row = np.full(blocks, -1, dtype=np.int64)
    group_row[shared] = len(cells) + np.arange(len(shared))
    in_shared = (group_row[z_block] >= 0).nonzero()[0]
    entries.append((group_row[z_block[in_shared]], in_shared, 1.0))
    only = np.full(blocks, -1, dtype=np.int64)
    alone = (departures[z_block] == 1).nonzero()[0]
    only[z_block[alone]] = alone
    sides = np.concatenate((np.where(away, 0.0, 1.0), np.ones(len(shared))))
    return entries, sides, group_row, only


def _changes(model: Model) -> tuple[Floats, Uses, Floats]:
    """Per departure what it loses and what it takes more of each row; and what the free choice takes of each."""
    of_cells = model.take.chosen(model.base)
    taken = of_cells.added(model.cell_group, len(model.group_block))
    gained = np.bincount(model.cell_group, weights=model.gain[model.base], minlength=len(model.group_block))
    home_of = model.home[model.group_block[model.z_group]]
    base_of = model.base[model.option_cell[model.x_option]]
    groups = taken.chosen(model.z_group).less(taken.chosen(home_of))
    options = model.take.chosen(model.x_option).less(model.take.chosen(base_of))
    lost = np.concatenate(
        (gained[home_of] - gained[model.z_group], model.gain[base_of] - model.gain[model.x_option])
    )
    change = Uses(
        np.concatenate((groups.of, options.of + groups.count)),
        np.concatenate((groups.row, options.row)),
        np.concatenate((groups.amount, options.amount)),
        len(lost),
    )
    return lost, change, taken.chosen(model.home).total(len(model.component.rows))


def _units(lost: Floats, change: Uses, rows: int) -> tuple[float, Floats]:
    loss_unit = max(float(lost.max(initial=0.0)) / _LARGEST_LOSS, 1.0)
    largest = np.zeros(rows)
    np.maximum.at(largest, change.row, np.abs(change.amount))
    return loss_unit, np.where(largest > 0, largest, 1.0)


def programme(model: Model) -> Programme:
    """Scaled arrays of the component's linear programme."""
    lost, change, taken = _changes(model)
    coupling = len(model.component.rows)
    loss_unit, row_unit = _units(lost, change, coupling)
    left = np.array(model.component.bounds, dtype=float) - taken
    entries, sides, group_row, only_z = _structure(model)
    rows = np.concatenate([change.row, *(entry[0] + coupling for entry in entries)])
    columns = np.concatenate([change.of, *(entry[1] for entry in entries)])
    values = np.concatenate(
        [change.amount / row_unit[change.row], *(np.full(len(entry[0]), entry[2]) for entry in entries)]
    )
    order = np.lexsort((rows, columns))
    counts = np.bincount(columns, minlength=len(lost))
    return Programme(
        cost=lost / loss_unit,
        lower=np.zeros(len(lost)),
        upper=np.ones(len(lost)),
        row_lower=np.full(coupling + len(sides), -np.inf),
        row_upper=np.concatenate((left / row_unit, sides)),
        start=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        index=rows[order].astype(np.int32),
        value=values[order],
        loss_unit=loss_unit,
        row_unit=row_unit,
        group_row=np.where(group_row >= 0, group_row + coupling, -1),
        only_z=only_z,
    )
