"""A year later: what was expected of each payment, what was paid, and where the difference comes from.

What the farmer did not say was paid is unknown, never zero; it stays out of every sum of differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from calculator.domain.money import cents_of
from calculator.statements.award.names import UNIT
from calculator.statements.award.reading import Obj, PaidLine, cents, paid_lines, text


class Finding(StrEnum):
    """How a payment turned out, the surest explanation first."""

    UNKNOWN = "unknown"
    AS_EXPECTED = "as_expected"
    OTHER_RULES = "other_rules"
    OTHER_RATE = "other_rate"
    OTHER_QUANTITY = "other_quantity"
    WITHIN_RANGE = "within_range"
    NOT_PAID = "not_paid"
    NOT_EXPECTED = "not_expected"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Paid:
    """What the farmer says a payer paid for a payment over the year, in cents."""

    scheme: str
    payment: str
    cents: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One payment of the year. ``paid`` is None where nothing was said; ``today`` what today's rules give, if known.

    ``implied`` is the rate or quantity at which the paid amount would come out, where that explains it.
    """

    payer_name: str
    scheme: str
    payment: str
    name: str
    expected: int
    low: int
    high: int
    paid: int | None
    finding: Finding
    today: int | None = None
    implied: Decimal | None = None
    unit: str = ""

    @property
    def difference(self) -> int | None:
        """Paid less expected, in cents; None where it is unknown."""
        return None if self.paid is None else self.paid - self.expected


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The year as a whole; sums are in cents and leave out what is unknown."""

    year: int
    outcomes: tuple[Outcome, ...]

    @property
    def expected(self) -> int:
        """Of all payments."""
        return sum(outcome.expected for outcome in self.outcomes)

    @property
    def paid(self) -> int:
        """Of the payments that are known."""
        return sum(outcome.paid or 0 for outcome in self.outcomes)

    @property
    def unknown(self) -> int:
        """What is expected of the payments of which nothing is known."""
        return sum(outcome.expected for outcome in self.outcomes if outcome.paid is None)

    @property
    def difference(self) -> int:
        """Over the payments that are known."""
        return sum(outcome.difference or 0 for outcome in self.outcomes)


#: Over less than this, many an amount comes out at some rate in whole cents, and that explains nothing.
_ENOUGH = 10

#: Scheme and payment; a payer pays all places of a payment at once.
Ref = tuple[str, str]


def follow_up(
    award: Obj, year: int, paid: Sequence[Paid], today: Mapping[Ref, int] | None, language: str
) -> FollowUp:
    """Expected against paid in one year of an award; ``today`` is what today's rules give (see ``sums``), if known."""
    known: dict[Ref, int] = {}
    for entry in paid:
        known[entry.scheme, entry.payment] = known.get((entry.scheme, entry.payment), 0) + entry.cents
    expected = _lines(award, year, language)
    outcomes = [
        _outcome(ref, lines, known.get(ref), None if today is None else today.get(ref), language)
        for ref, lines in expected.items()
    ]
    outcomes += [
        Outcome("", *ref, "#".join(ref), 0, 0, 0, cents, Finding.NOT_EXPECTED)
        for ref, cents in sorted(known.items())
        if ref not in expected
    ]
    return FollowUp(year, tuple(outcomes))


def sums(award: Obj, year: int) -> dict[Ref, int]:
    """What an award pays in a year, in cents per payment."""
    return {ref: _sum(lines) for ref, lines in _lines(award, year, "nl").items()}


def years(award: Obj) -> tuple[int, ...]:
    """The years in which the award expects a payment."""
    return tuple(sorted({line.year for line in paid_lines(award, "nl")}))


def _lines(award: Obj, year: int, language: str) -> Mapping[Ref, list[PaidLine]]:
    found: dict[Ref, list[PaidLine]] = {}
    for line in paid_lines(award, language):
        if line.year == year:
            found.setdefault(line.ref, []).append(line)
    return found


def _sum(lines: Sequence[PaidLine]) -> int:
    return sum(line.amount for line in lines)


def _outcome(ref: Ref, lines: list[PaidLine], paid: int | None, today: int | None, language: str) -> Outcome:
    origin, expected = lines[0].origin, _sum(lines)
    low = sum(_bound(line, "low_eur") for line in lines)
    high = sum(_bound(line, "high_eur") for line in lines)
    finding, implied = _why(lines, expected, low, high, paid, today)
    return Outcome(
        payer_name=text(origin, "payer_name", language) or lines[0].payer,
        scheme=ref[0],
        payment=ref[1],
        name=text(origin, "payment_name", language) or "#".join(ref),
        expected=expected,
        low=low,
        high=high,
        paid=paid,
        finding=finding,
        today=today,
        implied=implied,
        unit=UNIT[lines[0].measure][language] if lines[0].measure in UNIT else lines[0].measure,
    )


def _bound(line: PaidLine, key: str) -> int:
    found = cents(line.origin, key)
    return line.amount if found is None else found


def _why(
    lines: list[PaidLine], expected: int, low: int, high: int, paid: int | None, today: int | None
) -> tuple[Finding, Decimal | None]:
    if paid is None:
        return Finding.UNKNOWN, None
    if paid == expected:
        return Finding.AS_EXPECTED, None
    if today is not None and paid == today:
        return Finding.OTHER_RULES, None
    if paid == 0:
        return Finding.NOT_PAID, None
    quantity = _other_quantity(lines, paid)
    if quantity is not None:
        return Finding.OTHER_QUANTITY, quantity
    rate = _other_rate(lines, paid)
    if rate is not None:
        return Finding.OTHER_RATE, rate
    return (Finding.WITHIN_RANGE if low <= paid <= high else Finding.UNEXPLAINED), None


def _other_rate(lines: list[PaidLine], paid: int) -> Decimal | None:
    """The rate in whole cents at which exactly this amount comes out over the same quantities, line by line."""
    quantities = [line.quantity for line in lines]
    known = [quantity for quantity in quantities if quantity]
    if not known or len(known) != len(lines) or len({line.measure for line in lines}) != 1:
        return None
    if sum(known) < _ENOUGH:
        return None
    rate = (Decimal(paid) / 100 / sum(known)).quantize(Decimal("0.01"))
    return rate if rate and sum(cents_of(quantity * rate) for quantity in known) == paid else None


def _other_quantity(lines: list[PaidLine], paid: int) -> Decimal | None:
    """The quantity in hundredths, smaller than expected, at which exactly this amount comes out at the same rate."""
    rates = {line.rate for line in lines}
    rate = next(iter(rates))
    expected = sum((line.quantity or Decimal(0) for line in lines), Decimal(0))
    if len(rates) != 1 or not rate or expected <= 1:
        return None
    quantity = (Decimal(paid) / 100 / rate).quantize(Decimal("0.01"))
    return quantity if 0 < quantity < expected and cents_of(quantity * rate) == paid else None
