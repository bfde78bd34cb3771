"""Payments for the farm itself: what is open or refused is found once for all farms that answer alike.

Only what says nothing of how much is kept: no claim, no amount that could be paid, and nothing that follows from a number.
"""

from __future__ import annotations

from calculator.domain.memory import Answers
from calculator.eligibility.asked_farm import NUMBER, Farm
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.reads import reads
from calculator.eligibility.subject import Findings, Subject
from calculator.eligibility.wording import keep

#: By all that the outcome follows from; None where that is of one farm alone.
KEPT: Answers[object, Findings | None] = Answers("on farm", 20_000)


def kept(farm: Farm, subject: Subject) -> Findings | None:
    """What is open or refused of a payment for the farm, as for all that answer alike; None where it is of this farm alone."""
    key = _answers(farm, subject)
    if key is None:
        return None
    known = farm.rulebook.memory.of(KEPT)
    if key not in known:
        here = farm.findings()
        assess_payment(subject, here)
        # What is of this farm alone is not kept, nor its answers.
        known[key] = _without_answers(here) if _tells_no_number(here, counted=key[3] is True) else None
        if known[key] is not None:
            keep(farm.rulebook, (o.missing for o in here.open))
    return known[key]


def _answers(farm: Farm, subject: Subject) -> tuple[object, ...] | None:
    """All that the outcome follows from but for how much there is; None where that is more than a few answers."""
    payment = subject.payment
    read = reads(subject.rulebook, subject.scheme, payment)
    if read.beyond or read.history or read.years:
        return None
    told = [farm.word(path) for path in read.facts]
    if NUMBER in told:
        return None
    much = farm.much(payment)
    if read.size and much is True:
        return None
    apart = farm.profile.undertaking.activities_separated
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
