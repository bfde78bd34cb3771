"""What must hold across a rules folder: one check per module, in rooms by what it looks at.

``NOTES`` yield what is worth knowing but keeps nobody from serving.
"""

from __future__ import annotations

from collections.abc import Iterator

from calculator.registry.checks import conditions, figures, folder, lists, payments, stacking, texts
from calculator.registry.checks.check import Check
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem

CHECKS: tuple[Check, ...] = (
    *folder.CHECKS,
    *texts.CHECKS,
    *lists.CHECKS,
    *conditions.CHECKS,
    *payments.CHECKS,
    *figures.CHECKS,
    *stacking.CHECKS,
)
NOTES: tuple[Check, ...] = (
    *folder.NOTES,
    *texts.NOTES,
    *conditions.NOTES,
    *figures.NOTES,
    *stacking.NOTES,
)


def run(draft: Draft, checks: tuple[Check, ...] = CHECKS) -> Iterator[RuleProblem]:
    """What every check finds."""
    for check in checks:
        yield from check(draft)
