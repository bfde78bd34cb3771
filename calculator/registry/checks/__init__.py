"""What must hold across a rules folder: one check per file, all with the same signature.

A check looks at a draft and yields problems; it never changes anything and never stops at the first. ``NOTES`` yield
what is worth knowing but keeps nobody from serving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from calculator.registry.checks import (
    agreement,
    cases,
    cases_missing,
    class_figures,
    codelist_references,
    codelist_sources,
    codes,
    conditions,
    conflicts,
    contradictions,
    corrections,
    doubles,
    figure_names,
    figure_values,
    gaps,
    identity,
    keys,
    kpis,
    legal_rules,
    limits,
    measured_in,
    minimums,
    never_met,
    never_read,
    nothing,
    odd_words,
    one_number,
    one_value,
    out_of_reach,
    overlaps,
    paths,
    payments,
    plausible,
    published,
    quantities,
    quantity_caps,
    read_later,
    readable,
    rechecks,
    relations,
    remarks,
    requires,
    requires_later,
    reward_words,
    selectors,
    services,
    shares_of,
    sources,
    strays,
    translations,
    units,
    unpayable,
    unused,
    windows,
    workable,
)
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem

Check = Callable[[Draft], Iterator[RuleProblem]]

CHECKS: tuple[Check, ...] = (
    strays.check,
    identity.check,
    agreement.check,
    corrections.check,
    doubles.check,
    overlaps.check,
    sources.check,
    translations.check,
    remarks.check,
    codelist_references.check,
    codelist_sources.check,
    codes.check,
    kpis.check,
    legal_rules.check,
    services.check,
    paths.check,
    payments.check,
    conditions.check,
    never_met.check,
    limits.check,
    figure_names.check,
    figure_values.check,
    one_value.check,
    keys.check,
    never_read.check,
    nothing.check,
    measured_in.check,
    quantity_caps.check,
    out_of_reach.check,
    shares_of.check,
    class_figures.check,
    workable.check,
    units.check,
    plausible.check,
    selectors.check,
    relations.check,
    quantities.check,
    requires.check,
    readable.check,
    minimums.check,
    contradictions.check,
    unpayable.check,
    published.check,
    rechecks.check,
    conflicts.check,
    windows.check,
    cases.check,
)
NOTES: tuple[Check, ...] = (
    gaps.check,
    unused.check,
    never_read.beside,
    nothing.beside,
    odd_words.check,
    one_number.check,
    read_later.check,
    requires_later.check,
    cases_missing.check,
    reward_words.check,
)


def run(draft: Draft, checks: tuple[Check, ...] = CHECKS) -> Iterator[RuleProblem]:
    """What every check finds."""
    for check in checks:
        yield from check(draft)
