"""Payments that pay money of themselves: worked out, then claimed, refused or left open."""

from __future__ import annotations

from calculator.domain.claim import Refusal
from calculator.domain.money import settle
from calculator.domain.scheme import Condition, Payment, PaymentKind, Text
from calculator.eligibility.amounts.falling_short import none_of, shortfall
from calculator.eligibility.amounts.figures import FactMissingError, NotPublishedError, Reading
from calculator.eligibility.amounts.kinds import Amount
from calculator.eligibility.amounts.quantities import farm_quantity
from calculator.eligibility.at_best import could_pay, is_nothing, nothing_whatever
from calculator.eligibility.claiming import legal_basis_of, make_claim
from calculator.eligibility.conditions.outcomes import Outcome
from calculator.eligibility.conditions.remedies import OF_FACTS, OF_NUMBER
from calculator.eligibility.instalments import instalments
from calculator.eligibility.questions import missing_fact, not_published, step_not_published, undecided
from calculator.eligibility.subject import (
    Findings,
    Subject,
    leave_open,
    refuse,
    try_conditions,
)
from calculator.eligibility.working import basis_of, worked_amount

#: Why an amount that comes to nothing is refused; by which sum stands beside it.
NOTHING = Text(nl="levert niets op", en="pays nothing")

#: The legal basis of aid that may not reach primary production.
GENERAL_DE_MINIMIS = "de_minimis_general_2023_2831"
#: Kinds that may come on top and are never claimed.
CONTINGENT = (PaymentKind.TENDER_INDEX, PaymentKind.MODEL)


def _on_its_day(subject: Subject) -> Amount:
    return worked_amount(subject, Reading.of(subject.payment, subject.day))


def _nothing_there(subject: Subject) -> bool:
    """Whether the farm is known to have none of what the payment is for (no lease from this landlord)."""
    try:
        return subject.piece is None and farm_quantity(subject.payment, subject.profile) == 0
    except FactMissingError:
        return False


def _pays_nothing(subject: Subject, worked: Amount, found: Findings) -> None:
    payment, reading = subject.payment, Reading.of(subject.payment, subject.day)
    short, remedy, formula = none_of(payment, subject.profile, reading), OF_NUMBER, worked.formula
    if short is None:
        short, remedy = shortfall(basis_of(subject, reading)), OF_FACTS
    elif "." in str(payment.cap_per):
        formula += f" ({payment.cap_per}: 0)"
    asked = subject.scheme.id, payment.id, subject.place, subject.day.year
    found.refusals.append(Refusal(*asked, NOTHING, short, remedy, subject.source(()), formula))


def _reaches_production(subject: Subject, found: Findings) -> bool:
    """General de minimis aid is not for a farm that does not keep it away from primary production: refuse it."""
    general = legal_basis_of(subject) == GENERAL_DE_MINIMIS
    if not general or subject.profile.undertaking.activities_separated is not False:
        return False
    reason = Text(
        nl="algemene de-minimissteun mag niet bij de primaire productie terechtkomen (Verordening (EU) 2023/2831, artikel 1(2))",
        en="general de minimis aid may not reach primary production (Regulation (EU) 2023/2831, article 1(2))",
    )
    short = Text(
        nl="activiteiten of rekeningen zijn niet gescheiden", en="activities or accounts are not kept apart"
    )
    remedy = Text(
        nl="Houd activiteiten of rekeningen gescheiden, en vul dat in.",
        en="Keep activities or accounts apart, and fill that in.",
    )
    scheme, payment, year = subject.scheme.id, subject.payment.id, subject.day.year
    found.refusals.append(
        Refusal(scheme, payment, subject.place, year, reason, short, remedy, subject.source(()))
    )
    return True


def assess_payment(subject: Subject, found: Findings) -> None:
    """Test one money payment at one place and add a claim, a refusal or an open question."""
    if subject.piece is not None and subject.measure is None:
        raise ValueError("a payment on land is tested with the measure that triggers it")
    if _nothing_there(subject):
        return
    trouble, elsewhere = try_conditions(subject, found)
    if elsewhere:
        return
    if refused_by_conditions(subject, trouble, found):
        return
    if subject.payment.kind in CONTINGENT:
        found.contingent[subject.payment.name.nl] = subject.payment.name
        return
    _work_out(subject, *undecided(trouble), found)


def _unpublished(payment: Payment, figure: str) -> Text:
    steps = payment.tiers if payment.kind is not PaymentKind.CONTRACT_YEAR else ()
    one_of_several = len(steps) > 1 and any(step.figure == figure for step in steps)
    return step_not_published() if one_of_several else not_published(figure)


def refused_by_conditions(
    subject: Subject, trouble: list[tuple[Condition, Outcome]], found: Findings
) -> bool:
    """Whether the payment is refused by what is tried, whatever it is multiplied with; the refusals are added."""
    failed = [(c, o) for c, o in trouble if o.met is False]
    for condition, outcome in failed:
        refuse(subject, condition, outcome, found)
    return bool(failed) or _reaches_production(subject, found)


def _work_out(subject: Subject, asked: list[Text], paths: list[str], found: Findings) -> None:
    """Claim the amount, or leave the payment open with everything that is missing."""
    reading = Reading.of(subject.payment, subject.day)
    worked: Amount | None = None
    try:
        worked = worked_amount(subject, reading)
    except FactMissingError as missing:
        paths += missing.paths
        asked += [missing_fact(p) for p in missing.paths]
    except NotPublishedError as missing:
        asked.append(_unpublished(subject.payment, missing.name))
        paths.append(f"figure:{missing.name}")
    nothing = nothing_whatever(subject, worked) if asked or worked is None else None
    if nothing is not None:
        _pays_nothing(subject, nothing, found)
    elif asked or worked is None:
        most = could_pay(subject)
        leave_open(subject, asked, paths, None if most is None else settle(most), found)
    elif is_nothing(worked):
        _pays_nothing(subject, worked, found)
    else:
        reading.rest_on(subject.scheme, subject.payment)
        later = instalments(subject, worked, _on_its_day)
        found.claims.append(make_claim(subject, worked, reading, later=later))
