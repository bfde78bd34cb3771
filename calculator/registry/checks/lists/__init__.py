"""The reference lists, and the codes that rules take from them."""

from calculator.registry.checks.check import Check
from calculator.registry.checks.lists import (
    codelist_references,
    codelist_sources,
    codes,
    kpis,
    legal_rules,
    place_facts,
    services,
    windows,
)

CHECKS: tuple[Check, ...] = (
    codelist_references.check,
    codelist_sources.check,
    codes.check,
    kpis.check,
    legal_rules.check,
    services.check,
    place_facts.check,
    windows.check,
)
