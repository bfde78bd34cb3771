"""Figures: the names a kind needs, one value or range, units, and when they hold."""

from calculator.registry.checks.check import Check
from calculator.registry.checks.figures import names, never_read, nothing, one_value, plausible, units, values

CHECKS: tuple[Check, ...] = (
    names.check,
    values.check,
    one_value.check,
    never_read.check,
    nothing.check,
    units.check,
    plausible.check,
)
NOTES: tuple[Check, ...] = (
    never_read.beside,
    nothing.beside,
)
