"""Payments that pay money of themselves: worked out, then claimed, refused or left open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Refusal
from calculator.domain.money import ZERO, settle
from calculator.domain.place_fact import place_facts
from calculator.domain.quantity import plain
from calculator.domain.scheme import Condition, Payment, PaymentKind, Text
from calculator.eligibility.amounts.at_most import at_most
from calculator.eligibility.amounts.basis import reaching
from calculator.eligibility.amounts.falling_short import shortfall
from calculator.eligibility.amounts.figures import FactMissingError, NotPublishedError, Reading, keys_on
from calculator.eligibility.amounts.kinds import Amount, Basis, amount, counted
from calculator.eligibility.amounts.quantities import cap_of, farm_quantity, free_of
from calculator.eligibility.claiming import legal_basis_of, make_claim
from calculator.eligibility.conditions.outcomes import Outcome, texts
from calculator.eligibility.conditions.remedies import OF_FACTS
from calculator.eligibility.instalments import instalments
from calculator.eligibility.measured import in_unit
from calculator.eligibility.questions import missing_fact, not_published, step_not_published, undecided
from calculator.eligibility.subject import (
    Findings,
    Subject,
    extent,
    leave_open,
    refuse,
    try_conditions,
)

#: Why an amount that comes to nothing is refused; by which sum stands beside it.
NOTHING = Text(nl="levert niets op", en="pays nothing")

#: The legal basis of aid that may not reach primary production.
GENERAL_DE_MINIMIS = "de_minimis_general_2023_2831"
#: Kinds that pay something else for two halves than for the whole: on land that is cut in pieces each has its share.
_OF_ALL = frozenset(
    {
        PaymentKind.FIRST_QUANTITY,
        PaymentKind.STEP_AREA,
        PaymentKind.BANDED,
        PaymentKind.FIXED_PLUS_VARIABLE,
        PaymentKind.POINTS,
    }
)
#: Kinds that may come on top and are never claimed.
CONTINGENT = (PaymentKind.TENDER_INDEX, PaymentKind.MODEL)


def worked_amount(subject: Subject, reading: Reading) -> Amount:
    """The amount of a payment that pays money, at this place; raises where a fact or figure is missing."""
    basis = _basis(subject, reading)
    if subject.piece is None:
        return _after_first(amount(basis), subject, reading)
    if subject.payment.kind not in _OF_ALL:
        return amount(basis)
    there = max(basis.extent or basis.quantity, basis.quantity)
    worked = amount(replace(basis, quantity=there))
    # Of an amount that is no product too a part is paid where payments divide the ground.
    divided = there > basis.quantity or worked.unit is not basis.payment.unit
    return _share_of(worked, basis, there) if divided and there else worked


def _after_first(worked: Amount, subject: Subject, reading: Reading) -> Amount:
    """The amount with what was taken off its quantity, where a first part of it is not paid."""
    free = free_of(subject.payment, subject.profile, reading)
    if not free:
        return worked
    there = plain(farm_quantity(subject.payment, subject.profile))
    return replace(worked, formula=f"{worked.formula} ({there} - {plain(free)} {subject.payment.unit})")


def _share_of(worked: Amount, basis: Basis, there: Decimal) -> Amount:
    """What one piece has, by the unit, of an amount that is worked out for all pieces of its place together."""
    each, formula = worked.rate.times(Fraction(worked.quantity) / Fraction(there)), worked.formula
    if there > basis.quantity:
        formula = f"{plain(basis.quantity)}/{plain(there)} x ({formula})"
    return Amount(basis.quantity, basis.payment.unit, each, formula)


def _on_its_day(subject: Subject) -> Amount:
    return worked_amount(subject, Reading.of(subject.payment, subject.day))


def _basis(subject: Subject, reading: Reading) -> Basis:
    if subject.piece is None:
        quantity = farm_quantity(subject.payment, subject.profile)
        quantity -= min(quantity, free_of(subject.payment, subject.profile, reading))
        most = reading.bound("max_quantity", "")
        if most is not None and most.expected < quantity:
            quantity = Decimal(most.expected.numerator) / Decimal(most.expected.denominator)
    else:
        given = "ha" if subject.piece.parcel else (subject.measure.unit if subject.measure else "m")
        quantity = in_unit(subject.piece.quantity, subject.measure, subject.payment.unit, given)
    reading.key = subject.region()
    asked = "min_quantity" in subject.payment.figures or subject.payment.kind in _OF_ALL
    there = extent(subject) if asked else None
    place = subject.piece.whole if subject.piece else None
    return Basis(subject.payment, subject.profile, reading, quantity, there, place)


def _nothing_there(subject: Subject) -> bool:
    """Whether the farm is known to have none of what the payment is for (no lease from this landlord)."""
    try:
        return subject.piece is None and farm_quantity(subject.payment, subject.profile) == 0
    except FactMissingError:
        return False


def could_pay(subject: Subject) -> Fraction | None:
    """What a payment that is open could pay at most (cents, not rounded); None where that is unknown."""
    most = [said for key in _keys(subject) if (said := _could_pay(subject, key)) is not None]
    return max(most, default=None)


def _keys(subject: Subject) -> tuple[str | None, ...]:
    """What may pick from keyed figures: what the place says, or where it does not say it every answer that is paid for."""
    payment = subject.payment
    try:
        subject.region()
    except FactMissingError:
        keys = keys_on(payment, subject.day)
        for condition in (*subject.scheme.conditions, *payment.conditions):
            if condition.kind == "fact_is" and condition.arguments["path"] == payment.keyed_by:
                keys &= {*texts(condition.arguments["one_of"])}
        return tuple(sorted(keys)) or (None,)
    return (None,)


def _could_pay(subject: Subject, key: str | None) -> Fraction | None:
    reading = Reading.of(subject.payment, subject.day)
    try:
        worked = _most(replace(subject, supposed=key), reading)
    except (FactMissingError, NotPublishedError):
        worked = None
    if worked is None:
        try:
            cap = cap_of(subject.payment, subject.profile, reading)
        except (FactMissingError, NotPublishedError):
            return None
        return None if cap is None else cap.high * 100
    return worked.rate.high * Fraction(worked.quantity)


def _most(subject: Subject, reading: Reading) -> Amount | None:
    try:
        return worked_amount(subject, reading)
    except FactMissingError:
        basis = _basis(subject, reading)
        known = place_facts(subject.rulebook).get(subject.payment.indicator or "")
        most = at_most(counted(basis), None if known is None else known.high)
        return most and reaching(basis, most)


def _pays_nothing(subject: Subject, worked: Amount, found: Findings) -> None:
    found.refusals.append(
        Refusal(
            subject.scheme.id,
            subject.payment.id,
            subject.place,
            subject.day.year,
            NOTHING,
            shortfall(_basis(subject, Reading.of(subject.payment, subject.day))),
            OF_FACTS,
            subject.source(()),
            worked.formula,
        )
    )


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
    if asked or worked is None:
        most = could_pay(subject)
        leave_open(subject, asked, paths, None if most is None else settle(most), found)
    elif worked.rate == ZERO or not worked.quantity:
        _pays_nothing(subject, worked, found)
    else:
        reading.rest_on(subject.scheme, subject.payment)
        later = instalments(subject, worked, _on_its_day)
        found.claims.append(make_claim(subject, worked, reading, later=later))
