"""What the best plan leaves when some arrangements may not be taken: asked once per candidate, of one problem.

Only what is left is told, not by which plan, so that every question begins where the last one ended (``restriction``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from calculator.domain.problem import Problem
from calculator.stacking.advising.advice import Choices, Keeps, NoPlanError
from calculator.stacking.certified import OPTIMAL
from calculator.stacking.solving.optimum.over_years import with_every_plan
from calculator.stacking.solving.optimum.restriction import Restricted

#: Seconds inside HiGHS, and by estimate around it, for all questions of one farm together; then no more are asked.
_SECONDS = 10.0
#: Questions that are put to the whole problem where the restricted one is not sure; each may take as long as a plan.
_ANEW = 2


@dataclass(slots=True)
class Turning:
    """The choices of a farm under one bound on the yearly effort (cents; None: none)."""

    choices: Choices
    max_effort: int | None
    _restricted: Restricted | None = None
    _too_many: bool = False
    _anew: int = 0

    def worth(self, keeps: Keeps, *, anew: bool = True) -> Fraction | None:
        """Micro-cents that the best plan leaves among arrangements that keep the wish, as far as the solver's numbers say.

        NoPlanError: nothing is lawful. None where it takes too long to be sure, and where the whole problem would have to be
        asked ``anew`` and may not be.
        """
        allowed = self.choices.allowed(keeps, self.max_effort)
        combined = self.choices.combined
        best = None if combined is None else combined.best(allowed, self.choices.limits(self.max_effort))
        if best is not None:
            if best.worth is None:
                raise NoPlanError(None)
            return Fraction(round(best.worth))
        restricted = self._listed()
        if restricted is not None and restricted.proven and restricted.seconds > _SECONDS:
            return None
        worth = restricted.worth(allowed, np.inf) if restricted is not None and restricted.proven else None
        if restricted is None or not restricted.proven:
            return self._asked_anew(keeps) if anew else None
        if worth is None:
            raise NoPlanError(None)
        return Fraction(round(worth))

    def _listed(self) -> Restricted | None:
        """The problem ready to be restricted; None where its plans over the years are too many to list."""
        if self._restricted is None and not self._too_many:
            problem = self._problem()
            self._too_many = problem is None
            if problem is not None:
                self._restricted = Restricted(problem, frozenset(self.choices.masters))
        return self._restricted

    def _asked_anew(self, keeps: Keeps) -> Fraction | None:
        """What ``Choices.best`` finds, where that is proven; asked few times."""
        if self._anew == _ANEW:
            return None
        self._anew += 1
        plan = self.choices.best(keeps, self.max_effort)
        return plan.value if plan.status == OPTIMAL else None

    def _problem(self) -> Problem | None:
        """With all plans over the years listed, of which another candidate may need another; None where these are too many."""
        problem, effort = self.choices.problem, self.choices.effort
        blocks = [with_every_plan(block) for block in problem.blocks]
        listed = tuple([block for block in blocks if block is not None])
        if len(listed) < len(blocks):
            return None
        rows = list(problem.rows)
        if self.max_effort is not None:
            rows[effort] = replace(rows[effort], bound=self.max_effort)
        return Problem(listed, tuple(rows), problem.constant)
