"""Whole populations as columns. ``evaluate`` is the entry; ``docs/stacking.md`` has the mathematics and the figures.

    from calculator.stacking.columns import evaluate
    answer = evaluate(rulebook, farms, on=date(2026, 7, 1), years=6)

``farms`` is any iterable of profiles; it is read once, in order, some thousands at a time. The answer is ``FarmColumns``: what
every farm is paid per payment and year in cents, which class, which limits bind and what they withhold, what is open; per
farm a status, the gap to its proven bound, and the reason where it was left to the ordinary engine.
"""

from __future__ import annotations

from calculator.stacking.columns.answer import STATUSES, FarmColumns, Rows
from calculator.stacking.columns.evaluation import evaluate

__all__ = ["STATUSES", "FarmColumns", "Rows", "evaluate"]
