"""A farm read at its widest: as if every candidate were done, so that no share of the land can be larger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.outcomes import texts
from calculator.eligibility.spans import every_condition


def widest(profile: FarmProfile) -> FarmProfile:
    """The farm as if every candidate were managed beside all that is: no share of the land can be larger."""
    return replace(
        profile,
        parcels=tuple(
            replace(p, measures=tuple(replace(m, candidate=False) for m in p.measures))
            for p in profile.parcels
        ),
    )


def alike(profile: FarmProfile, rulebook: Rulebook) -> bool:
    """Whether every condition says the same of the farm as it is and at its widest: no share counts what is considered."""
    counted = _counted(rulebook)
    return not any(m.candidate and m.code in counted for p in profile.parcels for m in p.measures)


def _counted(rulebook: Rulebook) -> frozenset[str]:
    """The measures that a condition takes a share of."""
    found: frozenset[str] | None = rulebook.memory.get("counted measures")
    if found is None:
        shares = [
            c.arguments.get("of") for s in rulebook.schemes for p in s.payments for c in every_condition(s, p)
            if c.kind == "share_at_least"
        ]  # fmt: skip
        codes = {
            code
            for of in shares
            if isinstance(of, Mapping) and "measures" in of
            for code in texts(of["measures"])
        }
        found = rulebook.memory["counted measures"] = frozenset(codes)
    return found
