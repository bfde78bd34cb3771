"""Why the eco value of an activity does not count: another payment for the same action, or land that a GAEC duty takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from calculator.domain.award import ActivityUse
from calculator.domain.citing import cited
from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Text
from calculator.stacking.law.reach import Reach, reach, whole_parcel
from calculator.stacking.solving.outcome import Outcome, payment_name

_TAKING = (RelationType.ZERO, RelationType.REDUCED, RelationType.HIGHEST)


def lapsed(outcome: Outcome, uses: Iterable[ActivityUse]) -> Iterator[ActivityUse]:
    """The activities, each that loses its value with what takes it."""
    for use in uses:
        if use.value_counts and use.claim.value:
            yield use
        else:
            told = _taken_by(outcome, use.claim) or _duty(outcome, use.claim)
            yield use if told is None else replace(use, value_counts=False, because=told)


def _taken_by(outcome: Outcome, claim: Claim) -> Text | None:
    """The first payment taken on the same ground, parcel or farm that a relation gives the value to."""
    relations = outcome.built.rules[claim.year].relations
    for _, others in sorted(outcome.chosen_in(claim.year).items()):
        for row in relations.between(claim, others[0]).relations:
            takes = row.type in _TAKING and row.quantity in (Quantity.VALUE, Quantity.ALL)
            if takes and any(_meet(row, claim, other) for other in others):
                name, law = payment_name(outcome, others[0]), row.source
                # The article is of the law; the source may be a text about it.
                at = cited(law.article) if law.article else None
                nl, en = (f" ({at.nl}; {law.title})", f" ({at.en}; {law.title})") if at else ("", "")
                return Text(
                    f"dezelfde handeling als {name.nl}: de punten tellen, de waarde niet{nl}",
                    f"the same action as {name.en}: the points count, the value does not{en}",
                )
    return None


def _meet(row: Relation, claim: Claim, other: Claim) -> bool:
    if other.ref == claim.ref:
        return False
    if whole_parcel(row):
        return other.place == claim.place
    how_far = reach(row, claim, other)
    if how_far is Reach.GROUND:
        return other.piece == claim.piece
    return how_far is Reach.FARM or other.place == claim.place


def _duty(outcome: Outcome, claim: Claim) -> Text | None:
    """The GAEC duty that the land fulfils, where the payment says that the value then lapses."""
    rows = outcome.built.rows
    day = date(claim.year, rows.on.month, min(rows.on.day, 28))
    schemes = [s for s in rows.rulebook.schemes_on(day) if s.id == claim.scheme]
    payment = schemes[0].payment(claim.payment) if schemes else None
    parcel = next((p for p in rows.profile.parcels if p.id == claim.place), None)
    if payment is None or parcel is None:
        return None
    on_duty = {"glmc8": bool(parcel.glmc8_ha), "glmc9": bool(parcel.glmc9)}
    if not on_duty.get(payment.value_zero_when or "", False):
        return None
    duty = (payment.value_zero_when or "").upper().replace("GLMC", "GLMC ")
    return Text(
        f"de grond dient voor {duty}: de punten tellen, de waarde niet",
        f"the land serves {duty.replace('GLMC', 'GAEC')}: the points count, the value does not",
    )
