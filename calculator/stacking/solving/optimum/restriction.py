"""The optimum of a problem when some blocks may use only some of their groups, asked many times over.

The linear programmes are built once and start each time from where the last one ended, so that asking what twenty claims
would cost does not mean solving twenty problems. Only objectives are told: equal optima are not told apart, and nothing
here is a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from calculator.domain.problem import Problem
from calculator.stacking.solving.free_choice.apart import apart
from calculator.stacking.solving.free_choice.bounds import Choice, free_choice, group_gains
from calculator.stacking.solving.free_choice.components import Component, survey
from calculator.stacking.solving.in_place.narrow import Narrow, Start, Worth
from calculator.stacking.solving.in_place.one_row import OneRow, Said
from calculator.stacking.solving.search.branching import Search
from calculator.stacking.solving.search.model import build
from calculator.stacking.solving.search.relaxation import LostError, Relaxation

#: Seconds inside HiGHS, and parts, that one question may take.
_SECONDS = 2.0
_PARTS = 1024
#: Components of more rows are not walked along one of them: that seldom says it.
_WALKED = 3


@dataclass(slots=True)
class _Joined:
    """One component, its optimum without restrictions once that was asked (micro-cents), and its programme once it is needed."""

    component: Component
    one_row: OneRow
    lay_out: Callable[[], Narrow]
    make: Callable[[], Relaxation]
    best: float | None = None
    made: Relaxation | None = None
    laid_out: Narrow | None = None

    def said(
        self, allowed: Mapping[int, tuple[int, ...]], enough: float, starts: Sequence[Start]
    ) -> Worth | Said:
        """The optimum where it takes no programme: along one row at a time, or in few ways."""
        if len(self.component.rows) <= _WALKED:
            said = self.one_row.worth(self.places(allowed))
            if said.known:
                return said
        if self.laid_out is None:
            self.laid_out = self.lay_out()
        return self.laid_out.worth(allowed, enough, starts)

    @property
    def relaxation(self) -> Relaxation:
        """The component as a programme, built when it is first needed."""
        if self.made is None:
            self.made = self.make()
        return self.made

    @property
    def effort(self) -> int:
        """What was looked at so far: programmes by their columns and rows, and corners one by one."""
        form = None if self.made is None else self.made.programme
        solved = (
            0
            if self.made is None or form is None
            else self.made.solves * (len(form.cost) + len(form.row_upper))
        )
        laid_out = 0 if self.laid_out is None else self.laid_out.effort
        return solved + laid_out + self.one_row.effort

    def places(self, allowed: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
        """The groups allowed of its blocks, by their place in the component."""
        blocks = self.component.blocks
        return {blocks.index(block): groups for block, groups in allowed.items() if block in blocks}

    def canonical(self, allowed: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
        """The groups allowed of its blocks, as the relaxation counts them."""
        model, blocks = self.relaxation.model, self.component.blocks
        found: dict[int, tuple[int, ...]] = {}
        for block, groups in allowed.items():
            if block in blocks:
                here = blocks.index(block)
                mine = (model.group_block == here).nonzero()[0]
                found[here] = tuple(int(g) for g in mine if int(model.group_place[g]) in groups)
        return found


class Restricted:
    """A problem ready to be restricted in the blocks named ``homes``; ``proven`` as long as every search came to its end."""

    proven = True

    def __init__(self, problem: Problem, homes: frozenset[int]) -> None:
        self._problem, self._choice = problem, free_choice(problem)
        found = apart(problem, self._choice, homes)
        self._parts = [
            _Joined(
                c,
                OneRow(problem, c),
                partial(Narrow.of, problem, self._choice, c),
                partial(_programme, problem, self._choice, c),
            )
            for c in found
        ]
        self._part_of = {b: part for part in self._parts for b in part.component.blocks}
        self._rest = problem.constant + sum(
            max(group_gains(problem, self._choice, b))
            for b in range(len(problem.blocks))
            if b not in self._part_of
        )

    @property
    def effort(self) -> int:
        """Everything that was looked at so far, counted."""
        return sum(part.effort for part in self._parts)

    @property
    def seconds(self) -> float:
        """Time spent so far inside HiGHS and, by estimate, around it."""
        return sum(part.made.seconds for part in self._parts if part.made is not None)

    def worth(
        self, allowed: Mapping[int, tuple[int, ...]], enough: float, starts: Sequence[Start] = ()
    ) -> float | None:
        """Micro-cents of the optimum under these groups per block, None where nothing is lawful.

        ``enough`` is known not to be exceeded: an answer that reaches it needs no further search. ``starts`` are parts that
        cover all choices, where the search begins.
        """
        total = float(self._rest)
        asked: dict[int, dict[int, tuple[int, ...]]] = {}
        for block, groups in allowed.items():
            part = self._part_of.get(block)
            if part is None:
                gains = group_gains(self._problem, self._choice, block)
                total += max(gains[g] for g in groups) - max(gains)
            else:
                asked.setdefault(id(part), {})[block] = groups
        for part in self._parts:
            if id(part) not in asked:
                if part.best is None:
                    part.best = self._solved(part, {}, np.inf)
                if part.best is None:
                    return None
                total += part.best
        restricted = [part for part in self._parts if id(part) in asked]
        alone = len(restricted) == 1
        for part in restricted:
            ceiling = enough - total if alone else np.inf
            begin = [Start(s.groups, s.bound - total) for s in starts] if alone else []
            worth = self._solved(part, asked[id(part)], ceiling, begin)
            if worth is None:
                return None
            total += worth
        return total

    def _solved(
        self,
        part: _Joined,
        allowed: Mapping[int, tuple[int, ...]],
        enough: float,
        starts: Sequence[Start] = (),
    ) -> float | None:
        # A part that divides a block which is restricted itself says nothing here.
        if any(allowed.keys() & start.groups.keys() for start in starts):
            starts = ()
        said = part.said(allowed, enough, starts)
        if said.known:
            return None if said.worth is None else float(said.worth)
        canonical = part.canonical(allowed)
        search = Search(
            part.relaxation, part.relaxation.seconds + _SECONDS, _PARTS, ties=False, enough=enough
        )
        begin = [({**part.canonical(s.groups), **canonical}, s.bound) for s in starts]
        try:
            outcome = search.run(begin or [(canonical, np.inf)])
        except LostError:
            self.proven = False
            return None
        self.proven = self.proven and outcome.proven
        return None if outcome.departures is None else part.relaxation.worth(outcome.departures)


def _programme(problem: Problem, choice: Choice, component: Component) -> Relaxation:
    return Relaxation(problem, build(survey(problem, choice), choice, component))
