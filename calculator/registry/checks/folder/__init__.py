"""What a folder of rules is made of: its files, their names and versions, and that what is published stays."""

from calculator.registry.checks.check import Check
from calculator.registry.checks.folder import (
    agreement,
    cases,
    cases_missing,
    conflicts,
    corrections,
    doubles,
    gaps,
    identity,
    overlaps,
    published,
    rechecks,
    strays,
)

CHECKS: tuple[Check, ...] = (
    strays.check,
    identity.check,
    agreement.check,
    corrections.check,
    doubles.check,
    overlaps.check,
    published.check,
    rechecks.check,
    conflicts.check,
    cases.check,
)
NOTES: tuple[Check, ...] = (
    gaps.check,
    cases_missing.check,
)
