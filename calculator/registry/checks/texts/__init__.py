"""What people read: texts in two languages, remarks, sources and when they were read."""

from calculator.registry.checks.check import Check
from calculator.registry.checks.texts import (
    odd_words,
    read_later,
    remarks,
    reward_words,
    sources,
    translations,
    unused,
)

CHECKS: tuple[Check, ...] = (
    sources.check,
    translations.check,
    remarks.check,
)
NOTES: tuple[Check, ...] = (
    unused.check,
    odd_words.check,
    read_later.check,
    reward_words.check,
)
