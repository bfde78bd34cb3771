"""What a rule asks of a farm: that a profile can say it, and that something can meet it."""

from calculator.registry.checks.check import Check
from calculator.registry.checks.conditions import (
    asked_of_places,
    compared,
    counted,
    metres_by_width,
    never_met,
    numbers_asked,
    one_number,
    paths,
    whole_bounds,
    words_of_land,
)

CHECKS: tuple[Check, ...] = (
    paths.check,
    numbers_asked.check,
    words_of_land.check,
    asked_of_places.check,
    whole_bounds.check,
    compared.check,
    counted.check,
    never_met.check,
)
NOTES: tuple[Check, ...] = (one_number.check, metres_by_width.check)
