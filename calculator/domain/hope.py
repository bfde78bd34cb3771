"""What activities that wait for an answer could still score towards the classes of their scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Hope:
    """Points per goal and value (EUR) of all activities of the scheme that wait, for the whole farm in one year.

    None where it is not known, so that it may be as much as it takes.
    """

    points: Mapping[str, Fraction] | None
    value: Fraction | None
