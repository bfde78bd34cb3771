"""What the best plan leaves when some arrangements may not be taken: asked once per candidate, of one problem.

Only what is left is told, not by which plan, so that every question begins where the last one ended (``restriction``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from calculator.domain.problem import Problem
from calculator.stacking.advising.advice import Choices, Keeps, NoPlanError
from calculator.stacking.solving.restriction import Restricted


@dataclass(slots=True)
class Turning:
    """The choices of a farm under one bound on the yearly effort (cents; None: none)."""

    choices: Choices
    max_effort: int | None
    _restricted: Restricted | None = None

    def worth(self, keeps: Keeps) -> Fraction:
        """Micro-cents that the best plan leaves among arrangements that keep the wish, as far as the solver's numbers say.

        NoPlanError: nothing is lawful. Where it takes too long to be sure, it is what ``Choices.best`` finds.
        """
        allowed: dict[int, tuple[int, ...]] = {}
        for offered, at in zip(self.choices.places, self.choices.masters, strict=True):
            here = tuple(
                place
                for place, arrangement in enumerate(offered)
                if keeps(arrangement) and (self.max_effort is None or arrangement.effort is not None)
            )
            if not here:
                raise NoPlanError(offered[0].place)
            if len(here) < len(offered):
                allowed[at] = here
        if self._restricted is None:
            self._restricted = Restricted(self._problem(), frozenset(self.choices.masters))
        worth = self._restricted.worth(allowed, np.inf)
        if not self._restricted.proven:
            return self.choices.best(keeps, self.max_effort).value
        if worth is None:
            raise NoPlanError(None)
        return Fraction(round(worth))

    def _problem(self) -> Problem:
        problem, effort = self.choices.problem, self.choices.effort
        if self.max_effort is None:
            return problem
        rows = list(problem.rows)
        rows[effort] = replace(rows[effort], bound=self.max_effort)
        return Problem(problem.blocks, tuple(rows), problem.constant)
