"""Payments under a limit on costs that share a measure while another on the same ground would earn one of them too.

Each payment rests on the measure that costs most (``eligibility/earning.py``), so that several rest on one and its costs are not
enough for all. Divided over measures they would be paid more, never less: nobody divides them, so the reader is told.
"""

from __future__ import annotations

from calculator.domain.farm import LandscapeElement, Parcel
from calculator.domain.scheme import Text
from calculator.eligibility.subject import contenders
from calculator.eligibility.units import cut
from calculator.stacking.limits.cuts import Cut
from calculator.stacking.solving.outcome import Outcome


def could_rest_on(outcome: Outcome, one: Cut) -> Text | None:
    """The other measures on its ground that a payment could rest on, where others fill the costs of its own; else None."""
    if one.each is not None or one.filled <= one.paid * one.quantity:
        return None
    rows, claim = outcome.built.rows, one.claim
    paid = (p for s in rows.rulebook.versions(claim.scheme) for p in s.payments if p.id == claim.payment)
    land: list[Parcel | LandscapeElement] = [*rows.profile.parcels, *rows.profile.elements]
    here = [place for place in land if place.id == claim.place]
    ground = [piece for place in here for piece in cut(place) if piece.id == claim.piece]
    would = {m.code for p in paid for piece in ground for m in contenders(piece, p, rows.rulebook)}
    listed = (
        rows.rulebook.code("measures", code) for code in sorted(would - {code for code, _ in claim.costs})
    )
    names = [code.name for code in listed if code is not None]
    return Text(" of ".join(n.nl for n in names), " or ".join(n.en for n in names)) if names else None
