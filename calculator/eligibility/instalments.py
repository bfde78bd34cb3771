"""What a decision over years grants in each of them: the amount worked out again, under the figures of every later year.

Only where a ceiling over years may count it (Regulation (EU) 1408/2013, article 3(7)): elsewhere nothing follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from fractions import Fraction

from calculator.domain.lasting import Instalments
from calculator.domain.limit import LimitKind
from calculator.domain.money import Range
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, PaymentKind, Scheme
from calculator.domain.source import Series
from calculator.eligibility.amounts.basis import Amount
from calculator.eligibility.amounts.figures import FactMissingError, NotPublishedError
from calculator.eligibility.subject import Subject

#: Works out the amount of a payment at a place on the day of the subject; raises where a fact or figure is missing.
Work = Callable[[Subject], Amount]


def instalments(subject: Subject, worked: Amount, work: Work) -> Instalments | None:
    """What is granted after the first year, of which the amount is ``worked``; None where all years are as that one."""
    if not _counted(subject.rulebook, subject.scheme, subject.payment):
        return None
    found, unpublished = list[Range](), set[int]()
    before = worked.rate
    for number, day in enumerate(_days_after(subject.payment, subject.day), start=1):
        rate = _on(subject, day, worked, work)
        if rate is None:
            unpublished.add(number)
        before = before if rate is None else rate
        found.append(before)
    made = Instalments(tuple(found), frozenset(unpublished))
    return made if unpublished or made.uneven(worked.rate) else None


def steady(rulebook: Rulebook, scheme: Scheme, payment: Payment) -> bool:
    """Whether it is surely granted as much in every year as in the first, or nothing follows from that."""
    if not _counted(rulebook, scheme, payment):
        return True
    versions = [v for v in rulebook.versions(scheme.id) if v.payment(payment.id) is not None]
    if payment.kind is PaymentKind.BEST_N or len(versions) > 1:
        return False
    return all(_always(series, scheme.validity.start) for series in payment.figures.values())


def _always(series: Series, since: date) -> bool:
    """Whether it is one figure from that day on."""
    periods = [figure.period for figure in series.figures]
    return len(periods) == 1 and periods[0].start <= since and periods[0].end is None


def looks_ahead(scheme: Scheme, rulebook: Rulebook, day: date) -> Iterator[Hashable]:
    """All that the instalments of a scheme follow from, of what is claimed on a day, beside the figures of that day."""
    for payment in scheme.payments:
        if _counted(rulebook, scheme, payment):
            for after in _days_after(payment, day):
                found = _version(rulebook, scheme, payment, after)
                yield None if found is None else (id(found[1]), *_figures(found[1], after))


def _days_after(payment: Payment, day: date) -> Iterator[date]:
    """The days on which the later years of a term, or of an extension, are read."""
    more = payment.extension.years if payment.extension is not None else 1
    for number in range(1, max(payment.term_years or 1, more)):
        yield same_day_in(day.year + number, day)


def _counted(rulebook: Rulebook, scheme: Scheme, payment: Payment) -> bool:
    """Whether it is granted at once and a ceiling over years may count it: by its legal basis, or by some name."""
    if payment.grant.decision != "multi_year":
        return False
    basis = payment.legal_basis or scheme.legal_basis
    return any(
        x.kind is LimitKind.DE_MINIMIS and (x.payments or basis in x.legal_bases) for x in rulebook.limits
    )


def _on(subject: Subject, day: date, worked: Amount, work: Work) -> Range | None:
    """Cents per unit of what is worked out, on another day; None where nobody has published them."""
    found = _version(subject.rulebook, subject.scheme, subject.payment, day)
    if found is None:
        return None
    scheme, payment = found
    if (
        payment is subject.payment
        and payment.kind is not PaymentKind.BEST_N
        and _figures(payment, day) == _figures(payment, subject.day)
    ):
        return worked.rate
    later = Subject(
        subject.profile,
        subject.rulebook,
        scheme,
        payment,
        day,
        subject.piece,
        subject.measure,
        subject.claimed,
    )
    try:
        amount = work(later)
    except (FactMissingError, NotPublishedError):
        return None
    return (
        amount.rate.times(Fraction(amount.quantity) / Fraction(worked.quantity))
        if worked.quantity
        else amount.rate
    )


def _version(
    rulebook: Rulebook, scheme: Scheme, payment: Payment, day: date
) -> tuple[Scheme, Payment] | None:
    """The payment by the version in force on the day, or the last before it: what is granted outlives its scheme.

    None where that version pays for something else: then it says nothing of what is granted under this one.
    """
    for version in reversed(rulebook.versions(scheme.id)):
        other = version.payment(payment.id) if version.validity.start <= day else None
        if other is not None:
            return (version, other) if _shape(other) == _shape(payment) else None
    return None


def _shape(payment: Payment) -> tuple[object, ...]:
    """How an amount comes about, whatever the figures are."""
    return (
        payment.kind, payment.level, payment.unit, payment.quantity, payment.extra_quantity, payment.divide_by,
        payment.cap_per, payment.share_of,
        payment.indicator, payment.keyed_by, payment.tiers, payment.parties, frozenset(payment.figures),
    )  # fmt: skip


def _figures(payment: Payment, day: date) -> tuple[int, ...]:
    return tuple([id(series.on(day)) for series in payment.figures.values()])
