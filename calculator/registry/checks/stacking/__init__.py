"""What stands between payments: relations, limits, and what they point at."""

from calculator.registry.checks.check import Check
from calculator.registry.checks.stacking import (
    contradictions,
    counted_caps,
    limits,
    quantities,
    relations,
    requires,
    requires_later,
    selectors,
    unpayable,
)

CHECKS: tuple[Check, ...] = (
    limits.check,
    counted_caps.check,
    selectors.check,
    relations.check,
    quantities.check,
    requires.check,
    contradictions.check,
    unpayable.check,
)
NOTES: tuple[Check, ...] = (requires_later.check,)
