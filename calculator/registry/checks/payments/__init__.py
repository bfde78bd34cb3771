"""What a payment needs to be worked out: triggers, tiers, keys, caps and classes."""

from calculator.registry.checks.check import Check
from calculator.registry.checks.payments import (
    class_figures,
    complete,
    first_parts,
    keys,
    measured_in,
    minimums,
    out_of_reach,
    quantity_caps,
    readable,
    shares_of,
    tariffs,
    workable,
)

CHECKS: tuple[Check, ...] = (
    complete.check,
    first_parts.check,
    keys.check,
    tariffs.check,
    measured_in.check,
    quantity_caps.check,
    out_of_reach.check,
    shares_of.check,
    class_figures.check,
    workable.check,
    readable.check,
    minimums.check,
)
