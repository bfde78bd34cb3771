"""Sweeps: one or two figures of a scenario take a row of values, and each combination is run on the same farms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from calculator.scenarios.reform.scenario import Change, FigureChange, IndexChange, LimitChange, Scenario

#: More combinations than this are refused.
MOST = 100


@dataclass(frozen=True, slots=True)
class Axis:
    """The number of a change (from 1, as the file lists them) and the values that it takes."""

    change: int
    values: tuple[Decimal, ...]


def combinations(scenario: Scenario, axes: Sequence[Axis]) -> Iterator[tuple[tuple[Decimal, ...], Scenario]]:
    """Each combination of values with the scenario that has them; ValueError where a change takes no value."""
    for values in product(*(axis.values for axis in axes)):
        changes = list(scenario.changes)
        for axis, value in zip(axes, values, strict=True):
            changes[axis.change - 1] = _with(changes[axis.change - 1], value)
        said = f"{scenario.sha256} {[str(v) for v in values]} {[a.change for a in axes]}"
        yield (
            values,
            replace(scenario, changes=tuple(changes), sha256=hashlib.sha256(said.encode()).hexdigest()),
        )


def takes_value(change: Change) -> bool:
    """Whether a change has one number that can be swept."""
    return isinstance(change, FigureChange | IndexChange) or (
        isinstance(change, LimitChange) and not change.off
    )


def is_factor(change: Change) -> bool:
    """Whether the number of a change multiplies what is now."""
    return isinstance(change, FigureChange | LimitChange) and change.factor is not None


def _with(change: Change, value: Decimal) -> Change:
    if isinstance(change, IndexChange):
        return replace(change, percent=value)
    if isinstance(change, FigureChange | LimitChange) and takes_value(change):
        return replace(change, factor=value) if change.factor is not None else replace(change, value=value)
    raise ValueError(f"the change on line {change.line} takes no value")
