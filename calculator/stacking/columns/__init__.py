"""Whole populations as columns. ``evaluate`` is the entry; ``docs/columns.md`` has the mathematics and the figures.

    from calculator.stacking.columns import Evaluation, evaluate
    answer = evaluate(rulebook, farms, on=date(2026, 7, 1), years=6)

Who asks part by part holds an ``Evaluation(rulebook, on, years)`` and calls ``of(farms)``: it keeps what it worked out, so that
the second part costs a fraction of the first. ``farms`` is any iterable of profiles; it is read once, in order, some thousands
at a time. The answer is ``FarmColumns``: what every farm is paid per payment and year in cents, which class, which limits bind
and what they withhold, what is open; per farm a status, the gap to its proven bound, and the reason where it was left to the
ordinary engine.
"""

from __future__ import annotations

from calculator.stacking.columns.answer import STATUSES, FarmColumns, Rows
from calculator.stacking.columns.evaluation import Evaluation, evaluate

__all__ = ["STATUSES", "Evaluation", "FarmColumns", "Rows", "evaluate"]
