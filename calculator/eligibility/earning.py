"""Which of several measures on the same ground earns a payment, where it would earn something else with each.

A payment is claimed once for a piece. Measures bear on it by their width and unit, and by their costs where a limit looks at
these. One with which it can be claimed comes before one with which it is open, and that before one with which it is refused; of
several, that which pays most. What earns alike is taken in the order of ``contenders``.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.limit import LimitKind
from calculator.domain.memory import Once
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, PaymentKind, Scheme
from calculator.eligibility.eco.activities import assess_activity
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.samples import looks_of
from calculator.eligibility.subject import Findings, Subject, contenders
from calculator.eligibility.units import Piece

_COSTS_COUNT: Once[bool] = Once("costs of measures count")


def told_apart(rulebook: Rulebook, scheme: Scheme, payment: Payment, piece: Piece) -> bool:
    """Whether the payment may earn something else with another measure on the piece that would do."""
    if len(piece.measures) < 2:
        return False
    further = piece.parcel is None or looks_of(rulebook, scheme, payment) is None
    return further or rulebook.memory.once(
        _COSTS_COUNT, lambda: any(x.kind is LimitKind.COST_SHARE for x in rulebook.limits)
    )


def earning(subject: Subject) -> Subject:
    """The same with the measure of its piece that earns most; ``subject`` has the first that would do."""
    piece, rulebook = subject.piece, subject.rulebook
    if piece is None or not told_apart(rulebook, subject.scheme, subject.payment, piece):
        return subject
    tried = [replace(subject, measure=m) for m in contenders(piece, subject.payment, rulebook)]
    if len(tried) < 2:
        return subject
    found = [_found(each) for each in tried]
    # Costs that nobody filled in limit nothing: that is no reason to rest a payment on that measure.
    limited = all(f.claims[0].costs for f in found if f.claims)
    ranks = [_rank(f, limited=limited) for f in found]
    return tried[ranks.index(max(ranks))]


def _found(subject: Subject) -> Findings:
    found = Findings()
    assess = assess_activity if subject.payment.kind is PaymentKind.ACTIVITY else assess_payment
    assess(subject, found)
    return found


def _rank(found: Findings, *, limited: bool) -> tuple[Fraction, ...]:
    if found.claims:
        return (Fraction(2), *_pays(found.claims[0], limited=limited))
    return (Fraction(1 if found.open else 0),)


def _pays(claim: Claim, *, limited: bool) -> tuple[Fraction, Fraction, Fraction]:
    """Cents that it pays at most, the quantity, and what its measure costs where that limits it."""
    quantity = Fraction(claim.quantity)
    amount, costs = claim.rate.expected * quantity, quantity * sum(each for _, each in claim.costs)
    return min(amount, costs) if limited else amount, quantity, costs if limited else Fraction(0)
