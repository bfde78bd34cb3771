"""Payments for the farm itself: what is open or refused is found once for all farms that answer alike.

Only what says nothing of how much is kept: no claim, no amount that could be paid, and nothing that follows from a number.
"""

from __future__ import annotations

from calculator.eligibility.figures import FactMissingError
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.quantities import farm_quantity
from calculator.eligibility.reads import reads
from calculator.eligibility.subject import Findings, Subject

#: Answers remembered per rulebook; beyond this all are forgotten and found anew.
_MOST_KNOWN = 20_000
#: Quantities that are the same for every farm.
_ALWAYS = ("one", "area")
#: Answers that are no numbers; numbers are of one farm.
_WORDS = (str, bool)


def on_farm(subject: Subject, found: Findings) -> None:
    """Assess a payment for the farm, as ``assess_payment`` does."""
    key = _answers(subject)
    if key is None:
        assess_payment(subject, found)
        return
    known: dict[object, Findings | None] = subject.rulebook.memory.setdefault("on farm", {})
    here = known.get(key)
    if here is None:
        here = Findings(answers=found.answers)
        assess_payment(subject, here)
        if key not in known and len(known) >= _MOST_KNOWN:
            known.clear()
        # What is of this farm alone is not kept, nor its answers.
        known[key] = _without_answers(here) if _tells_no_number(here, counted=key[3] is True) else None
    found.add(here)


def _answers(subject: Subject) -> tuple[object, ...] | None:
    """All that the outcome follows from but for how much there is; None where that is more than a few answers."""
    payment, profile = subject.payment, subject.profile
    read = reads(subject.rulebook, subject.scheme, payment)
    if read.beyond or read.history:
        return None
    told = [profile.fact(path) for path in read.facts]
    if not all(fact is None or isinstance(fact, _WORDS) for fact in told):
        return None
    much: object = None
    if payment.quantity not in _ALWAYS:
        try:
            quantity = farm_quantity(payment, profile)
        except FactMissingError as missing:
            much = missing.paths
        else:
            if read.size and quantity:
                return None
            much = bool(quantity)
    apart = profile.undertaking.activities_separated
    return (id(subject.scheme), id(payment), subject.day, much, apart, *told)


def _tells_no_number(here: Findings, *, counted: bool) -> bool:
    """Whether nothing of it follows from an amount, nor from how much there is where that is counted."""
    if here.claims:
        return False
    return not (counted and (here.refusals or any(o.could_pay_cents is not None for o in here.open)))


def _without_answers(here: Findings) -> Findings:
    return Findings(
        open=here.open, refusals=here.refusals, assumptions=here.assumptions, contingent=here.contingent
    )
