"""Claims that stand, as the ordinary engine tells claims apart: by payment, year, place, and the measures they are made under."""

from __future__ import annotations

from collections.abc import Iterable

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.eligibility.units import pieces

#: A payment and year, with where it is claimed and under which measures.
Held = frozenset[tuple[str, int, str, tuple[str, ...]]]


def kept(profile: FarmProfile, claims: tuple[Claim, ...], stands: Held) -> tuple[Claim, ...]:
    """Of what a farm can claim all that stands; classes follow from it."""
    codes = _codes(profile)
    return tuple(
        c for c in claims
        if c.class_name is not None or (c.ref, c.year, c.place, codes.get(c.piece, ())) in stands
    )  # fmt: skip


def claimed(profile: FarmProfile, taken: Iterable[Claim]) -> Held:
    """Claims that the ordinary engine took, as what stands."""
    codes = _codes(profile)
    return frozenset((c.ref, c.year, c.place, codes.get(c.piece, ())) for c in taken if c.class_name is None)


def _codes(profile: FarmProfile) -> dict[str, tuple[str, ...]]:
    return {p.id: tuple(sorted(m.code for m in p.measures)) for p in pieces(profile)[0]}
